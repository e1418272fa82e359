"""What a group is being filled with, and how far that has got."""

from typing import Annotated

from pydantic import Field

from sharewell.groups.rule import Rule
from sharewell.ids import GroupId
from sharewell.values import ULID, Value


class Progress(Value):
    """How far a filling has got: people looked at, let in and out, and who had no room for it."""

    seen: int
    waiting: int
    joined: int
    left: int
    skipped: int
    done: bool


class Filled(Value):
    """The rule of a group, and how far its latest filling has got."""

    rule: Rule | None
    progress: Progress | None


class NewRule(Value):
    """The rule that a group is to have from now on."""

    rule: Rule


GivenGroup = Annotated[GroupId, ULID]


class RuleTrial(Value):
    """A rule to be tried, on a group or on none yet; `after` goes on with more people."""

    rule: Rule
    group: GivenGroup | None = None
    after: Annotated[str, Field(max_length=2_000)] | None = None


class RuleDiff(Value):
    """What a rule would do to some of the people: how many, and the first of them by name."""

    seen: int
    joins: int
    joining: list[str]
    leaves: int
    leaving: list[str]
    next: str | None = None
