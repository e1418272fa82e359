"""What people can do with the earlier words of an item: those who may change it, and nobody else.

A passage may have been taken out on purpose, so who sees an item does not thereby see its past.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

from sharewell import table
from sharewell.caller import Caller
from sharewell.content.model import ItemView, Words
from sharewell.content.service import Items, items
from sharewell.content.versions.model import Version
from sharewell.content.versions.service import Versions, versions
from sharewell.errors import Missing
from sharewell.ids import ItemId
from sharewell.page import Page


@dataclass(frozen=True, slots=True)
class History:
    """List and read an item's earlier versions, their files included; take one up again."""

    items: Items
    versions: Versions

    def of(self, id: ItemId, *, by: Caller, after: str | None) -> Page[Version]:
        """What an item said before, newest first."""
        _, found = table.at_once(
            [
                partial(self.items.editable, id, by),
                partial(self.versions.of, by.organisation, id, after),
            ]
        )
        page: Page[Version] = found
        return page

    def words(self, id: ItemId, version: int, *, by: Caller) -> Words:
        """What an item said in one of its versions, the present one included."""
        (_, item), words = table.at_once(
            [
                partial(self.items.editable, id, by),
                partial(self.versions.words, by.organisation, id, version),
            ]
        )
        if version > item.version:
            raise Missing("there is no such version")
        found: Words = words or item.words
        return found

    def take_up(self, id: ItemId, version: int, read_in: int | None, *, by: Caller) -> ItemView:
        """Say again what a version said, as a new version."""
        (row, item), words = table.at_once(
            [
                partial(self.items.editable, id, by, read_in),
                partial(self.versions.words, by.organisation, id, version),
            ]
        )
        if version > item.version:
            raise Missing("there is no such version", field="version")
        if words is None or words.is_said_by(item.words):
            return ItemView.of(item, by)
        given: dict[str, Any] = {"title": words.title, "body": words.body, "url": words.url}
        if words.file and item.file and words.file.id != item.file.id:
            given["file"] = words.file.model_dump()
        return self.items.rewrite(row, item, given, by=by)


history = History(items, versions)
