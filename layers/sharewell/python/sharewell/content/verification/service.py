"""What people do so that what an item says stays true."""

from dataclasses import dataclass
from functools import partial

from sharewell import table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.content.model import Card, Item, ItemView, Verification
from sharewell.content.service import Items, items
from sharewell.content.store import ItemRow, ItemStore
from sharewell.content.verification.model import (
    SOON,
    NewVerification,
    asked,
    must_be_verified_by,
    verified,
)
from sharewell.content.verification.store import UpkeepStore
from sharewell.errors import Invalid, Missing
from sharewell.events import Event, VerifierNamed
from sharewell.identity.model import MemberRef, Seat
from sharewell.identity.service import Identity, identity
from sharewell.ids import ChannelId, ItemId, MemberId
from sharewell.page import Page

CARDS = 20


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Choose who verifies an item, verify it, see what is due."""

    store: UpkeepStore
    kept: ItemStore
    items: Items
    identity: Identity
    now: Clock = now

    def ask(self, id: ItemId, new: NewVerification, version: int | None, *, by: Caller) -> ItemView:
        """Choose who verifies an item, and how often; for those who may edit it."""
        (row, old), seat = table.at_once(
            [partial(self._read, id, version, by), partial(self._seat, new.verifier, by)]
        )
        old.must_be_edited_by(by)
        verifier = self._who_sees(old, seat)
        its = asked(old.verification, verifier, new.interval, self.now())
        return self._save(row, old, its, by, *self._named(old, its, by))

    def release(self, id: ItemId, *, by: Caller) -> None:
        """Nobody verifies the item any more; doing it twice is doing it once."""
        row, old = self._read(id, None, by)
        old.must_be_edited_by(by)
        if old.verification:
            self._save(row, old, None, by)

    def verify(self, id: ItemId, version: int | None, *, by: Caller) -> ItemView:
        """Say that what the item says still holds."""
        row, old = self._read(id, version, by)
        now_verified = verified(
            must_be_verified_by(old, by), MemberRef(id=by.member, name=by.name), self.now()
        )
        return self._save(row, old, now_verified, by)

    def due(self, *, by: Caller, after: str | None) -> Page[Card]:
        """What the caller is to verify by now or soon, the longest due first."""
        until = self.now() + SOON
        rows = self.store.due(by.organisation, by.member, until, after, CARDS)
        return Page(items=[row.card() for row in rows.items if row.is_shown_to(by)], next=rows.next)

    def verified(self, channel: ChannelId, limit: int, *, by: Caller) -> list[Card]:
        """What is verified in a channel and not stale, what holds longest first."""
        parts = [
            partial(self.store.verified, by.organisation, channel, group, self.now(), limit)
            for group in (None, *sorted(by.groups))
        ]
        found = {place: card for part in table.at_once(parts) for place, card in part}
        return [found[place] for place in sorted(found, reverse=True)[:limit]]

    def _read(self, id: ItemId, version: int | None, by: Caller) -> tuple[ItemRow, Item]:
        row, item = self.items.row_seen_by(by, id)
        item.must_be_in(version)
        return row, item

    def _seat(self, member: MemberId, by: Caller) -> Seat:
        try:
            return self.identity.seat(by.organisation, member)
        except Missing as missing:
            raise Missing("there is no such member", field="verifier") from missing

    def _who_sees(self, item: Item, seat: Seat) -> MemberRef:
        if not seat.active or not sees(self.identity, item, seat):
            raise Invalid("this member does not see the item", field="verifier")
        return MemberRef(id=seat.member, name=seat.name)

    def _named(self, old: Item, its: Verification, by: Caller) -> list[Event]:
        """That these are to verify it; nothing of those who were to already."""
        known = [it.id for it in old.verification.verifiers] if old.verification else []
        fresh = [it.id for it in its.verifiers if it.id not in known]
        if not fresh:
            return []
        return [
            VerifierNamed(
                organisation=by.organisation,
                at=self.now(),
                item=old.id,
                verifiers=fresh,
                by=by.member,
            )
        ]

    def _save(
        self, row: ItemRow, old: Item, its: Verification | None, by: Caller, *said: Event
    ) -> ItemView:
        # Its words are the same: `changed_at` stays.
        new = old.model_copy(update={"verification": its, "version": old.version + 1})
        with table.write() as write:
            self.kept.change(by.organisation, row, new, write, *said)
        return ItemView.of(new, by)


def sees(identity: Identity, item: Item, seat: Seat) -> bool:
    """Whether a member is in one of an item's audiences, or wrote it."""
    if not item.groups or seat.member in item.authors:
        return True
    return not identity.groups_of(seat).isdisjoint(item.groups)


upkeep = Upkeep(UpkeepStore(), ItemStore(), items, identity)
