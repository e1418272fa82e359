"""Finds the destinations of imported files from their folders. Pure functions."""

from collections.abc import Mapping
from typing import NamedTuple

from sharewell.core.values import MAX_TAG_LENGTH, normalise_tag
from sharewell.file_reader.paths import name_without_id
from sharewell.imports.model import Structure

MAX_TAGS = 10
_BESIDE_PAGES = frozenset(
    {"_resources", "assets", "attachments", "files", "images", "media", "uploads"}
)


class Destination(NamedTuple):
    """The name of the channel, if a folder gives one, and the tags."""

    channel: str | None
    tags: list[str]


def destination_of_path(
    path: str, structure: Structure, *, of_pages: bool, tops: Mapping[str, object]
) -> Destination:
    """Returns the destination: top folders name channels and lower ones tags; or all tags.

    Among pages, a folder of attachments counts as the folder around it, and a page beside a folder
    of the same name as inside it (`tops` are all top folders).
    """
    *folders, name = path.split("/")
    folders = [clean for it in folders if (clean := name_without_id(it)[:80].strip())]
    if of_pages:
        folders = [it for it in folders if it.lower() not in _BESIDE_PAGES]
        own = name_without_id(name.rpartition(".")[0])[:80].strip()
        folders = folders or ([own] if own in tops else [])
    if structure is Structure.FLAT:
        return Destination(None, [])
    if structure is Structure.TAGS:
        return Destination(None, tags_of(folders))
    return Destination(folders[0] if folders else None, tags_of(folders[1:]))


def tags_of(names: list[str]) -> list[str]:
    """Returns these as tags: unique, normalised, at most as many as an item may have."""
    tags = [it[:MAX_TAG_LENGTH].strip() for it in names if it.strip("# ")]
    return list(dict.fromkeys(normalise_tag(it) for it in tags))[:MAX_TAGS]
