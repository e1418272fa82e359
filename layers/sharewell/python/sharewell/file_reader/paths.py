"""Checks the paths of files in folders and archives, and derives titles from them."""

import re
from pathlib import PurePosixPath
from typing import Final

MAX_PATH_LENGTH: Final = 400
MAX_NAME_LENGTH: Final = 255
MAX_DEPTH: Final = 20
"""Folders that may contain a file."""

_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DIRECTIONS: Final = re.compile(r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
"""Bidirectional controls (Unicode), which display a name in another order than it has."""
_BROKEN: Final = re.compile(r"[\ud800-\udfff]")
_DRIVE: Final = re.compile(r"^[A-Za-z]:")
_SYSTEM_NAMES: Final = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".git", "__macosx"})
_NOTION: Final = re.compile(r"[ -]?\b[0-9a-f]{32}$")


def path_problem(path: str) -> str | None:
    """Returns the reason why a path is not allowed, as a sentence; None if it is."""
    if not path or path.startswith("/") or _DRIVE.match(path):
        return "Its path does not lie within the folder."
    if "\\" in path:
        return "Its path contains a backslash."
    if _CONTROLS.search(path) or _BROKEN.search(path):
        return "Its name contains characters that cannot be shown."
    if _DIRECTIONS.search(path):
        return "Its name contains characters that display it in another order."
    parts = path.split("/")
    if any(part.strip() in ("", ".", "..") for part in parts):
        return "Its path does not lie within the folder."
    if len(path) > MAX_PATH_LENGTH or max(map(len, parts)) > MAX_NAME_LENGTH:
        return (
            f"Its path is longer than {MAX_PATH_LENGTH} characters, "
            f"or a name in it is longer than {MAX_NAME_LENGTH}."
        )
    if len(parts) > MAX_DEPTH + 1:
        return f"It is nested in more than {MAX_DEPTH} folders."
    return None


def is_system_file(path: str) -> bool:
    """Returns whether the file was created by an operating system: previews, locks, forks."""
    parts = [part.lower() for part in path.split("/")]
    return bool(_SYSTEM_NAMES & set(parts)) or parts[-1].startswith(("._", "~$"))


def name_without_id(name: str) -> str:
    """Returns the name without the id that Notion appends to it."""
    return " ".join(_NOTION.sub("", name).split()) or name


def has_notion_id(name: str) -> bool:
    """Returns whether the name ends with an id that Notion appended."""
    return _NOTION.search(name) is not None


def title_of(path: str) -> str:
    """Returns the title of a file that declares none, from its name."""
    name = PurePosixPath(path).name
    stem = PurePosixPath(name).stem if not name.startswith(".") else name
    return name_without_id(stem)[:200].strip() or "Untitled"


def common_root(paths: list[str]) -> str:
    """Returns the folder, with its slash, that contains all paths and a subfolder; or nothing."""
    first = {path.partition("/")[0] if "/" in path else "" for path in paths}
    if len(first) != 1 or "" in first:
        return ""
    root = f"{first.pop()}/"
    return root if any("/" in path[len(root) :] for path in paths) else ""
