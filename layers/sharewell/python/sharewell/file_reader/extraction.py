"""Unpacks some files of an archive in a child process."""

import tempfile
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints, ValidationError

from sharewell.core.values import Value
from sharewell.file_reader.limits import Limits
from sharewell.file_reader.service import parse_lines, run_child

MAX_FILES_PER_BATCH: Final = 100
"""Files unpacked in one batch."""
MAX_BYTES_PER_BATCH: Final = 400_000_000
MAX_OUTPUT_BYTES: Final = 60_000_000
LIMITS: Final = Limits(seconds=90, processor_seconds=80, text_bytes=340_000_000)
"""A file of an archive may have a gigabyte (the kernel's bound is three times `text_bytes`)."""
_FAILED: Final = "It could not be unpacked: it is damaged or needs too much time or memory."
_NO_CONTROLS: Final = r"^[^\x00-\x1f\x7f]*$"
_Text = Annotated[str, StringConstraints(max_length=400, pattern=_NO_CONTROLS)]
_Title = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_NO_CONTROLS)]


class UnpackedNote(Value):
    """The note that a page of Markdown becomes."""

    title: _Title
    body: Annotated[str, StringConstraints(max_length=100_000, pattern=r"^[^\x00]*$")]
    tags: Annotated[list[_Text], Field(max_length=10)]
    day: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")] | None = None


class UnpackedEntry(Value):
    """A file of an archive: a note, an unpacked file, skipped, or the problem with it."""

    number: Annotated[int, Field(ge=0, lt=10_000)]
    path: _Text
    size: Annotated[int, Field(ge=0)]
    problem: _Text | None = None
    is_skipped: bool = False
    begins: bool = False
    note: UnpackedNote | None = None
    file: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,16}$")] | None = None
    title: _Title | None = None


class Unpacked(Value):
    """The format of the archive, and its files from `start` on that were unpacked."""

    problem: _Text | None = None
    total: Annotated[int, Field(ge=0, lt=10_000)] = 0
    flavour: Annotated[str, StringConstraints(pattern=r"^[a-z]{1,20}$")] = "files"
    root: _Text = ""
    folders: Annotated[list[_Text], Field(max_length=200)] = []
    entries: list[UnpackedEntry] = []


def unpack(archive: Path, into: Path, id: str, start: int) -> Unpacked:
    """Unpacks a batch of files from number `start` on into the folder `into`.

    A file that ends the child process is reported with a problem.
    """
    with tempfile.TemporaryDirectory(prefix="unpacking-") as folder:
        output = Path(folder, "output")
        order = {
            "archive": str(archive.resolve()),
            "into": str(into.resolve()),
            "import": id,
            "start": start,
            "most": MAX_FILES_PER_BATCH,
            "most_bytes": MAX_BYTES_PER_BATCH,
            "told": str(output),
            "limits": LIMITS._asdict(),
        }
        failure = run_child(order, Path(folder), LIMITS)
        return _validated(parse_lines(output, MAX_OUTPUT_BYTES), failure, start)


def _validated(lines: list[dict[str, Any]], failure: str | None, start: int) -> Unpacked:
    try:
        return _unpacked(lines, failure, start)
    except (ValidationError, ValueError, TypeError, KeyError):
        return Unpacked(problem="This archive could not be unpacked.")


def _unpacked(lines: list[dict[str, Any]], failure: str | None, start: int) -> Unpacked:
    if not lines or "total" not in lines[0]:
        problem = lines[0].get("problem") if lines else failure
        return Unpacked(problem=problem or "This archive could not be unpacked.")
    entries: list[UnpackedEntry] = []
    for it in lines[1:]:
        if "number" not in it:
            continue
        entry = UnpackedEntry.model_validate(it)
        if entries and entries[-1].begins:
            entries.pop()
        entries.append(entry)
    if entries and entries[-1].begins:
        entries[-1] = entries[-1].model_copy(update={"begins": False, "problem": _FAILED})
    if [it.number for it in entries] != list(range(start, start + len(entries))):
        return Unpacked(problem="This archive could not be unpacked.")
    return Unpacked.model_validate({**lines[0], "entries": entries})
