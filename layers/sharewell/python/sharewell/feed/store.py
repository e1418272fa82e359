"""What members have opened, as rows.

    read                                                key
    -------------------------------------------------   ------------------------------
    whether a member opened an item; the newest that    READ#<org>#<member> / <item>
    they opened
    up to where all is read                             READ#<org>#<member> / UPTO

UPTO sorts after every id, so the newest rows begin with it. What was opened is forgotten when the
item is too old to be news.
"""

from collections.abc import Sequence
from datetime import timedelta

from pynamodb.attributes import UnicodeAttribute

from sharewell import table
from sharewell.feed.model import NEWS_FOR, Opened
from sharewell.ids import ItemId, MemberId, OrganisationId, ulid_time
from sharewell.keys import KeyShape
from sharewell.table import KeyRange, Row, Write

LATEST = 40
"""Opened items that are read beside a page; they fit into one 4 kB read."""


class ReadRow(Row):
    """That a member opened an item; or up to where all is read, which alone says `upto`."""

    of_item = KeyShape("READ#<org>#<member> / <item>")
    of_all = KeyShape("READ#<org>#<member> / UPTO")

    upto = UnicodeAttribute(null=True)


UPTO = ReadRow.of_all.sk()


class FeedStore:
    """Where it is kept what members have opened."""

    def opened(self, organisation: OrganisationId, member: MemberId, before: str | None) -> Opened:
        """What of the newest before `before` a member has opened."""
        pk = _pk(organisation, member)
        rows = table.query(ReadRow, pk, KeyRange(lt=before), limit=LATEST + 1, reverse=True)
        items = [row.sk for row in rows if row.sk != UPTO]
        upto = next((row.upto for row in rows if row.sk == UPTO), None)
        whole = len(rows) <= LATEST
        return Opened(ItemId(upto) if upto else None, frozenset(items), "" if whole else items[-1])

    def upto(self, organisation: OrganisationId, member: MemberId) -> ItemId | None:
        """Up to where a member has marked all as read."""
        row = table.get(ReadRow, *ReadRow.of_all(organisation, member))
        return ItemId(row.upto) if row and row.upto else None

    def which_opened(
        self, organisation: OrganisationId, member: MemberId, items: Sequence[str]
    ) -> set[str]:
        """Those of these items that a member has opened, in one call per hundred."""
        pk = _pk(organisation, member)
        return {row.sk for row in table.get_many(ReadRow, [(pk, it) for it in items])}

    def open(
        self, organisation: OrganisationId, member: MemberId, item: ItemId, write: Write
    ) -> None:
        """Keep that a member has opened an item, as long as it is news."""
        until = ulid_time(item) + NEWS_FOR + timedelta(days=1)
        write.put(ReadRow(_pk(organisation, member), item, expires=until))

    def mark(
        self, organisation: OrganisationId, member: MemberId, upto: ItemId | None, write: Write
    ) -> None:
        """Keep up to where all is read."""
        write.put(ReadRow(*ReadRow.of_all(organisation, member), upto=upto))


def _pk(organisation: OrganisationId, member: MemberId) -> str:
    return ReadRow.of_item.pk(organisation, member)
