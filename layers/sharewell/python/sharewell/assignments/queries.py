"""Lists assignments: the caller's own, an item's, a group's, and those given to single members.

A group's assignment is one row for all its members. A member who joins a group has its assignments
with the next request; a member who leaves has them no longer. The caller's list merges those of
the caller's groups and of the caller with their progress; all partitions are read concurrently.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sharewell.assignments.due_dates import DONE_VISIBLE_FOR
from sharewell.assignments.model import Assignment, GroupState
from sharewell.assignments.progress.model import Progress, ProgressState
from sharewell.assignments.progress.rows_store import ProgressRow
from sharewell.assignments.progress.store import MAX_PROGRESS_ROWS, ProgressStore
from sharewell.assignments.schemas import GroupAssignment, MyAssignment, MyAssignmentDetail
from sharewell.assignments.store import AssignmentStore
from sharewell.assignments.views import (
    group_assignment_view,
    group_assignment_view_for_members,
    my_assignment_detail_view,
    my_assignment_view,
    my_progress_view,
)
from sharewell.aws import concurrency
from sharewell.content.service import ItemService, items
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.ids import AudienceId, GroupId, ItemId, min_ulid
from sharewell.core.pagination import Page, decode_cursor, encode_cursor
from sharewell.groups.membership_queries import MembershipQueries, membership_queries

PAGE_SIZE = 12
PARTITION_LIMIT = 40
"""Rows of each partition that are read for a page."""
_BEGIN = "0"
"""Sorts before every id."""
_END = "~"
"""Sorts after every id."""


@dataclass(frozen=True, slots=True)
class AssignmentQueries:
    """Reads assignments as an assignee or a lead may see them."""

    store: AssignmentStore
    progress: ProgressStore
    items: ItemService
    memberships: MembershipQueries
    now: Clock = now

    def list_mine(self, *, done: bool, by: Caller, after: str | None) -> Page[MyAssignment]:
        """Returns a page of the caller's open assignments, or of completed ones, latest first.

        A page of open ones is sorted by due date, with extensions.
        """
        scope = f"{'done' if done else 'open'} of {by.member}"
        start: str | None = decode_cursor(scope, after) if after else None
        since = start + _END if start and not done else self._window
        until = _before(start) if start and done else _END
        partitions, progress_rows, assignable = self._list_assigned(
            by, since, until, newest_first=done
        )
        known = {row.sk: row.progress() for row in progress_rows}
        ends: list[str] = [part[-1].id for part in partitions if len(part) == PARTITION_LIMIT]
        ends += [progress_rows[-1].sk] if len(progress_rows) == MAX_PROGRESS_ROWS else []
        end = (max(ends) if done else min(ends)) if ends else None
        merged = (it for part in partitions for it in part)
        every = sorted(merged, key=lambda it: it.id, reverse=done)
        if end:
            every = [it for it in every if (it.id >= end if done else it.id <= end)]
        wanted = [
            it
            for it in every
            if it.is_visible_to(by)
            and (it.to in assignable or it.to == by.member)
            and (known.get(it.id, Progress()).state is ProgressState.DONE) == done
            and (done or it.is_active)
        ]
        page = wanted[:PAGE_SIZE]
        last = page[-1].id if len(wanted) > PAGE_SIZE else end
        mine = [my_assignment_view(it, known.get(it.id, Progress())) for it in page]
        if not done:
            mine.sort(key=lambda it: (it.due, it.id))
        return Page(items=mine, next=encode_cursor(scope, last) if last else None)

    def list_for_item(self, id: ItemId, *, by: Caller) -> Page[MyAssignmentDetail]:
        """Returns the caller's current assignments of an item."""
        _, found, progress_rows, assignable = concurrency.run_concurrently(
            [
                partial(self.items.seen_by, by, id),
                partial(self.store.list_for_item, by.organisation, id, _recipient_ids(by)),
                partial(self._list_progress, by, self._window, _END, newest_first=True),
                partial(self.memberships.assignable_groups, by),
            ]
        )
        known = {row.sk: row.progress() for row in progress_rows}
        mine = [
            my_assignment_detail_view(it, known.get(it.id, Progress()))
            for it in sorted(found, key=lambda it: it.id)
            if it.is_visible_to(by)
            and it.group_state is GroupState.ACTIVE
            and (it.to in assignable or it.to == by.member)
        ]
        return Page(items=mine)

    def list_for_group(
        self, group: GroupId, *, by: Caller, after: str | None
    ) -> Page[GroupAssignment]:
        """Returns a page of a group's assignments, latest first, with counts for a lead."""
        scope = f"given {by.organisation} {group}"
        until = _before(decode_cursor(scope, after)) if after else _END
        list_assignments = partial(
            self.store.list_for_recipient, by.organisation, group, _BEGIN, until, PAGE_SIZE
        )
        context, assignments, progress_rows = concurrency.run_concurrently(
            [
                partial(self.memberships.get_group, by, group),
                partial(list_assignments, newest_first=True),
                partial(self._list_progress, by, _BEGIN, until, newest_first=True),
            ]
        )
        ends = [assignments[-1].id] if len(assignments) == PAGE_SIZE else []
        ends += [progress_rows[-1].sk] if len(progress_rows) == MAX_PROGRESS_ROWS else []
        end = max(ends, default=_BEGIN)
        known, at = {row.sk: row.progress() for row in progress_rows}, self.now()
        views = []
        for it in assignments:
            if it.id >= end and it.is_visible_to(by):
                view = (
                    group_assignment_view(it, context.assignee_count, at)
                    if context.is_lead
                    else group_assignment_view_for_members(it)
                )
                progress = known.get(it.id, Progress())
                mine = my_progress_view(it, progress) if context.is_assignable else None
                views.append(view.model_copy(update={"mine": mine}))
        return Page(items=views, next=encode_cursor(scope, end) if ends else None)

    def list_given(self, *, by: Caller, after: str | None) -> Page[GroupAssignment]:
        """Returns a page of what the caller assigned to single members, latest first."""
        rows = self.store.list_given_by(by.organisation, by.member, after, PAGE_SIZE)
        every = [row.assignment() for row in rows.items]
        at = self.now()
        return Page(
            items=[group_assignment_view(it, 1, at) for it in every if it.is_visible_to(by)],
            next=rows.next,
        )

    @property
    def _window(self) -> str:
        return min_ulid(self.now() - DONE_VISIBLE_FOR)

    def _list_assigned(
        self, by: Caller, since: str, until: str, *, newest_first: bool
    ) -> tuple[list[list[Assignment]], list[ProgressRow], frozenset[GroupId]]:
        if since > until:
            return [], [], frozenset()
        read = partial(self.store.list_for_recipient, by.organisation, newest_first=newest_first)
        assignable, progress_rows, *partitions = concurrency.run_concurrently(
            [
                partial(self.memberships.assignable_groups, by),
                partial(self._list_progress, by, since, until, newest_first=newest_first),
                *(
                    partial(read, to=to, since=since, until=until, limit=PARTITION_LIMIT)
                    for to in _recipient_ids(by)
                ),
            ]
        )
        return partitions, progress_rows, assignable

    def _list_progress(
        self, by: Caller, since: str, until: str, *, newest_first: bool
    ) -> list[ProgressRow]:
        return self.progress.list_for_member(
            by.organisation, by.member, since, until, newest_first=newest_first
        )


def _recipient_ids(caller: Caller) -> Sequence[AudienceId]:
    """Returns the caller's own id and those of the caller's groups."""
    return [AudienceId(it) for it in (caller.member, *sorted(caller.groups))]


def _before(id: str) -> str:
    """Returns a key that sorts after all ids that sort before this one."""
    return id[:-1] + chr(ord(id[-1]) - 1) + _END


queries = AssignmentQueries(AssignmentStore(), ProgressStore(), items, membership_queries)
