"""Verification of items: the lists of due and verified items, and their verifiers."""

from sharewell.content.verification.notifications import verification_notifications
from sharewell.content.verification.projections import verification_projections
from sharewell.core.events import MemberChanged, VerificationChanged, VerifierAssigned
from sharewell.edge.consumer import Consumer

handler = Consumer()


@handler.on(VerificationChanged)
def sync_verification(event: VerificationChanged) -> None:
    """Updates the lists of due and verified items from the item."""
    verification_projections.sync_item(event.organisation, event.item)


@handler.on(VerifierAssigned)
def notify_verifiers(event: VerifierAssigned) -> None:
    """Notifies the newly assigned verifiers; the notification id is the event id."""
    verification_notifications.notify_verifiers(event)


@handler.on(MemberChanged)
def replace_departed_verifier(event: MemberChanged) -> None:
    """Assigns other verifiers to the items of a deactivated member.

    The rule passes changes of role or activation only.
    """
    verification_projections.replace_departed_verifier(event.organisation, event.member)
