"""What is to be verified, and what is verified, as rows.

    read                                              key
    -----------------------------------------------   ------------------------------------------
    what a member is to verify, by day                DUE#<org>#<member> / <day>#<item>
    what is verified in a channel until a day,        VERIFIED#<org>#<channel>[#<group>] /
      for all or for a group                            <day>#<item>
    which such lines an item has                      ITEM#<org>#<item> / UPKEEP

`<day>` is the day of the next review, so what is due is a range, and what is not stale is another.
The lines follow the item, of which the event tells: together with its other places they would be
more rows than one transaction takes.
"""

from datetime import datetime, timedelta

from pynamodb.attributes import ListAttribute

from sharewell import table
from sharewell.content.model import Card, Item
from sharewell.content.places_store import PlaceRow, line_of, seen_by
from sharewell.ids import ChannelId, GroupId, ItemId, MemberId, OrganisationId
from sharewell.keys import KeyShape, Parent
from sharewell.table import KeyRange, Rows, VersionedRow, Write


class UpkeepLineRow(PlaceRow):
    """An item's line in a list of what is to be verified, or is verified."""

    due = KeyShape("DUE#<org>#<member> / <day:day>#<item>")
    in_channel = KeyShape("VERIFIED#<org>#<channel>[#<group>] / <day:day>#<item>")


class UpkeepRow(VersionedRow):
    """The keys of an item's lines, each as `<pk> <sk>`."""

    key = KeyShape("ITEM#<org>#<item> / UPKEEP", parent=Parent.ITEM)

    lines: ListAttribute[str] = ListAttribute(default=list)


class UpkeepStore:
    """Where it is kept what is verified until when, and by whom."""

    def lines(self, organisation: OrganisationId, id: ItemId) -> UpkeepRow | None:
        """Which lines an item has, as it is at this instant."""
        return table.get(UpkeepRow, *UpkeepRow.key(organisation, id), consistent=True)

    def follow(
        self,
        organisation: OrganisationId,
        id: ItemId,
        old: UpkeepRow | None,
        lines: list[UpkeepLineRow],
        write: Write,
    ) -> None:
        """Give an item these lines in the place of those that it had."""
        after = {f"{it.pk} {it.sk}" for it in lines}
        for key in set(old.lines if old else ()) - after:
            pk, _, sk = key.partition(" ")
            write.remove(UpkeepLineRow(pk, sk))
        for line in lines:
            write.put(line)
        row = old or UpkeepRow(*UpkeepRow.key(organisation, id))
        row.lines = sorted(after)
        write.save(row)

    def due(
        self,
        organisation: OrganisationId,
        member: MemberId,
        until: datetime | None,
        after: str | None,
        limit: int,
    ) -> Rows[UpkeepLineRow]:
        """What a member is to verify until that day, or at all, by day."""
        before = (until + timedelta(days=1)).date().isoformat() if until else None
        pk = UpkeepLineRow.due.pk(organisation, member)
        whole = until is None  # and then nothing may be overlooked
        return table.query_page(
            UpkeepLineRow, pk, KeyRange(lt=before), after=after, limit=limit, consistent=whole
        )

    def verified(
        self,
        organisation: OrganisationId,
        channel: ChannelId,
        group: GroupId | None,
        since: datetime,
        limit: int,
    ) -> list[tuple[str, Card]]:
        """What is verified in a channel beyond a day, and where in the order; latest day first."""
        pk = _verified(organisation, channel, group)
        since_day = since.date().isoformat()
        rows = table.query(UpkeepLineRow, pk, KeyRange(ge=since_day), limit=limit, reverse=True)
        return [(row.sk, row.card()) for row in rows]


def lines(organisation: OrganisationId, item: Item) -> list[UpkeepLineRow]:
    """Where an item has to be: with its verifiers, and in its channels once it is verified."""
    if item.deleted_at or item.verification is None:
        return []
    its = item.verification
    homes = [UpkeepLineRow.due.pk(organisation, it.id) for it in its.verifiers]
    if its.verified_at:
        homes += [
            _verified(organisation, channel, group)
            for channel in item.channels
            for group in (item.groups or (None,))
        ]
    place = UpkeepLineRow.due.sk(its.review_by.date().isoformat(), item.id)
    line = line_of(item) | {"seen_by": seen_by(item)}
    return [UpkeepLineRow(home, place, **line) for home in homes]


def _verified(organisation: OrganisationId, channel: str, group: str | None) -> str:
    return UpkeepLineRow.in_channel.pk(organisation, channel, group)
