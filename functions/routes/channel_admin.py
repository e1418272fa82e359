"""HTTP routes to manage channels: names, curators, pins and merges."""

from sharewell.app import create_api
from sharewell.channels.admin import channel_admin
from sharewell.channels.model import (
    ChannelChange,
    ChannelView,
    CuratorsUpdate,
    MergeRequest,
    PinsUpdate,
)
from sharewell.content.channel_pins import channel_pins
from sharewell.core.caller import Caller
from sharewell.core.ids import ChannelId

api = create_api("channel_admin")


@api.patch("/api/channels/{channel}")
def change_channel(
    channel: ChannelId, body: ChannelChange, version: int | None, me: Caller
) -> ChannelView:
    """Rename, describe, archive or restore a channel, or set its discussion mode.

    Its former names lead to it until another channel takes them.
    """
    return channel_admin.change(channel, body, version, by=me)


@api.put("/api/channels/{channel}/curators")
def set_curators(
    channel: ChannelId, body: CuratorsUpdate, version: int | None, me: Caller
) -> ChannelView:
    """Set the curators of a channel, besides its creator."""
    return channel_admin.set_curators(channel, body.members, version, by=me)


@api.put("/api/channels/{channel}/pinned")
def pin_items(channel: ChannelId, body: PinsUpdate, version: int | None, me: Caller) -> ChannelView:
    """Pin items to the top of a channel's page, in this order, and unpin all others.

    Only items that the whole organisation sees can be pinned.
    """
    return channel_pins.set_pinned(channel, body.items, version, by=me)


@api.post("/api/channels/{channel}/merge", status=200)
def merge_channel(channel: ChannelId, body: MergeRequest, me: Caller) -> ChannelView:
    """Merge a channel into another, with its items, followers and names.

    A job moves the items in batches; until `moving` is false, some are still to be moved. The
    merged channel remains and points to the other.
    """
    return channel_admin.merge(channel, body.into, by=me)
