"""What every value is (frozen, checked when made, refusing unknown fields), and those all share."""

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
    """A plain value. As a body or answer of a view it is also the API's contract."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Switch(StrEnum):
    """Who may write in a discussion; `off` hides what was written and deletes nothing."""

    OPEN = "open"
    QUESTIONS_ONLY = "questions-only"
    LOCKED = "locked"
    OFF = "off"


class Form(Value):
    """A POST for exactly one key, type and length; `fields` go before the file."""

    url: str
    fields: dict[str, str]


def line(longest: int, *, shortest: int = 1) -> StringConstraints:
    """One line of text: trimmed, without control characters, `shortest` to `longest` characters."""
    return StringConstraints(
        strip_whitespace=True,
        min_length=shortest,
        max_length=longest,
        pattern=r"^[^\x00-\x1f\x7f]*$",
    )


LONGEST_TAG = 40


def plain_word(tag: str) -> str:
    """A tag as everybody spells it: in small letters, without a # or doubled spaces."""
    plain = " ".join(tag.removeprefix("#").split()).lower()[:LONGEST_TAG].strip()
    if not plain:
        raise ValueError("a tag is a word")
    return plain


def _written_out(given: Any) -> Any:
    if isinstance(given, int | float) or (isinstance(given, str) and "-" not in given[1:]):
        raise ValueError("write the time as in 2026-03-02T09:00:00Z")  # a number is none
    return given


Instant = Annotated[datetime, BeforeValidator(_written_out)]
"""A time that comes from outside."""
Name = Annotated[str, line(80)]
Title = Annotated[str, line(200)]
Tag = Annotated[str, line(LONGEST_TAG), AfterValidator(plain_word)]
Line = Annotated[str, line(300, shortest=0)]
Text = Annotated[str, StringConstraints(max_length=4_000, pattern=r"^[^\x00]*$")]
LONGEST_MARKDOWN = 370_000
"""Bytes; with everything else a row may have 400 kB (DynamoDB)."""


def _short_enough(text: str) -> str:
    if len(text) > LONGEST_MARKDOWN // 4 and len(text.encode()) > LONGEST_MARKDOWN:
        raise ValueError(f"a text has at most {LONGEST_MARKDOWN:,} bytes")
    return text


Markdown = Annotated[
    str,
    StringConstraints(max_length=100_000, pattern=r"^[^\x00]*$"),
    AfterValidator(_short_enough),
]
ULID = Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}$")
"""What every id must look like that comes from outside."""
Ulid = Annotated[str, ULID]
POST = Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}(-[0-9A-HJKMNP-TV-Z]{26})?$")
"""What the id of a post must look like: that of its thread, and for a reply its own behind it."""
PostPlace = Annotated[str, POST]


def beginning(text: str, most: int) -> str:
    """A text in as many characters; where it goes on, the last one says so."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def alike(text: str) -> str:
    """Text as people compare it: without case, accents or doubled spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
