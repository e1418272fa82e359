"""Items pinned to the top of a channel's page."""

from dataclasses import dataclass
from functools import partial

from sharewell.aws import concurrency
from sharewell.channels.admin import ChannelAdmin, channel_admin
from sharewell.channels.model import ChannelView
from sharewell.channels.service import ChannelService, channels
from sharewell.content.service import ItemService, items
from sharewell.core.caller import Caller
from sharewell.core.errors import Invalid, VersionConflict
from sharewell.core.ids import ChannelId, ItemId


@dataclass(frozen=True, slots=True)
class ChannelPins:
    """Pins items that newcomers to a channel see first; every member sees the same ones."""

    items: ItemService
    channels: ChannelService
    admin: ChannelAdmin

    def set_pinned(
        self, id: ChannelId, wanted: list[ItemId], version: int | None, *, by: Caller
    ) -> ChannelView:
        """Pins items of the channel in the given order, replacing the earlier ones.

        Leaves out pinned items that no longer exist. Raises: Forbidden unless the caller manages
        the channel, VersionConflict, or Invalid if an item is not in the channel or not visible to
        the whole organisation.
        """
        wanted = list(dict.fromkeys(wanted))
        channel, found = concurrency.run_concurrently(
            [
                partial(self.channels.get_current, by, id),
                partial(self.items.several_seen_by, by, wanted),
            ]
        )
        channel.require_managed_by(by)
        if version not in (None, channel.version):
            raise VersionConflict(
                "This channel was changed by someone else. Reload it and try again."
            )
        by_id = {it.id: it for it in found}
        pinned = []
        for position, item in enumerate(wanted):
            if item in by_id and by_id[item].groups:
                raise Invalid(
                    "Only items visible to the whole organisation can be pinned.",
                    field=f"items.{position}",
                )
            if item in by_id and id in by_id[item].channels:
                pinned.append(item)
            elif item not in channel.pinned:
                raise Invalid("This item is not in the channel.", field=f"items.{position}")
        return self.admin.set_pinned(channel, pinned, by=by)


channel_pins = ChannelPins(items, channels, channel_admin)
