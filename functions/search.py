"""Search over HTTP."""

from sharewell.app import create_api
from sharewell.caller import Caller
from sharewell.channels.model import ChannelName
from sharewell.content.model import Card
from sharewell.ids import ChannelId, ItemId
from sharewell.page import Page
from sharewell.search.model import (
    Answer,
    DraftQuery,
    SearchQuery,
    SuggestionQuery,
    Suggestions,
)
from sharewell.search.related import related
from sharewell.search.service import search
from sharewell.search.topics import Strips, topics

api = create_api("search")


@api.get("/api/search")
def find(query: SearchQuery, me: Caller) -> Answer:
    """Anything the caller may see: items, pages of files, people, channels, groups; with counts."""
    return search.ask(query.ask(), by=me)


@api.get("/api/suggestions")
def suggest(query: SuggestionQuery, me: Caller) -> Suggestions:
    """Ways to go on typing."""
    return search.suggest(query.q, by=me)


@api.get("/api/items/{item}/related")
def list_related(item: ItemId, me: Caller) -> Page[Card]:
    """A few items that are like one."""
    return related.to(item, by=me)


@api.get("/api/channel-suggestions")
def suggest_channels(query: DraftQuery, me: Caller) -> Page[ChannelName]:
    """Up to five channels in which what somebody is writing may belong, likeliest first."""
    return topics.suggested(query.q, by=me)


@api.get("/api/channels/{channel}/strips")
def read_strips(channel: ChannelId, me: Caller) -> Strips:
    """What a channel's page shows beside the newest: what is verified, and who shares there."""
    return topics.strips(channel, by=me)
