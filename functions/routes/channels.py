"""HTTP routes for channels and the items in them."""

from sharewell.app import create_api
from sharewell.channels.model import (
    ChannelCard,
    ChannelName,
    ChannelNameQuery,
    ChannelView,
    NewChannel,
)
from sharewell.channels.service import channels
from sharewell.content.lists import item_lists
from sharewell.content.model import Card
from sharewell.core.caller import Caller
from sharewell.core.ids import ChannelId, MemberId
from sharewell.core.pagination import Page, PageQuery

api = create_api("channels")


@api.get("/api/channels")
def list_channels(query: PageQuery, me: Caller) -> Page[ChannelCard]:
    """List the channels of the organisation by name."""
    return channels.list_directory(by=me, after=query.after)


@api.post("/api/channels")
def create_channel(body: NewChannel, key: str | None, me: Caller) -> ChannelView:
    """Create a channel and follow it."""
    return channels.create(body, key=key, by=me)


@api.get("/api/channel-names")
def find_channel_by_name(query: ChannelNameQuery, me: Caller) -> ChannelName:
    """Find a channel by its present or a former name."""
    return channels.get_by_name(query.name, by=me)


@api.get("/api/channels/{channel}")
def read_channel(channel: ChannelId, me: Caller) -> ChannelView:
    """Get a channel with its description and number of followers."""
    return channels.get(channel, by=me)


@api.put("/api/channels/{channel}/follow", status=204)
def follow_channel(channel: ChannelId, me: Caller) -> None:
    """Follow a channel; its new items appear in the feed."""
    channels.follow(channel, by=me)


@api.delete("/api/channels/{channel}/follow")
def unfollow_channel(channel: ChannelId, me: Caller) -> None:
    """Unfollow a channel."""
    channels.unfollow(channel, by=me)


@api.get("/api/channels/{channel}/items")
def list_channel_items(channel: ChannelId, query: PageQuery, me: Caller) -> Page[Card]:
    """List the items in a channel that the caller may see, newest first."""
    return item_lists.list_in_channel(channel, by=me, after=query.after)


@api.get("/api/people/{member}/items")
def list_person_items(member: MemberId, query: PageQuery, me: Caller) -> Page[Card]:
    """List the items of a member that the caller may see, newest first."""
    return item_lists.list_by_author(member, by=me, after=query.after)
