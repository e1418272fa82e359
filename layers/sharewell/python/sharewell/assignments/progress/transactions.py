"""The transactions that write an assignee's progress."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sharewell.assignments.model import Assignment
from sharewell.assignments.progress.model import Progress, ProgressState
from sharewell.assignments.progress.rows_store import ProgressRow
from sharewell.assignments.progress.store import ProgressStore
from sharewell.assignments.store import AssignmentStore
from sharewell.aws import concurrency, table
from sharewell.core.errors import NotFound
from sharewell.core.events import Event
from sharewell.core.ids import AssignmentId, AudienceId, GroupId, MemberId, OrganisationId
from sharewell.groups.membership_queries import MembershipQueries, membership_queries

NOT_FOUND = NotFound("Assignment not found.")


@dataclass(frozen=True, slots=True)
class ProgressTransactions:
    """Writes a member's progress, the lead-facing row and the counts in one transaction."""

    store: AssignmentStore
    progress: ProgressStore
    memberships: MembershipQueries

    def load_with_progress(
        self, organisation: OrganisationId, to: AudienceId, id: AssignmentId, member: MemberId
    ) -> tuple[Assignment, ProgressRow | None]:
        """Returns an assignment and a member's progress with strongly consistent reads."""
        it, row, _ = self._load(organisation, to, id, member)
        return it, row

    def load_for_assignee(
        self, organisation: OrganisationId, to: AudienceId, id: AssignmentId, member: MemberId
    ) -> tuple[Assignment, ProgressRow | None]:
        """Returns the same for a current assignee. Raises NotFound for other members."""
        check = partial(self.memberships.is_assignable, organisation, GroupId(to), member)
        it, row, [is_assignable] = self._load(organisation, to, id, member, check)
        if it.is_for_group and not is_assignable:
            raise NOT_FOUND
        return it, row

    def _load(
        self,
        organisation: OrganisationId,
        to: AudienceId,
        id: AssignmentId,
        member: MemberId,
        *reads: Callable[[], Any],
    ) -> tuple[Assignment, ProgressRow | None, list[Any]]:
        it, row, *more = concurrency.run_concurrently(
            [
                partial(self.store.get, organisation, to, id),
                partial(self.progress.get, organisation, member, id),
                *reads,
            ]
        )
        if it is None:
            raise NOT_FOUND
        return it, row, more

    def record_progress(
        self,
        organisation: OrganisationId,
        it: Assignment,
        member: MemberId,
        name: str,
        row: ProgressRow | None,
        new: Progress,
        *events: Event,
        allow_closed: bool = False,
    ) -> None:
        """Writes progress, the assignee and review rows and the counts in one transaction.

        Condition checks: the member is assignable in the group; the assignment is open (or closed,
        if `allow_closed`). Raises NotFound, Conflict or VersionConflict.
        """
        before = row.progress().counted_status if row else None
        with table.transaction() as tx:
            if it.is_for_group:
                self.memberships.require_assignable(tx, organisation, GroupId(it.to), member)
            self.progress.update_progress(organisation, it, member, row, new, name, tx, *events)
            self.store.move_count(
                organisation, it, before, new.counted_status, tx, allow_closed=allow_closed
            )

    def save_page(
        self,
        organisation: OrganisationId,
        it: Assignment,
        member: MemberId,
        name: str,
        row: ProgressRow | None,
        new: Progress,
    ) -> None:
        """Writes a page reached, which changes no counts and is shown to the member only."""
        with table.transaction() as tx:
            self.progress.update_own_row(organisation, it, member, row, new, name, tx)

    def sync_counted(
        self, organisation: OrganisationId, group: GroupId, member: MemberId, row: ProgressRow
    ) -> None:
        """Counts a member's progress if they are assignable in the group now; else uncounts it."""
        is_assignable = self.memberships.is_assignable(organisation, group, member)
        old = row.progress()
        if old.is_counted == is_assignable:
            return
        new = old.model_copy(update={"is_counted": is_assignable})
        id = AssignmentId(row.sk)
        of = self.store.get(organisation, group, id) if old.state is ProgressState.READY else None
        with table.transaction() as tx:
            if is_assignable:
                self.memberships.require_assignable(tx, organisation, group, member)
            else:
                self.memberships.require_not_assignable(tx, organisation, group, member)
            self.progress.set_counted(organisation, id, of, member, row, new, tx)
            if old.counted_status != new.counted_status:
                self.store.move_group_count(
                    organisation, group, id, old.counted_status, new.counted_status, tx, of=of
                )


progress_transactions = ProgressTransactions(AssignmentStore(), ProgressStore(), membership_queries)
