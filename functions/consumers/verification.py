"""Verification of items: the lists of what is due and verified, and who verifies."""

from sharewell.consume import Consumer
from sharewell.content.verification.notifications import telling
from sharewell.content.verification.projections import carrying
from sharewell.events import MemberChanged, UpkeepChanged, VerifierNamed

handler = Consumer()


@handler.on(UpkeepChanged)
def sync_verification(event: UpkeepChanged) -> None:
    """Updates the lists of due and verified items from the item."""
    carrying.follow(event.organisation, event.item)


@handler.on(VerifierNamed)
def notify_verifiers(event: VerifierNamed) -> None:
    """Notifies the newly assigned verifiers; the notification id is the event id."""
    telling.named(event)


@handler.on(MemberChanged)
def replace_departed_verifier(event: MemberChanged) -> None:
    """Assigns other verifiers to the items of a deactivated member.

    The rule passes on changes of role or activation only.
    """
    carrying.replace(event.organisation, event.member)
