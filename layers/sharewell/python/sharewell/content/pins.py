"""What stands at the top of a channel's page."""

from dataclasses import dataclass
from functools import partial

from sharewell import concurrency
from sharewell.caller import Caller
from sharewell.channels.model import ChannelView
from sharewell.channels.service import Channels, channels
from sharewell.channels.tending import Tending, tending
from sharewell.content.service import Items, items
from sharewell.errors import Invalid, Stale
from sharewell.ids import ChannelId, ItemId


@dataclass(frozen=True, slots=True)
class Pinned:
    """Choose what newcomers to a channel should see first; everybody sees the same."""

    items: Items
    channels: Channels
    tending: Tending

    def put(
        self, id: ChannelId, wanted: list[ItemId], version: int | None, *, by: Caller
    ) -> ChannelView:
        """Pin these items of the channel, in this order. What is gone meanwhile is left out."""
        wanted = list(dict.fromkeys(wanted))
        channel, found = concurrency.run_concurrently(
            [
                partial(self.channels.as_seen_now, by, id),
                partial(self.items.several_seen_by, by, wanted),
            ]
        )
        channel.must_be_tended_by(by)
        if version not in (None, channel.version):
            raise Stale("somebody else changed this channel since you read it")
        there = {it.id: it for it in found}
        pinned = []
        for place, item in enumerate(wanted):
            if item in there and there[item].groups:
                raise Invalid(
                    "only what the whole organisation sees is pinned", field=f"items.{place}"
                )
            if item in there and id in there[item].channels:
                pinned.append(item)
            elif item not in channel.pinned:
                raise Invalid("there is no such item in this channel", field=f"items.{place}")
        return self.tending.pin(channel, pinned, by=by)


pinned = Pinned(items, channels, tending)
