"""Request and response bodies of membership rules."""

from typing import Annotated

from pydantic import Field

from sharewell.core.ids import GroupId
from sharewell.core.values import ULID, Value
from sharewell.groups.rule import Rule


class Progress(Value):
    """Progress of a membership job in numbers of people.

    `skipped` people could not be added, as they are in the maximum of groups.
    """

    seen: int
    waiting: int
    joined: int
    left: int
    skipped: int
    done: bool


class RuleStatus(Value):
    """The rule of a group and the progress of its latest membership job."""

    rule: Rule | None
    progress: Progress | None


class NewRule(Value):
    """A request to set the rule of a group."""

    rule: Rule


GroupIdField = Annotated[GroupId, ULID]


class RulePreviewRequest(Value):
    """A request to preview a rule for a group, or for none; `after` is the next page's cursor."""

    rule: Rule
    group: GroupIdField | None = None
    after: Annotated[str, Field(max_length=2_000)] | None = None


class RuleDiff(Value):
    """The members that a rule would add and remove: their numbers, and the first by name."""

    seen: int
    joins: int
    joining: list[str]
    leaves: int
    leaving: list[str]
    next: str | None = None
