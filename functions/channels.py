"""Channels and what is in them, over HTTP."""

from sharewell.app import create_api
from sharewell.caller import Caller
from sharewell.channels.model import (
    ByName,
    ChannelCard,
    ChannelName,
    ChannelView,
    NewChannel,
)
from sharewell.channels.service import channels
from sharewell.content.lists import lists
from sharewell.content.model import Card
from sharewell.ids import ChannelId, MemberId
from sharewell.page import Page
from sharewell.paging import After

api = create_api("channels")


@api.get("/api/channels")
def list_channels(query: After, me: Caller) -> Page[ChannelCard]:
    """Every channel of the organisation, by name."""
    return channels.directory(by=me, after=query.after)


@api.post("/api/channels")
def open_channel(body: NewChannel, key: str | None, me: Caller) -> ChannelView:
    """Open a channel; whoever opens it follows it."""
    return channels.open(body, key=key, by=me)


@api.get("/api/channel-names")
def find_channel_by_name(query: ByName, me: Caller) -> ChannelName:
    """The channel that is called so, or was."""
    return channels.by_name(query.name, by=me)


@api.get("/api/channels/{channel}")
def read_channel(channel: ChannelId, me: Caller) -> ChannelView:
    """A channel: its name, what belongs there, how many follow it."""
    return channels.view(channel, by=me)


@api.put("/api/channels/{channel}/follow", status=204)
def follow_channel(channel: ChannelId, me: Caller) -> None:
    """See what is new there in one's feed."""
    channels.follow(channel, by=me)


@api.delete("/api/channels/{channel}/follow")
def unfollow_channel(channel: ChannelId, me: Caller) -> None:
    """See it no more."""
    channels.unfollow(channel, by=me)


@api.get("/api/channels/{channel}/items")
def list_channel_items(channel: ChannelId, query: After, me: Caller) -> Page[Card]:
    """What is in a channel and the caller may see, newest first."""
    return lists.of_channel(channel, by=me, after=query.after)


@api.get("/api/people/{member}/items")
def list_person_items(member: MemberId, query: After, me: Caller) -> Page[Card]:
    """What a member has published and the caller may see, newest first."""
    return lists.by_author(member, by=me, after=query.after)
