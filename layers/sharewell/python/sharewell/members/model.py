"""Members as administrators see them, and invitations."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import StringConstraints

from sharewell.caller import Role
from sharewell.ids import InvitationId, MemberId, OrganisationId
from sharewell.values import Name, Value

INVITED_FOR = timedelta(days=14)
SENT_AGAIN_AFTER = timedelta(minutes=1)
"""Mails of one invitation are at least this far apart."""
MOST_AT_ONCE = 200
"""People of one pasted list."""

_ADDRESS = re.compile(
    r"(?=.{6,254}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
"""What SES delivers to: the addresses of RFC 5321 without quoted or international local parts."""
_BETWEEN = re.compile(r"[\s<>,;:\"()\[\]]+")
_HEADINGS = ("mail", "address")


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


class Entry(NamedTuple):
    """One address of a pasted list, or a line that has none."""

    line: int
    text: str
    address: str | None


def entries(people: str) -> list[Entry]:
    """Read a pasted list or a CSV, with a heading or without."""
    found: list[Entry] = []
    for number, line in enumerate(people.splitlines(), start=1):
        words = [word.strip("'.").removeprefix("mailto:") for word in _BETWEEN.split(line)]
        meant = [word for word in words if "@" in word]
        text = line.strip()[:200]
        found += [Entry(number, text, _address(word)) for word in meant]
        if text and not meant and not (number == 1 and _is_heading(line)):
            found.append(Entry(number, text, None))
    return found


def report(read: list[Entry], outcomes: Mapping[str, Outcome]) -> InvitationReport:
    """Say of each entry what became of it, or of the same address further up."""
    lines, seen = [], set[str]()
    for line, text, address in read:
        outcome = Outcome.UNREADABLE if address is None else outcomes[address]
        if address in seen:
            outcome = Outcome.TWICE
        elif address:
            seen.add(address)
        lines.append(InvitedLine(line=line, text=text, address=address, outcome=outcome))
    invited = sum(it.outcome is Outcome.INVITED for it in lines)
    return InvitationReport(lines=lines, invited=invited)


def _address(word: str) -> str | None:
    return word.lower() if _ADDRESS.fullmatch(word) else None


def address_in(word: str) -> str | None:
    """The address that a word of a list is, if it is one."""
    return _address(word.strip("'.,;:").removeprefix("mailto:"))


def _is_heading(line: str) -> bool:
    cells = [cell.strip(" \"'").casefold() for cell in re.split(r"[,;\t]", line)]
    return any(cell.endswith(_HEADINGS) for cell in cells)
