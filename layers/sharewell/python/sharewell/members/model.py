"""Members as administrators see them, and invitations."""

import re
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from sharewell.caller import Role
from sharewell.ids import InvitationId, MemberId, OrganisationId
from sharewell.values import Name, Value

INVITED_FOR = timedelta(days=14)
MOST_AT_ONCE = 200
"""Lines of one pasted list."""

_ADDRESS = re.compile(r"[^\s@<>,;\"()]{1,64}@[^\s@<>,;\"()]{1,190}\.[A-Za-z]{2,63}")


class Member(Value):
    """Somebody who belongs here, deactivated or not."""

    id: MemberId
    name: str
    address: str
    role: Role
    active: bool
    joined_at: datetime


class MemberChange(Value):
    """What an administrator may change of a member; what is left out stays."""

    role: Role | None = None
    active: bool | None = None


class NewOrganisation(Value):
    """The sign-up of an organisation by its first administrator."""

    name: Name
    your_name: Name


class Invitation(Value):
    """An open invitation."""

    id: InvitationId
    address: str
    role: Role
    invited_by: str
    invited_at: datetime
    expires_at: datetime


class NewInvitations(Value):
    """A pasted list or a CSV: one person a line, or addresses between commas or semicolons."""

    people: Annotated[str, StringConstraints(min_length=1, max_length=50_000)]
    role: Role = Role.MEMBER


class Outcome(StrEnum):
    """What became of one line."""

    INVITED = "invited"
    MEMBER = "already_a_member"
    INVITED_BEFORE = "already_invited"
    TWICE = "twice_in_this_list"
    UNREADABLE = "no_address_found"


class InvitedLine(Value):
    """One line of the list and what became of it."""

    line: int
    text: str
    address: str | None
    outcome: Outcome


class InvitationReport(Value):
    """What became of a pasted list, line by line."""

    lines: list[InvitedLine]
    invited: int


class InvitationOffer(Value):
    """What somebody sees who follows the link in an invitation."""

    organisation: OrganisationId
    organisation_name: str
    invited_by: str
    address: str
    expires_at: datetime


class Acceptance(Value):
    """How a new member wants to be called."""

    name: Name


def addresses(people: str) -> list[tuple[int, str, str | None]]:
    """(line number, text, address or None) of each entry of a pasted list or CSV."""
    found: list[tuple[int, str, str | None]] = []
    for number, text in enumerate(people.splitlines(), start=1):
        here = [it.lower() for it in _ADDRESS.findall(text)]
        if here:
            found += [(number, text.strip(), address) for address in here]
        elif text.strip() and not _is_heading(text, number):
            found.append((number, text.strip(), None))
    return found


def _is_heading(text: str, number: int) -> bool:
    words = {cell.strip(" \"'").casefold() for cell in re.split(r"[,;\t]", text)}
    return number == 1 and bool(words & {"email", "e-mail", "mail", "address"})
