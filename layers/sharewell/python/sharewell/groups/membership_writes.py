"""Adds and removes memberships on both sides, within the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sharewell.aws.table import Transaction
from sharewell.core.caller import Caller
from sharewell.core.errors import Invalid
from sharewell.core.events import Event, MemberJoinedGroup, MemberLeftGroup
from sharewell.core.ids import GroupId, MemberId, OrganisationId
from sharewell.groups.model import GroupRole, Membership, Origin
from sharewell.groups.store import GroupStore
from sharewell.identity.model import Member
from sharewell.identity.service import IdentityService, identity


@dataclass(frozen=True, slots=True)
class MembershipWrites:
    """Writes the rows of the group and of its members; nothing else adds or removes members."""

    store: GroupStore
    identity: IdentityService

    def load_members(self, members: Sequence[MemberId], by: Caller, *, field: str) -> list[Member]:
        """Returns the caller and these members, each once. Raises Invalid for an inactive one."""
        wanted = list(dict.fromkeys([by.member, *members]))
        loaded: dict[MemberId, Member] = {}
        for start in range(0, len(wanted), 100):
            batch = self.identity.get_members(by.organisation, wanted[start : start + 100])
            loaded |= {it.member: it for it in batch}
        for at, member in enumerate(members):
            if member not in loaded or not loaded[member].active:
                raise Invalid("This member does not exist.", field=f"{field}.{at}")
        return [loaded[member] for member in wanted]

    def add_members(
        self,
        tx: Transaction,
        id: GroupId,
        members: Sequence[Member],
        origin: Origin,
        at: datetime,
        *,
        role: GroupRole = GroupRole.MEMBER,
        by: MemberId | None = None,
    ) -> None:
        """Adds three rows for each member; the caller updates the group's counters in `tx`."""
        for member in members:
            new = Membership(member=member.member, name=member.name, role=role, origin=origin)
            event = MemberJoinedGroup(
                organisation=member.organisation, at=at, group=id, member=member.member, by=by
            )
            self.store.add_membership(tx, member.organisation, id, new, event)
            self.identity.add_group(tx, member, id)

    def remove_members(
        self,
        tx: Transaction,
        id: GroupId,
        members: Sequence[Member],
        memberships: dict[MemberId, Membership],
    ) -> None:
        """Deletes the same rows; the caller writes the counters and `left_events` in `tx`."""
        for member in members:
            self.store.remove_membership(tx, member.organisation, id, memberships[member.member])
            self.identity.remove_group(tx, member, id)

    def left_events(
        self, organisation: OrganisationId, id: GroupId, members: Sequence[MemberId], at: datetime
    ) -> list[Event]:
        """Returns the events that these members left the group."""
        return [
            MemberLeftGroup(organisation=organisation, at=at, group=id, member=it) for it in members
        ]


membership_writes = MembershipWrites(GroupStore(), identity)
