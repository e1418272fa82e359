"""Converts archive entries to items and finds their destinations. Pure functions."""

import mimetypes
from typing import Any

from sharewell.content.model import Kind
from sharewell.content.schemas import NewItem
from sharewell.content.uploads.model import NewUpload
from sharewell.file_reader.extraction import Unpacked, UnpackedEntry
from sharewell.file_reader.paths import name_without_id
from sharewell.imports.model import Import
from sharewell.imports.structure import destination_of_path, tags_of


def destination_of(it: Import, found: Unpacked, entry: UnpackedEntry) -> dict[str, Any]:
    """Returns the channels, groups and tags of the item that an entry becomes."""
    channels = {folder.name: folder.channel for folder in it.folders}
    tops = {name_without_id(name)[:80].strip(): name for name in found.folders}
    path = entry.path.removeprefix(found.root)
    place = destination_of_path(
        path, it.structure, of_pages=it.archive_format != "files", tops=tops
    )
    own = channels.get(place.channel or "")
    extra = [place.channel] if place.channel and own is None else []
    tags = entry.note.tags if entry.note else []
    return {
        "channels": list(dict.fromkeys([*it.channels, *([own] if own else [])])),
        "groups": it.groups,
        "tags": tags_of([*it.tags, *extra, *place.tags, *tags]),
    }


def note_of(entry: UnpackedEntry, destination: dict[str, Any]) -> NewItem:
    """Returns the note that a page becomes."""
    note = entry.note
    if note is None:
        raise ValueError("This entry is not a note.")
    fields = {"title": note.title, "body": note.body, "written_on": note.day}
    return NewItem.model_validate({"kind": Kind.NOTE, **fields, **destination})


def file_of(entry: UnpackedEntry, destination: dict[str, Any]) -> NewUpload:
    """Returns the upload that any other entry becomes."""
    name = file_name_without_id(entry.path)
    type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    fields = {"name": name, "size": entry.size, "type": type, "title": entry.title}
    return NewUpload.model_validate({**fields, **destination})


def file_name_without_id(path: str) -> str:
    """Returns a file's name without the id that Notion appends."""
    name = path.rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return f"{name_without_id(stem)}{dot}{ending}" if stem else name
