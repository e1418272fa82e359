"""What an entry of an archive becomes, and where it comes to stand. Pure."""

import mimetypes
from typing import Any

from sharewell.content.model import Kind
from sharewell.content.sent.model import NewItem
from sharewell.content.uploads.model import NewUpload
from sharewell.imports.model import Import
from sharewell.imports.structure import placed, words
from sharewell.reading.paths import plain
from sharewell.reading.unpacking import Entry, Unpacked


def where(it: Import, found: Unpacked, entry: Entry) -> dict[str, Any]:
    """Channels, groups and tags of what a file becomes."""
    channels = {folder.name: folder.channel for folder in it.folders}
    tops = {plain(name)[:80].strip(): name for name in found.folders}
    path = entry.path.removeprefix(found.root)
    place = placed(path, it.structure, of_pages=it.flavour != "files", tops=tops)
    own = channels.get(place.channel or "")
    lost = [place.channel] if place.channel and own is None else []
    tags = entry.note.tags if entry.note else []
    return {
        "channels": list(dict.fromkeys([*it.channels, *([own] if own else [])])),
        "groups": it.groups,
        "tags": words([*it.tags, *lost, *place.tags, *tags]),
    }


def note(entry: Entry, where: dict[str, Any]) -> NewItem:
    """The note that a page becomes."""
    written = entry.note
    if written is None:
        raise ValueError("this entry is no note")
    said = {"title": written.title, "body": written.body, "written_on": written.day}
    return NewItem.model_validate({"kind": Kind.NOTE, **said, **where})


def file(entry: Entry, where: dict[str, Any]) -> NewUpload:
    """The file that any other entry becomes."""
    name = plain_name(entry.path)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    named = {"name": name, "size": entry.size, "type": kind, "title": entry.title}
    return NewUpload.model_validate({**named, **where})


def plain_name(path: str) -> str:
    """A file's name without the number that Notion puts behind it."""
    name = path.rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return f"{plain(stem)}{dot}{ending}" if stem else name
