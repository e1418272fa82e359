"""Sets the discussion modes of items and groups."""

from dataclasses import dataclass

from sharewell.content.service import ItemService, items
from sharewell.core.caller import Caller
from sharewell.core.ids import GroupId, ItemId
from sharewell.core.values import DiscussionMode
from sharewell.groups.admin import GroupAdmin, group_admin


@dataclass(frozen=True, slots=True)
class DiscussionModes:
    """Delegates to the domain of the subject, which checks who may change it."""

    items: ItemService
    groups: GroupAdmin

    def set_mode(self, id: str, mode: DiscussionMode | None, *, by: Caller) -> None:
        """Sets the discussion mode of an item or a group; None inherits it from the channels."""
        if id in by.groups:
            self.groups.set_discussion_mode(GroupId(id), mode, by=by)
        else:
            self.items.set_discussion_mode(ItemId(id), mode, by=by)


discussion_modes = DiscussionModes(items, group_admin)
