"""Mail to invited people."""

from sharewell.consume import Consumer
from sharewell.events import MemberInvited
from sharewell.members.invitations import invitations

handler = Consumer()


@handler.on(MemberInvited)
def send_invitation(event: MemberInvited) -> None:
    """Sends the invitation; a second delivery of the event sends nothing."""
    invitations.send(event)
