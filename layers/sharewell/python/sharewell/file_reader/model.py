"""The result of reading a file."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from sharewell.core.values import Value

Family = Literal[
    "pdf",
    "document",
    "slides",
    "sheet",
    "page",
    "text",
    "table",
    "captions",
    "mail",
    "image",
    "audio",
    "video",
    "other",
]

_NO_CONTROLS = r"^[^\x00-\x1f\x7f]*$"
Short = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_NO_CONTROLS)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=_NO_CONTROLS)]


class Page(Value):
    """One page of text: a PDF's page, a slide, a sheet, a minute of captions."""

    number: int = Field(ge=1)
    text: str = Field(pattern=r"^[^\x00]*$")
    title: Short | None = None
    second: int | None = Field(default=None, ge=0)


class Reading(Value):
    """A file's true type, its text page by page, its language and its thumbnail.

    `pages` omits pages without text; `page_count` counts all. `refusal` is one message for the
    uploader: without pages it states why the file could not be read, with `truncated` and pages it
    states how much of the file was read.
    """

    type: str = Field(pattern=r"^[a-z]+/[A-Za-z0-9.+-]+$", max_length=100)
    family: Family
    pages: list[Page] = Field(default_factory=list)
    page_count: int = Field(default=0, ge=0)
    truncated: bool = False
    language: str | None = Field(default=None, pattern=r"^[a-z]{2}$")
    thumbnail: bytes | None = Field(default=None, max_length=500_000)
    title: Short | None = None
    about: Annotated[str, StringConstraints(max_length=500, pattern=_NO_CONTROLS)] | None = None
    picture: Annotated[str, StringConstraints(max_length=2_000)] | None = None
    refusal: Sentence | None = None
