"""Lists, reads and restores the versions of an item, for those who may edit it.

A passage may have been removed on purpose, so seeing an item does not imply seeing its versions.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

from sharewell.aws import concurrency
from sharewell.content.model import ItemContent, ItemView
from sharewell.content.service import ItemService, items
from sharewell.content.versions.model import Version
from sharewell.content.versions.service import VersionService, versions
from sharewell.core.caller import Caller
from sharewell.core.errors import NotFound
from sharewell.core.ids import ItemId
from sharewell.core.pagination import Page


@dataclass(frozen=True, slots=True)
class VersionHistory:
    """Lists, reads and restores an item's earlier versions, including their files."""

    items: ItemService
    versions: VersionService

    def list_versions(self, id: ItemId, *, by: Caller, after: str | None) -> Page[Version]:
        """Returns a page of an item's earlier versions, newest first."""
        _, found = concurrency.run_concurrently(
            [
                partial(self.items.get_editable, id, by),
                partial(self.versions.list_versions, by.organisation, id, after),
            ]
        )
        page: Page[Version] = found
        return page

    def get_version(self, id: ItemId, version: int, *, by: Caller) -> ItemContent:
        """Returns the content of an item in a version, which may be the current one.

        Raises: NotFound if the item has no such version, or Forbidden.
        """
        (_, item), content = concurrency.run_concurrently(
            [
                partial(self.items.get_editable, id, by),
                partial(self.versions.get_content, by.organisation, id, version),
            ]
        )
        if version > item.version:
            raise NotFound("This version does not exist.")
        found: ItemContent = content or item.content
        return found

    def restore_version(
        self, id: ItemId, version: int, base_version: int | None, *, by: Caller
    ) -> ItemView:
        """Restores the content of a version as a new version; unchanged content is a no-op.

        `base_version` is the item version that the caller has read, or None.
        """
        (row, item), content = concurrency.run_concurrently(
            [
                partial(self.items.get_editable, id, by, base_version),
                partial(self.versions.get_content, by.organisation, id, version),
            ]
        )
        if version > item.version:
            raise NotFound("This version does not exist.", field="version")
        if content is None or content.same_content(item.content):
            return ItemView.of(item, by)
        fields: dict[str, Any] = {"title": content.title, "body": content.body, "url": content.url}
        if content.file and item.file and content.file.id != item.file.id:
            fields["file"] = content.file.model_dump()
        return self.items.save_revision(row, item, fields, by=by)


version_history = VersionHistory(items, versions)
