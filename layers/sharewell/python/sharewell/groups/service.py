"""What people can do with groups as such: find them, and make them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sharewell import concurrency, table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.errors import Conflict, Missing
from sharewell.events import GroupChanged
from sharewell.groups.asking.promises import Promises, promises
from sharewell.groups.entry import Entry, entry
from sharewell.groups.membership_rules.job import MembershipJobs, membership_jobs
from sharewell.groups.model import (
    TOGETHER,
    Group,
    GroupCard,
    GroupRole,
    GroupView,
    Membership,
    NewGroup,
    Way,
    Why,
)
from sharewell.groups.store import GroupStore
from sharewell.ids import GroupId, MemberId, OrganisationId, new_ulid
from sharewell.page import Page

NONE = "there is no such group"


@dataclass(frozen=True, slots=True)
class Groups:
    """Who knows of a group depends on its visibility; what is in it is for those in it."""

    store: GroupStore
    entry: Entry
    promises: Promises
    jobs: MembershipJobs
    now: Clock = now

    def seen_by(self, who: Caller, id: GroupId, *, consistent: bool = False) -> GroupView:
        """The group as the caller sees it: its card, unless they are in it."""
        about: list[Callable[[OrganisationId, GroupId, MemberId], object]] = [self.store.membership]
        if id not in who.groups:
            about += [self.promises.request, self.promises.offer]
        group, own, *more = concurrency.run_concurrently(
            [
                partial(self.store.group, who.organisation, id, consistent=consistent),
                *(partial(it, who.organisation, id, who.member) for it in about),
            ]
        )
        asked, invited = more or (None, None)
        if group is None or group.deleted_at:
            raise Missing(NONE)
        if own is None:
            if not (invited or group.visibility.is_listed):
                raise Missing(NONE)
            shown = group.model_copy(update={"pinned": [], "rule": None})
            return GroupView(
                **shown.model_dump(), role=None, asked=bool(asked), invited=bool(invited)
            )
        return view(group, own, who)

    def inside(self, who: Caller, id: GroupId) -> tuple[Group, Membership]:
        """A group that the caller is in, and what they are there; nobody else has a way in."""
        group, own, _ = self.inside_with(who, id)
        return group, own

    def inside_with(
        self, who: Caller, id: GroupId, *reads: Callable[[], Any]
    ) -> tuple[Group, Membership, list[Any]]:
        """The same, with the answers of reads that need not wait for it."""
        group, own, *more = concurrency.run_concurrently(
            [
                partial(self.store.group, who.organisation, id, consistent=True),
                partial(self.store.membership, who.organisation, id, who.member),
                *reads,
            ]
        )
        if group is None or group.deleted_at or own is None:
            raise Missing(NONE)
        return group, own, more

    def tended_with(
        self, who: Caller, id: GroupId, *reads: Callable[[], Any]
    ) -> tuple[Group, Membership, list[Any]]:
        """A group that the caller tends, with the answers of reads that need not wait for it."""
        group, own, more = self.inside_with(who, id, *reads)
        own.must_tend(who)
        return group, own, more

    def tended(self, who: Caller, id: GroupId) -> tuple[Group, Membership]:
        """A group that the caller is in and tends."""
        group, own, _ = self.tended_with(who, id)
        return group, own

    def must_be_inside(self, who: Caller, id: GroupId) -> None:
        """Raise unless the caller is in the group."""
        # Somebody let in a moment ago may not have it in their membership yet.
        if id not in who.groups and not self.store.membership(who.organisation, id, who.member):
            raise Missing(NONE)

    def several_seen_by(self, who: Caller, ids: Sequence[GroupId]) -> list[Group]:
        """Those of these groups that the caller is in or asked into, or that all may know of."""
        found = self.store.groups(who.organisation, list(dict.fromkeys(ids)))
        found = [it for it in found if not it.deleted_at]
        hidden = [it.id for it in found if it.id not in who.groups and not it.visibility.is_listed]
        asked = self.promises.offered(who.organisation, hidden, who.member)
        return [it for it in found if it.id not in hidden or it.id in asked]

    def present(self, organisation: OrganisationId, id: GroupId) -> Group | None:
        """The group at this instant, deleted or not, for nobody in particular."""
        return self.store.group(organisation, id, consistent=True)

    def findable(self, organisation: OrganisationId, id: GroupId) -> Group | None:
        """The group at this instant, for nobody in particular; None when it is deleted."""
        group = self.present(organisation, id)
        return group if group and not group.deleted_at else None

    def every(self, organisation: OrganisationId) -> Iterator[GroupId]:
        """The ids of all groups that all may know of."""
        after: str | None = None
        while True:
            page = self.store.listed(organisation, after)
            yield from (it.id for it in page.items)
            if not (after := page.next):
                return

    def of(self, me: Caller) -> Page[GroupCard]:
        """Every group the caller is in, by name, archived ones last."""
        return _by_name(self.store.groups(me.organisation, sorted(me.groups)))

    def tended_by(self, me: Caller) -> Page[GroupCard]:
        """Those of them that the caller tends and that are not archived, by name."""
        ids = sorted(me.groups)
        found, own = concurrency.run_concurrently(
            [
                partial(self.store.groups, me.organisation, ids),
                partial(self.store.own, me.organisation, ids, me.member),
            ]
        )
        is_tended = {it.id for it in found if it.id in own and own[it.id].tends(me)}
        return _by_name([it for it in found if it.id in is_tended and it.is_about])

    def open_ones(self, *, by: Caller, after: str | None) -> Page[GroupCard]:
        """Groups that anybody may join or ask to, by name."""
        return self.store.listed(by.organisation, after)

    def make(self, new: NewGroup, *, by: Caller, key: str | None = None) -> GroupView:
        """Make a group that the caller leads; twice under one key is once."""
        maker, *seats = self.entry.seats(new.members, by, field="members")
        first, later = seats[: TOGETHER - 1], seats[TOGETHER - 1 :]
        at = self.now()
        id = GroupId(key or new_ulid(at))
        group = Group(
            id=id,
            **new.model_dump(exclude={"members"}),
            made_by=by.member,
            made_at=at,
            members=1 + len(first),
            leads=1,
            version=1,
        )
        by_hand = Why(way=Way.BY_HAND, by=by.name)
        made = Why(way=Way.MADE, by=by.name)
        try:
            with table.write() as write:
                self.store.add(write, by.organisation, group, self.changed(by.organisation, id))
                self.entry.let_in(write, id, [maker], made, at, role=GroupRole.LEAD)
                self.entry.let_in(write, id, first, by_hand, at, by=by.member)
                if later:
                    people = [it.member for it in later]
                    self.jobs.start_job(write, id, None, by=by, at=at, people=people)
        except Conflict:
            before = self.store.group(by.organisation, id, consistent=True)
            if before is None or before.made_by != by.member:
                raise
            return self.seen_by(by, id)
        return view(group, Membership(member=by.member, name=by.name, role=GroupRole.LEAD), by)

    def changed(self, organisation: OrganisationId, group: GroupId) -> GroupChanged:
        """That a group is not as it was."""
        return GroupChanged(organisation=organisation, at=self.now(), group=group)


def view(group: Group, own: Membership, who: Caller) -> GroupView:
    """A group as somebody in it sees it."""
    return GroupView(**group.model_dump(), role=own.role, may_tend=own.tends(who))


def _by_name(groups: Sequence[Group]) -> Page[GroupCard]:
    cards = [_card(it) for it in groups if not it.deleted_at]
    return Page(items=sorted(cards, key=lambda it: (it.archived, it.name.casefold(), it.id)))


def _card(group: Group) -> GroupCard:
    shown = group.model_dump(include=set(GroupCard.model_fields))
    return GroupCard(**shown, archived=group.archived_at is not None)


groups = Groups(GroupStore(), entry, promises, membership_jobs)
