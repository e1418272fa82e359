"""Brings assignments up to date with their items, groups and group memberships."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sharewell.assignments.due_dates import DONE_VISIBLE_FOR
from sharewell.assignments.model import Assignment, GroupState, Task
from sharewell.assignments.progress.model import Status
from sharewell.assignments.progress.store import MAX_PROGRESS_ROWS, ProgressStore
from sharewell.assignments.progress.transactions import ProgressTransactions, progress_transactions
from sharewell.assignments.reviewer_replacement import ReviewerReplacement, reviewer_replacement
from sharewell.assignments.rows_store import AssignmentRow
from sharewell.assignments.store import AssignmentStore
from sharewell.aws import table
from sharewell.aws.table import RowPage
from sharewell.content.service import ItemService, items
from sharewell.core.clock import Clock, now
from sharewell.core.ids import GroupId, ItemId, MemberId, OrganisationId, min_ulid
from sharewell.groups.model import Group

PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class AssignmentProjections:
    """Copies current state into assignments. Idempotent and independent of event order."""

    store: AssignmentStore
    progress: ProgressStore
    progress_transactions: ProgressTransactions
    reviewers: ReviewerReplacement
    items: ItemService
    now: Clock = now

    def sync_item(self, organisation: OrganisationId, id: ItemId) -> None:
        """Writes an item's current fields into its assignments; hides them once it is deleted."""
        after: str | None = None
        while True:
            rows = self.store.list_all_for_item(organisation, id, after)
            item = self.items.get_current(organisation, id)
            for row in rows.items:
                old = row.assignment()
                if item is None:
                    new = old.model_copy(update={"item_deleted": True})
                elif item.version > old.item_version:
                    new = old.with_item(item, item_deleted=item.deleted_at is not None)
                else:
                    new = old
                if new != old:
                    with table.transaction() as tx:
                        self.store.change(organisation, old, new, tx)
                self._sync_reviewer(organisation, new)
            if not (after := rows.next):
                return

    def purge_item(self, organisation: OrganisationId, id: ItemId) -> None:
        """Deletes all assignments of a purged item."""
        self._delete_all(organisation, partial(self.store.list_all_for_item, organisation, id))

    def purge_group(self, organisation: OrganisationId, id: GroupId) -> None:
        """Deletes all assignments of a purged group."""
        self._delete_all(organisation, partial(self.store.list_since, organisation, id, ""))

    def sync_group(self, organisation: OrganisationId, id: GroupId) -> None:
        """Writes a group's state and name into its assignments, until neither changes meanwhile."""
        group = self.progress_transactions.memberships.get_current(organisation, id)
        while True:
            self._update_group_state(organisation, id, group)
            before, group = (
                group,
                self.progress_transactions.memberships.get_current(organisation, id),
            )
            if _group_state(group) == _group_state(before):
                return

    def purge_group_in_batches(
        self, organisation: OrganisationId, group: GroupId, has_time: Callable[[], bool]
    ) -> bool:
        """Deletes a group's assignments while `has_time`; returns whether all are deleted."""
        while has_time():
            rows = self.store.list_since(organisation, group, "", None)
            if not rows.items:
                return True
            for row in rows.items:
                it = row.assignment()
                self.progress.delete_all(organisation, it)
                with table.transaction() as tx:
                    self.store.delete(organisation, it, tx)
        return False

    def sync_membership(
        self, organisation: OrganisationId, group: GroupId, member: MemberId
    ) -> None:
        """Counts a member's progress if they are an assignee in the group now; else uncounts it."""
        since = min_ulid(self.now() - DONE_VISIBLE_FOR)
        while True:
            rows = self.progress.list_for_member(
                organisation, member, since, "~", newest_first=False, consistent=True
            )
            for row in rows:
                if row.to == group:
                    self.progress_transactions.sync_counted(organisation, group, member, row)
            if len(rows) < MAX_PROGRESS_ROWS:
                return
            since = rows[-1].sk + "~"

    def _delete_all(
        self, organisation: OrganisationId, read: Callable[[str | None], RowPage[AssignmentRow]]
    ) -> None:
        after: str | None = None
        while True:
            rows = read(after)
            for row in rows.items:
                it = row.assignment()
                self.progress.delete_all(organisation, it)
                with table.transaction() as tx:
                    self.store.delete(organisation, it, tx)
            if not (after := rows.next):
                return

    def _update_group_state(
        self, organisation: OrganisationId, id: GroupId, group: Group | None
    ) -> None:
        since, after = min_ulid(self.now() - DONE_VISIBLE_FOR), None
        state, name = _group_state(group)
        while True:
            rows = self.store.list_since(organisation, id, since, after)
            for row in rows.items:
                old = row.assignment()
                changes = {"group_state": state, "to_name": name or old.to_name}
                new = old.model_copy(update=changes)
                if new != old:
                    with table.transaction() as tx:
                        self.store.update_group_state(organisation, old, state, new.to_name, tx)
                self._sync_reviewer(organisation, new)
            if not (after := rows.next):
                return

    def _sync_reviewer(self, organisation: OrganisationId, new: Assignment) -> None:
        """Replaces a departed reviewer and updates pending reviews.

        Runs for current assignments too: an earlier delivery may have stopped after writing them.
        """
        if new.task is not Task.REVIEW:
            return
        self.reviewers.reassign_if_departed(organisation, new.to, new.id)
        after = ""
        while True:
            waiting = self.progress.list_assignees(
                organisation, new.id, Status.READY, after, PAGE_SIZE
            )
            for row in waiting:
                self.progress.sync_review(organisation, new, row.member)
            if len(waiting) < PAGE_SIZE:
                return
            after = waiting[-1].member


def _group_state(group: Group | None) -> tuple[GroupState, str]:
    """Returns the state of a group and its name, which is empty if the group is deleted."""
    if group is None:
        return GroupState.DELETED, ""
    return GroupState.ARCHIVED if group.archived_at else GroupState.ACTIVE, group.name


projections = AssignmentProjections(
    AssignmentStore(), ProgressStore(), progress_transactions, reviewer_replacement, items
)
