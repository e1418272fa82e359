"""The email that invites a person to an organisation."""

from typing import NamedTuple

from sharewell.members.model import Invitation


class Mail(NamedTuple):
    """A plain-text email."""

    subject: str
    text: str


def invitation_mail(
    invitation: Invitation, organisation: str, link: str, group: str | None = None
) -> Mail:
    """Returns the email of an invitation: who invites, until when, and the link to accept it."""
    to_group = f"\nYou will be added to the group {group}.\n" if group else ""
    until = f"{invitation.expires_at:%A}, {invitation.expires_at.day} {invitation.expires_at:%B}"
    text = f"""\
Hello,

{invitation.invited_by} has invited you to join {organisation} on Sharewell, where its people
find what they know and who knows it.
{to_group}
To accept, open this link and sign in or sign up as {invitation.email}:

{link}

The link is valid until {until}, for you alone: please do not pass it on.
If you did not expect this invitation, you can ignore this email.
"""
    return Mail(f"{invitation.invited_by} invites you to {organisation}", text)
