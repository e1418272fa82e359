"""The service of items: what callers can do with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sharewell.aws import concurrency, table
from sharewell.aws.table import Transaction
from sharewell.channels.service import ChannelService, channels
from sharewell.content.contributors import (
    Contributors,
    contributor_fields,
    contributors,
    new_mention_events,
)
from sharewell.content.drafts.service import DraftService, drafts
from sharewell.content.files.model import Preview, PreviewState
from sharewell.content.model import (
    RESTORABLE_FOR,
    Card,
    Item,
    ItemView,
    Kind,
    card_of,
    require_own_groups,
)
from sharewell.content.schemas import ItemChange, NewItem
from sharewell.content.store import ItemRow, ItemStore, set_fields
from sharewell.content.versions.service import VersionService, versions
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, Gone, Invalid, NotFound
from sharewell.core.events import (
    Event,
    ItemChanged,
    ItemDeleted,
    ItemPlacementChanged,
    ItemPublished,
    LinkAdded,
)
from sharewell.core.ids import ChannelId, DraftId, ItemId, OrganisationId, new_ulid
from sharewell.core.pagination import Page
from sharewell.core.values import DiscussionMode
from sharewell.identity.model import MemberRef

MAX_CARDS = 20
_PLACEMENT_FIELDS = ("title", "channels", "groups", "discussion", "deleted_at")


@dataclass(frozen=True, slots=True)
class ItemService:
    """Publishes, reads, changes, deletes and restores items."""

    store: ItemStore
    channels: ChannelService
    versions: VersionService
    drafts: DraftService
    contributors: Contributors
    now: Clock = now

    def seen_by(self, who: Caller, id: ItemId) -> Item:
        """Returns the item. Raises `NotFound` unless it exists and `who` may see it."""
        item = self.store.get(who.organisation, id)
        if item is None or item.deleted_at or not item.visible_to(who):
            raise NotFound("This item does not exist, or you cannot see it.")
        return item

    def several_seen_by(self, who: Caller, ids: list[ItemId]) -> list[Item]:
        """Returns those of `ids` that `who` may see, in the given order."""
        found = {
            item.id: item
            for item in self.store.get_many(who.organisation, list(dict.fromkeys(ids)))
            if not item.deleted_at and item.visible_to(who)
        }
        return [found[id] for id in ids if id in found]

    def require_unchanged(self, tx: Transaction, organisation: OrganisationId, item: Item) -> None:
        """Adds a condition check: the item still has the version that was read."""
        self.store.require_unchanged(tx, organisation, item)

    def get_current(self, organisation: OrganisationId, id: ItemId) -> Item | None:
        """Returns an item, deleted or not, with a strongly consistent read; for projections."""
        row = self.store.get_row(organisation, id)
        return row.item() if row else None

    def list_cards(self, ids: list[ItemId] | ItemId, *, by: Caller) -> Page[Card]:
        """Returns the cards of those of `ids` that the caller may see.

        Raises: Invalid for more than `MAX_CARDS` ids.
        """
        wanted = ids if isinstance(ids, list) else [ids]
        if len(wanted) > MAX_CARDS:
            raise Invalid(f"Request at most {MAX_CARDS} items at a time.", field="id")
        seen = self.several_seen_by(by, wanted)
        return Page(items=[card_of(it.as_of(self.now())) for it in seen])

    def publish(self, new: NewItem, *, by: Caller, key: str | None = None) -> ItemView:
        """Publishes a note or a link. Idempotent per `key`."""
        at, members = self.now(), self.contributors.load_members(new, by)
        drafted = Item(
            id=ItemId(key or new_ulid(at)),
            kind=new.kind,
            title=new.title,
            body=new.body,
            url=str(new.url) if new.url else None,
            preview=Preview(state=PreviewState.FETCHING, requested_at=at) if new.url else None,
            author=MemberRef(id=by.member, name=by.name),
            channels=list(dict.fromkeys(new.channels)),
            groups=require_own_groups(new.groups, by),
            tags=list(dict.fromkeys(new.tags)),
            written_on=new.written_on,
            created_at=at,
            changed_at=at,
            version=1,
            **contributor_fields(new, members, by.member),
        )
        drafted.require_within_limits()
        event = ItemPublished(
            organisation=by.organisation, at=at, item=drafted.id, author=by.member
        )

        def put(channels: list[ChannelId]) -> Item:
            item = drafted.model_copy(update={"channels": channels})
            with table.transaction() as tx:
                self.channels.require_open(by.organisation, channels, item.groups, tx)
                row = self.store.new_row(by.organisation, item)
                more = [*new_mention_events(item, "", by), *link_events(item, by)]
                self.store.add(by.organisation, row, item, tx, event, *more)
                if new.draft:
                    self.drafts.discard_published(tx, new.draft, by)
            return item

        try:
            item = self.channels.retry_with_merged_targets(by.organisation, drafted.channels, put)
        except Conflict:
            if created := self.find_created(drafted.id, by):
                return ItemView.of(created.item(), by)
            raise
        return ItemView.of(item, by)

    def find_created(self, id: ItemId, by: Caller) -> ItemRow | None:
        """Returns the row of an item that the caller created with this id, unless deleted."""
        row = self.store.get_row(by.organisation, id)
        is_own = row is not None and row.author == by.member and not row.deleted_at
        return row if is_own else None

    def change(
        self, id: ItemId, change: ItemChange, version: int | None, *, by: Caller
    ) -> ItemView:
        """Changes an item's content, contributors, channels, groups or tags.

        Raises: NotFound, Forbidden, Invalid, or VersionConflict if `version` is not the current.
        """
        (row, old), members = concurrency.run_concurrently(
            [
                partial(self.get_editable, id, by, version),
                partial(self.contributors.load_members, change, by),
            ]
        )
        separate = {"draft", "co_authors", "credits"}
        fields = change.model_dump(exclude_none=True, mode="json", exclude=separate)
        if "url" in fields and old.kind is not Kind.LINK:
            raise Invalid("Only a link has an address.", field="url")
        if "groups" in fields:
            kept = [group for group in fields["groups"] if group in old.groups]
            fields["groups"] = require_own_groups(fields["groups"], by, besides=kept)
        if "tags" in fields:
            fields["tags"] = list(dict.fromkeys(fields["tags"]))
        fields |= contributor_fields(change, members, old.author.id, old)
        return self.save_revision(row, old, fields, by=by, draft=change.draft)

    def save_revision(
        self,
        row: ItemRow,
        old: Item,
        fields: Mapping[str, Any],
        *,
        by: Caller,
        draft: DraftId | None = None,
    ) -> ItemView:
        """Writes an item with the given fields and stores its former content as a version."""
        drafted = self._next_revision(old, fields)
        if drafted.url and drafted.url != old.url:
            waiting = Preview(state=PreviewState.FETCHING, requested_at=drafted.changed_at)
            drafted = drafted.model_copy(update={"preview": waiting})
        drafted.require_within_limits()
        if not drafted.content.same_content(old.content):
            writer = MemberRef(id=by.member, name=by.name)
            written = {"written_by": writer, "written_at": drafted.changed_at}
            drafted = drafted.model_copy(update=written)
        event = ItemChanged(organisation=by.organisation, at=drafted.changed_at, item=old.id)

        def put(channels: list[ChannelId]) -> Item:
            new = drafted.model_copy(update={"channels": channels})
            set_fields(row, old)
            with table.transaction() as tx:
                self._tag(old, new, by, tx)
                if not new.content.same_content(old.content):
                    self.versions.add(tx, by.organisation, old.id, old.content)
                moved = [*_placement_events(by, old, new), *link_events(new, by, old.url)]
                more = [*new_mention_events(new, old.body, by), *moved]
                self.store.update(by.organisation, row, new, tx, event, *more)
                if draft:
                    self.drafts.discard_published(tx, draft, by)
            return new

        return ItemView.of(
            self.channels.retry_with_merged_targets(by.organisation, drafted.channels, put), by
        )

    def set_discussion_mode(self, id: ItemId, switch: DiscussionMode | None, *, by: Caller) -> Item:
        """Sets the discussion mode of an item; None inherits that of its channels. Idempotent."""
        row, old = self.get_editable(id, by)
        if old.discussion is switch:
            return old
        new = self._next_revision(old, {"discussion": switch})
        event = ItemChanged(organisation=by.organisation, at=new.changed_at, item=id)
        with table.transaction() as tx:
            self.store.update(
                by.organisation, row, new, tx, event, *_placement_events(by, old, new)
            )
        return new

    def delete(self, id: ItemId, *, by: Caller) -> None:
        """Soft-deletes an item: removes it from all lists; it can be restored for 30 days."""
        row, old = self.get_editable(id, by)
        new = self._next_revision(
            old, {"deleted_at": self.now(), "deleted_by": MemberRef(id=by.member, name=by.name)}
        )
        event = ItemDeleted(organisation=by.organisation, at=new.changed_at, item=id)
        with table.transaction() as tx:
            self.store.update(by.organisation, row, new, tx, event)

    def restore(self, id: ItemId, *, by: Caller) -> ItemView:
        """Restores a deleted item.

        Raises: NotFound, Forbidden, Conflict if it is not deleted, Gone after 30 days.
        """
        row = self.store.get_row(by.organisation, id)
        old = row.item() if row else None
        if row is None or old is None or not old.visible_to(by):
            raise NotFound("This item does not exist, or you cannot see it.")
        old.require_editable_by(by)
        if old.deleted_at is None:
            raise Conflict("This item is not deleted.")
        if self.now() - old.deleted_at > RESTORABLE_FOR:
            raise Gone("This item was deleted more than 30 days ago and can no longer be restored.")
        drafted = self._next_revision(old, {"deleted_at": None, "deleted_by": None})
        event = ItemChanged(organisation=by.organisation, at=drafted.changed_at, item=id)

        def put(channels: list[ChannelId]) -> Item:
            new = drafted.model_copy(update={"channels": channels})
            set_fields(row, old)
            with table.transaction() as tx:
                self.channels.require_existing(by.organisation, channels, new.groups, tx)
                self.store.update(
                    by.organisation, row, new, tx, event, *_placement_events(by, old, new)
                )
            return new

        return ItemView.of(
            self.channels.retry_with_merged_targets(by.organisation, drafted.channels, put), by
        )

    def get_editable(
        self, id: ItemId, by: Caller, version: int | None = None
    ) -> tuple[ItemRow, Item]:
        """Returns the row and value of an item that the caller may edit.

        Raises: NotFound, Forbidden, or VersionConflict unless `version` is current or None.
        """
        row, item = self.row_seen_by(by, id)
        item.require_editable_by(by)
        item.require_version(version)
        return row, item

    def row_seen_by(self, who: Caller, id: ItemId) -> tuple[ItemRow, Item]:
        """Returns the row and value of an item, with a strongly consistent read.

        Raises: NotFound unless it exists and `who` may see it.
        """
        row = self.store.get_row(who.organisation, id)
        item = row.item() if row else None
        if row is None or item is None or item.deleted_at or not item.visible_to(who):
            raise NotFound("This item does not exist, or you cannot see it.")
        return row, item

    def _tag(self, old: Item, new: Item, by: Caller, tx: Transaction) -> None:
        """Checks that added channels are open; if the groups changed, that the others exist."""
        joined = [it for it in new.channels if it not in old.channels]
        self.channels.require_open(by.organisation, joined, new.groups, tx)
        if set(new.groups) != set(old.groups):
            kept = [it for it in new.channels if it in old.channels]
            self.channels.require_existing(by.organisation, kept, new.groups, tx)

    def _next_revision(self, old: Item, changes: Mapping[str, object]) -> Item:
        fresh = {"version": old.version + 1, "changed_at": self.now()}
        return Item.model_validate(old.model_dump() | dict(changes) | fresh)


def _placement_events(by: Caller, old: Item, new: Item) -> list[ItemPlacementChanged]:
    """Returns an event if the title, channels, groups, mode or deletion changed."""
    if all(getattr(old, it) == getattr(new, it) for it in _PLACEMENT_FIELDS):
        return []
    return [ItemPlacementChanged(organisation=by.organisation, at=new.changed_at, item=new.id)]


def link_events(item: Item, by: Caller, before: str | None = None) -> list[Event]:
    """Returns a `LinkAdded` event if the item's address is new."""
    if item.url is None or item.url == before:
        return []
    return [LinkAdded(organisation=by.organisation, at=item.changed_at, item=item.id, url=item.url)]


items = ItemService(ItemStore(), channels, versions, drafts, contributors)
