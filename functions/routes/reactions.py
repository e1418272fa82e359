"""HTTP routes for reactions to items and for saved items."""

from sharewell.app import create_api
from sharewell.core.caller import Caller
from sharewell.core.ids import ItemId
from sharewell.core.pagination import Page, PageQuery
from sharewell.identity.model import MemberRef
from sharewell.reactions.model import OpenedItem, ReactionChoice, ReactorsQuery, SavedItem
from sharewell.reactions.service import reactions

api = create_api("reactions")


@api.get("/api/items/{item}")
def read_item(item: ItemId, me: Caller) -> OpenedItem:
    """Get an item with its reactions."""
    return reactions.get_opened(item, by=me)


@api.put("/api/items/{item}/reactions", status=204)
def set_reaction(item: ItemId, body: ReactionChoice, me: Caller) -> None:
    """Set the caller's reactions to an item; those left out are removed."""
    reactions.set_reactions(item, body.reactions, by=me)


@api.get("/api/items/{item}/reactions")
def list_reactors(item: ItemId, query: ReactorsQuery, me: Caller) -> Page[MemberRef]:
    """List the members with a reaction to an item, in the order of joining."""
    return reactions.list_reactors(item, query.reaction, by=me, after=query.after)


@api.put("/api/items/{item}/saved", status=204)
def save_item(item: ItemId, me: Caller) -> None:
    """Save an item to the caller's list."""
    reactions.save(item, by=me)


@api.delete("/api/items/{item}/saved")
def unsave_item(item: ItemId, me: Caller) -> None:
    """Remove an item from the caller's list."""
    reactions.unsave(item, by=me)


@api.get("/api/saved")
def list_saved_items(query: PageQuery, me: Caller) -> Page[SavedItem]:
    """List the caller's saved items, newest first; the list is private."""
    return reactions.list_saved(by=me, after=query.after)
