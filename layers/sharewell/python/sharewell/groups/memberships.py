"""Group members: adding and removing them, their roles, transferring the lead role."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sharewell.aws import concurrency, table
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, Forbidden, Invalid, NotFound, VersionConflict
from sharewell.core.events import GroupRoleChanged
from sharewell.core.ids import GroupId, MemberId, OrganisationId
from sharewell.core.pagination import Page
from sharewell.core.retry import BACKGROUND_ATTEMPTS, retry_on_conflict
from sharewell.core.values import normalise_for_comparison
from sharewell.groups.membership_rules.job import MembershipJobs, membership_jobs
from sharewell.groups.membership_writes import MembershipWrites, membership_writes
from sharewell.groups.model import (
    MEMBERS_PER_WRITE,
    Group,
    GroupMember,
    GroupRole,
    MemberCounts,
    Membership,
    MembersQuery,
    Origin,
    OriginKind,
)
from sharewell.groups.service import GroupService, groups
from sharewell.groups.store import GroupStore
from sharewell.identity.model import Member
from sharewell.identity.service import IdentityService, identity

ARCHIVED = "This group is archived and not accepting members."


@dataclass(frozen=True, slots=True)
class Memberships:
    """Lists, adds, removes and changes the members of a group, for those who manage it."""

    store: GroupStore
    groups: GroupService
    writes: MembershipWrites
    jobs: MembershipJobs
    identity: IdentityService
    now: Clock = now

    def list_members(self, id: GroupId, query: MembersQuery, *, by: Caller) -> Page[GroupMember]:
        """Returns a page of a group's members: leads first, each role by name."""
        self.groups.require_member(by, id)
        if query.name is not None:
            return self._search_by_name(id, query.name, query.role, by)
        begins = f"{query.role.value}#" if query.role else ""
        return self.store.list_members(by.organisation, id, begins, query.after)

    def list_members_among(
        self, organisation: OrganisationId, id: GroupId, members: Sequence[MemberId]
    ) -> set[MemberId]:
        """Returns those of these members who are in the group."""
        return set(self.store.get_memberships(organisation, id, members))

    def add_members(self, id: GroupId, members: list[MemberId], *, by: Caller, field: str) -> None:
        """Adds members; a job adds those beyond the first 30. Raises Invalid or Conflict."""
        group, _ = self.groups.get_as_manager(by, id)
        if group.archived_at:
            raise Conflict(ARCHIVED)
        _, *wanted = self.writes.load_members(members, by, field=field)
        # Conflict: another request added one of them concurrently.
        retry_on_conflict(partial(self._add, group, wanted, by), on=Conflict)

    def _add(self, group: Group, members: list[Member], by: Caller) -> None:
        existing = self.store.get_memberships(
            by.organisation, group.id, [it.member for it in members]
        )
        self._add_members(group, [it for it in members if it.member not in existing], by)

    def add_member(self, id: GroupId, member: MemberId, *, by: Caller) -> None:
        """Adds a member; adding one who is in the group already changes nothing."""
        reads = self._load(by, id, member)
        group, _, [new, existing] = self.groups.get_as_manager_with(by, id, *reads)
        if not new.active:
            raise NotFound("This member does not exist.")
        if group.archived_at:
            raise Conflict(ARCHIVED)
        if existing:
            return
        try:
            self._add_members(group, [new], by)
        except Conflict:  # another request added them first
            if self.store.get_membership(by.organisation, id, member) is None:
                raise

    def remove_member(self, id: GroupId, member: MemberId, *, by: Caller) -> None:
        """Removes the caller, or a member of a group that the caller manages. Idempotent."""
        retry_on_conflict(partial(self._remove_member, id, member, by))

    def _remove_member(self, id: GroupId, member: MemberId, by: Caller) -> None:
        reads = self._load(by, id, member)
        group, own, [removed, old] = self.groups.get_as_member_with(by, id, *reads)
        if member != by.member:
            own.require_manager(by)
        if old is None:
            return
        events = self.writes.left_events(by.organisation, id, [member], self.now())
        with table.transaction() as tx:
            self.writes.remove_members(tx, id, [removed], {member: old})
            if group.rule:
                self.jobs.store.add_exclusion(tx, by.organisation, id, member)
            change = MemberCounts().minus(old.counts)
            self.store.update_counts(tx, by.organisation, id, -1, change, *events)

    def change_role(
        self, id: GroupId, member: MemberId, role: GroupRole, *, by: Caller
    ) -> GroupMember:
        """Writes a member's role; from then on, no membership rule removes them."""
        _, _, [old] = self.groups.get_as_manager_with(by, id, self._load(by, id, member)[1])
        if old is None:
            raise NotFound("This member is not in the group.")
        new = old.model_copy(update={"role": role, "origin": _manual_origin(old, by)})
        if new != old:
            change = new.counts.minus(old.counts)
            with table.transaction() as tx:
                role_changed = GroupRoleChanged(
                    organisation=by.organisation, at=self.now(), group=id, member=member
                )
                self.store.update_membership(tx, by.organisation, id, old, new, role_changed)
                events = [self.groups.changed_event(by.organisation, id)] if change.leads else []
                if any(change):
                    self.store.update_counts(tx, by.organisation, id, 0, change, *events)
        return _member_view(new)

    def transfer_lead(self, id: GroupId, to: MemberId, *, by: Caller) -> None:
        """Makes a member a lead in the caller's place, who becomes a member."""
        _, own, [old] = self.groups.get_as_manager_with(by, id, self._load(by, id, to)[1])
        if own.role is not GroupRole.LEAD:
            raise Forbidden("Only a lead can transfer the lead role.")
        if to == by.member:
            raise Invalid("Choose a member other than yourself.", field="to")
        if old is None:
            raise Invalid("This member is not in the group.", field="to")
        origin = _manual_origin(old, by)
        new = old.model_copy(update={"role": GroupRole.LEAD, "origin": origin})
        mine = own.model_copy(update={"role": GroupRole.MEMBER})
        change = new.counts.minus(old.counts).plus(mine.counts.minus(own.counts))
        with table.transaction() as tx:
            role_changed = GroupRoleChanged(
                organisation=by.organisation, at=self.now(), group=id, member=to
            )
            self.store.update_membership(tx, by.organisation, id, old, new, role_changed)
            self.store.update_membership(tx, by.organisation, id, own, mine)
            event = self.groups.changed_event(by.organisation, id)
            self.store.update_counts(tx, by.organisation, id, 0, change, event)

    def sync_member_name(self, organisation: OrganisationId, member: MemberId) -> None:
        """Writes a member's current name to all their groups."""
        renamed = self.identity.get_member(organisation, member)
        groups = self.store.get_many(organisation, sorted(self.identity.list_groups_of(renamed)))
        calls = [partial(self._rename, organisation, it.id, member) for it in groups]
        concurrency.run_concurrently(
            [partial(retry_on_conflict, it, BACKGROUND_ATTEMPTS) for it in calls]
        )

    def _rename(self, organisation: OrganisationId, id: GroupId, member: MemberId) -> None:
        renamed = self.identity.get_member(organisation, member)
        old = self.store.get_membership(organisation, id, member)
        if old is None or old.name == renamed.name:
            return
        with table.transaction() as tx:
            new = old.model_copy(update={"name": renamed.name})
            self.store.update_membership(tx, organisation, id, old, new)
        # The consumer of a rename that came between the two reads may have found nothing to write.
        if self.identity.get_member(organisation, member).name != renamed.name:
            raise VersionConflict("The member was renamed concurrently.")

    def _add_members(self, group: Group, wanted: list[Member], by: Caller) -> None:
        first, later = wanted[:MEMBERS_PER_WRITE], wanted[MEMBERS_PER_WRITE:]
        at, origin = self.now(), Origin(kind=OriginKind.MANUAL, by=by.name)
        before = self.jobs.latest(by.organisation, group.id) if later else None
        with table.transaction() as tx:
            if first:
                self.writes.add_members(tx, group.id, first, origin, at, by=by.member)
                self.store.update_counts(tx, by.organisation, group.id, len(first), MemberCounts())
            if later:
                people = [it.member for it in later]
                self.jobs.start_job(tx, group.id, before, by=by, at=at, people=people)

    def _load(self, by: Caller, id: GroupId, member: MemberId) -> list[Callable[[], Any]]:
        """Returns the reads of a member and of their membership."""
        return [
            partial(self.identity.get_member, by.organisation, member),
            partial(self.store.get_membership, by.organisation, id, member),
        ]

    def _search_by_name(
        self, id: GroupId, name: str, role: GroupRole | None, by: Caller
    ) -> Page[GroupMember]:
        roles = [role] if role else list(GroupRole)
        begins = [f"{it.value}#{normalise_for_comparison(name)}" for it in roles]
        reads = [partial(self.store.list_members, by.organisation, id, it, None) for it in begins]
        return Page(
            items=[it for page in concurrency.run_concurrently(reads) for it in page.items][:20]
        )


def _manual_origin(old: Membership, by: Caller) -> Origin:
    """Returns the origin of a member after the caller changed their role.

    It turns from `rule` to `manual`, so that no rule removes them.
    """
    return (
        Origin(kind=OriginKind.MANUAL, by=by.name)
        if old.origin.kind is OriginKind.RULE
        else old.origin
    )


def _member_view(it: Membership) -> GroupMember:
    return GroupMember(id=it.member, name=it.name, role=it.role, origin=it.origin)


memberships = Memberships(GroupStore(), groups, membership_writes, membership_jobs, identity)
