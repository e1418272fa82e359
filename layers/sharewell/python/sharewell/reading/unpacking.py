"""Unpacks a part of an archive in a process of its own, as files are read."""

import tempfile
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints, ValidationError

from sharewell.reading.limits import Limits
from sharewell.reading.service import carried_out, lines
from sharewell.values import Value

MOST_AT_ONCE: Final = 100
"""Files unpacked in one go."""
MOST_BYTES_AT_ONCE: Final = 400_000_000
MOST_TOLD: Final = 60_000_000
LIMITS: Final = Limits(seconds=90, processor_seconds=80, text_bytes=340_000_000)
"""A file of an archive may have a gigabyte (the kernel's bound is three times `text_bytes`)."""
_FAILED: Final = "It could not be unpacked: it is damaged or needs too much time or memory."
_NO_CONTROLS: Final = r"^[^\x00-\x1f\x7f]*$"
_Words = Annotated[str, StringConstraints(max_length=400, pattern=_NO_CONTROLS)]
_Title = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_NO_CONTROLS)]


class Note(Value):
    """A page of Markdown as it becomes a note."""

    title: _Title
    body: Annotated[str, StringConstraints(max_length=100_000, pattern=r"^[^\x00]*$")]
    tags: Annotated[list[_Words], Field(max_length=10)]
    day: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")] | None = None


class Entry(Value):
    """A file of an archive: a note, a file that was unpacked, left out, or why not."""

    number: Annotated[int, Field(ge=0, lt=10_000)]
    path: _Words
    size: Annotated[int, Field(ge=0)]
    problem: _Words | None = None
    left_out: bool = False
    begins: bool = False
    note: Note | None = None
    file: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,16}$")] | None = None
    title: _Title | None = None


class Unpacked(Value):
    """What the archive is, and its files from `start` on as far as they were unpacked."""

    problem: _Words | None = None
    total: Annotated[int, Field(ge=0, lt=10_000)] = 0
    flavour: Annotated[str, StringConstraints(pattern=r"^[a-z]{1,20}$")] = "files"
    root: _Words = ""
    folders: Annotated[list[_Words], Field(max_length=200)] = []
    entries: list[Entry] = []


def unpack(archive: Path, into: Path, id: str, start: int) -> Unpacked:
    """Unpack files from number `start` on; one that ends the process is told as refused."""
    with tempfile.TemporaryDirectory(prefix="unpacking-") as room:
        told = Path(room, "told")
        order = {
            "archive": str(archive.resolve()),
            "into": str(into.resolve()),
            "import": id,
            "start": start,
            "most": MOST_AT_ONCE,
            "most_bytes": MOST_BYTES_AT_ONCE,
            "told": str(told),
            "limits": LIMITS._asdict(),
        }
        failure = carried_out(order, Path(room), LIMITS)
        return _understood(lines(told, MOST_TOLD), failure, start)


def _understood(said: list[dict[str, Any]], failure: str | None, start: int) -> Unpacked:
    try:
        return _unpacked(said, failure, start)
    except (ValidationError, ValueError, TypeError, KeyError):
        return Unpacked(problem="This archive could not be unpacked.")


def _unpacked(said: list[dict[str, Any]], failure: str | None, start: int) -> Unpacked:
    if not said or "total" not in said[0]:
        problem = said[0].get("problem") if said else failure
        return Unpacked(problem=problem or "This archive could not be unpacked.")
    entries: list[Entry] = []
    for it in said[1:]:
        if "number" not in it:
            continue
        entry = Entry.model_validate(it)
        if entries and entries[-1].begins:
            entries.pop()
        entries.append(entry)
    if entries and entries[-1].begins:
        entries[-1] = entries[-1].model_copy(update={"begins": False, "problem": _FAILED})
    if [it.number for it in entries] != list(range(start, start + len(entries))):
        return Unpacked(problem="This archive could not be unpacked.")
    return Unpacked.model_validate({**said[0], "entries": entries})
