"""A member's own notices, as far as they may still see what those are about."""

from collections.abc import Collection

from sharewell.caller import Caller
from sharewell.content.service import Items, items
from sharewell.groups.service import Groups, groups
from sharewell.ids import GroupId, ItemId
from sharewell.notices.lists import Look, NoticeLists


def _of_items(items: Items) -> Look:
    def look(who: Caller, ids: Collection[str]) -> set[str]:
        found = items.several_seen_by(who, [ItemId(id) for id in sorted(ids)])
        return {item.id for item in found}

    return look


def _of_groups(groups: Groups) -> Look:
    def look(who: Caller, ids: Collection[str]) -> set[str]:
        found = groups.several_seen_by(who, [GroupId(id) for id in sorted(ids)])
        return {group.id for group in found}

    return look


def _of_everybody(_: Caller, ids: Collection[str]) -> set[str]:
    return set(ids)


inbox = NoticeLists(
    {"item": _of_items(items), "group": _of_groups(groups), "channel": _of_everybody}
)
