"""Profiles: what members write about themselves."""

from datetime import datetime
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from sharewell.core.caller import Role
from sharewell.core.ids import MemberId
from sharewell.core.values import Line, Name, Text, Value
from sharewell.identity.model import MemberIdField


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(
            "The time zone is not in the IANA database. Use a name such as Europe/Lisbon."
        ) from error


TimeZone = Annotated[
    str,
    Field(max_length=64, pattern=r"^[A-Z][A-Za-z]*([/_+-][A-Za-z0-9]+)*$"),
    AfterValidator(_zone),
]
Time = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]


class WorkingHours(Value):
    """Working hours in the member's time zone; days are 1 (Monday) to 7."""

    days: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(max_length=7)] = [1, 2, 3, 4, 5]
    begins: Time = "09:00"
    ends: Time = "17:00"

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.begins >= self.ends:
            raise ValueError("Working hours must begin before they end.")
        return self


MAX_MANAGER_DEPTH = 30
"""Managers above a member that are checked for a loop."""


class ProfileFields(Value):
    """The fields of a profile that its owner writes."""

    name: Name
    title: Line = ""
    department: Line = ""
    location: Line = ""
    time_zone: TimeZone = "UTC"
    working_hours: WorkingHours = WorkingHours()
    languages: Annotated[list[Language], Field(max_length=20)] = []
    manager: MemberIdField | None = None
    how_i_work: Text = ""
    working_on: Text = ""
    wants_to_learn: Text = ""
    helps_with: Text = ""
    hours_to_help: Annotated[int, Field(ge=0, le=40)] = 0


class Profile(ProfileFields):
    """A member as all members see them. `photo` is a key for /api/pictures."""

    id: MemberId
    email: str
    role: Role
    photo: str | None = None
    active: bool = True
    joined_at: datetime
    manager_name: str | None = None
    version: int


class PersonCard(Value):
    """A member in the directory."""

    id: MemberId
    name: str
    title: str = ""
    department: str = ""
    location: str = ""
    photo: str | None = None


class NewPhoto(Value):
    """A request to upload a photo of the caller."""

    size: Annotated[int, Field(ge=1, le=8 * 1024**2)]
    type: Annotated[str, Field(pattern=r"^image/(jpeg|png|webp|gif)$")]
