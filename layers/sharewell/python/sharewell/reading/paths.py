"""Names of files in folders and archives: which are taken, and what is made of them."""

import re
from pathlib import PurePosixPath
from typing import Final

LONGEST_PATH: Final = 400
LONGEST_NAME: Final = 255
DEEPEST: Final = 20
"""Folders that a file may lie in."""

_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_TURNED: Final = re.compile(r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
"""Characters that show a name in another order than it has (Unicode: bidirectional controls)."""
_BROKEN: Final = re.compile(r"[\ud800-\udfff]")
_DRIVE: Final = re.compile(r"^[A-Za-z]:")
_OF_THE_SYSTEM: Final = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".git", "__macosx"})
_NOTION: Final = re.compile(r"[ -]?\b[0-9a-f]{32}$")


def wrong(path: str) -> str | None:
    """Why no file may be called so, as a sentence; None when it may."""
    if not path or path.startswith("/") or _DRIVE.match(path):
        return "Its path does not lie within the folder."
    if "\\" in path:
        return "Its path has a backslash."
    if _CONTROLS.search(path) or _BROKEN.search(path):
        return "Its name has characters that cannot be shown."
    if _TURNED.search(path):
        return "Its name has characters that show it in another order than it has."
    parts = path.split("/")
    if any(part.strip() in ("", ".", "..") for part in parts):
        return "Its path does not lie within the folder."
    if len(path) > LONGEST_PATH or max(map(len, parts)) > LONGEST_NAME:
        return f"Its path has more than {LONGEST_PATH} characters, or its name {LONGEST_NAME}."
    if len(parts) > DEEPEST + 1:
        return f"It lies in more than {DEEPEST} folders."
    return None


def is_of_the_system(path: str) -> bool:
    """Whether it is what systems leave beside people's files: previews, locks, forks."""
    parts = [part.lower() for part in path.split("/")]
    return bool(_OF_THE_SYSTEM & set(parts)) or parts[-1].startswith(("._", "~$"))


def plain(name: str) -> str:
    """A name as people gave it: without the number that Notion puts behind it."""
    return " ".join(_NOTION.sub("", name).split()) or name


def has_number(name: str) -> bool:
    """Whether Notion has put a number behind this name."""
    return _NOTION.search(name) is not None


def title(path: str) -> str:
    """What a file is called when nothing in it says more."""
    name = PurePosixPath(path).name
    stem = PurePosixPath(name).stem if not name.startswith(".") else name
    return plain(stem)[:200].strip() or "Untitled"


def below_a_root(paths: list[str]) -> str:
    """The one folder that everything lies in, with its slash, if there is one and more below it."""
    first = {path.partition("/")[0] if "/" in path else "" for path in paths}
    if len(first) != 1 or "" in first:
        return ""
    root = f"{first.pop()}/"
    return root if any("/" in path[len(root) :] for path in paths) else ""
