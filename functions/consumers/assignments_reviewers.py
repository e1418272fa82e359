"""Replacement of reviewers who were deactivated."""

from sharewell.assignments.handing import handing
from sharewell.assignments.replacing import replacing
from sharewell.consume import Consumer
from sharewell.events import MemberChanged, ReviewerReplaced

handler = Consumer()


@handler.on(MemberChanged)
def replace_departed_reviewer(event: MemberChanged) -> None:
    """Assigns other reviewers to all that waits for a deactivated member.

    The rule passes on changes of role or activation only.
    """
    replacing.left(event.organisation, event.member)


@handler.on(ReviewerReplaced)
def transfer_pending_reviews(event: ReviewerReplaced) -> None:
    """Moves the pending reviews to the new reviewer and notifies everybody concerned."""
    handing.hand_on(event)
