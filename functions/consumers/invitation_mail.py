"""Mail to invited people."""

from sharewell.core.events import MemberInvited
from sharewell.edge.consumer import Consumer
from sharewell.members.invitations import invitation_service

handler = Consumer()


@handler.on(MemberInvited)
def send_invitation(event: MemberInvited) -> None:
    """Sends the invitation; a second delivery of the event sends nothing."""
    invitation_service.send_mail(event)
