"""Removes a purged group from its items: they stay visible to other groups or their authors."""

from collections.abc import Callable
from dataclasses import dataclass

from sharewell.aws import table
from sharewell.channels.service import ChannelService, channels
from sharewell.content.list_entries_store import group_list
from sharewell.content.model import without_group
from sharewell.content.store import ItemStore
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, NotFound, VersionConflict
from sharewell.core.events import ItemChanged, ItemPlacementChanged
from sharewell.core.ids import GroupId, ItemId, OrganisationId

BATCH_SIZE = 20


class ItemsBusyError(Exception):
    """Not one item of a batch could be changed, because of concurrent changes."""


@dataclass(frozen=True, slots=True)
class GroupRemoval:
    """Removes a group from the audiences of items."""

    store: ItemStore
    channels: ChannelService
    now: Clock = now

    def remove_group(
        self, organisation: OrganisationId, group: GroupId, has_time: Callable[[], bool]
    ) -> bool:
        """Removes the group from all its items. Returns False if time ran out before the last one.

        Raises: ItemsBusyError if not one item of a batch could be changed.
        """
        home = group_list(organisation, group)
        while has_time():
            cards = self.store.list_cards(home, None, BATCH_SIZE, consistent=True)
            if not cards:
                return True
            removed = [self._remove_from_item(organisation, group, card.id) for card in cards]
            if not any(removed):
                raise ItemsBusyError
        return False

    def _remove_from_item(self, organisation: OrganisationId, group: GroupId, id: ItemId) -> bool:
        row = self.store.get_row(organisation, id)
        try:
            with table.transaction() as tx:
                if row is None or group not in row.item().groups:  # already removed: stale entry
                    self.store.remove_list_entry(group_list(organisation, group), id, tx)
                    return True
                new = without_group(row.item(), group)
                fields = {"organisation": organisation, "at": self.now(), "item": id}
                events = [it.model_validate(fields) for it in (ItemChanged, ItemPlacementChanged)]
                channels = new.channels
                self.channels.require_existing(organisation, channels, new.groups, tx)
                self.store.update(organisation, row, new, tx, *events, awaited=row.expires)
        except (
            Conflict,
            NotFound,
            VersionConflict,
        ):  # changed concurrently; the next batch has it
            return False
        return True


group_removal = GroupRemoval(ItemStore(), channels)
