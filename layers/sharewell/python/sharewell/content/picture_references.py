"""Records which items and groups reference pictures, on `PicturesReferenced` events."""

from dataclasses import dataclass

from sharewell.content.service import ItemService, items
from sharewell.core.events import PicturesReferenced
from sharewell.core.ids import GroupId, ItemId
from sharewell.groups.service import GroupService, groups
from sharewell.pictures.service import PictureRetention, picture_retention


@dataclass(frozen=True, slots=True)
class PictureReferences:
    """Records references to pictures for as long as the referencing item or group exists."""

    pictures: PictureRetention
    items: ItemService
    groups: GroupService

    def record_references(self, event: PicturesReferenced) -> None:
        """Records the references, unless the item or group was purged. Idempotent."""
        kind, _, id = event.referenced_by.partition(":")
        if kind == "group":
            exists = self.groups.get_current(event.organisation, GroupId(id)) is not None
        else:
            exists = self.items.get_current(event.organisation, ItemId(id)) is not None
        if exists:
            self.pictures.record_references(event.organisation, f"{kind}#{id}", event.pictures)


picture_references = PictureReferences(picture_retention, items, groups)
