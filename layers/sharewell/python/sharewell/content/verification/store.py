"""Stores the lists of items to verify and of verified items.

    read                                              key
    -----------------------------------------------   ------------------------------------------
    the items a member verifies, by due day           VERIFY_DUE#<org>#<member> / <day>#<item>
    a channel's verified items, by due day,           VERIFIED#<org>#<channel>[#<group>] /
      for all or for a group                            <day>#<item>
    the entries that an item has                      ITEM#<org>#<item> / VERIFICATION

`<day>` is the day of the next review, so due items are one range of keys and items that are not
stale another. A consumer of `VerificationChanged` writes the entries: together with the item's
other list entries they would exceed one transaction.
"""

from datetime import datetime, timedelta

from pynamodb.attributes import ListAttribute

from sharewell.aws import table
from sharewell.aws.keys import KeyShape, Parent
from sharewell.aws.table import KeyRange, RowPage, Transaction, VersionedRow
from sharewell.content.list_entries_store import ListEntryRow, audience_ids, entry_fields
from sharewell.content.model import Card, Item
from sharewell.core.ids import ChannelId, GroupId, ItemId, MemberId, OrganisationId


class VerificationEntryRow(ListEntryRow):
    """An item's entry in a list of items to verify, or of verified items."""

    due = KeyShape("VERIFY_DUE#<org>#<member> / <day:day>#<item>")
    in_channel = KeyShape("VERIFIED#<org>#<channel>[#<group>] / <day:day>#<item>")


class VerificationListsRow(VersionedRow):
    """The keys of an item's entries, each as `<pk> <sk>`."""

    key = KeyShape("ITEM#<org>#<item> / VERIFICATION", parent=Parent.ITEM)

    entries: ListAttribute[str] = ListAttribute(default=list)


class VerificationStore:
    """Reads and writes the lists of items to verify and of verified items."""

    def get_entries(self, organisation: OrganisationId, id: ItemId) -> VerificationListsRow | None:
        """Returns the keys of an item's entries, with a strongly consistent read."""
        return table.get(
            VerificationListsRow, *VerificationListsRow.key(organisation, id), consistent=True
        )

    def update_entries(
        self,
        organisation: OrganisationId,
        id: ItemId,
        old: VerificationListsRow | None,
        entries: list[VerificationEntryRow],
        tx: Transaction,
    ) -> None:
        """Replaces an item's entries. Raises `VersionConflict` if they changed since read."""
        after = {f"{it.pk} {it.sk}" for it in entries}
        for key in set(old.entries if old else ()) - after:
            pk, _, sk = key.partition(" ")
            tx.delete(VerificationEntryRow(pk, sk))
        for entry in entries:
            tx.put(entry)
        row = old or VerificationListsRow(*VerificationListsRow.key(organisation, id))
        row.entries = sorted(after)
        tx.save(row)

    def list_due(
        self,
        organisation: OrganisationId,
        member: MemberId,
        until: datetime | None,
        after: str | None,
        limit: int,
    ) -> RowPage[VerificationEntryRow]:
        """Returns a page of items a member verifies, due until `until` if set, by due day."""
        before = (until + timedelta(days=1)).date().isoformat() if until else None
        pk = VerificationEntryRow.due.pk(organisation, member)
        consistent = until is None  # replacing a verifier must not miss an item
        return table.query_page(
            VerificationEntryRow,
            pk,
            KeyRange(lt=before),
            after=after,
            limit=limit,
            consistent=consistent,
        )

    def list_verified(
        self,
        organisation: OrganisationId,
        channel: ChannelId,
        group: GroupId | None,
        since: datetime,
        limit: int,
    ) -> list[tuple[str, Card]]:
        """Returns sort key and card of a channel's items verified beyond `since`, latest first."""
        pk = _verified(organisation, channel, group)
        since_day = since.date().isoformat()
        rows = table.query(
            VerificationEntryRow, pk, KeyRange(ge=since_day), limit=limit, reverse=True
        )
        return [(row.sk, row.card()) for row in rows]


def list_entries(organisation: OrganisationId, item: Item) -> list[VerificationEntryRow]:
    """Returns an item's entries: one per verifier and, once verified, one per channel list."""
    if item.deleted_at or item.verification is None:
        return []
    verification = item.verification
    lists = [VerificationEntryRow.due.pk(organisation, it.id) for it in verification.verifiers]
    if verification.verified_at:
        lists += [
            _verified(organisation, channel, group)
            for channel in item.channels
            for group in (item.groups or (None,))
        ]
    sk = VerificationEntryRow.due.sk(verification.review_by.date().isoformat(), item.id)
    fields = entry_fields(item) | {"visible_to": audience_ids(item)}
    return [VerificationEntryRow(pk, sk, **fields) for pk in lists]


def _verified(organisation: OrganisationId, channel: str, group: str | None) -> str:
    return VerificationEntryRow.in_channel.pk(organisation, channel, group)
