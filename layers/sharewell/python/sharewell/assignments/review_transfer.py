"""Transfers pending reviews from a departed reviewer to the current one.

No review is added to the departed reviewer meanwhile: marking an assignment ready checks the
reviewer in the same transaction, and the assignment's reviewer was changed before.
"""

from dataclasses import dataclass
from functools import partial

from sharewell.assignments.notifications import AssignmentNotifications, assignment_notifications
from sharewell.assignments.progress.store import ProgressStore
from sharewell.assignments.reviewer_replacement import ReviewerReplacement, reviewer_replacement
from sharewell.assignments.store import AssignmentStore
from sharewell.aws import table
from sharewell.core.errors import VersionConflict
from sharewell.core.events import ReviewerReplaced
from sharewell.core.ids import MemberId
from sharewell.core.retry import BACKGROUND_ATTEMPTS, retry_on_conflict

BATCH_SIZE = 30
"""Members whose three rows each fit into one transaction."""


@dataclass(frozen=True, slots=True)
class ReviewTransfer:
    """Transfers pending reviews in batches. Idempotent: a repetition finds none."""

    store: AssignmentStore
    progress: ProgressStore
    reviewers: ReviewerReplacement
    notifications: AssignmentNotifications

    def transfer_pending_reviews(self, event: ReviewerReplaced) -> None:
        """Transfers all pending reviews to the current reviewer and notifies everyone involved."""
        self.notifications.notify_new_reviewer(event)
        busy = VersionConflict("Pending reviews are being updated. Try again later.")
        transfer_batch = partial(self._transfer_batch, event)
        while retry_on_conflict(transfer_batch, BACKGROUND_ATTEMPTS, otherwise=busy):
            pass

    def _transfer_batch(self, event: ReviewerReplaced) -> bool:
        """Transfers the next pending reviews; returns False when none is left."""
        it = self.store.get(event.organisation, event.to, event.assignment)
        if it and it.effective_reviewer.id == event.previous_reviewer:  # reactivated meanwhile
            return False
        prefix = f"{event.assignment}#"
        waiting = self.progress.list_pending_reviews(
            event.organisation, event.previous_reviewer, prefix, prefix + "~", limit=BATCH_SIZE
        )
        if not waiting:  # the replacement may have left as well, with nothing pending to notice it
            self.reviewers.reassign_if_departed(event.organisation, event.to, event.assignment)
            return False
        if it:
            self.notifications.notify_waiting(event, it, [MemberId(row.member) for row in waiting])
        with table.transaction() as tx:
            if it:
                self.store.require_unchanged(event.organisation, it, tx)
            self.progress.transfer_reviews(event.organisation, it, waiting, tx)
        return True


review_transfer = ReviewTransfer(
    AssignmentStore(), ProgressStore(), reviewer_replacement, assignment_notifications
)
