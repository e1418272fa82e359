"""Search over HTTP."""

from sharewell.caller import Caller
from sharewell.search.model import Answer, SearchQuery, SuggestionQuery, Suggestions
from sharewell.search.service import search
from sharewell.web import Api

api = Api("search")


@api.get("/api/search")
def find(query: SearchQuery, me: Caller) -> Answer:
    """Anything the caller may see: items, pages of files, people, channels; with counts."""
    return search.ask(query.ask(), by=me)


@api.get("/api/suggestions")
def suggest(query: SuggestionQuery, me: Caller) -> Suggestions:
    """Ways to go on typing."""
    return search.suggest(query.q, by=me)
