"""Finds, lists and creates groups."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sharewell.aws import concurrency, table
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, NotFound
from sharewell.core.events import GroupChanged
from sharewell.core.ids import GroupId, MemberId, OrganisationId, new_ulid
from sharewell.core.pagination import Page
from sharewell.groups.join_requests.pending_invitations import (
    PendingInvitations,
    pending_invitations,
)
from sharewell.groups.membership_rules.job import MembershipJobs, membership_jobs
from sharewell.groups.membership_writes import MembershipWrites, membership_writes
from sharewell.groups.model import (
    MEMBERS_PER_WRITE,
    Group,
    GroupCard,
    GroupRole,
    GroupView,
    Membership,
    NewGroup,
    Origin,
    OriginKind,
)
from sharewell.groups.store import NONE, GroupStore


@dataclass(frozen=True, slots=True)
class GroupService:
    """Reads and creates groups. Who finds a group depends on its visibility."""

    store: GroupStore
    membership_writes: MembershipWrites
    pending_invitations: PendingInvitations
    jobs: MembershipJobs
    now: Clock = now

    def seen_by(self, who: Caller, id: GroupId, *, consistent: bool = False) -> GroupView:
        """Returns a group as the caller sees it: only its card, unless they are in it.

        Raises NotFound if the group is deleted or hidden from the caller.
        """
        reads: list[Callable[[OrganisationId, GroupId, MemberId], object]] = [
            self.store.get_membership
        ]
        if id not in who.groups:
            reads += [
                self.pending_invitations.get_join_request,
                self.pending_invitations.get_invitation,
            ]
        group, own, *more = concurrency.run_concurrently(
            [
                partial(self.store.get, who.organisation, id, consistent=consistent),
                *(partial(it, who.organisation, id, who.member) for it in reads),
            ]
        )
        requested, invited = more or (None, None)
        if group is None or group.deleted_at:
            raise NotFound(NONE)
        if own is None:
            if not (invited or group.visibility.is_listed):
                raise NotFound(NONE)
            card = group.model_copy(update={"pinned": [], "rule": None})
            return GroupView(
                **card.model_dump(),
                role=None,
                has_requested=bool(requested),
                is_invited=bool(invited),
            )
        return group_view(group, own, who)

    def get_as_member(self, who: Caller, id: GroupId) -> tuple[Group, Membership]:
        """Returns a group and the caller's membership. Raises NotFound if they are not in it."""
        group, own, _ = self.get_as_member_with(who, id)
        return group, own

    def get_as_member_with(
        self, who: Caller, id: GroupId, *reads: Callable[[], Any]
    ) -> tuple[Group, Membership, list[Any]]:
        """Returns the same with the results of `reads`, which run concurrently."""
        group, own, *more = concurrency.run_concurrently(
            [
                partial(self.store.get, who.organisation, id, consistent=True),
                partial(self.store.get_membership, who.organisation, id, who.member),
                *reads,
            ]
        )
        if group is None or group.deleted_at or own is None:
            raise NotFound(NONE)
        return group, own, more

    def get_as_manager_with(
        self, who: Caller, id: GroupId, *reads: Callable[[], Any]
    ) -> tuple[Group, Membership, list[Any]]:
        """Returns the same for a group that the caller manages. Raises NotFound or Forbidden."""
        group, own, more = self.get_as_member_with(who, id, *reads)
        own.require_manager(who)
        return group, own, more

    def get_as_manager(self, who: Caller, id: GroupId) -> tuple[Group, Membership]:
        """Returns the same without reads. Raises NotFound or Forbidden."""
        group, own, _ = self.get_as_manager_with(who, id)
        return group, own

    def require_member(self, who: Caller, id: GroupId) -> None:
        """Raises NotFound unless the caller is in the group."""
        # The caller's groups were read eventually consistent and may lack a new one.
        if id not in who.groups and not self.store.get_membership(who.organisation, id, who.member):
            raise NotFound(NONE)

    def several_seen_by(self, who: Caller, ids: Sequence[GroupId]) -> list[Group]:
        """Returns those of these groups that the caller is in or invited to or that are listed."""
        groups = self.store.get_many(who.organisation, list(dict.fromkeys(ids)))
        groups = [it for it in groups if not it.deleted_at]
        hidden = [it.id for it in groups if it.id not in who.groups and not it.visibility.is_listed]
        invited = self.pending_invitations.list_invited_groups(who.organisation, hidden, who.member)
        return [it for it in groups if it.id not in hidden or it.id in invited]

    def get_current(self, organisation: OrganisationId, id: GroupId) -> Group | None:
        """Returns a group, deleted or not, with a strongly consistent read and no access check."""
        return self.store.get(organisation, id, consistent=True)

    def get_for_search(self, organisation: OrganisationId, id: GroupId) -> Group | None:
        """Returns the same, or None if the group is deleted."""
        group = self.get_current(organisation, id)
        return group if group and not group.deleted_at else None

    def list_ids(self, organisation: OrganisationId) -> Iterator[GroupId]:
        """Yields the ids of all groups in the directory."""
        after: str | None = None
        while True:
            page = self.store.list_directory(organisation, after)
            yield from (it.id for it in page.items)
            if not (after := page.next):
                return

    def list_mine(self, me: Caller) -> Page[GroupCard]:
        """Returns all groups that the caller is in, by name, archived ones last."""
        return _by_name(self.store.get_many(me.organisation, sorted(me.groups)))

    def list_managed(self, me: Caller) -> Page[GroupCard]:
        """Returns the active groups that the caller manages, by name."""
        ids = sorted(me.groups)
        found, own = concurrency.run_concurrently(
            [
                partial(self.store.get_many, me.organisation, ids),
                partial(self.store.get_own_memberships, me.organisation, ids, me.member),
            ]
        )
        managed = {it.id for it in found if it.id in own and own[it.id].can_manage(me)}
        return _by_name([it for it in found if it.id in managed and it.is_active])

    def list_open(self, *, by: Caller, after: str | None) -> Page[GroupCard]:
        """Returns a page of the groups that every member can join or request to join, by name."""
        return self.store.list_directory(by.organisation, after)

    def create(self, new: NewGroup, *, by: Caller, key: str | None = None) -> GroupView:
        """Creates a group with the caller as its lead. Idempotent for one `key`."""
        creator, *members = self.membership_writes.load_members(new.members, by, field="members")
        first, later = members[: MEMBERS_PER_WRITE - 1], members[MEMBERS_PER_WRITE - 1 :]
        at = self.now()
        id = GroupId(key or new_ulid(at))
        group = Group(
            id=id,
            **new.model_dump(exclude={"members"}),
            created_by=by.member,
            created_at=at,
            members=1 + len(first),
            leads=1,
            version=1,
        )
        manual = Origin(kind=OriginKind.MANUAL, by=by.name)
        created = Origin(kind=OriginKind.CREATED, by=by.name)
        try:
            with table.transaction() as tx:
                self.store.add(tx, by.organisation, group, self.changed_event(by.organisation, id))
                self.membership_writes.add_members(
                    tx, id, [creator], created, at, role=GroupRole.LEAD
                )
                self.membership_writes.add_members(tx, id, first, manual, at, by=by.member)
                if later:
                    people = [it.member for it in later]
                    self.jobs.start_job(tx, id, None, by=by, at=at, people=people)
        except Conflict:
            existing = self.store.get(by.organisation, id, consistent=True)
            if existing is None or existing.created_by != by.member:
                raise
            return self.seen_by(by, id)
        return group_view(
            group, Membership(member=by.member, name=by.name, role=GroupRole.LEAD), by
        )

    def changed_event(self, organisation: OrganisationId, group: GroupId) -> GroupChanged:
        """Returns the event that a group changed."""
        return GroupChanged(organisation=organisation, at=self.now(), group=group)


def group_view(group: Group, own: Membership, who: Caller) -> GroupView:
    """Returns a group as a member of it sees it."""
    return GroupView(**group.model_dump(), role=own.role, may_manage=own.can_manage(who))


def _by_name(groups: Sequence[Group]) -> Page[GroupCard]:
    cards = [_card(it) for it in groups if not it.deleted_at]
    return Page(items=sorted(cards, key=lambda it: (it.archived, it.name.casefold(), it.id)))


def _card(group: Group) -> GroupCard:
    fields = group.model_dump(include=set(GroupCard.model_fields))
    return GroupCard(**fields, archived=group.archived_at is not None)


groups = GroupService(GroupStore(), membership_writes, pending_invitations, membership_jobs)
