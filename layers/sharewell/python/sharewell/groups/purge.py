"""Purges groups that were deleted more than 30 days ago."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sharewell.aws import table
from sharewell.core.clock import Clock, now
from sharewell.core.events import GroupPurged
from sharewell.core.ids import GroupId, OrganisationId
from sharewell.groups.membership_writes import MembershipWrites, membership_writes
from sharewell.groups.model import Group
from sharewell.groups.purge_store import GroupPurgeStore, id_of
from sharewell.groups.store import GroupStore
from sharewell.identity.service import IdentityService, identity

BATCH_SIZE = 24
"""Members removed in one transaction, at three rows each."""


@dataclass(frozen=True, slots=True)
class GroupPurge:
    """Purges a deleted group in bounded steps, each of which can be repeated."""

    store: GroupPurgeStore
    group_store: GroupStore
    writes: MembershipWrites
    identity: IdentityService
    now: Clock = now

    def list_due(self, organisation: OrganisationId, before: datetime) -> Iterator[Group]:
        """Yields the groups that were deleted before `before`, oldest first."""
        for note in self.store.list_due(organisation, before):
            group = self.group_store.get(organisation, id_of(note), consistent=True)
            if group and group.deleted_at and group.deleted_at <= before:
                yield group
            else:  # restored
                self.store.cancel(note)

    def remove_members_and_invitations(
        self, organisation: OrganisationId, id: GroupId, has_time: Callable[[], bool]
    ) -> bool:
        """Removes members and invitations while `has_time()`. Returns whether none is left."""
        while has_time():
            memberships = self.group_store.list_memberships(organisation, id, BATCH_SIZE)
            if not memberships:
                break
            by_member = {it.member: it for it in memberships}
            members = self.identity.get_members(organisation, list(by_member))
            with table.transaction() as tx:
                self.writes.remove_members(tx, id, members, by_member)
        while has_time() and self.store.remove_invitations(organisation, id):
            pass
        return has_time()

    def purge(self, organisation: OrganisationId, group: Group) -> None:
        """Deletes the group's own rows, once no rows below it are left."""
        event = GroupPurged(organisation=organisation, at=self.now(), group=group.id)
        self.store.purge(organisation, group, event)


group_purge = GroupPurge(GroupPurgeStore(), GroupStore(), membership_writes, identity)
