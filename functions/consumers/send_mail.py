"""The mails that follow from events."""

from sharewell.consume import on
from sharewell.events import MemberInvited
from sharewell.members.invitations import invitations


@on(MemberInvited)
def handler(invited: MemberInvited) -> None:
    """Send the invitation; a second delivery of the event sends nothing."""
    invitations.send(invited)
