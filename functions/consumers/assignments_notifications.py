"""Notifications about reviews and extensions of assignments.

Idempotent: the notification id is the event id.
"""

from sharewell.assignments.replacing import replacing
from sharewell.assignments.telling import telling
from sharewell.consume import Consumer
from sharewell.events import ExtensionAsked, ExtensionDecided, ReviewAsked, ReviewGiven
from sharewell.notices.model import NoticeKind

handler = Consumer()


@handler.on(ReviewAsked)
def notify_reviewer(event: ReviewAsked) -> None:
    """Notifies the reviewer that a member has submitted work."""
    telling.answer(event, NoticeKind.REVIEW, event.member, event.reviewer)


@handler.on(ReviewAsked)
def replace_departed_reviewer(event: ReviewAsked) -> None:
    """Assigns another reviewer if the present one was deactivated before the submission."""
    replacing.look(event.organisation, event.to, event.assignment)


@handler.on(ReviewGiven)
def notify_reviewed_member(event: ReviewGiven) -> None:
    """Notifies the member that their work was accepted or sent back."""
    telling.answer(event, NoticeKind.REVIEWED, event.reviewer, event.member)


@handler.on(ExtensionAsked)
def notify_assigner(event: ExtensionAsked) -> None:
    """Notifies the assigner that a member requests an extension."""
    telling.answer(event, NoticeKind.TIME_ASKED, event.member, None)


@handler.on(ExtensionDecided)
def notify_extended_member(event: ExtensionDecided) -> None:
    """Notifies the member that their extension was granted or rejected."""
    telling.answer(event, NoticeKind.TIME_DECIDED, event.decided_by, event.member)
