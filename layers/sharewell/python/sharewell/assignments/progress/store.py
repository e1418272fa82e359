"""Reads and writes assignees' progress; its rows and keys are in rows_store.py."""

from collections.abc import Sequence
from contextlib import suppress

from sharewell.assignments.model import Assignment
from sharewell.assignments.progress.model import Progress, ProgressState, Status
from sharewell.assignments.progress.rows_store import (
    AssigneeRow,
    ProgressRow,
    ReviewRow,
    assignee_key,
    progress_key,
    review_key,
    review_row,
)
from sharewell.aws import table
from sharewell.aws.table import KeyRange, RowPage, Transaction
from sharewell.core.errors import VersionConflict
from sharewell.core.events import Event
from sharewell.core.ids import AssignmentId, MemberId, OrganisationId

MAX_PROGRESS_ROWS = 150
DELETE_BATCH_SIZE = 30
"""Assignees whose three rows each fit into one transaction."""
_END = "~"
"""Sorts after every character of an id."""


class ProgressStore:
    """The store of assignees' progress."""

    def get(
        self, organisation: OrganisationId, member: MemberId, id: AssignmentId
    ) -> ProgressRow | None:
        """Returns a member's progress row with a strongly consistent read."""
        return table.get(ProgressRow, *progress_key(organisation, member, id), consistent=True)

    def get_many(
        self, organisation: OrganisationId, id: AssignmentId, members: list[MemberId]
    ) -> dict[MemberId, Progress]:
        """Returns the progress of those of these members who have any."""
        keys = {progress_key(organisation, member, id): member for member in members}
        rows = table.get_many(ProgressRow, list(keys))
        return {keys[row.pk, row.sk]: row.progress() for row in rows}

    def list_for_member(
        self,
        organisation: OrganisationId,
        member: MemberId,
        since: str,
        until: str,
        *,
        newest_first: bool,
        consistent: bool = False,
    ) -> list[ProgressRow]:
        """Returns a member's progress with assignments whose ids are from `since` to `until`."""
        pk, _ = progress_key(organisation, member, "")
        return table.query(
            ProgressRow,
            pk,
            KeyRange(ge=since, le=until),
            limit=MAX_PROGRESS_ROWS,
            reverse=newest_first,
            consistent=consistent,
        )

    def list_assignees(
        self, organisation: OrganisationId, id: AssignmentId, status: Status, after: str, limit: int
    ) -> list[AssigneeRow]:
        """Returns assignees with a status after the member `after`, in the order of joining."""
        pk, start = assignee_key(organisation, id, status, after)
        _, end = assignee_key(organisation, id, status, _END)
        since = start + _END if after else start
        return table.query(AssigneeRow, pk, KeyRange(ge=since, le=end), limit=limit)

    def list_reviews(
        self, organisation: OrganisationId, reviewer: MemberId, after: str | None, limit: int
    ) -> RowPage[ReviewRow]:
        """Returns a page of a reviewer's pending reviews, earliest due date first."""
        pk = ReviewRow.key.pk(organisation, reviewer)
        return table.query_page(ReviewRow, pk, after=after, limit=limit)

    def list_pending_reviews(
        self,
        organisation: OrganisationId,
        reviewer: MemberId,
        since: str = "",
        until: str = _END,
        *,
        limit: int,
    ) -> list[ReviewRow]:
        """Returns pending reviews with keys from `since` to `until`, strongly consistent."""
        pk = ReviewRow.key.pk(organisation, reviewer)
        return table.query(
            ReviewRow, pk, KeyRange(ge=since or "0", le=until), limit=limit, consistent=True
        )

    def transfer_reviews(
        self,
        organisation: OrganisationId,
        of: Assignment | None,
        pending: Sequence[ReviewRow],
        tx: Transaction,
    ) -> None:
        """Moves pending reviews to the current reviewer of `of`; deletes those not pending."""
        keys = [progress_key(organisation, MemberId(it.member), it.id) for it in pending]
        for it in pending:
            tx.delete(ReviewRow(it.pk, it.sk))
        for row in table.get_many(ProgressRow, keys, consistent=True) if of else ():
            progress = row.progress()
            if of and progress.is_counted and progress.state is ProgressState.READY:
                member = MemberId(row.key_value("member"))
                unchanged = ProgressRow.version == row.version
                error = VersionConflict("The member's progress changed. Reload and try again.")
                tx.check(ProgressRow, row.pk, row.sk, unchanged, error)
                tx.put(review_row(organisation, of, member, row.name, progress))

    def update_progress(
        self,
        organisation: OrganisationId,
        of: Assignment,
        member: MemberId,
        row: ProgressRow | None,
        new: Progress,
        name: str,
        tx: Transaction,
        *events: Event,
    ) -> None:
        """Writes progress with its assignee and review rows. Raises VersionConflict."""
        old = row.progress() if row else Progress()
        self.update_own_row(organisation, of, member, row, new, name, tx, *events)
        self._update_assignee_row(organisation, of.id, member, old, new, name, tx)
        was_ready, is_ready = old.state is ProgressState.READY, new.state is ProgressState.READY
        if is_ready and not was_ready:
            tx.put(review_row(organisation, of, member, name, new))
        if was_ready and not is_ready:
            tx.delete(ReviewRow(*review_key(organisation, of, member)))

    def update_own_row(
        self,
        organisation: OrganisationId,
        of: Assignment,
        member: MemberId,
        row: ProgressRow | None,
        new: Progress,
        name: str,
        tx: Transaction,
        *events: Event,
    ) -> None:
        """Writes the member's progress row only."""
        row = row or ProgressRow(*progress_key(organisation, member, of.id), to=of.to)
        row.name = name
        row.set_progress(new)
        tx.save(row, *events)

    def set_counted(
        self,
        organisation: OrganisationId,
        id: AssignmentId,
        of: Assignment | None,
        member: MemberId,
        row: ProgressRow,
        new: Progress,
        tx: Transaction,
    ) -> None:
        """Writes whether a member is counted; `of` is given if they are ready for review."""
        old = row.progress()
        row.set_progress(new)
        tx.save(row)
        self._update_assignee_row(organisation, id, member, old, new, row.name, tx)
        if of and new.is_counted:
            tx.put(review_row(organisation, of, member, row.name, new))
        elif of:
            tx.delete(ReviewRow(*review_key(organisation, of, member)))

    def sync_review(self, organisation: OrganisationId, of: Assignment, member: MemberId) -> None:
        """Writes the assignment's current fields into a pending review, if there still is one."""
        audience = ReviewRow.audience
        actions = [
            ReviewRow.title.set(of.title),
            ReviewRow.authors.set(" ".join(of.authors)),
            ReviewRow.item_deleted.set(not of.is_visible),
            audience.set(" ".join(of.audience)) if of.audience else audience.remove(),
        ]
        row = ReviewRow(*review_key(organisation, of, member))
        with suppress(VersionConflict), table.transaction() as tx:
            tx.update(row, actions, only_if=ReviewRow.pk.exists())

    def delete_all(self, organisation: OrganisationId, of: Assignment) -> None:
        """Deletes all progress with an assignment."""
        for status in Status:
            while rows := self.list_assignees(organisation, of.id, status, "", DELETE_BATCH_SIZE):
                with table.transaction() as tx:
                    for row in rows:
                        tx.delete(ProgressRow(*progress_key(organisation, row.member, of.id)))
                        tx.delete(ReviewRow(*review_key(organisation, of, row.member)))
                        tx.delete(AssigneeRow(row.pk, row.sk))

    def _update_assignee_row(
        self,
        organisation: OrganisationId,
        id: AssignmentId,
        member: MemberId,
        old: Progress,
        new: Progress,
        name: str,
        tx: Transaction,
    ) -> None:
        if old.counted_status and old.counted_status != new.counted_status:
            tx.delete(AssigneeRow(*assignee_key(organisation, id, old.counted_status, member)))
        if new.counted_status:
            details = new.details_for_lead
            if details["decline_reason"]:
                details["decline_reason"] = details["decline_reason"].value
            key = assignee_key(organisation, id, new.counted_status, member)
            tx.put(AssigneeRow(*key, name=name, **details))
