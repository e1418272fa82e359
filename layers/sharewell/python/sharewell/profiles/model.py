"""A profile: what a member says of themself."""

from datetime import datetime
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from sharewell.caller import Role
from sharewell.identity.model import GivenMember
from sharewell.ids import MemberId
from sharewell.values import Line, Name, Text, Value


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("is not a time zone of the IANA database, like Europe/Lisbon") from error


TimeZone = Annotated[
    str,
    Field(max_length=64, pattern=r"^[A-Z][A-Za-z]*([/_+-][A-Za-z0-9]+)*$"),
    AfterValidator(_zone),
]
Time = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]


class WorkingHours(Value):
    """When they work, in their own zone; days are 1 (Monday) to 7."""

    days: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(max_length=7)] = [1, 2, 3, 4, 5]
    begins: Time = "09:00"
    ends: Time = "17:00"

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.begins >= self.ends:
            raise ValueError("begins must be before ends")
        return self


FURTHEST_UP = 30
"""Managers above a member that are looked at for a loop."""


class About(Value):
    """The part of a profile that its owner writes."""

    name: Name
    title: Line = ""
    department: Line = ""
    location: Line = ""
    time_zone: TimeZone = "UTC"
    working_hours: WorkingHours = WorkingHours()
    languages: Annotated[list[Language], Field(max_length=20)] = []
    manager: GivenMember | None = None
    how_i_work: Text = ""
    working_on: Text = ""
    wants_to_learn: Text = ""
    helps_with: Text = ""
    hours_to_help: Annotated[int, Field(ge=0, le=40)] = 0


class Profile(About):
    """A member as everyone in the organisation sees them. `photo` is a key for /api/pictures."""

    id: MemberId
    address: str
    role: Role
    photo: str | None = None
    active: bool = True
    joined_at: datetime
    manager_name: str | None = None
    version: int


class PersonCard(Value):
    """A line of the directory."""

    id: MemberId
    name: str
    title: str = ""
    department: str = ""
    location: str = ""
    photo: str | None = None


class NewPhoto(Value):
    """A picture of oneself that is about to be sent."""

    size: Annotated[int, Field(ge=1, le=8 * 1024**2)]
    type: Annotated[str, Field(pattern=r"^image/(jpeg|png|webp|gif)$")]
