"""Converts a page of Markdown from another tool into a note: title, tags, day and links.

Front matter is YAML, read by PyYAML's safe loader: short, and without aliases, which can expand to
more than a machine's memory.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

import yaml

from sharewell.file_reader import paths

MAX_BODY_LENGTH: Final = 100_000
_FRONT: Final = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_MAX_FRONT_LENGTH: Final = 16_000
_MAX_BRACKETS: Final = 200
"""In front matter: PyYAML's time grows with the square of the nesting depth."""
_HEADING: Final = re.compile(r"\A\s*#[ \t]+([^\n]*[^\s#][^\n]*)(?:\n|\Z)")
_LINK: Final = re.compile(
    r"(!?)\[([^\[\]\n]{0,500})\]"
    r"\((<[^<>\n]{1,1500}>|[^()\s]{1,1500}(?:\([^()\s]{0,200}\)[^()\s]{0,300}){0,3})"
    r"(?: +\"[^\"\n]{0,300}\")?\)"
)
_PROPERTY: Final = re.compile(r"\A([A-Z][A-Za-z ]{1,30}): ([^\n]{1,300})(?:\r?\n|\Z)")
_FENCE: Final = re.compile(r"^(?:```|~~~).*?^(?:```|~~~)[^\n]*$", re.MULTILINE | re.DOTALL)
_DAYS: Final = ("%B %d, %Y %I:%M %p", "%B %d, %Y", "%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y")
_DAY_NAMES: Final = ("created", "date", "created time", "created at", "createdat", "date created")


class ParsedNote(NamedTuple):
    """The note that a page becomes."""

    title: str
    body: str
    tags: list[str]
    day: str | None


def read(path: str, text: str, addresses: Mapping[str, str], *, notion: bool) -> ParsedNote:
    """Returns the note of the page at `path`; `addresses` maps other paths to their new URLs."""
    front, body = _front(text.removeprefix("\ufeff"))
    heading = _HEADING.match(body)
    title = _line(front.get("title")) or (_line(_plain(heading[1])) if heading else None)
    if heading and (not front.get("title") or _line(_plain(heading[1])) == title):
        body = body[heading.end() :]
    if notion:
        more, body = _properties(body.lstrip("\r\n"))
        front = {**more, **front}
    body = _linked(path, body, addresses)
    return ParsedNote(
        title=title or paths.title_of(path),
        body=body.replace("\0", "").strip()[:MAX_BODY_LENGTH],
        tags=_tags(front.get("tags") or front.get("keywords")),
        day=next((day for name in _DAY_NAMES if (day := _day(front.get(name)))), None),
    )


def _front(text: str) -> tuple[dict[str, Any], str]:
    """Returns front matter by lower-case name, and the text after it; invalid YAML stays text."""
    found = _FRONT.match(text)
    if not found or len(found[1]) > _MAX_FRONT_LENGTH:
        return {}, text
    if found[1].count("[") + found[1].count("{") > _MAX_BRACKETS:
        return {}, text
    try:
        if any(isinstance(it, yaml.AliasEvent) for it in yaml.parse(found[1], yaml.SafeLoader)):
            return {}, text
        values = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, text
    if not isinstance(values, dict):
        return {}, text
    return {str(name).lower(): value for name, value in values.items()}, text[found.end() :]


def _properties(body: str) -> tuple[dict[str, Any], str]:
    """Returns Notion's lines `Created: October 5, 2023` below the heading, and the rest."""
    found: dict[str, Any] = {}
    rest = body
    while len(found) < 40 and (line := _PROPERTY.match(rest)):
        found[line[1].lower()] = line[2]
        rest = rest[line.end() :]
    known = {"tags", *_DAY_NAMES} & found.keys()
    ends = not rest.strip() or rest.startswith(("\n", "\r\n"))
    return (found, rest) if known and ends else ({}, body)


def _linked(path: str, body: str, addresses: Mapping[str, str]) -> str:
    """Returns the text with links rewritten to the new addresses; code stays unchanged."""
    folder = PurePosixPath(path).parent

    def rewrite(link: re.Match[str]) -> str:
        target, mark, anchor = link[3].strip("<>").partition("#")
        target = "" if ":" in target.split("/")[0] else target.lstrip("/")
        for relative in (unquote(target), target) if target else ():
            for found in (normpath(str(folder / relative)), normpath(relative)):
                for name in (found, f"{found}.md"):
                    if name in addresses:
                        return f"{link[1]}[{link[2]}]({addresses[name]}{mark}{anchor})"
        return link[0]

    parts, at = [], 0
    for code in _FENCE.finditer(body):
        parts += [_LINK.sub(rewrite, body[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*parts, _LINK.sub(rewrite, body[at:])])


def _tags(value: Any) -> list[str]:
    """Returns the first ten tags of a list, or of words separated by commas."""
    tags = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    words = [" ".join(str(it).removeprefix("#").split())[:40].strip() for it in tags[:30]]
    return [it for it in dict.fromkeys(words) if it and it.isprintable()][:10]


def _day(value: Any) -> str | None:
    """Returns a day in the formats of YAML or Notion as `2024-05-17`; None if it is neither."""
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d") if value.year >= 1000 else None
    if not isinstance(value, str):
        return None
    for form in _DAYS:
        try:
            return datetime.strptime(value.strip(), form).strftime("%Y-%m-%d")  # noqa: DTZ007
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(value.strip()).strftime("%Y-%m-%d")
    except ValueError:
        return None


def _plain(heading: str) -> str:
    """Returns a heading's words without Markdown's syntax and closing signs."""
    words = heading.strip().rstrip("#").rstrip()
    return re.sub(r"[*_`]{1,3}|\\(?=[^\w\s])", "", words)


def _line(value: Any) -> str | None:
    """Returns the value in one line of at most 200 characters; None if it is empty."""
    if not isinstance(value, str | int | float):
        return None
    words = " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
    return words[:200].strip() or None
