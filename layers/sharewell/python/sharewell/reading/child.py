"""The process that reads one file: takes an order on stdin, tells line by line, and ends.

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
_PICTURED: Final = frozenset({"pdf", "image"})
_DAMAGED: Final = "This file could not be read; it may be damaged."
_TOO_BIG: Final = "This file needs too much memory to be read."
_SAMPLE: Final = 20_000
"""Characters that the language is told from."""


def main() -> None:
    """Carries out the order on stdin inside its bounds."""
    order = json.load(sys.stdin)
    limits = Limits(**order["limits"])
    _confine(limits)
    with Path(order["told"]).open("w", encoding="utf-8") as told:
        for said in _told(order, limits):
            _tell(told, said)


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
    for which, most in bounds.items():
        # macOS refuses some of these; there the parent's clock is what remains.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (most, most))
    # Should the parent die, this process ends all the same.
    signal.alarm(int(limits.seconds) + 5)
    sys.addaudithook(_refuse)


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    """Reading a file opens no connection and starts no program."""
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn")):
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
    title: str | None = None
    guess: str | None = None
    sentence: str | None = None
    sample = ""
    count = written = 0
    reader = import_module(f"sharewell.reading.{found.family}")
    try:
        for leaf in reader.read(path, found.type, limits):
            if isinstance(leaf, Facts):
                count = leaf.page_count or count
                title = title or line(leaf.title)
                sentence = sentence or leaf.sentence
                continue
            count = max(count, leaf.number)
            if leaf.number > limits.pages:
                sentence = _only(limits.pages, count)
                break
            page, whole = _page(leaf, limits)
            if not page["text"]:
                continue
            if not whole:
                sentence = sentence or "Its longest pages were cut; their ends cannot be found."
            written += len(page["text"].encode())
            if written > limits.text_bytes:
                sentence = f"Only its first {megabytes(limits.text_bytes)} of text were read."
                break
            if len(sample) < _SAMPLE:
                sample += page["text"][:_SAMPLE] + "\n"
            guess = guess or page["title"] or _first(found.family, page["text"])
            yield {"page": page}
    except Refused as refused:
        sentence = str(refused)
    except MemoryError:
        sentence = _TOO_BIG
    except Exception:  # noqa: BLE001  (whatever a library makes of a broken file is the file's)
        sentence = _DAMAGED
    yield {
        "page_count": count,
        "title": title or guess,
        "language": _language(sample),
        "truncated": sentence is not None and bool(written),
        "refusal": sentence,
        "end": True,
    }


def _page(leaf: Leaf, limits: Limits) -> tuple[dict[str, Any], bool]:
    """The page as it is told, and whether it is all there."""
    text = clean(leaf.text)
    kept = cut(text, limits.page_bytes)
    said = {"number": leaf.number, "text": kept, "title": line(leaf.title), "second": leaf.second}
    return said, len(kept) == len(text)


def _only(pages: int, count: int) -> str:
    """How much of a long file was read."""
    return f"Only the first {pages:,} of its {max(count, pages + 1):,} pages were read."


def _first(family: str, text: str) -> str | None:
    """The first line, where it looks like a heading."""
    first = line(text.split("\n", 1)[0])
    fits = first is not None and 3 <= len(first) <= 120 and first[-1] not in ",;:"
    return first if fits and family in {"pdf", "document", "slides", "text", "page"} else None


def _language(sample: str) -> str | None:
    """The sample's language; a detector that fails costs nothing else."""
    from sharewell.reading import language

    try:
        return language.of(sample)
    except Exception:  # noqa: BLE001
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
    except Exception:  # noqa: BLE001
        sentence = "This picture is damaged and cannot be shown."
    if found.family == "image":
        yield {"refusal": sentence, "end": True}


if __name__ == "__main__":
    main()
