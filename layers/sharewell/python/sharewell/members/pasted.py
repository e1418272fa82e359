"""A pasted list of people: what stands in its lines, and whom each may mean."""

import re
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import StringConstraints

from sharewell.groups.filling.shapes import GivenGroup
from sharewell.ids import MemberId
from sharewell.members.model import address_in
from sharewell.profiles.model import PersonCard
from sharewell.values import Value, alike

MOST_LINES = 200
MOST_CANDIDATES = 5
LONGEST_NAME = 80

_BETWEEN = re.compile(r"[,;\t]+")
_AROUND = re.compile(r"[<>()\[\]\"]+")


class Match(StrEnum):
    """What a line comes to."""

    FOUND = "found"
    IN_GROUP = "in_group"
    SEVERAL = "several"
    TO_INVITE = "to_invite"
    INVITED_BEFORE = "invited_before"
    NOT_HERE = "not_here"
    UNKNOWN = "unknown"
    TWICE = "twice"


class PastedPeople(Value):
    """Names, addresses or both, one a line or between commas; perhaps for a group there is."""

    people: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
    group: GivenGroup | None = None


class Candidate(Value):
    """Somebody whom a line may mean."""

    id: MemberId
    name: str
    title: str = ""
    department: str = ""


class PastedLine(Value):
    """One person of the list. With `several`, `candidates` are to be chosen from."""

    line: int
    text: str
    address: str | None = None
    match: Match
    member: Candidate | None = None
    candidates: list[Candidate] = []


class PastedMatches(Value):
    """Whom a pasted list means, line by line; only administrators `may_invite` who is not here."""

    lines: list[PastedLine]
    may_invite: bool


class Entry(NamedTuple):
    """One person as written: a name, an address, or both."""

    line: int
    text: str
    name: str
    address: str | None


def entries(people: str) -> list[Entry]:
    """Read a list. A name and the address that it is in are one person, others stand alone."""
    found: list[Entry] = []
    for number, text in enumerate(people.splitlines(), start=1):
        parts = [it.strip() for it in _BETWEEN.split(text) if it.strip()]
        if text.count("@") == 1 and _is_of_one(parts):
            parts = [" ".join(parts)]
        found += [it for part in parts if (it := _entry(number, part))]
    return found


def _is_of_one(parts: list[str]) -> bool:
    """Whether a word beside the address is part of it: "Kettle, Ada, ada.kettle@…"."""
    words = [word for part in parts for word in _AROUND.sub(" ", part).split()]
    own = next((alike(word.partition("@")[0]) for word in words if "@" in word), "")
    return any(len(it) > 1 and alike(it) in own for it in words if "@" not in it)


def _entry(number: int, text: str) -> Entry | None:
    words = _AROUND.sub(" ", text).split()
    address = next((it for word in words if (it := address_in(word))), None)
    name = " ".join(it for it in words if "@" not in it)[:LONGEST_NAME]
    return Entry(number, text[:200], name, address) if words else None


def meant(name: str, found: list[PersonCard]) -> list[PersonCard]:
    """Those of whom a name begins theirs: those called just so, if there are any."""
    exact = [it for it in found if alike(it.name) == alike(name)]
    return exact or found
