"""Members as administrators see them, and invitations to an organisation."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import StringConstraints

from sharewell.core.caller import Role
from sharewell.core.ids import InvitationId, MemberId, OrganisationId
from sharewell.core.values import Name, Value

INVITATION_VALID_FOR = timedelta(days=14)
RESEND_AFTER = timedelta(minutes=1)
"""Minimum time between two emails of one invitation."""
MAX_INVITATIONS_PER_REQUEST = 200
"""Maximum of people in one pasted list."""

_ADDRESS = re.compile(
    r"(?=.{6,254}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
"""Addresses that SES delivers to: RFC 5321 without quoted or international local parts."""
_SEPARATORS = re.compile(r"[\s<>,;:\"()\[\]]+")
_HEADINGS = ("mail", "address")


class MemberView(Value):
    """A member of the organisation, deactivated or not."""

    id: MemberId
    name: str
    email: str
    role: Role
    active: bool
    joined_at: datetime


class MemberChange(Value):
    """A change of a member by an administrator; fields that are left out stay as they are."""

    role: Role | None = None
    active: bool | None = None


class NewOrganisation(Value):
    """A request to create an organisation, by its first administrator."""

    name: Name
    your_name: Name


class Invitation(Value):
    """An open invitation to an organisation."""

    id: InvitationId
    email: str
    role: Role
    invited_by: str
    invited_at: datetime
    expires_at: datetime


class NewInvitations(Value):
    """A request to invite the people of a pasted list or a CSV, by line or between separators."""

    people: Annotated[str, StringConstraints(min_length=1, max_length=50_000)]
    role: Role = Role.MEMBER


class InvitationOutcome(StrEnum):
    """The outcome of one line."""

    INVITED = "invited"
    MEMBER = "already_a_member"
    ALREADY_INVITED = "already_invited"
    DUPLICATE = "duplicate"
    UNREADABLE = "no_email_found"


class InvitationLine(Value):
    """A line of the list and its outcome."""

    line: int
    text: str
    email: str | None
    outcome: InvitationOutcome


class InvitationReport(Value):
    """The outcomes of a pasted list, line by line."""

    lines: list[InvitationLine]
    invited: int


class InvitationOffer(Value):
    """What the link in an invitation offers to who opens it."""

    organisation: OrganisationId
    organisation_name: str
    invited_by: str
    email: str
    expires_at: datetime


class Acceptance(Value):
    """A request to accept an invitation, with the new member's name."""

    name: Name


class ParsedEntry(NamedTuple):
    """An address in a pasted list, or a line without one."""

    line: int
    text: str
    email: str | None


def parse_entries(people: str) -> list[ParsedEntry]:
    """Returns the entries of a pasted list or a CSV, with or without a heading."""
    entries: list[ParsedEntry] = []
    for number, line in enumerate(people.splitlines(), start=1):
        words = [word.strip("'.").removeprefix("mailto:") for word in _SEPARATORS.split(line)]
        addresses = [word for word in words if "@" in word]
        text = line.strip()[:200]
        entries += [ParsedEntry(number, text, _parse_email(it)) for it in addresses]
        if text and not addresses and not (number == 1 and _is_heading(line)):
            entries.append(ParsedEntry(number, text, None))
    return entries


def build_report(
    entries: list[ParsedEntry], outcomes: Mapping[str, InvitationOutcome]
) -> InvitationReport:
    """Returns the outcome of each entry; a repeated address is a duplicate."""
    lines, seen = [], set[str]()
    for line, text, address in entries:
        outcome = InvitationOutcome.UNREADABLE if address is None else outcomes[address]
        if address in seen:
            outcome = InvitationOutcome.DUPLICATE
        elif address:
            seen.add(address)
        lines.append(InvitationLine(line=line, text=text, email=address, outcome=outcome))
    invited = sum(it.outcome is InvitationOutcome.INVITED for it in lines)
    return InvitationReport(lines=lines, invited=invited)


def _parse_email(word: str) -> str | None:
    return word.lower() if _ADDRESS.fullmatch(word) else None


def find_email(word: str) -> str | None:
    """Returns the address that a word is, without punctuation around it, or None."""
    return _parse_email(word.strip("'.,;:").removeprefix("mailto:"))


def _is_heading(line: str) -> bool:
    cells = [cell.strip(" \"'").casefold() for cell in re.split(r"[,;\t]", line)]
    return any(cell.endswith(_HEADINGS) for cell in cells)
