"""What can be found, what is asked, and what is answered."""

import math
from datetime import UTC, datetime, time
from typing import Annotated

from pydantic import Field, StringConstraints

from sharewell.values import Instant, Value

PAGE = 10
"""Hits of one answer."""
FURTHEST = 1_000
"""Hits that one may page through; further down nobody looks."""
LONGEST_QUESTION = 200

_Id = Annotated[str, StringConstraints(min_length=1, max_length=100)]
_Ids = Annotated[list[_Id], Field(max_length=20)]


class Part(Value):
    """A page of a file, or a stretch of a recording that begins at `second`."""

    page: Annotated[int, Field(ge=1)]
    text: str
    second: Annotated[int, Field(ge=0)] | None = None
    of: str = ""
    """The file that it is a page of."""


class Document(Value):
    """Everything that search knows about one thing.

    `ref` is `item:<id>`, `person:<id>` and so on. `kinds` go from general to special (item,
    note), `acl` names the audiences (`all`, `group:<id>`, `member:<id>`), `tags` are `name:value`
    (`department:Sales`). Past `review_by` it is stale.
    """

    ref: str
    kinds: list[str]
    acl: list[str]
    title: str
    body: str = ""
    channels: list[str] = []
    author: str | None = None
    tags: list[str] = []
    skills: list[str] = []
    parts: list[Part] = []
    created: datetime
    review_by: datetime | None = None


class Filters(Value):
    """What a found thing must be; each list is an either-or."""

    kind: list[str] = []
    channel: list[str] = []
    author: list[str] = []
    tags: list[str] = []
    since: datetime | None = None
    until: datetime | None = None


class Ask(Value):
    """One question: words as typed, filters, and how many hits were shown already."""

    words: str = ""
    filters: Filters = Filters()
    offset: int = 0


class SearchQuery(Value):
    """A search as the address bar says it. `from` and `to` are days or instants (ISO 8601)."""

    q: Annotated[str, Field(max_length=LONGEST_QUESTION)] = ""
    kind: _Ids | _Id = []
    channel: _Ids | _Id = []
    author: _Ids | _Id = []
    tag: _Ids | _Id = []
    department: _Ids | _Id = []
    location: _Ids | _Id = []
    from_: Annotated[Instant | None, Field(alias="from")] = None
    to: Instant | None = None
    offset: Annotated[int, Field(ge=0, lt=FURTHEST)] = 0

    def ask(self) -> Ask:
        """The same, as the service takes it."""
        tags = [f"tag:{it}" for it in _list(self.tag)]
        tags += [f"department:{it}" for it in _list(self.department)]
        tags += [f"location:{it}" for it in _list(self.location)]
        return Ask(
            words=self.q,
            offset=self.offset,
            filters=Filters(
                kind=_list(self.kind),
                channel=_list(self.channel),
                author=_list(self.author),
                tags=tags,
                since=_instant(self.from_, time.min),
                until=_instant(self.to, time.max),
            ),
        )


class SuggestionQuery(Value):
    """What has been typed so far."""

    q: Annotated[str, Field(max_length=LONGEST_QUESTION)] = ""


class DraftQuery(Value):
    """What somebody writes: a title and how its text begins."""

    q: Annotated[str, Field(max_length=1_000)] = ""


class Sharer(Value):
    """Somebody who shared things in a channel, and how many of them the reader may see."""

    id: str
    name: str
    count: int


class Piece(Value):
    """A run of a snippet's text; `hit` runs are what was asked for."""

    text: str
    hit: bool = False


class Hit(Value):
    """Something found: `ref` and `kind` say what, `page` or `second` where in it to open."""

    ref: str
    kind: str
    title: list[Piece]
    item: str | None = None
    person: str | None = None
    channel: str | None = None
    group: str | None = None
    post: str | None = None
    page: int | None = None
    second: int | None = None
    snippet: list[Piece] = []
    channels: list[str] = []
    author: str | None = None
    created: datetime
    stale: bool = False


class Count(Value):
    """How many hits one choice of a filter would leave; `name` is what to show for `value`."""

    value: str
    name: str
    count: int


class Facets(Value):
    """For each filter its choices, most hits first; a filter's own choice does not narrow it."""

    kind: list[Count] = []
    channel: list[Count] = []
    author: list[Count] = []
    tag: list[Count] = []
    department: list[Count] = []
    location: list[Count] = []
    age: list[Count] = []


class Answer(Value):
    """One page of hits. `corrected` when nothing matched as it was typed and near words did."""

    hits: list[Hit]
    total: int
    facets: Facets
    corrected: bool = False
    next: int | None = None


class Suggestions(Value):
    """Ways to go on typing, likeliest first."""

    items: list[str]


AGES: dict[str, int] = {"day": 1, "week": 7, "month": 30, "year": 365}
"""Choices of the age filter, in days."""


def liveliness(created: float, review_by: float | None, now: float) -> float:
    """The factor on a score: new things weigh up to 15 % more, stale ones 40 % less (seconds)."""
    age = max(0.0, now - created) / 86_400
    fresh = 1 + 0.15 * math.exp2(-age / 180)
    return fresh * (0.6 if review_by is not None and review_by < now else 1.0)


def _list(given: list[str] | str) -> list[str]:
    return [given] if isinstance(given, str) else given


def _instant(given: datetime | None, otherwise: time) -> datetime | None:
    if given is None or given.tzinfo:
        return given
    if given.time() == time.min:
        given = datetime.combine(given.date(), otherwise)
    return given.replace(tzinfo=UTC)
