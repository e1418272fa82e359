"""Reads, writes and counts assignments; their rows and keys are in rows_store.py."""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.expressions.condition import Condition

from sharewell.assignments.model import Assignment, GroupState, Phase, Task
from sharewell.assignments.progress.model import Status
from sharewell.assignments.rows_store import (
    AssignmentRow,
    assignee_partition,
    counter_rows,
    counter_update,
    item_partition,
    row_copies,
    update_actions,
)
from sharewell.aws import table
from sharewell.aws.table import KeyRange, RowPage, Transaction
from sharewell.core.errors import Conflict, NotFound, VersionConflict
from sharewell.core.events import Event, OutboxMessage
from sharewell.core.ids import AssignmentId, AudienceId, ItemId, MemberId, OrganisationId

CLOSED = Conflict("This assignment is closed.")
CHANGED = Conflict("This assignment was changed in the meantime. Try again.")


class AssignmentStore:
    """The store of assignments."""

    def get(
        self, organisation: OrganisationId, to: AudienceId, id: AssignmentId
    ) -> Assignment | None:
        """Returns one assignment with a strongly consistent read."""
        row = table.get(AssignmentRow, assignee_partition(organisation, to), id, consistent=True)
        return row.assignment() if row else None

    def get_many(
        self, organisation: OrganisationId, keys: Sequence[tuple[AudienceId, AssignmentId]]
    ) -> list[Assignment]:
        """Returns those of these that exist, unordered, with a strongly consistent read."""
        row_keys = [(assignee_partition(organisation, to), id) for to, id in keys]
        rows = table.get_many(AssignmentRow, row_keys, consistent=True)
        return [row.assignment() for row in rows]

    def list_for_recipient(
        self,
        organisation: OrganisationId,
        to: AudienceId,
        since: str,
        until: str,
        limit: int,
        *,
        newest_first: bool,
    ) -> list[Assignment]:
        """Returns a recipient's assignments with ids from `since` to `until`."""
        rows = table.query(
            AssignmentRow,
            assignee_partition(organisation, to),
            KeyRange(ge=since, le=until),
            limit=limit,
            reverse=newest_first,
        )
        return [row.assignment() for row in rows]

    def list_given_by(
        self, organisation: OrganisationId, by: MemberId, after: str | None, limit: int
    ) -> RowPage[AssignmentRow]:
        """Returns a page of the assignments that a member gave to single members, latest first."""
        pk = AssignmentRow.of_giver.pk(organisation, by)
        return table.query_page(AssignmentRow, pk, after=after, limit=limit, reverse=True)

    def list_for_item(
        self, organisation: OrganisationId, item: ItemId, to: Sequence[AudienceId]
    ) -> list[Assignment]:
        """Returns an item's open assignments for these recipients, with one call per 100."""
        keys = [(item_partition(organisation, item), it) for it in to]
        return [row.assignment() for row in table.get_many(AssignmentRow, keys)]

    def list_all_for_item(
        self, organisation: OrganisationId, item: ItemId, after: str | None
    ) -> RowPage[AssignmentRow]:
        """Returns a page of all assignments of an item with a strongly consistent read."""
        pk = item_partition(organisation, item)
        return table.query_page(AssignmentRow, pk, after=after, limit=50, consistent=True)

    def add(
        self, organisation: OrganisationId, new: Assignment, tx: Transaction, *events: OutboxMessage
    ) -> None:
        """Adds an assignment. Raises Conflict if the recipient has an open one of the item."""
        first, *others = row_copies(organisation, new)
        tx.add(first, *events)
        conflict = f"“{new.title}” is already assigned to {new.to_name}."
        for copy in others:
            tx.add(copy, conflict=conflict)

    def change(
        self,
        organisation: OrganisationId,
        old: Assignment,
        new: Assignment,
        tx: Transaction,
        *events: Event,
    ) -> None:
        """Writes all rows of an assignment. Raises VersionConflict if `old` is not current."""
        before = {(row.pk, row.sk) for row in row_copies(organisation, old)}
        is_old = (AssignmentRow.version == old.version) & (
            AssignmentRow.item_version == old.item_version
        )
        is_old &= AssignmentRow.group_state == old.group_state.value
        conflict = f"“{new.title}” has been assigned to {new.to_name} again."
        for row in row_copies(organisation, new):
            if (row.pk, row.sk) in before:
                outbox = events if row.pk == assignee_partition(organisation, new.to) else ()
                tx.update(row, update_actions(new), *outbox, only_if=is_old)
                before.remove((row.pk, row.sk))
            else:
                tx.add(row, conflict=conflict)
        for pk, sk in sorted(before):
            tx.delete(AssignmentRow(pk, sk))

    def list_since(
        self, organisation: OrganisationId, to: AudienceId, since: str, after: str | None
    ) -> RowPage[AssignmentRow]:
        """Returns a page of a group's assignments with ids from `since`, strongly consistent."""
        pk = assignee_partition(organisation, to)
        return table.query_page(
            AssignmentRow, pk, KeyRange(ge=since), after=after, limit=50, consistent=True
        )

    def update_group_state(
        self,
        organisation: OrganisationId,
        old: Assignment,
        group_state: GroupState,
        name: str,
        tx: Transaction,
    ) -> None:
        """Writes the group's state and name. Raises VersionConflict if `old` is not current."""
        actions = [
            AssignmentRow.group_state.set(group_state.value),
            AssignmentRow.to_name.set(name),
        ]
        is_old = (AssignmentRow.version == old.version) & (
            AssignmentRow.group_state == old.group_state.value
        )
        for row in row_copies(organisation, old):
            tx.update(row, actions, only_if=is_old)

    def delete(self, organisation: OrganisationId, it: Assignment, tx: Transaction) -> None:
        """Deletes all rows of an assignment."""
        for row in row_copies(organisation, it):
            tx.delete(row)

    def record_reminder(
        self,
        organisation: OrganisationId,
        old: Assignment,
        at: datetime,
        tx: Transaction,
        event: OutboxMessage,
    ) -> None:
        """Writes a reminder's time. Raises Conflict if another one was written meanwhile."""
        reminded = AssignmentRow.reminded_at
        same = reminded == old.reminded_at if old.reminded_at else reminded.does_not_exist()
        for row in counter_rows(organisation, old.to, old.id, None if old.is_for_group else old):
            tx.update(
                row,
                [reminded.set(at)],
                *([event] if row.pk == assignee_partition(organisation, old.to) else ()),
                only_if=same,
                error=Conflict("The assignees have just been reminded."),
            )

    def move_count(
        self,
        organisation: OrganisationId,
        of: Assignment,
        before: Status | None,
        now: Status | None,
        tx: Transaction,
        *,
        allow_closed: bool,
    ) -> None:
        """Moves an assignee between counts. Raises Conflict if closed or the reviewer changed."""
        condition, error = AssignmentRow.phase == Phase.OPEN.value, CLOSED
        if allow_closed:
            condition |= AssignmentRow.phase == Phase.CLOSED.value
        if of.task is Task.REVIEW:
            condition, error = condition & _same_reviewer(of), CHANGED
        if before == now:
            key = assignee_partition(organisation, of.to), of.id
            tx.check(AssignmentRow, *key, condition, error)
            return
        for row in counter_rows(organisation, of.to, of.id, None if of.is_for_group else of):
            tx.update(row, counter_update(before, now), only_if=condition, error=error)

    def move_group_count(
        self,
        organisation: OrganisationId,
        group: str,
        id: AssignmentId,
        before: Status | None,
        now: Status | None,
        tx: Transaction,
        *,
        of: Assignment | None = None,
    ) -> None:
        """Moves the count of a member who joined or left; with `of`, checks its reviewer."""
        [row] = counter_rows(organisation, group, id, None)
        error: Conflict | NotFound = NotFound("Assignment not found.")
        condition, actions = AssignmentRow.pk.exists(), counter_update(before, now)
        if of:
            condition, error = condition & _same_reviewer(of), CHANGED
        tx.update(row, actions, only_if=condition, error=error)

    def require_unchanged(
        self, organisation: OrganisationId, it: Assignment, tx: Transaction
    ) -> None:
        """Adds a condition check that the assignment is as it was read, else VersionConflict."""
        unchanged = (AssignmentRow.version == it.version) & (
            AssignmentRow.item_version == it.item_version
        )
        unchanged &= AssignmentRow.group_state == it.group_state.value
        key = assignee_partition(organisation, it.to), it.id
        error = VersionConflict("The assignment was updated concurrently.")
        tx.check(AssignmentRow, *key, unchanged, error)


def _same_reviewer(of: Assignment) -> Condition:
    reviewer = AssignmentRow.reviewer
    return reviewer == of.reviewer.id if of.reviewer else reviewer.does_not_exist()
