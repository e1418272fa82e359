"""Syncs the verification lists and replaces departed verifiers. Idempotent."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from sharewell.aws import table
from sharewell.channels.service import ChannelService, channels
from sharewell.content.model import Item
from sharewell.content.store import ItemStore
from sharewell.content.verification.model import MAX_VERIFIERS, with_replacement
from sharewell.content.verification.service import can_see
from sharewell.content.verification.store import VerificationStore, list_entries
from sharewell.core.clock import Clock, now
from sharewell.core.events import VerifierAssigned
from sharewell.core.ids import ItemId, MemberId, OrganisationId
from sharewell.core.retry import BACKGROUND_ATTEMPTS, retry_on_conflict
from sharewell.identity.model import Member, MemberRef
from sharewell.identity.service import IdentityService, identity

BATCH_SIZE = 50


@dataclass(frozen=True, slots=True)
class VerificationProjections:
    """Updates the lists of due and verified items and replaces deactivated verifiers."""

    verification_store: VerificationStore
    store: ItemStore
    channels: ChannelService
    identity: IdentityService
    now: Clock = now

    def sync_item(self, organisation: OrganisationId, id: ItemId) -> None:
        """Syncs an item's entries in the lists of due and verified items."""
        # A verifier who left before the entry was written was not found by it.
        for verifier in retry_on_conflict(
            partial(self._sync_lists, organisation, id), BACKGROUND_ATTEMPTS
        ):
            self._replace_in_item(organisation, id, verifier)

    def _sync_lists(self, organisation: OrganisationId, id: ItemId) -> list[MemberId]:
        """Writes the item's entries and returns the verifiers who have one."""
        # In this order: a concurrent sync of a later state makes this transaction conflict.
        old = self.verification_store.get_entries(organisation, id)
        row = self.store.get_row(organisation, id)
        if row is None:
            return []
        item = row.item()
        wanted = list_entries(organisation, item)
        with table.transaction() as tx:
            self.verification_store.update_entries(organisation, id, old, wanted, tx)
        if not wanted or not item.verification:
            return []
        return [it.id for it in item.verification.verifiers]

    def replace_departed_verifier(self, organisation: OrganisationId, member: MemberId) -> None:
        """Replaces a deactivated member in all items that they verify."""
        if self._get_member(organisation, member).active:
            return
        for id in self._list_due(organisation, member):
            self._replace_in_item(organisation, id, member)

    def _replace_in_item(self, organisation: OrganisationId, id: ItemId, leaver: MemberId) -> None:
        if not self._get_member(organisation, leaver).active:
            retry_on_conflict(
                partial(self._transfer, organisation, id, leaver), BACKGROUND_ATTEMPTS
            )

    def _transfer(self, organisation: OrganisationId, id: ItemId, leaver: MemberId) -> None:
        row = self.store.get_row(organisation, id)
        item = row.item() if row else None
        verification = item.verification if item else None
        if row is None or item is None or verification is None or item.deleted_at:
            return
        if leaver not in [it.id for it in verification.verifiers]:
            return
        candidates = list(self._candidates(organisation, item))
        replaced = with_replacement(verification, leaver, candidates)
        new = item.model_copy(update={"verification": replaced, "version": item.version + 1})
        known = [it.id for it in verification.verifiers]
        added = [it.id for it in replaced.verifiers if it.id not in known]
        event = VerifierAssigned(organisation=organisation, at=self.now(), item=id, verifiers=added)
        with table.transaction() as tx:
            self.store.update(organisation, row, new, tx, *([event] if added else []))

    def _candidates(self, organisation: OrganisationId, item: Item) -> Iterator[MemberRef]:
        """Yields active curators of the item's channels who see it, otherwise its active author."""
        found: dict[MemberId, Member] = {}
        for channel in item.channels:
            described = self.channels.get_for_search(organisation, channel)
            for id in described.curator_ids if described else ():
                member = self._get_member(organisation, id)
                if member.active and can_see(self.identity, item, member):
                    found[id] = member
        if not found:
            author = self._get_member(organisation, item.author.id)
            found = {author.member: author} if author.active else {}
        for id, member in list(found.items())[:MAX_VERIFIERS]:
            yield MemberRef(id=id, name=member.name)

    def _list_due(self, organisation: OrganisationId, member: MemberId) -> Iterator[ItemId]:
        after = None
        while True:
            rows = self.verification_store.list_due(organisation, member, None, after, BATCH_SIZE)
            yield from [row.card().id for row in rows.items]
            if not (after := rows.next):
                return

    def _get_member(self, organisation: OrganisationId, member: MemberId) -> Member:
        return self.identity.get_member(organisation, member)


verification_projections = VerificationProjections(
    VerificationStore(), ItemStore(), channels, identity
)
