"""Documents of the index, search requests and their results."""

import math
from datetime import UTC, datetime, time
from typing import Annotated

from pydantic import Field, StringConstraints

from sharewell.core.values import Instant, Value

PAGE_SIZE = 10
"""Hits of one page."""
MAX_OFFSET = 1_000
"""Maximum number of hits that can be paged through; a better query beats page 101."""
MAX_QUERY_LENGTH = 200

_Id = Annotated[str, StringConstraints(min_length=1, max_length=100)]
_Ids = Annotated[list[_Id], Field(max_length=20)]


class Part(Value):
    """A page of a file, or a section of a recording that begins at `second`."""

    page: Annotated[int, Field(ge=1)]
    text: str
    second: Annotated[int, Field(ge=0)] | None = None
    of: str = ""
    """The id of the file that contains this page."""


class Document(Value):
    """Everything that the index stores about one thing.

    `ref` is `item:<id>`, `person:<id>` and so on. `kinds` go from general to specific
    (item, note), `acl` names the audiences (`all`, `group:<id>`, `member:<id>`), `tags` are
    `name:value` (`department:Sales`). After `review_by` the document is stale.
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
    """Conditions on hits; a hit matches one value of each list that is not empty."""

    kind: list[str] = []
    channel: list[str] = []
    author: list[str] = []
    tags: list[str] = []
    since: datetime | None = None
    until: datetime | None = None


class SearchRequest(Value):
    """A search: the text as typed, filters, and the number of hits already shown."""

    text: str = ""
    filters: Filters = Filters()
    offset: int = 0


class SearchQuery(Value):
    """The query parameters of a search. `from` and `to` are days or instants (ISO 8601)."""

    q: Annotated[str, Field(max_length=MAX_QUERY_LENGTH)] = ""
    kind: _Ids | _Id = []
    channel: _Ids | _Id = []
    author: _Ids | _Id = []
    tag: _Ids | _Id = []
    department: _Ids | _Id = []
    location: _Ids | _Id = []
    from_: Annotated[Instant | None, Field(alias="from")] = None
    to: Instant | None = None
    offset: Annotated[int, Field(ge=0, lt=MAX_OFFSET)] = 0

    def to_request(self) -> SearchRequest:
        """Returns the search as the service expects it."""
        tags = [f"tag:{it}" for it in _list(self.tag)]
        tags += [f"department:{it}" for it in _list(self.department)]
        tags += [f"location:{it}" for it in _list(self.location)]
        return SearchRequest(
            text=self.q,
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
    """The text typed so far."""

    q: Annotated[str, Field(max_length=MAX_QUERY_LENGTH)] = ""


class DraftQuery(Value):
    """A draft: its title and the beginning of its text."""

    q: Annotated[str, Field(max_length=1_000)] = ""


class Sharer(Value):
    """A member who shared items in a channel, and how many of them the caller may see."""

    id: str
    name: str
    count: int


class SnippetPart(Value):
    """A run of a snippet's text; `hit` runs match the query."""

    text: str
    hit: bool = False


class Hit(Value):
    """A document that was found; `page` or `second` is the position to open it at."""

    ref: str
    kind: str
    title: list[SnippetPart]
    item: str | None = None
    person: str | None = None
    channel: str | None = None
    group: str | None = None
    post: str | None = None
    page: int | None = None
    second: int | None = None
    snippet: list[SnippetPart] = []
    channels: list[str] = []
    author: str | None = None
    created: datetime
    stale: bool = False


class FacetCount(Value):
    """The number of hits with one value of a filter; `name` is the display name of `value`."""

    value: str
    name: str
    count: int


class Facets(Value):
    """The values of each filter, most hits first; a filter does not narrow its own values."""

    kind: list[FacetCount] = []
    channel: list[FacetCount] = []
    author: list[FacetCount] = []
    tag: list[FacetCount] = []
    department: list[FacetCount] = []
    location: list[FacetCount] = []
    age: list[FacetCount] = []


class SearchResults(Value):
    """A page of hits. `corrected` when nothing matched as typed but similar words did."""

    hits: list[Hit]
    total: int
    facets: Facets
    corrected: bool = False
    next: int | None = None


class Suggestions(Value):
    """Completions of the typed text, likeliest first."""

    items: list[str]


AGES: dict[str, int] = {"day": 1, "week": 7, "month": 30, "year": 365}
"""Values of the age filter, in days."""


def freshness_factor(created: float, review_by: float | None, now: float) -> float:
    """Returns the factor on a score: up to 15 % more for new documents, 40 % less for stale ones.

    Times are seconds since the epoch.
    """
    age = max(0.0, now - created) / 86_400
    fresh = 1 + 0.15 * math.exp2(-age / 180)
    return fresh * (0.6 if review_by is not None and review_by < now else 1.0)


def _list(value: list[str] | str) -> list[str]:
    return [value] if isinstance(value, str) else value


def _instant(value: datetime | None, time_of_day: time) -> datetime | None:
    if value is None or value.tzinfo:
        return value
    if value.time() == time.min:
        value = datetime.combine(value.date(), time_of_day)
    return value.replace(tzinfo=UTC)
