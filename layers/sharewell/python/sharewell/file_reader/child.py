"""The child process that reads one file, or unpacks some files of an archive.

It reads an order, writes its output line by line, and exits.

Each line of JSON is written as soon as it is known (type, then pages, then the rest, finally the
thumbnail), so the lines before a crash or a timeout are not lost.
"""

import contextlib
import json
import resource
import signal
import sys
from base64 import b64encode
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TextIO

from sharewell.file_reader import sniff
from sharewell.file_reader.limits import (
    Facts,
    Limits,
    RawPage,
    UnreadableFile,
    format_megabytes,
    too_large,
)
from sharewell.file_reader.words import clean, single_line, truncate_bytes

_READERS: Final = frozenset(
    {"pdf", "document", "slides", "sheet", "page", "text", "table", "captions", "mail"}
)
_FORBIDDEN: Final = (
    "socket.",
    "subprocess.",
    "pty.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
)
_WITH_THUMBNAIL: Final = frozenset({"pdf", "image"})
_DAMAGED: Final = "This file could not be read. It may be damaged."
_CUT_PAGES: Final = "Its longest pages were cut. Search does not find their ends."
_TOO_BIG: Final = "This file needs too much memory to be read."
_TITLE_LENGTH: Final = range(3, 101)
_MAX_URL_LENGTH: Final = 2_000
_SAMPLE: Final = 20_000
"""Characters from which the language is detected."""


def main() -> None:
    """Carries out the order in the file named on the command line, within its limits."""
    order = json.loads(Path(sys.argv[1]).read_bytes())
    limits = Limits(**order["limits"])
    _drop_privileges(limits)
    with Path(order["told"]).open("w", encoding="utf-8") as output:
        for line in _unpacked(order) if "archive" in order else _report_lines(order, limits):
            _write_line(output, line)


def _unpacked(order: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yields the report lines of an order to unpack an archive."""
    from sharewell.file_reader import archive

    return archive.report_lines(order)


def _write_line(output: TextIO, line: dict[str, Any]) -> None:
    """Writes and flushes one line, so that a crash loses no earlier line."""
    output.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    output.flush()


def _drop_privileges(limits: Limits) -> None:
    """Limits memory, time and disk, and forbids network and other programs."""
    bounds = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_CPU: limits.processor_seconds,
        resource.RLIMIT_FSIZE: 3 * limits.text_bytes + 4_000_000,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
    }
    # The signal at the soft limit tells the parent why the process ended.
    margin = {resource.RLIMIT_CPU: 2}
    for which, most in bounds.items():
        # macOS refuses some of these; there only the parent's timeout applies.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (most, most + margin.get(which, 0)))
    # Ends this process even if the parent dies.
    signal.alarm(int(limits.seconds) + 5)
    sys.addaudithook(_audit_hook)


def _audit_hook(event: str, _: tuple[Any, ...]) -> None:
    """Raises PermissionError when the process opens a connection or starts a program."""
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def _report_lines(order: dict[str, Any], limits: Limits) -> Iterator[dict[str, Any]]:
    """Yields all report lines in order; a fault of the file becomes a `refusal`."""
    path = Path(order["path"])
    try:
        found = sniff.sniff(path, order["name"], order["claimed"], order["size"])
    except MemoryError:
        yield {"refusal": _TOO_BIG, "end": True}
        return
    yield {"type": found.type, "family": found.family}
    if found.refusal:
        yield {"refusal": found.refusal, "end": True}
        return
    size = order["size"] or path.stat().st_size
    if size > limits.file_bytes and found.family in _READERS | _WITH_THUMBNAIL:
        yield {"refusal": too_large("file", limits.file_bytes), "end": True}
        return
    if found.family in _READERS:
        yield from _text(path, found, limits)
    else:
        yield {"end": found.family not in _WITH_THUMBNAIL}
    if found.family in _WITH_THUMBNAIL:
        yield from _thumbnail(path, found, limits)


def _text(path: Path, found: sniff.Sniffed, limits: Limits) -> Iterator[dict[str, Any]]:
    """Yields the pages, then the title and language of the whole file, and what is missing."""
    progress = _Progress()
    try:
        reader = import_module(f"sharewell.file_reader.{found.family}")
        for leaf in reader.read(path, found.type, limits):
            if isinstance(leaf, Facts):
                progress.add_facts(leaf)
                yield {"page_count": progress.count, "title": progress.title}
                yield from _page_metadata(leaf)
            elif sentence := progress.limit_reached(leaf, limits):
                progress.sentence = sentence
                break
            elif page := progress.page(leaf, found.family, limits):
                yield {"page": page}
    except UnreadableFile as error:
        progress.sentence = str(error)
    except MemoryError:
        progress.sentence = _TOO_BIG
    except Exception:  # any library error on a broken file is the file's fault
        progress.sentence = _DAMAGED
    yield {
        "page_count": progress.count,
        "title": progress.title or progress.guess,
        "language": _language(progress.sample),
        "truncated": progress.sentence is not None and bool(progress.written),
        "refusal": progress.sentence,
        "end": True,
    }


def _page_metadata(facts: Facts) -> Iterator[dict[str, Any]]:
    """Yields the description of a web page, and the URL of its picture."""
    if about := single_line(facts.about):
        yield {"about": about}
    if facts.picture and len(facts.picture) <= _MAX_URL_LENGTH:
        yield {"picture": facts.picture}


class _Progress:
    """The state of reading a file, page by page."""

    def __init__(self) -> None:
        self.count = 0
        self.written = 0
        self.sample = ""
        self.title: str | None = None
        self.guess: str | None = None
        self.sentence: str | None = None

    def add_facts(self, facts: Facts) -> None:
        """Adds what the reader learnt; the first title and sentence win."""
        self.count = facts.page_count or self.count
        self.title = self.title or single_line(facts.title)
        self.sentence = self.sentence or facts.sentence

    def limit_reached(self, leaf: RawPage, limits: Limits) -> str | None:
        """Returns the sentence for the limit that this page exceeds, or None."""
        if leaf.number > limits.pages:
            count = max(self.count, leaf.number)
            total = f"its {count:,}" if count > leaf.number else "more"
            return f"Only the first {limits.pages:,} of {total} pages were read."
        if self.written + len(leaf.text.encode("utf-8", "ignore")) > limits.text_bytes:
            return f"Only the first {format_megabytes(limits.text_bytes)} of its text were read."
        return None

    def page(self, leaf: RawPage, family: str, limits: Limits) -> dict[str, Any] | None:
        """Returns the page's report line; None if it has no text."""
        self.count = max(self.count, leaf.number)
        text = clean(leaf.text)
        cut = truncate_bytes(text, limits.page_bytes)
        if not cut:
            return None
        if len(cut) < len(text):
            self.sentence = self.sentence or _CUT_PAGES
        self.written += len(cut.encode())
        if len(self.sample) < _SAMPLE:
            self.sample += cut[:_SAMPLE] + "\n"
        title = single_line(leaf.title)
        self.guess = self.guess or _guess_title(family, title, cut)
        return {"number": leaf.number, "text": cut, "title": title, "second": leaf.second}


def _guess_title(family: str, title: str | None, text: str) -> str | None:
    """Returns a title for a file without one: its first heading, or its first line if short."""
    if family not in {"pdf", "document", "slides", "page", "text"}:
        return None
    first = single_line(text.split("\n", 1)[0]) or ""
    fits = len(first) in _TITLE_LENGTH and first[-1] not in ".,;:"
    # A PDF's first bookmark is its first chapter; the document's name is above that.
    choice = (first if fits else None, title)
    return choice[0] or choice[1] if family == "pdf" else choice[1] or choice[0]


def _language(sample: str) -> str | None:
    """Returns the sample's language; None if the detector fails."""
    from sharewell.file_reader import language

    try:
        return language.detect_language(sample)
    except Exception:
        return None


def _thumbnail(path: Path, found: sniff.Sniffed, limits: Limits) -> Iterator[dict[str, Any]]:
    """Yields the thumbnail of the file; a failure is reported only for images."""
    sentence: str | None = None
    try:
        reader = import_module(f"sharewell.file_reader.{found.family}")
        small = reader.render_thumbnail(path, found.type, limits)
        if small is not None:
            yield {"thumbnail": b64encode(small).decode()}
    except UnreadableFile as error:
        sentence = str(error)
    except MemoryError:
        sentence = _TOO_BIG
    except Exception:
        sentence = "This picture is damaged and cannot be shown."
    if found.family == "image":
        yield {"refusal": sentence, "end": True}


if __name__ == "__main__":
    main()
