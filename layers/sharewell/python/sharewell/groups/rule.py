"""A rule: whom a group takes in by itself, as conditions on what people say of themselves.

Conditions on skills come beside `Condition` when there are skills.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from sharewell.values import Value, alike, line

DEEPEST = 4
"""Rules within rules, the outermost counted."""
MOST_CONDITIONS = 12
MOST_CHOICES = 20
LONGEST = 2_000
"""Characters of a whole rule in words."""

Choice = Annotated[str, line(300)]


class RuleField(StrEnum):
    """What a condition looks at."""

    DEPARTMENT = "department"
    LOCATION = "location"
    ROLE = "role"


class Facts(Value):
    """What rules know of somebody; who is deactivated fits none."""

    active: bool = True
    department: str = ""
    location: str = ""
    role: str = "member"


class Condition(Value):
    """A field that is one of some values, however they are spelt in case and accents."""

    field: RuleField
    among: Annotated[list[Choice], Field(min_length=1, max_length=MOST_CHOICES)]

    def fits(self, who: Facts) -> bool:
        """Whether it is so of somebody."""
        return alike(getattr(who, self.field)) in {alike(it) for it in self.among}

    def words(self) -> str:
        """As people say it."""
        return f"{self.field} is {' or '.join(self.among)}"

    @property
    def depth(self) -> int:
        """One."""
        return 1

    @property
    def conditions(self) -> "list[Condition]":
        """Itself."""
        return [self]


class AllOf(Value):
    """Every one of some rules."""

    all: Annotated[list["AnyRule"], Field(min_length=1, max_length=MOST_CONDITIONS)]

    def fits(self, who: Facts) -> bool:
        """Whether each fits somebody."""
        return all(it.fits(who) for it in self.all)

    def words(self) -> str:
        """As people say it."""
        return " and ".join(_within(it) for it in self.all)

    @property
    def depth(self) -> int:
        """One more than the deepest."""
        return 1 + max(it.depth for it in self.all)

    @property
    def conditions(self) -> list[Condition]:
        """Those of all."""
        return [it for each in self.all for it in each.conditions]


class AnyOf(Value):
    """At least one of some rules."""

    any: Annotated[list["AnyRule"], Field(min_length=1, max_length=MOST_CONDITIONS)]

    def fits(self, who: Facts) -> bool:
        """Whether one fits somebody."""
        return any(it.fits(who) for it in self.any)

    def words(self) -> str:
        """As people say it."""
        return " or ".join(_within(it) for it in self.any)

    @property
    def depth(self) -> int:
        """One more than the deepest."""
        return 1 + max(it.depth for it in self.any)

    @property
    def conditions(self) -> list[Condition]:
        """Those of all."""
        return [it for each in self.any for it in each.conditions]


class NoneOf(Value):
    """Not one of some rules."""

    none: Annotated[list["AnyRule"], Field(min_length=1, max_length=MOST_CONDITIONS)]

    def fits(self, who: Facts) -> bool:
        """Whether none fits somebody, who is here."""
        return not any(it.fits(who) for it in self.none)

    def words(self) -> str:
        """As people say it."""
        return " and ".join(f"not {_within(it)}" for it in self.none)

    @property
    def depth(self) -> int:
        """One more than the deepest."""
        return 1 + max(it.depth for it in self.none)

    @property
    def conditions(self) -> list[Condition]:
        """Those of all."""
        return [it for each in self.none for it in each.conditions]


AnyRule = Condition | AllOf | AnyOf | NoneOf


class Rule(Value):
    """The whole rule, of a size that people can read and one row can keep."""

    takes: AnyRule

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.takes.depth > DEEPEST:
            raise ValueError(f"rules stand at most {DEEPEST} deep within each other")
        if len(self.takes.conditions) > MOST_CONDITIONS:
            raise ValueError(f"a rule has at most {MOST_CONDITIONS} conditions")
        if len(self.words()) > LONGEST:
            raise ValueError(f"a rule in words has at most {LONGEST:,} characters")
        return self

    def fits(self, who: Facts) -> bool:
        """Whether a group with this rule takes somebody in."""
        return who.active and self.takes.fits(who)

    def words(self) -> str:
        """As people say it: "department is Sales and not (location is Ulm or location is Graz)"."""
        return self.takes.words()


def _within(rule: AnyRule) -> str:
    return rule.words() if isinstance(rule, Condition) else f"({rule.words()})"


for _each in (AllOf, AnyOf, NoneOf, Rule):
    _each.model_rebuild()
