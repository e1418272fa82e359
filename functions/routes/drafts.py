"""HTTP routes for the caller's drafts and for the versions of items."""

from sharewell.app import create_api
from sharewell.content.drafts.model import Draft, DraftCard, DraftContent
from sharewell.content.drafts.service import drafts
from sharewell.content.model import ItemContent, ItemView
from sharewell.content.version_history import version_history
from sharewell.content.versions.model import Version, VersionQuery, VersionRestore
from sharewell.core.caller import Caller
from sharewell.core.ids import DraftId, ItemId
from sharewell.core.pagination import Page, PageQuery

api = create_api("drafts")


@api.get("/api/drafts")
def list_drafts(me: Caller) -> Page[DraftCard]:
    """List the caller's drafts, last changed first; they are private."""
    return drafts.list_mine(me)


@api.get("/api/drafts/{draft}")
def read_draft(draft: DraftId, me: Caller) -> Draft:
    """Get a draft with its content."""
    return drafts.get(draft, by=me)


@api.put("/api/drafts/{draft}")
def save_draft(draft: DraftId, body: DraftContent, version: int | None, me: Caller) -> DraftCard:
    """Save a draft for 90 days; the draft of a change has the item's id."""
    return drafts.save(draft, body, version, by=me)


@api.delete("/api/drafts/{draft}")
def discard_draft(draft: DraftId, me: Caller) -> None:
    """Discard a draft."""
    drafts.discard(draft, by=me)


@api.get("/api/items/{item}/versions")
def list_versions(item: ItemId, query: PageQuery, me: Caller) -> Page[Version]:
    """List the earlier versions of an item, newest first. Editors only."""
    return version_history.list_versions(item, by=me, after=query.after)


@api.get("/api/items/{item}/version")
def get_version(item: ItemId, query: VersionQuery, me: Caller) -> ItemContent:
    """Get the content of a version of an item."""
    return version_history.get_version(item, query.version, by=me)


@api.put("/api/items/{item}/version")
def restore_version(
    item: ItemId, body: VersionRestore, version: int | None, me: Caller
) -> ItemView:
    """Restore an earlier version of an item as a new version."""
    return version_history.restore_version(item, body.version, version, by=me)
