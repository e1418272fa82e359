"""Parses a pasted list of people and defines the outcomes of matching its entries."""

import re
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import StringConstraints

from sharewell.core.ids import MemberId
from sharewell.core.values import Value, normalise_for_comparison
from sharewell.groups.membership_rules.schemas import GroupIdField
from sharewell.members.model import find_email
from sharewell.profiles.model import PersonCard

MAX_LINES = 200
MAX_CANDIDATES = 5
MAX_NAME_LENGTH = 80

_SEPARATORS = re.compile(r"[,;\t]+")
_BRACKETS = re.compile(r"[<>()\[\]\"]+")


class MatchResult(StrEnum):
    """The outcome of matching an entry."""

    FOUND = "found"
    IN_GROUP = "in_group"
    AMBIGUOUS = "ambiguous"
    TO_INVITE = "to_invite"
    ALREADY_INVITED = "already_invited"
    NOT_A_MEMBER = "not_a_member"
    UNKNOWN = "unknown"
    DUPLICATE = "duplicate"


class PastedPeople(Value):
    """A request to match a pasted list of names and addresses, optionally for a group."""

    people: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
    group: GroupIdField | None = None


class Candidate(Value):
    """A member that an entry may mean."""

    id: MemberId
    name: str
    title: str = ""
    department: str = ""


class PastedLine(Value):
    """An entry of the list and its match; if it is ambiguous, `candidates` to choose from."""

    line: int
    text: str
    address: str | None = None
    match: MatchResult
    member: Candidate | None = None
    candidates: list[Candidate] = []


class PastedMatches(Value):
    """The matches of a pasted list; only administrators `may_invite` those without a member."""

    lines: list[PastedLine]
    may_invite: bool


class PastedEntry(NamedTuple):
    """An entry of a pasted list: a name, an address, or both."""

    line: int
    text: str
    name: str
    address: str | None


def parse_entries(people: str) -> list[PastedEntry]:
    """Returns the entries of a list. A name and an address that contains it are one entry."""
    entries: list[PastedEntry] = []
    for number, text in enumerate(people.splitlines(), start=1):
        parts = [it.strip() for it in _SEPARATORS.split(text) if it.strip()]
        if text.count("@") == 1 and _belongs_to_name(parts):
            parts = [" ".join(parts)]
        entries += [it for part in parts if (it := _entry(number, part))]
    return entries


def _belongs_to_name(parts: list[str]) -> bool:
    """Returns whether the address contains another word: "Kettle, Ada, ada.kettle@…"."""
    words = [word for part in parts for word in _BRACKETS.sub(" ", part).split()]
    local_part = next(
        (normalise_for_comparison(word.partition("@")[0]) for word in words if "@" in word), ""
    )
    return any(
        len(it) > 1 and normalise_for_comparison(it) in local_part for it in words if "@" not in it
    )


def _entry(number: int, text: str) -> PastedEntry | None:
    words = _BRACKETS.sub(" ", text).split()
    address = next((it for word in words if (it := find_email(word))), None)
    name = " ".join(it for it in words if "@" not in it)[:MAX_NAME_LENGTH]
    return PastedEntry(number, text[:200], name, address) if words else None


def best_matches(name: str, cards: list[PersonCard]) -> list[PersonCard]:
    """Returns the cards whose name equals `name`, if there are any, else all."""
    exact = [
        it for it in cards if normalise_for_comparison(it.name) == normalise_for_comparison(name)
    ]
    return exact or cards
