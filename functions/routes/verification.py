"""HTTP routes for verification and for deleted items."""

from sharewell.app import create_api
from sharewell.content.deletion import deletions
from sharewell.content.model import Card, DeletedItem, ItemView
from sharewell.content.verification.model import NewVerification
from sharewell.content.verification.service import verification_service
from sharewell.core.caller import Caller
from sharewell.core.ids import ItemId
from sharewell.core.pagination import Page, PageQuery

api = create_api("verification")


@api.put("/api/items/{item}/verification")
def assign_verifier(
    item: ItemId, body: NewVerification, version: int | None, me: Caller
) -> ItemView:
    """Assign an item's verifier and interval in days. Editors only."""
    return verification_service.assign_verifier(item, body, version, by=me)


@api.delete("/api/items/{item}/verification")
def remove_verifier(item: ItemId, me: Caller) -> None:
    """Remove an item's verifier."""
    verification_service.remove_verifier(item, by=me)


@api.post("/api/items/{item}/verify", status=200)
def verify_item(item: ItemId, version: int | None, me: Caller) -> ItemView:
    """Verify that an item, as read in a version, is still accurate."""
    return verification_service.verify_item(item, version, by=me)


@api.get("/api/deleted-items")
def list_deleted_items(query: PageQuery, me: Caller) -> Page[DeletedItem]:
    """List deleted items that the caller may restore, newest first."""
    return deletions.list_restorable(by=me, after=query.after)


@api.get("/api/verifications")
def list_verifications(query: PageQuery, me: Caller) -> Page[Card]:
    """List items that the caller verifies, overdue or due within 14 days, by due date."""
    return verification_service.list_due(by=me, after=query.after)
