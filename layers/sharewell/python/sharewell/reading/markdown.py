"""A page of Markdown from elsewhere: its title, tags and day, and links that lead to what it names.

Front matter is YAML, read by PyYAML's safe loader: short, and without aliases, which can be made
to stand for more than a machine holds.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

import yaml

from sharewell.reading import paths

LONGEST_BODY: Final = 100_000
_FRONT: Final = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LONGEST_FRONT: Final = 16_000
_MOST_BRACKETS: Final = 200
"""In front matter: PyYAML's time grows with the square of how deep they nest."""
_HEADING: Final = re.compile(r"\A\s*#[ \t]+([^\n]*[^\s#][^\n]*)(?:\n|\Z)")
_LINK: Final = re.compile(
    r"(!?)\[([^\[\]\n]{0,500})\]"
    r"\((<[^<>\n]{1,1500}>|[^()\s]{1,1500}(?:\([^()\s]{0,200}\)[^()\s]{0,300}){0,3})"
    r"(?: +\"[^\"\n]{0,300}\")?\)"
)
_PROPERTY: Final = re.compile(r"\A([A-Z][A-Za-z ]{1,30}): ([^\n]{1,300})(?:\r?\n|\Z)")
_FENCE: Final = re.compile(r"^(?:```|~~~).*?^(?:```|~~~)[^\n]*$", re.MULTILINE | re.DOTALL)
_DAYS: Final = ("%B %d, %Y %I:%M %p", "%B %d, %Y", "%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y")
_WRITTEN: Final = ("created", "date", "created time", "created at", "createdat", "date created")


class Written(NamedTuple):
    """A page as it becomes a note."""

    title: str
    body: str
    tags: list[str]
    day: str | None


def read(path: str, text: str, addresses: Mapping[str, str], *, notion: bool) -> Written:
    """The note that the page at `path` becomes; `addresses` say where other paths will be."""
    front, body = _front(text.removeprefix("\ufeff"))
    heading = _HEADING.match(body)
    title = _line(front.get("title")) or (_line(_plain(heading[1])) if heading else None)
    if heading and (not front.get("title") or _line(_plain(heading[1])) == title):
        body = body[heading.end() :]
    if notion:
        more, body = _properties(body.lstrip("\r\n"))
        front = {**more, **front}
    body = _linked(path, body, addresses)
    return Written(
        title=title or paths.title(path),
        body=body.replace("\0", "").strip()[:LONGEST_BODY],
        tags=_tags(front.get("tags") or front.get("keywords")),
        day=next((day for name in _WRITTEN if (day := _day(front.get(name)))), None),
    )


def _front(text: str) -> tuple[dict[str, Any], str]:
    """Front matter by small names, and the text after it; what is no YAML stays text."""
    found = _FRONT.match(text)
    if not found or len(found[1]) > _LONGEST_FRONT:
        return {}, text
    if found[1].count("[") + found[1].count("{") > _MOST_BRACKETS:
        return {}, text
    try:
        if any(isinstance(it, yaml.AliasEvent) for it in yaml.parse(found[1], yaml.SafeLoader)):
            return {}, text
        said = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, text
    if not isinstance(said, dict):
        return {}, text
    return {str(name).lower(): value for name, value in said.items()}, text[found.end() :]


def _properties(body: str) -> tuple[dict[str, Any], str]:
    """The lines `Created: October 5, 2023` that Notion writes below a page's heading."""
    found: dict[str, Any] = {}
    rest = body
    while len(found) < 40 and (line := _PROPERTY.match(rest)):
        found[line[1].lower()] = line[2]
        rest = rest[line.end() :]
    known = {"tags", *_WRITTEN} & found.keys()
    ends = not rest.strip() or rest.startswith(("\n", "\r\n"))
    return (found, rest) if known and ends else ({}, body)


def _linked(path: str, body: str, addresses: Mapping[str, str]) -> str:
    """The text with links that lead to the new addresses; code stays as it is."""
    folder = PurePosixPath(path).parent

    def changed(link: re.Match[str]) -> str:
        target, mark, anchor = link[3].strip("<>").partition("#")
        target = "" if ":" in target.split("/")[0] else target.lstrip("/")
        for way in (unquote(target), target) if target else ():
            for found in (normpath(str(folder / way)), normpath(way)):
                for name in (found, f"{found}.md"):
                    if name in addresses:
                        return f"{link[1]}[{link[2]}]({addresses[name]}{mark}{anchor})"
        return link[0]

    kept, at = [], 0
    for code in _FENCE.finditer(body):
        kept += [_LINK.sub(changed, body[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*kept, _LINK.sub(changed, body[at:])])


def _tags(said: Any) -> list[str]:
    """Tags as people write them down: a list, or words with commas between."""
    some = said.split(",") if isinstance(said, str) else said if isinstance(said, list) else []
    words = [" ".join(str(it).removeprefix("#").split())[:40].strip() for it in some[:30]]
    return [it for it in dict.fromkeys(words) if it and it.isprintable()][:10]


def _day(said: Any) -> str | None:
    """A day as YAML or Notion writes it, as `2024-05-17`."""
    if isinstance(said, date):
        return said.strftime("%Y-%m-%d") if said.year >= 1000 else None
    if not isinstance(said, str):
        return None
    for form in _DAYS:
        try:
            return datetime.strptime(said.strip(), form).strftime("%Y-%m-%d")  # noqa: DTZ007
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(said.strip()).strftime("%Y-%m-%d")
    except ValueError:
        return None


def _plain(heading: str) -> str:
    """A heading's words without Markdown's signs, nor those that may end it."""
    words = heading.strip().rstrip("#").rstrip()
    return re.sub(r"[*_`]{1,3}|\\(?=[^\w\s])", "", words)


def _line(said: Any) -> str | None:
    """One line of at most 200 characters."""
    if not isinstance(said, str | int | float):
        return None
    words = " ".join("".join(c if c.isprintable() else " " for c in str(said)).split())
    return words[:200].strip() or None
