"""The value classes of the demo organisation: people, channels, groups, items."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from sharewell.core.ids import MemberId
from sharewell.core.values import Value
from sharewell.profiles.model import ProfileFields, WorkingHours

Kind = Literal["note", "link", "file"]
Role = Literal["admin", "curator", "member"]
Format = Literal["pdf", "docx", "pptx", "xlsx", "vtt"]

Address = Annotated[str, StringConstraints(pattern=r"^[a-z.-]+@[a-z]+\.example$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=160)]
Passage = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=1200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20)]

REFERENCE = re.compile(r"\]\(item:([a-z0-9-]+)\)")
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _hours(written: object) -> object:
    """Parses working hours like `mon-fri 08:00-16:30`, `sun-thu …` or `mon,wed …`."""
    if not isinstance(written, str):
        return written
    days, clock = written.split()
    begins, ends = clock.split("-")
    if "-" in days:
        first, last = (WEEK.index(day) for day in days.split("-"))
        found = {day % 7 for day in range(first, last + 1 + 7 * (last < first))}
    else:
        found = {WEEK.index(day) for day in days.split(",")}
    return WorkingHours(days=sorted(day + 1 for day in found), begins=begins, ends=ends)


class Person(Value):
    """An employee of the demo company, with the content of their profile."""

    address: Address
    name: Line
    role: Role = "member"
    department: Line
    title: Line
    location: Line
    time_zone: Line
    working_hours: Annotated[WorkingHours, BeforeValidator(_hours)]
    languages: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")], ...]
    manager: Address | None = None
    how_i_work: Passage
    working_on: Passage
    wants_to_learn: Passage
    helps_with: Passage
    hours_to_help: Annotated[int, Field(ge=0, le=10)]

    def about(self, manager: MemberId | None) -> ProfileFields:
        """Returns the fields of this person's profile; `manager` is their manager's member id."""
        fields = self.model_dump(exclude={"address", "role", "manager"})
        return ProfileFields.model_validate({**fields, "manager": manager})


class Channel(Value):
    """A channel, with its creator and followers."""

    slug: Slug
    name: Line
    about: Passage
    opened_by: Address
    days_ago: Annotated[int, Field(ge=0, le=1000)]
    followers: tuple[Address, ...]
    curators: tuple[Address, ...] = ()
    pinned: tuple[Slug, ...] = ()
    formerly: Line | None = None


class Group(Value):
    """A group, led by its first member.

    With a department in `takes`, a membership rule adds all its members.
    """

    slug: Slug
    name: Line
    kind: Literal["team", "project", "community", "practice"] = "team"
    visibility: Literal["open", "request", "private", "secret"] = "private"
    about: Passage
    members: tuple[Address, ...]
    takes: str | None = None


class Assignment(Value):
    """An assignment to a group or to members, and the progress of some of them by item.

    It was created `days_ago` and is due in `due_in` days; a negative number means overdue.
    """

    by: Address
    group: Slug | None = None
    members: tuple[Address, ...] = ()
    items: tuple[Slug, ...]
    task: Literal["read", "do", "review"] = "read"
    reviewer: Address | None = None
    note: Line
    days_ago: Annotated[int, Field(ge=0, le=100)]
    due_in: int
    done: Mapping[Slug, tuple[Address, ...]] = {}
    ready: Mapping[Slug, tuple[Address, ...]] = {}
    asks: Mapping[Slug, Mapping[Address, Line]] = {}
    says: Mapping[Slug, Mapping[Address, Line]] = {}


class Verified(Value):
    """An item's verifier, the interval in days, and the days since the last verification."""

    item: Slug
    by: Address
    every: Annotated[int, Field(ge=7, le=730)]
    days_ago: Annotated[int, Field(ge=0, le=1000)]


class Reply(Value):
    """A reply to a post, perhaps its accepted answer."""

    by: Address
    says: Passage
    answers: bool = False


class Post(Value):
    """A post about an item or in a group, with its replies and status."""

    about: Slug
    by: Address
    kind: Literal["comment", "question", "idea", "feedback"]
    says: Passage
    quote: Line | None = None
    days_ago: Annotated[int, Field(ge=0, le=100)]
    replies: tuple[Reply, ...] = ()
    status: Literal["heard", "considering", "done", "declined"] | None = None
    reason: Line | None = None
    judged_by: Address | None = None


class FileWanted(Value):
    """The file of an item: its name and format."""

    name: Annotated[str, StringConstraints(pattern=r"^[^/\\]+\.[a-z]+$", max_length=120)]
    format: Format


class Item(Value):
    """A note, a link or a file; `visible_to` empty means the whole organisation.

    `thanks` maps credited people to their contribution; `helped` lists who reacted with "helped".
    `text` is a note's Markdown, or the description of a link or a file.
    `days_ago` counts from the day on which the organisation is seeded.
    """

    slug: Slug
    kind: Kind
    title: Line
    author: Address
    channels: Annotated[tuple[Slug, ...], Field(min_length=1)]
    days_ago: Annotated[int, Field(ge=0, le=1000)]
    visible_to: tuple[Slug, ...] = ()
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] = "en"
    co_authors: tuple[Address, ...] = ()
    thanks: Mapping[Address, Line] = {}
    helped: tuple[Address, ...] = ()
    tags: tuple[Line, ...] = ()
    text: Text
    url: str | None = None
    file: FileWanted | None = None

    @property
    def references(self) -> tuple[Slug, ...]:
        """The older items that the text refers to with `[words](item:slug)`."""
        return tuple(dict.fromkeys(REFERENCE.findall(self.text)))

    def linked(self, addresses: Mapping[str, str]) -> str:
        """Returns the text with each reference replaced by the URL of its item."""
        return REFERENCE.sub(lambda found: f"]({addresses[found[1]]})", self.text)
