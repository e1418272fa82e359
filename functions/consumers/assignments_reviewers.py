"""Replacement of reviewers who were deactivated."""

from sharewell.assignments.review_transfer import review_transfer
from sharewell.assignments.reviewer_replacement import reviewer_replacement
from sharewell.core.events import MemberChanged, ReviewerReplaced
from sharewell.edge.consumer import Consumer

handler = Consumer()


@handler.on(MemberChanged)
def replace_departed_reviewer(event: MemberChanged) -> None:
    """Assigns other reviewers to the pending reviews of a deactivated member.

    The rule passes changes of role or activation only.
    """
    reviewer_replacement.replace_departed_reviewer(event.organisation, event.member)


@handler.on(ReviewerReplaced)
def transfer_pending_reviews(event: ReviewerReplaced) -> None:
    """Moves the pending reviews to the new reviewer and notifies those affected."""
    review_transfer.transfer_pending_reviews(event)
