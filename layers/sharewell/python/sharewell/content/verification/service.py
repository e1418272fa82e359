"""The service of verification: assigning verifiers, verifying items, due lists."""

from dataclasses import dataclass
from functools import partial

from sharewell.aws import concurrency, table
from sharewell.content.model import Card, Item, ItemView, Verification
from sharewell.content.service import ItemService, items
from sharewell.content.store import ItemRow, ItemStore
from sharewell.content.verification.model import (
    DUE_SOON,
    NewVerification,
    require_verifier,
    with_verification,
    with_verifier,
)
from sharewell.content.verification.store import VerificationStore
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Invalid, NotFound
from sharewell.core.events import Event, VerifierAssigned
from sharewell.core.ids import ChannelId, ItemId, MemberId
from sharewell.core.pagination import Page
from sharewell.identity.model import Member, MemberRef
from sharewell.identity.service import IdentityService, identity

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class VerificationService:
    """Assigns verifiers, verifies items, lists due and verified ones."""

    store: VerificationStore
    item_store: ItemStore
    items: ItemService
    identity: IdentityService
    now: Clock = now

    def assign_verifier(
        self, id: ItemId, new: NewVerification, version: int | None, *, by: Caller
    ) -> ItemView:
        """Sets the verifier of an item and the interval.

        Raises: NotFound, Forbidden unless the caller may edit the item, VersionConflict, or
        Invalid if the verifier does not see the item.
        """
        (row, old), member = concurrency.run_concurrently(
            [partial(self._load, id, version, by), partial(self._load_member, new.verifier, by)]
        )
        old.require_editable_by(by)
        verifier = self._require_can_see(old, member)
        verification = with_verifier(old.verification, verifier, new.interval, self.now())
        events = self._assigned_event(old, verification, by)
        return self._save(row, old, verification, by, *events)

    def remove_verifier(self, id: ItemId, *, by: Caller) -> None:
        """Ends the verification of an item. Idempotent. Raises `NotFound` or `Forbidden`."""
        row, old = self._load(id, None, by)
        old.require_editable_by(by)
        if old.verification:
            self._save(row, old, None, by)

    def verify_item(self, id: ItemId, version: int | None, *, by: Caller) -> ItemView:
        """Records that an item is still accurate.

        Raises: NotFound, Forbidden, VersionConflict, or Conflict if it has no verifier.
        """
        row, old = self._load(id, version, by)
        now_verified = with_verification(
            require_verifier(old, by), MemberRef(id=by.member, name=by.name), self.now()
        )
        return self._save(row, old, now_verified, by)

    def list_due(self, *, by: Caller, after: str | None) -> Page[Card]:
        """Returns a page of the caller's items to verify that are due within `DUE_SOON`."""
        until = self.now() + DUE_SOON
        rows = self.store.list_due(by.organisation, by.member, until, after, PAGE_SIZE)
        return Page(
            items=[row.card() for row in rows.items if row.is_visible_to(by)], next=rows.next
        )

    def list_verified(self, channel: ChannelId, limit: int, *, by: Caller) -> list[Card]:
        """Returns the verified items of a channel that are not stale, the latest due date first."""
        parts = [
            partial(self.store.list_verified, by.organisation, channel, group, self.now(), limit)
            for group in (None, *sorted(by.groups))
        ]
        found = {key: card for part in concurrency.run_concurrently(parts) for key, card in part}
        return [found[key] for key in sorted(found, reverse=True)[:limit]]

    def _load(self, id: ItemId, version: int | None, by: Caller) -> tuple[ItemRow, Item]:
        row, item = self.items.row_seen_by(by, id)
        item.require_version(version)
        return row, item

    def _load_member(self, member: MemberId, by: Caller) -> Member:
        try:
            return self.identity.get_member(by.organisation, member)
        except NotFound as missing:
            raise NotFound("This member does not exist.", field="verifier") from missing

    def _require_can_see(self, item: Item, member: Member) -> MemberRef:
        if not member.active or not can_see(self.identity, item, member):
            raise Invalid("This member cannot see the item.", field="verifier")
        return MemberRef(id=member.member, name=member.name)

    def _assigned_event(self, old: Item, new: Verification, by: Caller) -> list[Event]:
        """Returns a `VerifierAssigned` event for the newly assigned verifiers, if any."""
        known = [it.id for it in old.verification.verifiers] if old.verification else []
        added = [it.id for it in new.verifiers if it.id not in known]
        if not added:
            return []
        return [
            VerifierAssigned(
                organisation=by.organisation,
                at=self.now(),
                item=old.id,
                verifiers=added,
                by=by.member,
            )
        ]

    def _save(
        self,
        row: ItemRow,
        old: Item,
        verification: Verification | None,
        by: Caller,
        *events: Event,
    ) -> ItemView:
        # The content is the same, so `changed_at` stays.
        changes = {"verification": verification, "version": old.version + 1}
        new = old.model_copy(update=changes)
        with table.transaction() as tx:
            self.item_store.update(by.organisation, row, new, tx, *events)
        return ItemView.of(new, by)


def can_see(identity: IdentityService, item: Item, member: Member) -> bool:
    """Returns whether a member is in an item's audience or one of its authors."""
    if not item.groups or member.member in item.authors:
        return True
    return not identity.list_groups_of(member).isdisjoint(item.groups)


verification_service = VerificationService(VerificationStore(), ItemStore(), items, identity)
