"""What members have read, as rows.

    read                                              key
    -----------------------------------------------   ------------------------------
    whether a member read an item; the newest read    READ#<org>#<member> / <item>
    the marker up to which all is read                READ#<org>#<member> / UPTO

UPTO sorts after every id, so the newest rows begin with it. A row expires when its item is too old
to be unread.
"""

from collections.abc import Sequence
from datetime import timedelta

from pynamodb.attributes import UnicodeAttribute

from sharewell.aws import table
from sharewell.aws.keys import KeyShape
from sharewell.aws.table import KeyRange, Row, Transaction
from sharewell.core.ids import ItemId, MemberId, OrganisationId, ulid_time
from sharewell.feed.model import FEED_WINDOW, ReadState

SCAN_SIZE = 40
"""Read items that are read beside a page; they fit into one read unit of 4 kB."""


class ReadRow(Row):
    """An item that a member has read, or the marker up to which all is read, in `upto`."""

    of_item = KeyShape("READ#<org>#<member> / <item>")
    of_all = KeyShape("READ#<org>#<member> / UPTO")

    upto = UnicodeAttribute(null=True)


UPTO = ReadRow.of_all.sk()


class FeedStore:
    """The store of what members have read."""

    def get_read_state(
        self, organisation: OrganisationId, member: MemberId, before: str | None
    ) -> ReadState:
        """Returns the newest read items before `before`, and the marker if `before` is None."""
        pk = _pk(organisation, member)
        rows = table.query(ReadRow, pk, KeyRange(lt=before), limit=SCAN_SIZE + 1, reverse=True)
        items = [row.sk for row in rows if row.sk != UPTO]
        upto = next((row.upto for row in rows if row.sk == UPTO), None)
        is_complete = len(rows) <= SCAN_SIZE
        return ReadState(
            ItemId(upto) if upto else None, frozenset(items), "" if is_complete else items[-1]
        )

    def get_upto(self, organisation: OrganisationId, member: MemberId) -> ItemId | None:
        """Returns the marker up to which a member has read all, if any."""
        row = table.get(ReadRow, *ReadRow.of_all(organisation, member))
        return ItemId(row.upto) if row and row.upto else None

    def list_read(
        self, organisation: OrganisationId, member: MemberId, items: Sequence[str]
    ) -> set[str]:
        """Returns those of these items that a member has read, with one call per 100."""
        pk = _pk(organisation, member)
        return {row.sk for row in table.get_many(ReadRow, [(pk, it) for it in items])}

    def mark_item_read(
        self, organisation: OrganisationId, member: MemberId, item: ItemId, tx: Transaction
    ) -> None:
        """Writes that a member has read an item, for as long as it could be unread."""
        until = ulid_time(item) + FEED_WINDOW + timedelta(days=1)
        tx.put(ReadRow(_pk(organisation, member), item, expires=until))

    def set_upto(
        self, organisation: OrganisationId, member: MemberId, upto: ItemId | None, tx: Transaction
    ) -> None:
        """Writes the marker up to which a member has read all."""
        tx.put(ReadRow(*ReadRow.of_all(organisation, member), upto=upto))


def _pk(organisation: OrganisationId, member: MemberId) -> str:
    return ReadRow.of_item.pk(organisation, member)
