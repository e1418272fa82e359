"""Search over HTTP."""

from sharewell.caller import Caller
from sharewell.content.model import Card
from sharewell.ids import ItemId
from sharewell.page import Page
from sharewell.search.model import Answer, SearchQuery, SuggestionQuery, Suggestions
from sharewell.search.related import related
from sharewell.search.service import search
from sharewell.web import Api

api = Api("search")


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
