"""What follows when verifications change, or a verifier leaves. Doing it again changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from sharewell import table
from sharewell.channels.service import Channels, channels
from sharewell.clock import Clock, now
from sharewell.content.model import Item
from sharewell.content.store import ItemStore
from sharewell.content.verification.model import MOST_VERIFIERS, handed_over
from sharewell.content.verification.service import sees
from sharewell.content.verification.store import UpkeepStore, lines
from sharewell.events import VerifierNamed
from sharewell.identity.model import MemberRef, Seat
from sharewell.identity.service import Identity, identity
from sharewell.ids import ItemId, MemberId, OrganisationId
from sharewell.retry import BACKGROUND_ATTEMPTS, retry_on_conflict

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Carrying:
    """Keep lists of what is due and verified, and find others for who has left."""

    store: UpkeepStore
    kept: ItemStore
    channels: Channels
    identity: Identity
    now: Clock = now

    def follow(self, organisation: OrganisationId, id: ItemId) -> None:
        """Put an item where its verifiers, and readers of its channels, look for it."""
        # Who left before the line was there would not have been found by it.
        for verifier in retry_on_conflict(
            partial(self._line_up, organisation, id), BACKGROUND_ATTEMPTS
        ):
            self._replace(organisation, id, verifier)

    def _line_up(self, organisation: OrganisationId, id: ItemId) -> list[MemberId]:
        """Those who find the item among what they are to verify."""
        # In this order: whoever follows a later state has written after this was read.
        old = self.store.lines(organisation, id)
        row = self.kept.row(organisation, id)
        if row is None:
            return []
        item = row.item()
        wanted = lines(organisation, item)
        with table.write() as write:
            self.store.follow(organisation, id, old, wanted, write)
        if not wanted or not item.verification:
            return []
        return [it.id for it in item.verification.verifiers]

    def replace(self, organisation: OrganisationId, member: MemberId) -> None:
        """Give what a member who has left was to verify to the curators of its channels."""
        if self._seat(organisation, member).active:
            return
        for id in self._due(organisation, member):
            self._replace(organisation, id, member)

    def _replace(self, organisation: OrganisationId, id: ItemId, leaver: MemberId) -> None:
        if not self._seat(organisation, leaver).active:
            retry_on_conflict(
                partial(self._hand_over, organisation, id, leaver), BACKGROUND_ATTEMPTS
            )

    def _hand_over(self, organisation: OrganisationId, id: ItemId, leaver: MemberId) -> None:
        row = self.kept.row(organisation, id)
        item = row.item() if row else None
        its = item.verification if item else None
        if row is None or item is None or its is None or item.deleted_at:
            return
        if leaver not in [it.id for it in its.verifiers]:
            return
        others = handed_over(its, leaver, list(self._successors(organisation, item)))
        new = item.model_copy(update={"verification": others, "version": item.version + 1})
        known = [it.id for it in its.verifiers]
        fresh = [it.id for it in others.verifiers if it.id not in known]
        said = VerifierNamed(organisation=organisation, at=self.now(), item=id, verifiers=fresh)
        with table.write() as write:
            self.kept.change(organisation, row, new, write, *([said] if fresh else []))

    def _successors(self, organisation: OrganisationId, item: Item) -> Iterator[MemberRef]:
        """Those who tend its channels and see it; where there are none, its author."""
        found: dict[MemberId, Seat] = {}
        for channel in item.channels:
            tended = self.channels.findable(organisation, channel)
            for member in tended.tending if tended else ():
                seat = self._seat(organisation, member)
                if seat.active and sees(self.identity, item, seat):
                    found[member] = seat
        if not found:
            author = self._seat(organisation, item.author.id)
            found = {author.member: author} if author.active else {}
        for member, seat in list(found.items())[:MOST_VERIFIERS]:
            yield MemberRef(id=member, name=seat.name)

    def _due(self, organisation: OrganisationId, member: MemberId) -> Iterator[ItemId]:
        after = None
        while True:
            rows = self.store.due(organisation, member, None, after, AT_ONCE)
            yield from [row.card().id for row in rows.items]
            if not (after := rows.next):
                return

    def _seat(self, organisation: OrganisationId, member: MemberId) -> Seat:
        return self.identity.seat(organisation, member)


carrying = Carrying(UpkeepStore(), ItemStore(), channels, identity)
