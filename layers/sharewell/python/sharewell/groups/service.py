"""What people can do with groups."""

from dataclasses import dataclass
from functools import partial

from sharewell import table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.errors import Conflict, Invalid, Missing, Stale
from sharewell.events import GroupChanged
from sharewell.groups.model import Group, GroupMember, NewGroup
from sharewell.groups.store import GroupStore
from sharewell.identity.model import Seat
from sharewell.identity.service import Identity, identity
from sharewell.ids import GroupId, MemberId, OrganisationId, mint
from sharewell.page import Page


@dataclass(frozen=True, slots=True)
class Groups:
    """Make groups, let people in and out. Only those in a group know that there is one."""

    store: GroupStore
    identity: Identity
    now: Clock = now

    def seen_by(self, who: Caller, id: GroupId) -> Group:
        """The group, if the caller is in it."""
        # Somebody let in a moment ago may not have it in their membership yet.
        if id in who.groups or self.store.has(who.organisation, id, who.member):
            group = self.store.group(who.organisation, id)
            if group:
                return group
        raise Missing("there is no such group")

    def of(self, me: Caller) -> Page[Group]:
        """Every group the caller is in, by name."""
        groups = self.store.groups(me.organisation, sorted(me.groups))
        return Page(items=sorted(groups, key=lambda group: (group.name.casefold(), group.id)))

    def members(self, id: GroupId, *, by: Caller, after: str | None) -> Page[GroupMember]:
        """Who is in a group of the caller's."""
        self._must_be_in(by, id)
        return self.store.members(by.organisation, id, after)

    def make(self, new: NewGroup, *, by: Caller, key: str | None = None) -> Group:
        """Make a group of the caller and these members; twice under one key is once."""
        seats = self._seats(new.members, by)
        at = self.now()
        id = GroupId(key or mint(at))
        group = Group(id=id, name=new.name, made_by=by.member, made_at=at, version=1)
        try:
            with table.write() as write:
                self.store.add(write, group, seats, self._changed(by.organisation, id))
                for seat in seats:
                    self.identity.join(write, seat, id)
        except Conflict:
            made = self.store.group(by.organisation, id, consistent=True)
            if made is None or made.made_by != by.member:
                raise
            return made
        return group

    def rename(self, id: GroupId, name: str, version: int | None, *, by: Caller) -> Group:
        """Give a group another name."""
        old = self.seen_by(by, id)
        old.must_be_tended_by(by)
        if version not in (None, old.version):
            raise Stale("somebody else renamed this group since you read it")
        with table.write() as write:
            said = self._changed(by.organisation, id)
            self.store.rename(write, by.organisation, old, name, said)
        return old.model_copy(update={"name": name, "version": old.version + 1})

    def add(self, id: GroupId, member: MemberId, *, by: Caller) -> None:
        """Let a member into a group of the caller's; letting them in twice is once."""
        self._must_be_in(by, id)
        seat = self.identity.seat(by.organisation, member)
        if not seat.active:
            raise Missing("there is no such member")
        try:
            with table.write() as write:
                self.store.join(write, id, seat, self._changed(by.organisation, id))
                self.identity.join(write, seat, id)
        except Conflict:
            return

    def remove(self, id: GroupId, member: MemberId, *, by: Caller) -> None:
        """Leave a group, or take somebody out of one that the caller tends; twice is once."""
        if member == by.member:
            self._must_be_in(by, id)
        else:
            self.seen_by(by, id).must_be_tended_by(by)
        seat = self.identity.seat(by.organisation, member)
        if not self.store.has(by.organisation, id, member):
            return
        try:
            with table.write() as write:
                self.store.leave(write, id, seat, self._changed(by.organisation, id))
                self.identity.leave(write, seat, id)
        except Stale:  # somebody else was quicker
            return

    def carry_name(self, organisation: OrganisationId, member: MemberId) -> None:
        """Write a member's present name into every group they are in."""
        seat = self.identity.seat(organisation, member)
        groups = self.identity.groups_of(seat)
        table.at_once([partial(self.store.call, id, seat) for id in groups])

    def _must_be_in(self, who: Caller, id: GroupId) -> None:
        if id not in who.groups and not self.store.has(who.organisation, id, who.member):
            raise Missing("there is no such group")

    def _seats(self, members: list[MemberId], by: Caller) -> list[Seat]:
        wanted = list(dict.fromkeys([by.member, *members]))
        found = {seat.member: seat for seat in self.identity.seats(by.organisation, wanted)}
        for place, member in enumerate(members):
            if member not in found or not found[member].active:
                raise Invalid("there is no such member", field=f"members.{place}")
        return [found[member] for member in wanted]

    def _changed(self, organisation: OrganisationId, group: GroupId) -> GroupChanged:
        return GroupChanged(organisation=organisation, at=self.now(), group=group)


groups = Groups(GroupStore(), identity)
