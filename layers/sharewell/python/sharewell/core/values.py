"""The base class of values (frozen, validated, without unknown fields), and shared types."""

import unicodedata
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)


class Value(BaseModel):
    """A plain value; as a body or response of a view, also the contract of the API."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DiscussionMode(StrEnum):
    """A discussion mode: who may post; `off` hides the posts and deletes none."""

    OPEN = "open"
    QUESTIONS_ONLY = "questions-only"
    LOCKED = "locked"
    OFF = "off"


class Form(Value):
    """A presigned POST for exactly one key, type and length; `fields` precede the file."""

    url: str
    fields: dict[str, str]


def single_line(longest: int, *, shortest: int = 1) -> StringConstraints:
    """Returns the constraints of a trimmed line of text without control characters.

    It has `shortest` to `longest` characters.
    """
    return StringConstraints(
        strip_whitespace=True,
        min_length=shortest,
        max_length=longest,
        pattern=r"^[^\x00-\x1f\x7f]*$",
    )


MAX_TAG_LENGTH = 40


def normalise_tag(tag: str) -> str:
    """Returns a tag in lower case, without a leading # or repeated spaces.

    Raises: ValueError, for an empty one.
    """
    plain = " ".join(tag.removeprefix("#").split()).lower()[:MAX_TAG_LENGTH].strip()
    if not plain:
        raise ValueError("A tag needs at least one character.")
    return plain


def _require_iso_format(given: Any) -> Any:
    if isinstance(given, int | float) or (isinstance(given, str) and "-" not in given[1:]):
        raise ValueError("Write the time like 2026-03-02T09:00:00Z.")  # no timestamps
    return given


Instant = Annotated[datetime, BeforeValidator(_require_iso_format)]
"""A time in a request."""
Name = Annotated[str, single_line(80)]
Title = Annotated[str, single_line(200)]
Tag = Annotated[str, single_line(MAX_TAG_LENGTH), AfterValidator(normalise_tag)]
Line = Annotated[str, single_line(300, shortest=0)]
Text = Annotated[str, StringConstraints(max_length=4_000, pattern=r"^[^\x00]*$")]
MAX_MARKDOWN_LENGTH = 370_000
"""Bytes; a whole row may have 400 kB (DynamoDB)."""


def _require_max_bytes(text: str) -> str:
    if len(text) > MAX_MARKDOWN_LENGTH // 4 and len(text.encode()) > MAX_MARKDOWN_LENGTH:
        raise ValueError(f"The text can have at most {MAX_MARKDOWN_LENGTH:,} bytes.")
    return text


Markdown = Annotated[
    str,
    StringConstraints(max_length=100_000, pattern=r"^[^\x00]*$"),
    AfterValidator(_require_max_bytes),
]
ULID = Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}$")
"""The pattern of an id in a request."""
Ulid = Annotated[str, ULID]
POST = Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}(-[0-9A-HJKMNP-TV-Z]{26})?$")
"""The pattern of the id of a post: that of its thread, for a reply followed by its own."""
PostPath = Annotated[str, POST]


def truncate(text: str, most: int) -> str:
    """Returns at most `most` characters of a text; a shortened one ends with an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def normalise_for_comparison(text: str) -> str:
    """Returns a text without case, accents or repeated spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
