"""Who is in a group, and as what: letting in and out, roles, handing over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sharewell import table
from sharewell.anew import seen_anew
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.errors import Conflict, Forbidden, Invalid, Missing, Stale
from sharewell.events import GroupRoleChanged
from sharewell.groups.entry import Entry, entry
from sharewell.groups.filling.queue import Queue, queue
from sharewell.groups.model import (
    TOGETHER,
    Counted,
    Group,
    GroupMember,
    GroupRole,
    Membership,
    MembersQuery,
    Way,
    Why,
)
from sharewell.groups.service import Groups, groups
from sharewell.groups.store import GroupStore
from sharewell.identity.model import Seat
from sharewell.identity.service import Identity, identity
from sharewell.ids import GroupId, MemberId, OrganisationId
from sharewell.page import Page
from sharewell.values import alike

ARCHIVED = "this group is archived; nobody comes in any more"


@dataclass(frozen=True, slots=True)
class Memberships:
    """Those who lead a group, and administrators in it, say who is in it and as what."""

    store: GroupStore
    groups: Groups
    entry: Entry
    queue: Queue
    identity: Identity
    now: Clock = now

    def page(self, id: GroupId, query: MembersQuery, *, by: Caller) -> Page[GroupMember]:
        """Who is in a group of the caller's: leads first, each role by name."""
        self.groups.must_be_inside(by, id)
        if query.name is not None:
            return self._called(id, query.name, query.role, by)
        begins = f"{query.role.value}#" if query.role else ""
        try:
            page = self.store.members(by.organisation, id, begins, query.after)
        except Invalid:
            page = Page(items=[])
        if page.items or query.role:
            return page
        before = self.store.from_before(by.organisation, id, query.after)
        members = [_shown(it) for it in before.items]
        return Page(items=members, next=before.next)

    def list_members_among(
        self, organisation: OrganisationId, id: GroupId, members: Sequence[MemberId]
    ) -> set[MemberId]:
        """Return those of these members who are in a group."""
        return set(self.store.memberships(organisation, id, members))

    def add(self, id: GroupId, members: list[MemberId], *, by: Caller, field: str) -> None:
        """Let members in by hand; those beyond the first thirty come in a moment later."""
        group, _ = self.groups.tended(by, id)
        if group.archived_at:
            raise Conflict(ARCHIVED)
        _, *seats = self.entry.seats(members, by, field=field)
        for _ in range(2):
            known = self.store.memberships(by.organisation, id, [it.member for it in seats])
            wanted = [it for it in seats if it.member not in known]
            try:
                self._let_in(group, wanted, by)
            except Conflict:  # somebody else let one of them in at this very moment
                continue
            return

    def add_one(self, id: GroupId, member: MemberId, *, by: Caller) -> None:
        """Let one member in; twice is once."""
        reads = self._reads(by, id, member)
        group, _, [seat, known] = self.groups.tended_with(by, id, *reads)
        if not seat.active:
            raise Missing("there is no such member")
        if group.archived_at:
            raise Conflict(ARCHIVED)
        if known:
            return
        try:
            self._let_in(group, [seat], by)
        except Conflict:  # somebody else was quicker
            if self.store.membership(by.organisation, id, member) is None:
                raise

    def remove(self, id: GroupId, member: MemberId, *, by: Caller) -> None:
        """Leave a group, or take somebody out of one that the caller tends; twice is once."""
        seen_anew(partial(self._remove, id, member, by))

    def _remove(self, id: GroupId, member: MemberId, by: Caller) -> None:
        reads = self._reads(by, id, member)
        group, own, [seat, old] = self.groups.inside_with(by, id, *reads)
        if member != by.member:
            own.must_tend(by)
        if not group.leads:
            self.entry.bring_up(by.organisation, group)
            old = self.store.membership(by.organisation, id, member)
        if old is None:
            return
        said = self.entry.left(by.organisation, id, [member], self.now())
        with table.write() as write:
            self.entry.let_out(write, id, [seat], {member: old})
            if group.rule:
                self.queue.store.keep_out(write, by.organisation, id, member)
            less = Counted().but(old.counted)
            self.store.count(write, by.organisation, id, -1, less, *said)

    def cast(self, id: GroupId, member: MemberId, role: GroupRole, *, by: Caller) -> GroupMember:
        """Give somebody another role; whom a rule put in stays from then on."""
        _, _, [old] = self.groups.tended_with(by, id, self._reads(by, id, member)[1])
        if old is None:
            raise Missing("they are not in this group")
        new = old.model_copy(update={"role": role, "why": _kept_by(old, by)})
        if new != old:
            more = new.counted.but(old.counted)
            with table.write() as write:
                cast = GroupRoleChanged(
                    organisation=by.organisation, at=self.now(), group=id, member=member
                )
                self.store.recast(write, by.organisation, id, old, new, cast)
                said = [self.groups.changed(by.organisation, id)] if more.leads else []
                if any(more):
                    self.store.count(write, by.organisation, id, 0, more, *said)
        return _shown(new)

    def hand_over(self, id: GroupId, to: MemberId, *, by: Caller) -> None:
        """Let somebody in the group lead in the caller's place."""
        _, own, [old] = self.groups.tended_with(by, id, self._reads(by, id, to)[1])
        if own.role is not GroupRole.LEAD:
            raise Forbidden("who leads a group hands it over")
        if to == by.member:
            raise Invalid("hand it over to somebody else", field="to")
        if old is None:
            raise Invalid("they are not in this group", field="to")
        why = _kept_by(old, by)
        new = old.model_copy(update={"role": GroupRole.LEAD, "why": why})
        mine = own.model_copy(update={"role": GroupRole.MEMBER})
        more = new.counted.but(old.counted).plus(mine.counted.but(own.counted))
        with table.write() as write:
            cast = GroupRoleChanged(
                organisation=by.organisation, at=self.now(), group=id, member=to
            )
            self.store.recast(write, by.organisation, id, old, new, cast)
            self.store.recast(write, by.organisation, id, own, mine)
            said = self.groups.changed(by.organisation, id)
            self.store.count(write, by.organisation, id, 0, more, said)

    def carry_name(self, organisation: OrganisationId, member: MemberId) -> None:
        """Write a member's present name into every group they are in."""
        seat = self.identity.seat(organisation, member)
        found = self.store.groups(organisation, sorted(self.identity.groups_of(seat)))
        table.at_once([partial(self._call, organisation, it, member) for it in found])

    def _call(self, organisation: OrganisationId, group: Group, member: MemberId) -> None:
        self.entry.bring_up(organisation, group)
        while True:
            seat = self.identity.seat(organisation, member)
            old = self.store.membership(organisation, group.id, member)
            if old is None or old.name == seat.name:
                return
            new = old.model_copy(update={"name": seat.name})
            try:
                with table.write() as write:
                    self.store.recast(write, organisation, group.id, old, new)
            except Stale:  # they left, or have another role or name by now
                continue

    def _let_in(self, group: Group, wanted: list[Seat], by: Caller) -> None:
        first, later = wanted[:TOGETHER], wanted[TOGETHER:]
        at, why = self.now(), Why(way=Way.BY_HAND, by=by.name)
        before = self.queue.waiting(by.organisation, group.id) if later else None
        with table.write() as write:
            if first:
                self.entry.let_in(write, group.id, first, why, at, by=by.member)
                self.store.count(write, by.organisation, group.id, len(first), Counted())
            if later:
                people = [it.member for it in later]
                self.queue.begin(write, group.id, before, by=by, at=at, people=people)

    def _reads(self, by: Caller, id: GroupId, member: MemberId) -> list[Callable[[], Any]]:
        """The seat of a member, and what they are in the group."""
        return [
            partial(self.identity.seat, by.organisation, member),
            partial(self.store.membership, by.organisation, id, member),
        ]

    def _called(
        self, id: GroupId, name: str, role: GroupRole | None, by: Caller
    ) -> Page[GroupMember]:
        roles = [role] if role else list(GroupRole)
        begins = [f"{it.value}#{alike(name)}" for it in roles]
        reads = [partial(self.store.members, by.organisation, id, it, None) for it in begins]
        return Page(items=[it for page in table.at_once(reads) for it in page.items][:20])


def _kept_by(old: Membership, by: Caller) -> Why:
    """Why somebody is in a group whom the caller gave a role: a rule takes them out no more."""
    return Why(way=Way.BY_HAND, by=by.name) if old.why.way is Way.RULE else old.why


def _shown(it: Membership) -> GroupMember:
    return GroupMember(id=it.member, name=it.name, role=it.role, why=it.why)


memberships = Memberships(GroupStore(), groups, entry, queue, identity)
