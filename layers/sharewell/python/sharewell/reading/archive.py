"""What the reading process does with an archive: looks at all that it declares, unpacks a part.

Everything is checked by the list of contents before a byte is unpacked, and no entry ever yields
more than it declares.
"""

import stat
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from sharewell.ids import derive_ulid
from sharewell.reading import markdown, paths
from sharewell.reading.words import decode

MOST_FILES: Final = 2_000
MOST_BYTES: Final = 4_000_000_000
"""Of all files together, unpacked."""
LARGEST: Final = 1_000_000_000
RATIO: Final = 300
"""Unpacked over packed size of a file of more than a megabyte."""
PAGES: Final = (".md", ".markdown")
ATTACHMENTS: Final = frozenset(
    {"_resources", "assets", "attachments", "files", "images", "media", "uploads"}
)
"""Folders that hold what the pages beside them show."""
_ARCHIVES: Final = (
    *(".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".jar", ".iso"),
)
_MEGABYTE: Final = 1_000_000
_DAMAGED: Final = "This is no zip archive, or it is damaged."
_BOMB: Final = "It unpacks to far more than it should."
_BROKEN: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError),
    *(NotImplementedError, RuntimeError, KeyError, IndexError),
)


class Contents(NamedTuple):
    """All files of an archive by their path, each with why it is not taken, or None."""

    entries: list[tuple[str, zipfile.ZipInfo, str | None]]
    problem: str | None = None


def told(order: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What there is to tell, line by line: the whole, then each file from `start` on."""
    try:
        with zipfile.ZipFile(order["archive"]) as archive:
            contents = look(archive)
            if contents.problem:
                yield {"problem": contents.problem, "end": True}
                return
            yield from _unpacked(archive, contents, order)
    except MemoryError:
        yield {"problem": "This archive needs too much memory to be unpacked.", "end": True}
    except _BROKEN as wrong:
        locked = "password" in str(wrong)
        yield {"problem": "This archive is locked." if locked else _DAMAGED, "end": True}


def look(archive: zipfile.ZipFile) -> Contents:
    """Judge what the archive declares."""
    files = [it for it in archive.infolist() if not it.is_dir()]
    if len(files) > MOST_FILES:
        return Contents([], f"It has {len(files):,} files; at most {MOST_FILES:,} are unpacked.")
    if sum(it.file_size for it in files) > MOST_BYTES or _overlap(files):
        return Contents([], _BOMB)
    named = sorted(files, key=lambda it: (it.orig_filename.casefold(), it.header_offset))
    often = Counter(it.orig_filename.casefold() for it in named)
    seen: set[str] = set()
    entries = []
    for it in named:
        path = it.orig_filename
        problem = _wrong(it)
        if often[path.casefold()] > 1 and problem is None and path.casefold() in seen:
            problem = "The archive has another file of this name."
        seen.add(path.casefold())
        entries.append((path, it, problem))
    return Contents(entries)


def flavour(names: list[str]) -> str:
    """What wrote the archive: `notion`, `outline`, `markdown`, or any other `files`."""
    pages = [name for name in names if name.lower().endswith(PAGES)]
    numbered = [it for it in names if paths.has_number(it.rpartition("/")[2].rpartition(".")[0])]
    if pages and any(it.lower().endswith((*PAGES, ".csv")) for it in numbered):
        return "notion"
    folders = {part for name in names for part in name.split("/")[:-1]}
    if pages and folders & {"uploads", "attachments"}:
        return "outline"
    return "markdown" if len(pages) * 2 > len(names) else "files"


def _wrong(it: zipfile.ZipInfo) -> str | None:
    name = it.orig_filename
    kind = stat.S_IFMT(it.external_attr >> 16)
    if it.create_system == 3 and kind not in (0, stat.S_IFREG):
        return "It is a link or a device, not a file."
    if problem := paths.wrong(name):
        return problem
    if it.flag_bits & 0x1:
        return "It is locked with a password."
    if name.lower().endswith(_ARCHIVES):
        return "It is an archive in an archive: send it on its own."
    if it.file_size > LARGEST:
        return f"It has more than {LARGEST // _MEGABYTE:,} MB."
    if it.file_size > _MEGABYTE and it.file_size / max(it.compress_size, 1) > RATIO:
        return _BOMB
    return None


def _overlap(files: list[zipfile.ZipInfo]) -> bool:
    """Whether files share their bytes, as only bombs do."""
    ends = 0
    for it in sorted(files, key=lambda it: it.header_offset):
        if it.header_offset < ends:
            return True
        ends = it.header_offset + it.compress_size
    return False


def _unpacked(
    archive: zipfile.ZipFile, contents: Contents, order: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    names = [path for path, _, problem in contents.entries if problem is None]
    kind, root = flavour(names), paths.below_a_root(names)
    folders = {path[len(root) :].partition("/")[0] for path in names if "/" in path[len(root) :]}
    yield {
        "total": len(contents.entries),
        "flavour": kind,
        "root": root,
        "folders": sorted(folders - ATTACHMENTS)[:200],
    }
    addresses = {
        path: f"/items/{derive_ulid(order['import'], path, ordinal=number)}"
        for number, (path, _, problem) in enumerate(contents.entries)
        if problem is None and not paths.is_of_the_system(path)
    }
    written = 0
    for number in range(order["start"], len(contents.entries)):
        path, entry, problem = contents.entries[number]
        if number - order["start"] >= order["most"] or written > order["most_bytes"]:
            break
        said: dict[str, Any] = {
            "number": number,
            "path": _shown(path) if problem else path,
            "size": entry.file_size,
        }
        if problem is not None:
            yield said | {"problem": problem}
        elif paths.is_of_the_system(path):
            yield said | {"left_out": True}
        else:
            written += entry.file_size
            yield said | {"begins": True}
            yield said | _file(archive, entry, path, addresses, order, kind)
    yield {"end": True}


def _file(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    path: str,
    addresses: dict[str, str],
    order: dict[str, Any],
    kind: str,
) -> dict[str, Any]:
    try:
        if path.lower().endswith(PAGES) and entry.file_size <= 4 * markdown.LONGEST_BODY:
            text = decode(archive.read(entry))
            if len(text) <= markdown.LONGEST_BODY:
                written = markdown.read(path, text, addresses, notion=kind == "notion")
                return {"note": written._asdict()}
        kept = Path(order["into"], path_of(entry.header_offset))
        with archive.open(entry) as packed, kept.open("wb") as file:
            while piece := packed.read(1 << 20):
                file.write(piece)
    except RuntimeError:
        return {"problem": "It is locked with a password."}
    except NotImplementedError:
        return {"problem": "It is packed in a way that is not known here."}
    except Exception:  # whatever a library makes of a broken entry is the entry's fault
        return {"problem": "It is damaged and could not be unpacked."}
    return {"file": kept.name, "title": paths.title(path)}


def path_of(offset: int) -> str:
    """The name under which the file that begins there is unpacked."""
    return f"{offset:x}"


def _shown(path: str) -> str:
    """A path as a report can show it, whatever stands in it."""
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in path)
    return clean.encode("utf-8", "replace").decode()[: paths.LONGEST_PATH]
