"""Checks all entries that an archive declares, and unpacks some of them, in the child process.

Every entry is checked by the table of contents before a byte is unpacked, and no entry ever yields
more bytes than it declares.
"""

import stat
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from sharewell.core.ids import derive_ulid
from sharewell.file_reader import markdown, paths
from sharewell.file_reader.words import decode

MAX_FILES: Final = 2_000
MAX_BYTES: Final = 4_000_000_000
"""Unpacked bytes of all files together."""
MAX_FILE_SIZE: Final = 1_000_000_000
MAX_RATIO: Final = 300
"""Maximum of unpacked over packed size for a file of more than a megabyte."""
PAGES: Final = (".md", ".markdown")
ATTACHMENTS: Final = frozenset(
    {"_resources", "assets", "attachments", "files", "images", "media", "uploads"}
)
"""Folders that contain the attachments of the pages beside them."""
_ARCHIVES: Final = (
    *(".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".jar", ".iso"),
)
_MEGABYTE: Final = 1_000_000
_DAMAGED: Final = "This file is not a ZIP archive, or it is damaged."
_BOMB: Final = "It unpacks to far more than it should."
_BROKEN: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError),
    *(NotImplementedError, RuntimeError, KeyError, IndexError),
)


class Contents(NamedTuple):
    """All files of an archive with their paths, each with its problem, or None."""

    entries: list[tuple[str, zipfile.ZipInfo, str | None]]
    problem: str | None = None


def report_lines(order: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yields the report line by line: first the whole archive, then each file from `start` on."""
    try:
        with zipfile.ZipFile(order["archive"]) as archive:
            contents = inspect(archive)
            if contents.problem:
                yield {"problem": contents.problem, "end": True}
                return
            yield from _unpacked(archive, contents, order)
    except MemoryError:
        yield {"problem": "This archive needs too much memory to be unpacked.", "end": True}
    except _BROKEN as error:
        locked = "password" in str(error)
        yield {
            "problem": "This archive is locked with a password." if locked else _DAMAGED,
            "end": True,
        }


def inspect(archive: zipfile.ZipFile) -> Contents:
    """Returns the files that the archive declares, with the problem of each or of the whole."""
    files = [it for it in archive.infolist() if not it.is_dir()]
    if len(files) > MAX_FILES:
        return Contents([], f"It has {len(files):,} files. The limit is {MAX_FILES:,}.")
    if sum(it.file_size for it in files) > MAX_BYTES or _overlap(files):
        return Contents([], _BOMB)
    ordered = sorted(files, key=lambda it: (it.orig_filename.casefold(), it.header_offset))
    occurrences = Counter(it.orig_filename.casefold() for it in ordered)
    seen: set[str] = set()
    entries = []
    for it in ordered:
        path = it.orig_filename
        problem = _entry_problem(it)
        if occurrences[path.casefold()] > 1 and problem is None and path.casefold() in seen:
            problem = "The archive has another file with this name."
        seen.add(path.casefold())
        entries.append((path, it, problem))
    return Contents(entries)


def detect_format(names: list[str]) -> str:
    """Returns the format of the archive: `notion`, `outline`, `markdown` or `files`."""
    pages = [name for name in names if name.lower().endswith(PAGES)]
    numbered = [it for it in names if paths.has_notion_id(it.rpartition("/")[2].rpartition(".")[0])]
    if pages and any(it.lower().endswith((*PAGES, ".csv")) for it in numbered):
        return "notion"
    folders = {part for name in names for part in name.split("/")[:-1]}
    if pages and folders & {"uploads", "attachments"}:
        return "outline"
    return "markdown" if len(pages) * 2 > len(names) else "files"


def _entry_problem(it: zipfile.ZipInfo) -> str | None:
    name = it.orig_filename
    kind = stat.S_IFMT(it.external_attr >> 16)
    if it.create_system == 3 and kind not in (0, stat.S_IFREG):
        return "It is a link or a device, not a file."
    if problem := paths.path_problem(name):
        return problem
    if it.flag_bits & 0x1:
        return "It is locked with a password."
    if name.lower().endswith(_ARCHIVES):
        return "It is an archive in an archive. Upload it on its own."
    if it.file_size > MAX_FILE_SIZE:
        return f"It is larger than {MAX_FILE_SIZE // _MEGABYTE:,} MB."
    if it.file_size > _MEGABYTE and it.file_size / max(it.compress_size, 1) > MAX_RATIO:
        return _BOMB
    return None


def _overlap(files: list[zipfile.ZipInfo]) -> bool:
    """Returns whether files share bytes of the archive, as only in zip bombs."""
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
    kind, root = detect_format(names), paths.common_root(names)
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
        if problem is None and not paths.is_system_file(path)
    }
    written = 0
    for number in range(order["start"], len(contents.entries)):
        path, entry, problem = contents.entries[number]
        if number - order["start"] >= order["most"] or written > order["most_bytes"]:
            break
        line: dict[str, Any] = {
            "number": number,
            "path": _printable_path(path) if problem else path,
            "size": entry.file_size,
        }
        if problem is not None:
            yield line | {"problem": problem}
        elif paths.is_system_file(path):
            yield line | {"is_skipped": True}
        else:
            written += entry.file_size
            yield line | {"begins": True}
            yield line | _file(archive, entry, path, addresses, order, kind)
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
        if path.lower().endswith(PAGES) and entry.file_size <= 4 * markdown.MAX_BODY_LENGTH:
            text = decode(archive.read(entry))
            if len(text) <= markdown.MAX_BODY_LENGTH:
                note = markdown.read(path, text, addresses, notion=kind == "notion")
                return {"note": note._asdict()}
        target = Path(order["into"], path_of(entry.header_offset))
        with archive.open(entry) as packed, target.open("wb") as file:
            while piece := packed.read(1 << 20):
                file.write(piece)
    except RuntimeError:
        return {"problem": "It is locked with a password."}
    except NotImplementedError:
        return {"problem": "Its compression method is not supported."}
    except Exception:  # any library error on a broken entry is the entry's fault
        return {"problem": "It is damaged and could not be unpacked."}
    return {"file": target.name, "title": paths.title_of(path)}


def path_of(offset: int) -> str:
    """Returns the name under which the file at this offset of the archive is unpacked."""
    return f"{offset:x}"


def _printable_path(path: str) -> str:
    """Returns the path as a report can show it, without unprintable characters."""
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in path)
    return clean.encode("utf-8", "replace").decode()[: paths.MAX_PATH_LENGTH]
