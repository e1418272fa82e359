"""Who in a group is away, because they are deactivated: nothing is asked of them."""

from dataclasses import dataclass
from functools import partial

from sharewell import table
from sharewell.clock import Clock, now
from sharewell.errors import Stale
from sharewell.events import GroupRoleChanged
from sharewell.groups.attendance_store import AttendanceStore
from sharewell.groups.store import GroupStore
from sharewell.identity.service import Identity, identity
from sharewell.ids import GroupId, MemberId, OrganisationId
from sharewell.retry import BACKGROUND_ATTEMPTS, retry_on_conflict


@dataclass(frozen=True, slots=True)
class Attendance:
    """Count people as what they are at this instant; again, or in another order, is the same."""

    store: AttendanceStore
    kept: GroupStore
    identity: Identity
    now: Clock = now

    def everywhere(self, organisation: OrganisationId, member: MemberId) -> None:
        """Count a member in all their groups."""
        seat = self.identity.seat(organisation, member)
        groups = sorted(self.identity.groups_of(seat))
        for group in self.store.where(organisation, groups, member, away=seat.active):
            self.follow(organisation, group, member)

    def follow(self, organisation: OrganisationId, id: GroupId, member: MemberId) -> None:
        """Count a member in one group; who changed while it was written is looked at again."""
        busy = Stale("they are being changed all the time")
        follow = partial(self._follow, organisation, id, member)
        retry_on_conflict(follow, BACKGROUND_ATTEMPTS, otherwise=busy)

    def _follow(self, organisation: OrganisationId, id: GroupId, member: MemberId) -> None:
        seat = self.identity.seat(organisation, member)
        old = self.kept.membership(organisation, id, member)
        if old is None or old.away != seat.active:
            return
        new = old.model_copy(update={"away": not seat.active})
        said = GroupRoleChanged(organisation=organisation, at=self.now(), group=id, member=member)
        with table.write() as write:
            self.store.keep(write, organisation, id, old, new, said)
        # Who was told of a change in between may have found nothing to write.
        if self.identity.seat(organisation, member).active is new.away:
            raise Stale("the member's status changed meanwhile")


attendance = Attendance(AttendanceStore(), GroupStore(), identity)
