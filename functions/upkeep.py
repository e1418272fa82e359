"""Keeping items true over HTTP: who verifies them, and what is due."""

from sharewell.app import create_api
from sharewell.caller import Caller
from sharewell.content.deletion import deletions
from sharewell.content.model import Card, DeletedItem, ItemView
from sharewell.content.verification.model import NewVerification
from sharewell.content.verification.service import upkeep
from sharewell.ids import ItemId
from sharewell.page import Page
from sharewell.paging import After

api = create_api("upkeep")


@api.put("/api/items/{item}/verification")
def choose_verifier(
    item: ItemId, body: NewVerification, version: int | None, me: Caller
) -> ItemView:
    """Choose who verifies an item, and every how many days; for those who may edit it."""
    return upkeep.ask(item, body, version, by=me)


@api.delete("/api/items/{item}/verification")
def release_verifier(item: ItemId, me: Caller) -> None:
    """Nobody verifies the item any more."""
    upkeep.release(item, by=me)


@api.post("/api/items/{item}/verify", status=200)
def verify_item(item: ItemId, version: int | None, me: Caller) -> ItemView:
    """Say that what the item says, as read in a version, still holds."""
    return upkeep.verify(item, version, by=me)


@api.get("/api/deleted")
def list_deleted_items(query: After, me: Caller) -> Page[DeletedItem]:
    """What the caller deleted, or somebody else of theirs, and can be restored; newest first."""
    return deletions.restorable(by=me, after=query.after)


@api.get("/api/verifications")
def list_verifications(query: After, me: Caller) -> Page[Card]:
    """What the caller is to verify, due already or within 14 days, the longest due first."""
    return upkeep.due(by=me, after=query.after)
