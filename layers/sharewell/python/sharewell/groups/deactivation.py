"""Marks deactivated members in their groups, which assign them nothing."""

from dataclasses import dataclass
from functools import partial

from sharewell.aws import table
from sharewell.core.clock import Clock, now
from sharewell.core.errors import VersionConflict
from sharewell.core.events import GroupRoleChanged
from sharewell.core.ids import GroupId, MemberId, OrganisationId
from sharewell.core.retry import BACKGROUND_ATTEMPTS, retry_on_conflict
from sharewell.groups.deactivation_store import DeactivationStore
from sharewell.groups.store import GroupStore
from sharewell.identity.service import IdentityService, identity


@dataclass(frozen=True, slots=True)
class Deactivations:
    """Copies the state of members to their groups; idempotent, whatever the order of events."""

    store: DeactivationStore
    group_store: GroupStore
    identity: IdentityService
    now: Clock = now

    def sync_all_groups(self, organisation: OrganisationId, member: MemberId) -> None:
        """Writes a member's current state to all their groups."""
        current = self.identity.get_member(organisation, member)
        groups = sorted(self.identity.list_groups_of(current))
        for group in self.store.list_groups_where(
            organisation, groups, member, deactivated=current.active
        ):
            self.sync_group(organisation, group, member)

    def sync_group(self, organisation: OrganisationId, id: GroupId, member: MemberId) -> None:
        """Writes a member's current state to one group, retrying on conflicts."""
        error = VersionConflict("This member is being changed too often. Try again later.")
        sync = partial(self._sync, organisation, id, member)
        retry_on_conflict(sync, BACKGROUND_ATTEMPTS, otherwise=error)

    def _sync(self, organisation: OrganisationId, id: GroupId, member: MemberId) -> None:
        current = self.identity.get_member(organisation, member)
        old = self.group_store.get_membership(organisation, id, member)
        if old is None or old.deactivated != current.active:
            return
        new = old.model_copy(update={"deactivated": not current.active})
        event = GroupRoleChanged(organisation=organisation, at=self.now(), group=id, member=member)
        with table.transaction() as tx:
            self.store.update(tx, organisation, id, old, new, event)
        # The consumer of a change that came between the two reads may have found nothing to write.
        if self.identity.get_member(organisation, member).active is new.deactivated:
            raise VersionConflict("The member was changed concurrently.")


deactivations = Deactivations(DeactivationStore(), GroupStore(), identity)
