"""The words of the mail that asks somebody in."""

from typing import NamedTuple

from sharewell.members.model import Invitation


class Letter(NamedTuple):
    """A plain mail."""

    subject: str
    text: str


def invitation_letter(
    invitation: Invitation, organisation: str, link: str, group: str | None = None
) -> Letter:
    """Who asks whom where, until when, and the one thing to do."""
    there = f"\nYou will be in the group {group} there.\n" if group else ""
    until = f"{invitation.expires_at:%A}, {invitation.expires_at.day} {invitation.expires_at:%B}"
    text = f"""\
Hello,

{invitation.invited_by} asks you to join {organisation} on Sharewell, where its people
find what they know and who knows it.
{there}
Follow this link, and sign in or sign up as {invitation.address}:

{link}

It is good until {until}, and for you alone: please do not pass it on.
If you expected no such invitation, leave it; nothing happens then.
"""
    return Letter(f"{invitation.invited_by} invites you to {organisation}", text)
