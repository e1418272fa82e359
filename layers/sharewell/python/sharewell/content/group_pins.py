"""Items pinned to the top of a group's page."""

from dataclasses import dataclass
from functools import partial

from sharewell.content.service import ItemService, items
from sharewell.core.caller import Caller
from sharewell.core.errors import Invalid, LimitExceeded
from sharewell.core.ids import GroupId, ItemId
from sharewell.core.retry import retry_on_conflict
from sharewell.groups.admin import GroupAdmin, group_admin
from sharewell.groups.model import MAX_PINNED
from sharewell.groups.service import GroupService, groups


@dataclass(frozen=True, slots=True)
class GroupPins:
    """Pins items that every member of the group can see; for those who manage the group."""

    groups: GroupService
    admin: GroupAdmin
    items: ItemService

    def pin(self, id: GroupId, item: ItemId, *, by: Caller) -> None:
        """Pins an item above the others. Idempotent.

        Raises: Invalid if not every member can see it, LimitExceeded above `MAX_PINNED`.
        """
        retry_on_conflict(partial(self._pin, id, item, by))

    def unpin(self, id: GroupId, item: ItemId, *, by: Caller) -> None:
        """Unpins an item. Idempotent."""
        retry_on_conflict(partial(self._unpin, id, item, by))

    def _pin(self, id: GroupId, item: ItemId, by: Caller) -> None:
        old, _, [found] = self.groups.get_as_manager_with(
            by, id, partial(self.items.seen_by, by, item)
        )
        if item in old.pinned:
            return
        if not {"all", f"group:{id}"} & set(found.audiences):
            raise Invalid("Not every member of the group can see this item.", field="item")
        kept = [it.id for it in self.items.several_seen_by(by, old.pinned)]
        if len(kept) >= MAX_PINNED:
            raise LimitExceeded(f"A group can pin at most {MAX_PINNED} items. Unpin one first.")
        self.admin.pin(old, [item, *kept], by=by)

    def _unpin(self, id: GroupId, item: ItemId, by: Caller) -> None:
        old, _ = self.groups.get_as_manager(by, id)
        if item in old.pinned:
            self.admin.pin(old, [it for it in old.pinned if it != item], by=by)


group_pins = GroupPins(groups, group_admin, items)
