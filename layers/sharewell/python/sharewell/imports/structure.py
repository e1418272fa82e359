"""Where a file of an import comes to stand, by the folders that it lies in. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from sharewell.imports.model import Structure
from sharewell.reading.paths import plain
from sharewell.values import LONGEST_TAG, plain_word

MOST_TAGS = 10
_BESIDE_PAGES = frozenset(
    {"_resources", "assets", "attachments", "files", "images", "media", "uploads"}
)


class Place(NamedTuple):
    """The channel's name, if a folder gives one, and tags."""

    channel: str | None
    tags: list[str]


def placed(path: str, structure: Structure, *, of_pages: bool, tops: Mapping[str, object]) -> Place:
    """Top folders name channels and those below tags; or all are tags; or none of it is kept.

    Among pages, a folder of attachments belongs to the one that it lies in, and a page beside a
    folder of its own name into that (`tops` are all top folders).
    """
    *folders, name = path.split("/")
    folders = [called for it in folders if (called := plain(it)[:80].strip())]
    if of_pages:
        folders = [it for it in folders if it.lower() not in _BESIDE_PAGES]
        own = plain(name.rpartition(".")[0])[:80].strip()
        folders = folders or ([own] if own in tops else [])
    if structure is Structure.FLAT:
        return Place(None, [])
    if structure is Structure.TAGS:
        return Place(None, words(folders))
    return Place(folders[0] if folders else None, words(folders[1:]))


def words(some: list[str]) -> list[str]:
    """As many of these as an item may have for tags, each once."""
    tags = [it[:LONGEST_TAG].strip() for it in some if it.strip("# ")]
    return list(dict.fromkeys(plain_word(it) for it in tags))[:MOST_TAGS]
