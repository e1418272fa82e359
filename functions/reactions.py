"""What members make of items, over HTTP: reactions, what helped them, what they saved."""

from sharewell.app import create_api
from sharewell.caller import Caller
from sharewell.identity.model import MemberRef
from sharewell.ids import ItemId
from sharewell.page import Page
from sharewell.paging import After
from sharewell.reactions.model import Chosen, OpenedItem, SavedItem, Who
from sharewell.reactions.service import reactions

api = create_api("reactions")


@api.get("/api/items/{item}")
def read_item(item: ItemId, me: Caller) -> OpenedItem:
    """An item, with how people reacted to it."""
    return reactions.opened(item, by=me)


@api.put("/api/items/{item}/reactions", status=204)
def react(item: ItemId, body: Chosen, me: Caller) -> None:
    """Say all that one has to say of an item; what is left out is taken back."""
    reactions.react(item, body.reactions, by=me)


@api.get("/api/items/{item}/reactions")
def list_who_reacted(item: ItemId, query: Who, me: Caller) -> Page[MemberRef]:
    """Whom it helped, or who reacted in another way, in the order of joining."""
    return reactions.who(item, query.reaction, by=me, after=query.after)


@api.put("/api/items/{item}/saved", status=204)
def save_item(item: ItemId, me: Caller) -> None:
    """Keep an item on one's own list."""
    reactions.save(item, by=me)


@api.delete("/api/items/{item}/saved")
def unsave_item(item: ItemId, me: Caller) -> None:
    """Take it off again."""
    reactions.unsave(item, by=me)


@api.get("/api/saved")
def list_saved_items(query: After, me: Caller) -> Page[SavedItem]:
    """What one saved, newest first; nobody else sees it."""
    return reactions.saved(by=me, after=query.after)
