"""Notifications about reviews and extensions of assignments.

Idempotent: the notification id is the event id.
"""

from sharewell.assignments.notifications import assignment_notifications
from sharewell.assignments.reviewer_replacement import reviewer_replacement
from sharewell.core.events import (
    ExtensionDecided,
    ExtensionRequested,
    ReviewRequested,
    ReviewSubmitted,
)
from sharewell.edge.consumer import Consumer
from sharewell.notifications.model import NotificationKind

handler = Consumer()


@handler.on(ReviewRequested)
def notify_reviewer(event: ReviewRequested) -> None:
    """Notifies the reviewer that a member has submitted work."""
    assignment_notifications.notify_decision(
        event, NotificationKind.REVIEW, event.member, event.reviewer
    )


@handler.on(ReviewRequested)
def replace_departed_reviewer(event: ReviewRequested) -> None:
    """Assigns another reviewer if the present one was deactivated before the submission."""
    reviewer_replacement.reassign_if_departed(event.organisation, event.to, event.assignment)


@handler.on(ReviewSubmitted)
def notify_reviewed_member(event: ReviewSubmitted) -> None:
    """Notifies the member that their work was accepted or sent back."""
    assignment_notifications.notify_decision(
        event, NotificationKind.REVIEWED, event.reviewer, event.member
    )


@handler.on(ExtensionRequested)
def notify_assigner(event: ExtensionRequested) -> None:
    """Notifies the creator of the assignment that a member requests an extension."""
    assignment_notifications.notify_decision(
        event, NotificationKind.EXTENSION_REQUESTED, event.member, None
    )


@handler.on(ExtensionDecided)
def notify_extended_member(event: ExtensionDecided) -> None:
    """Notifies the member that their extension was granted or rejected."""
    assignment_notifications.notify_decision(
        event, NotificationKind.EXTENSION_DECIDED, event.decided_by, event.member
    )
