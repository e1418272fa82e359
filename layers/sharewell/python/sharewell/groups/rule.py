"""Membership rules: conditions on profiles by which a group adds and removes members.

Conditions on skills can be added beside `Condition` once profiles have skills.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from sharewell.core.values import Value, normalise_for_comparison, single_line

MAX_DEPTH = 4
"""Maximum nesting of conditions, including the outermost."""
MAX_CONDITIONS = 12
MAX_CHOICES = 20
MAX_LENGTH = 2_000
"""Maximum length of a rule's description, in characters."""

Choice = Annotated[str, single_line(300)]


class RuleField(StrEnum):
    """The profile field that a condition compares."""

    DEPARTMENT = "department"
    LOCATION = "location"
    ROLE = "role"


class MemberFacts(Value):
    """The facts about a member that rules evaluate; deactivated members match no rule."""

    active: bool = True
    department: str = ""
    location: str = ""
    role: str = "member"


class Condition(Value):
    """Matches if a field equals one of some values, ignoring case and accents."""

    field: RuleField
    among: Annotated[list[Choice], Field(min_length=1, max_length=MAX_CHOICES)]

    def matches(self, member: MemberFacts) -> bool:
        """Returns whether the member's field equals one of the values."""
        return normalise_for_comparison(getattr(member, self.field)) in {
            normalise_for_comparison(it) for it in self.among
        }

    def describe(self) -> str:
        """Returns the condition in words."""
        return f"{self.field} is {' or '.join(self.among)}"

    @property
    def depth(self) -> int:
        """The nesting depth: 1."""
        return 1

    @property
    def conditions(self) -> "list[Condition]":
        """The condition itself, as a list of one."""
        return [self]


class AllOf(Value):
    """Matches if all its conditions match."""

    all: Annotated[list["AnyRule"], Field(min_length=1, max_length=MAX_CONDITIONS)]

    def matches(self, member: MemberFacts) -> bool:
        """Returns whether all conditions match the member."""
        return all(it.matches(member) for it in self.all)

    def describe(self) -> str:
        """Returns the condition in words."""
        return " and ".join(_description(it) for it in self.all)

    @property
    def depth(self) -> int:
        """The nesting depth: one more than the deepest condition within."""
        return 1 + max(it.depth for it in self.all)

    @property
    def conditions(self) -> list[Condition]:
        """The conditions on fields, at every depth."""
        return [it for condition in self.all for it in condition.conditions]


class AnyOf(Value):
    """Matches if at least one of its conditions matches."""

    any: Annotated[list["AnyRule"], Field(min_length=1, max_length=MAX_CONDITIONS)]

    def matches(self, member: MemberFacts) -> bool:
        """Returns whether at least one condition matches the member."""
        return any(it.matches(member) for it in self.any)

    def describe(self) -> str:
        """Returns the condition in words."""
        return " or ".join(_description(it) for it in self.any)

    @property
    def depth(self) -> int:
        """The nesting depth: one more than the deepest condition within."""
        return 1 + max(it.depth for it in self.any)

    @property
    def conditions(self) -> list[Condition]:
        """The conditions on fields, at every depth."""
        return [it for condition in self.any for it in condition.conditions]


class NoneOf(Value):
    """Matches if none of its conditions matches."""

    none: Annotated[list["AnyRule"], Field(min_length=1, max_length=MAX_CONDITIONS)]

    def matches(self, member: MemberFacts) -> bool:
        """Returns whether no condition matches the member."""
        return not any(it.matches(member) for it in self.none)

    def describe(self) -> str:
        """Returns the condition in words."""
        return " and ".join(f"not {_description(it)}" for it in self.none)

    @property
    def depth(self) -> int:
        """The nesting depth: one more than the deepest condition within."""
        return 1 + max(it.depth for it in self.none)

    @property
    def conditions(self) -> list[Condition]:
        """The conditions on fields, at every depth."""
        return [it for condition in self.none for it in condition.conditions]


AnyRule = Condition | AllOf | AnyOf | NoneOf


class Rule(Value):
    """A membership rule, bounded so that people can read it and one row can hold it."""

    condition: AnyRule

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.condition.depth > MAX_DEPTH:
            raise ValueError(f"Conditions can be nested at most {MAX_DEPTH} levels deep.")
        if len(self.condition.conditions) > MAX_CONDITIONS:
            raise ValueError(f"A rule can have at most {MAX_CONDITIONS} conditions.")
        if len(self.describe()) > MAX_LENGTH:
            raise ValueError(f"A rule's description can have at most {MAX_LENGTH:,} characters.")
        return self

    def matches(self, member: MemberFacts) -> bool:
        """Returns whether the rule adds the member: they are active and match its condition."""
        return member.active and self.condition.matches(member)

    def describe(self) -> str:
        """Returns the rule in words: "department is Sales and not (location is Ulm)"."""
        return self.condition.describe()


def _description(rule: AnyRule) -> str:
    return rule.describe() if isinstance(rule, Condition) else f"({rule.describe()})"


for _kind in (AllOf, AnyOf, NoneOf, Rule):
    _kind.model_rebuild()
