"""HTTP routes for search, suggestions and related items."""

from sharewell.app import create_api
from sharewell.channels.model import ChannelName
from sharewell.content.model import Card
from sharewell.core.caller import Caller
from sharewell.core.ids import ChannelId, ItemId
from sharewell.core.pagination import Page
from sharewell.search.model import (
    DraftQuery,
    SearchQuery,
    SearchResults,
    SuggestionQuery,
    Suggestions,
)
from sharewell.search.related import related
from sharewell.search.service import search
from sharewell.search.topics import ChannelHighlights, topics

api = create_api("search")


@api.get("/api/search")
def search_all(query: SearchQuery, me: Caller) -> SearchResults:
    """Search items, pages of files, people, channels and groups; with counts."""
    return search.search(query.to_request(), by=me)


@api.get("/api/suggestions")
def suggest(query: SuggestionQuery, me: Caller) -> Suggestions:
    """Suggest completions of a search."""
    return search.suggest(query.q, by=me)


@api.get("/api/items/{item}/related")
def list_related(item: ItemId, me: Caller) -> Page[Card]:
    """List a few items related to an item."""
    return related.list_related(item, by=me)


@api.get("/api/channel-suggestions")
def suggest_channels(query: DraftQuery, me: Caller) -> Page[ChannelName]:
    """Suggest up to five channels for a draft, most likely first."""
    return topics.suggest_channels(query.q, by=me)


@api.get("/api/channels/{channel}/highlights")
def list_channel_highlights(channel: ChannelId, me: Caller) -> ChannelHighlights:
    """Get the highlights of a channel: verified items, and active members."""
    return topics.get_highlights(channel, by=me)
