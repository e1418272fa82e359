"""What waits for a review goes to whoever reviews it now, and all whom it concerns hear of it."""

from sharewell.assignments.handing import handing
from sharewell.consume import on
from sharewell.events import ReviewerReplaced


@on(ReviewerReplaced)
def handler(replaced: ReviewerReplaced) -> None:
    """Hand it on; a second delivery finds nothing."""
    handing.hand_on(replaced)
