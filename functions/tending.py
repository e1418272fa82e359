"""Tending a channel over HTTP: its words, its curators, what is pinned, where it goes."""

from sharewell.app import create_api
from sharewell.caller import Caller
from sharewell.channels.model import ChannelChange, ChannelView, Curators, Merge, Pins
from sharewell.channels.tending import tending
from sharewell.content.pins import pinned
from sharewell.ids import ChannelId

api = create_api("tending")


@api.patch("/api/channels/{channel}")
def change_channel(
    channel: ChannelId, body: ChannelChange, version: int | None, me: Caller
) -> ChannelView:
    """Rename or describe a channel, say how its items are discussed, archive it or bring it back.

    Who looks for it by a name that it had finds it until another channel takes that name.
    """
    return tending.change(channel, body, version, by=me)


@api.put("/api/channels/{channel}/curators")
def name_curators(
    channel: ChannelId, body: Curators, version: int | None, me: Caller
) -> ChannelView:
    """Say who tends a channel besides who opened it."""
    return tending.curate(channel, body.members, version, by=me)


@api.put("/api/channels/{channel}/pinned")
def pin_items(channel: ChannelId, body: Pins, version: int | None, me: Caller) -> ChannelView:
    """Pin items at the top of a channel's page, in this order; what is left out is pinned no more.

    Only what the whole organisation sees can be pinned.
    """
    return pinned.put(channel, body.items, version, by=me)


@api.post("/api/channels/{channel}/merge", status=200)
def merge_channel(channel: ChannelId, body: Merge, me: Caller) -> ChannelView:
    """Let a channel go into another, with its items, followers and names; it stays to point there.

    What is in it is moved step by step; until `moving` is false, some of it is on its way.
    """
    return tending.merge(channel, body.into, by=me)
