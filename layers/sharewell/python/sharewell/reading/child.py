"""The process that reads one file, or unpacks some of an archive.

It takes an order, tells line by line, and ends.

Each line of JSON is a fact as soon as it is known (type, then pages, then the rest, at last the
thumbnail), so what was told before a crash or the end of the time is kept.
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

from sharewell.reading import sniff
from sharewell.reading.limits import Facts, Leaf, Limits, Refused, megabytes
from sharewell.reading.words import clean, cut, line

_READERS: Final = frozenset(
    {"pdf", "document", "slides", "sheet", "page", "text", "table", "captions", "mail"}
)
_NOT_NEEDED: Final = (
    "socket.",
    "subprocess.",
    "pty.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
)
_PICTURED: Final = frozenset({"pdf", "image"})
_DAMAGED: Final = "This file could not be read; it may be damaged."
_TOO_BIG: Final = "This file needs too much memory to be read."
_TITLE_LENGTH: Final = range(3, 101)
_LONGEST_ADDRESS: Final = 2_000
_SAMPLE: Final = 20_000
"""Characters that the language is told from."""


def main() -> None:
    """Carries out the order whose file is named, inside its bounds."""
    order = json.loads(Path(sys.argv[1]).read_bytes())
    limits = Limits(**order["limits"])
    _confine(limits)
    with Path(order["told"]).open("w", encoding="utf-8") as told:
        for said in _unpacked(order) if "archive" in order else _told(order, limits):
            _tell(told, said)


def _unpacked(order: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A part of an archive, where the order is for one."""
    from sharewell.reading import archive

    return archive.told(order)


def _tell(told: TextIO, said: dict[str, Any]) -> None:
    """One line, at once on its way: a crash loses nothing that was told."""
    told.write(json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n")
    told.flush()


def _confine(limits: Limits) -> None:
    """Gives up what reading does not need: memory, time, disk, network, other programs."""
    bounds = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_CPU: limits.processor_seconds,
        resource.RLIMIT_FSIZE: 3 * limits.text_bytes + 4_000_000,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
    }
    # At the lower of two limits of time the signal still says why.
    soon = {resource.RLIMIT_CPU: 2}
    for which, most in bounds.items():
        # macOS refuses some of these; there the parent's clock is what remains.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (most, most + soon.get(which, 0)))
    # Should the parent die, this process ends all the same.
    signal.alarm(int(limits.seconds) + 5)
    sys.addaudithook(_refuse)


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    """Reading a file opens no connection and starts no program."""
    if event.startswith(_NOT_NEEDED):
        raise PermissionError(event)


def _told(order: dict[str, Any], limits: Limits) -> Iterator[dict[str, Any]]:
    """Everything there is to tell, in order; a fault of the file is told as a refusal."""
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
    if size > limits.file_bytes and found.family in _READERS | _PICTURED:
        sentence = f"This file is larger than {megabytes(limits.file_bytes)}: kept but not read."
        yield {"refusal": sentence, "end": True}
        return
    if found.family in _READERS:
        yield from _text(path, found, limits)
    else:
        yield {"end": found.family not in _PICTURED}
    if found.family in _PICTURED:
        yield from _thumbnail(path, found, limits)


def _text(path: Path, found: sniff.Sniffed, limits: Limits) -> Iterator[dict[str, Any]]:
    """The pages, then what the whole file is called, its language, and what is missing."""
    so_far = _SoFar()
    try:
        reader = import_module(f"sharewell.reading.{found.family}")
        for leaf in reader.read(path, found.type, limits):
            if isinstance(leaf, Facts):
                so_far.note(leaf)
                yield {"page_count": so_far.count, "title": so_far.title}
                yield from _said_of_itself(leaf)
            elif sentence := so_far.full(leaf, limits):
                so_far.sentence = sentence
                break
            elif page := so_far.page(leaf, found.family, limits):
                yield {"page": page}
    except Refused as refused:
        so_far.sentence = str(refused)
    except MemoryError:
        so_far.sentence = _TOO_BIG
    except Exception:  # whatever a library makes of a broken file is the file's fault
        so_far.sentence = _DAMAGED
    yield {
        "page_count": so_far.count,
        "title": so_far.title or so_far.guess,
        "language": _language(so_far.sample),
        "truncated": so_far.sentence is not None and bool(so_far.written),
        "refusal": so_far.sentence,
        "end": True,
    }


def _said_of_itself(facts: Facts) -> Iterator[dict[str, Any]]:
    """What a page says it is about, and where its picture is."""
    if about := line(facts.about):
        yield {"about": about}
    if facts.picture and len(facts.picture) <= _LONGEST_ADDRESS:
        yield {"picture": facts.picture}


class _SoFar:
    """What is known of a file while its pages go by."""

    def __init__(self) -> None:
        self.count = 0
        self.written = 0
        self.sample = ""
        self.title: str | None = None
        self.guess: str | None = None
        self.sentence: str | None = None

    def note(self, facts: Facts) -> None:
        """What the reader learnt; the first word on each counts."""
        self.count = facts.page_count or self.count
        self.title = self.title or line(facts.title)
        self.sentence = self.sentence or facts.sentence

    def full(self, leaf: Leaf, limits: Limits) -> str | None:
        """Why no more pages are taken from this one on."""
        if leaf.number > limits.pages:
            count = max(self.count, leaf.number)
            of = f"its {count:,}" if count > leaf.number else "more"
            return f"Only the first {limits.pages:,} of {of} pages were read."
        if self.written + len(leaf.text.encode("utf-8", "ignore")) > limits.text_bytes:
            return f"Only the first {megabytes(limits.text_bytes)} of its text were read."
        return None

    def page(self, leaf: Leaf, family: str, limits: Limits) -> dict[str, Any] | None:
        """The page as it is told; None where it has no text."""
        self.count = max(self.count, leaf.number)
        text = clean(leaf.text)
        kept = cut(text, limits.page_bytes)
        if not kept:
            return None
        if len(kept) < len(text):
            self.sentence = self.sentence or "Its longest pages were cut; their ends are not found."
        self.written += len(kept.encode())
        if len(self.sample) < _SAMPLE:
            self.sample += kept[:_SAMPLE] + "\n"
        title = line(leaf.title)
        self.guess = self.guess or _guess(family, title, kept)
        return {"number": leaf.number, "text": kept, "title": title, "second": leaf.second}


def _guess(family: str, title: str | None, text: str) -> str | None:
    """What a file without a title may be called: its first heading, or first line if short."""
    if family not in {"pdf", "document", "slides", "page", "text"}:
        return None
    first = line(text.split("\n", 1)[0]) or ""
    fits = len(first) in _TITLE_LENGTH and first[-1] not in ".,;:"
    # A PDF's first bookmark is its first chapter; its name stands above that.
    choice = (first if fits else None, title)
    return choice[0] or choice[1] if family == "pdf" else choice[1] or choice[0]


def _language(sample: str) -> str | None:
    """The sample's language; a detector that fails costs nothing else."""
    from sharewell.reading import language

    try:
        return language.of(sample)
    except Exception:
        return None


def _thumbnail(path: Path, found: sniff.Sniffed, limits: Limits) -> Iterator[dict[str, Any]]:
    """A small picture of the file; only of an image does a failure matter."""
    sentence: str | None = None
    try:
        reader = import_module(f"sharewell.reading.{found.family}")
        small = reader.picture(path, found.type, limits)
        if small is not None:
            yield {"thumbnail": b64encode(small).decode()}
    except Refused as refused:
        sentence = str(refused)
    except MemoryError:
        sentence = _TOO_BIG
    except Exception:
        sentence = "This picture is damaged and cannot be shown."
    if found.family == "image":
        yield {"refusal": sentence, "end": True}


if __name__ == "__main__":
    main()
