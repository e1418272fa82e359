"""One's own drafts over HTTP, and the earlier versions of items."""

from sharewell.app import create_api
from sharewell.caller import Caller
from sharewell.content.drafts.model import Draft, DraftCard, DraftWords
from sharewell.content.drafts.service import drafts
from sharewell.content.history import history
from sharewell.content.model import ItemView, Words
from sharewell.content.versions.model import TakenUp, Version, Which
from sharewell.ids import DraftId, ItemId
from sharewell.page import Page
from sharewell.paging import After

api = create_api("drafts")


@api.get("/api/drafts")
def list_drafts(me: Caller) -> Page[DraftCard]:
    """All one has begun to write, changed last first; nobody else sees it."""
    return drafts.of(me)


@api.get("/api/drafts/{draft}")
def read_draft(draft: DraftId, me: Caller) -> Draft:
    """A draft with all its words."""
    return drafts.read(draft, by=me)


@api.put("/api/drafts/{draft}")
def save_draft(draft: DraftId, body: DraftWords, version: int | None, me: Caller) -> DraftCard:
    """Keep what is written so far for 90 days; a draft of a change has the item's id."""
    return drafts.save(draft, body, version, by=me)


@api.delete("/api/drafts/{draft}")
def discard_draft(draft: DraftId, me: Caller) -> None:
    """Throw a draft away."""
    drafts.discard(draft, by=me)


@api.get("/api/items/{item}/versions")
def list_versions(item: ItemId, query: After, me: Caller) -> Page[Version]:
    """What an item said before, newest first, for those who may change it."""
    return history.of(item, by=me, after=query.after)


@api.get("/api/items/{item}/words")
def read_words(item: ItemId, query: Which, me: Caller) -> Words:
    """What an item said in one of its versions."""
    return history.words(item, query.version, by=me)


@api.put("/api/items/{item}/words")
def take_up_words(item: ItemId, body: TakenUp, version: int | None, me: Caller) -> ItemView:
    """Say again what an earlier version said, as a new version."""
    return history.take_up(item, body.version, version, by=me)
