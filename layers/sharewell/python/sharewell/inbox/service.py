"""Lists a member's notifications, filtered by what they may still see."""

from collections.abc import Collection

from sharewell.content.service import ItemService, items
from sharewell.core.caller import Caller
from sharewell.core.ids import GroupId, ItemId
from sharewell.groups.service import GroupService, groups
from sharewell.notifications.lists import NotificationLists, VisibleRefs


def _visible_items(items: ItemService) -> VisibleRefs:
    def visible(me: Caller, ids: Collection[str]) -> set[str]:
        found = items.several_seen_by(me, [ItemId(id) for id in sorted(ids)])
        return {item.id for item in found}

    return visible


def _visible_groups(groups: GroupService) -> VisibleRefs:
    def visible(me: Caller, ids: Collection[str]) -> set[str]:
        found = groups.several_seen_by(me, [GroupId(id) for id in sorted(ids)])
        return {group.id for group in found}

    return visible


def _always_visible(_: Caller, ids: Collection[str]) -> set[str]:
    return set(ids)


inbox = NotificationLists(
    {"item": _visible_items(items), "group": _visible_groups(groups), "channel": _always_visible}
)
