"""The one way into a group and out of it, each within an open write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sharewell.caller import Caller
from sharewell.errors import Invalid
from sharewell.events import Event, MemberJoinedGroup, MemberLeftGroup
from sharewell.groups.model import GroupRole, Membership, Why
from sharewell.groups.store import GroupStore
from sharewell.identity.model import Seat
from sharewell.identity.service import Identity, identity
from sharewell.ids import GroupId, MemberId, OrganisationId
from sharewell.table import Write


@dataclass(frozen=True, slots=True)
class Entry:
    """Puts people in and takes them out on both sides: the group's and their own."""

    store: GroupStore
    identity: Identity

    def seats(self, members: Sequence[MemberId], by: Caller, *, field: str) -> list[Seat]:
        """The caller's seat and those of active members, each once; refuses who is none."""
        wanted = list(dict.fromkeys([by.member, *members]))
        found: dict[MemberId, Seat] = {}
        for start in range(0, len(wanted), 100):
            some = self.identity.seats(by.organisation, wanted[start : start + 100])
            found |= {seat.member: seat for seat in some}
        for at, member in enumerate(members):
            if member not in found or not found[member].active:
                raise Invalid("there is no such member", field=f"{field}.{at}")
        return [found[member] for member in wanted]

    def let_in(
        self,
        write: Write,
        id: GroupId,
        seats: Sequence[Seat],
        why: Why,
        at: datetime,
        *,
        role: GroupRole = GroupRole.MEMBER,
        by: MemberId | None = None,
    ) -> None:
        """Three rows for each of them, in a group that counts them in the same write."""
        for seat in seats:
            new = Membership(member=seat.member, name=seat.name, role=role, why=why)
            said = MemberJoinedGroup(
                organisation=seat.organisation, at=at, group=id, member=seat.member, by=by
            )
            self.store.put_in(write, seat.organisation, id, new, said)
            self.identity.join(write, seat, id)

    def let_out(
        self, write: Write, id: GroupId, seats: Sequence[Seat], given: dict[MemberId, Membership]
    ) -> None:
        """The same rows away; `left` is what the group says of it as it counts them."""
        for seat in seats:
            self.store.take_out(write, seat.organisation, id, given[seat.member])
            self.identity.leave(write, seat, id)

    def left(
        self, organisation: OrganisationId, id: GroupId, members: Sequence[MemberId], at: datetime
    ) -> list[Event]:
        """That these are in the group no more."""
        return [
            MemberLeftGroup(organisation=organisation, at=at, group=id, member=it) for it in members
        ]


entry = Entry(GroupStore(), identity)
