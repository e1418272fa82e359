"""What people can do with items."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sharewell import table
from sharewell.caller import Caller
from sharewell.channels.service import Channels, channels
from sharewell.clock import Clock, now
from sharewell.content.drafts.service import Drafts, drafts
from sharewell.content.media.model import Preview, PreviewState
from sharewell.content.model import UNDO_FOR, Card, Item, ItemView, Kind, card_of, own_groups
from sharewell.content.named import Named, mentions_in, named, named_on
from sharewell.content.sent.model import ItemChange, NewItem
from sharewell.content.store import ItemRow, ItemStore, fill
from sharewell.content.versions.service import Versions, versions
from sharewell.errors import Conflict, Gone, Invalid, Missing
from sharewell.events import (
    Event,
    ItemChanged,
    ItemDeleted,
    ItemMoved,
    ItemPublished,
    LinkGiven,
)
from sharewell.identity.model import MemberRef
from sharewell.ids import ChannelId, DraftId, ItemId, OrganisationId, mint
from sharewell.page import Page
from sharewell.table import Write
from sharewell.values import Switch

MOST_CARDS = 20
_WHERE = ("title", "channels", "groups", "discussion", "deleted_at")


@dataclass(frozen=True, slots=True)
class Items:
    """Publish, read, change, delete and restore items."""

    store: ItemStore
    channels: Channels
    versions: Versions
    drafts: Drafts
    named: Named
    now: Clock = now

    def seen_by(self, who: Caller, id: ItemId) -> Item:
        """The item, if `who` may see it; there is no other way to get one."""
        item = self.store.item(who.organisation, id)
        if item is None or item.deleted_at or not item.visible_to(who):
            raise Missing("there is no such item")
        return item

    def several_seen_by(self, who: Caller, ids: list[ItemId]) -> list[Item]:
        """Those of `ids` that `who` may see, in the order asked for."""
        found = {
            item.id: item
            for item in self.store.items(who.organisation, list(dict.fromkeys(ids)))
            if not item.deleted_at and item.visible_to(who)
        }
        return [found[id] for id in ids if id in found]

    def must_stand(self, write: Write, organisation: OrganisationId, item: Item) -> None:
        """Refuse the open write unless an item is as it was read."""
        self.store.must_stand(write, organisation, item)

    def present(self, organisation: OrganisationId, id: ItemId) -> Item | None:
        """An item at this instant, deleted or not, for those who keep a copy of its title."""
        row = self.store.row(organisation, id)
        return row.item() if row else None

    def cards(self, ids: list[ItemId] | ItemId, *, by: Caller) -> Page[Card]:
        """Those of `ids` that the caller may see, as cards."""
        wanted = ids if isinstance(ids, list) else [ids]
        if len(wanted) > MOST_CARDS:
            raise Invalid(f"ask for at most {MOST_CARDS} items", field="id")
        seen = self.several_seen_by(by, wanted)
        return Page(items=[card_of(it.as_of(self.now())) for it in seen])

    def publish(self, new: NewItem, *, by: Caller, key: str | None = None) -> ItemView:
        """Publish a note or a link; twice under one key is once."""
        at, seats = self.now(), self.named.seats(new, by)
        drafted = Item(
            id=ItemId(key or mint(at)),
            kind=new.kind,
            title=new.title,
            body=new.body,
            url=str(new.url) if new.url else None,
            preview=Preview(state=PreviewState.FETCHING, asked_at=at) if new.url else None,
            author=MemberRef(id=by.member, name=by.name),
            channels=list(dict.fromkeys(new.channels)),
            groups=own_groups(new.groups, by),
            tags=list(dict.fromkeys(new.tags)),
            written_on=new.written_on,
            created_at=at,
            changed_at=at,
            version=1,
            **named_on(new, seats, by.member),
        )
        drafted.must_fit()
        said = ItemPublished(organisation=by.organisation, at=at, item=drafted.id, author=by.member)

        def put(channels: list[ChannelId]) -> Item:
            item = drafted.model_copy(update={"channels": channels})
            with table.write() as write:
                self.channels.must_take(by.organisation, channels, item.groups, write)
                row = self.store.new_row(by.organisation, item)
                said_too = [*mentions_in(item, "", by), *link_in(item, by)]
                self.store.add(by.organisation, row, item, write, said, *said_too)
                if new.draft:
                    self.drafts.give_up(write, new.draft, by)
            return item

        try:
            item = self.channels.landed(by.organisation, drafted.channels, put)
        except Conflict:
            if made := self.made_before(drafted.id, by):
                return ItemView.of(made.item(), by)
            raise
        return ItemView.of(item, by)

    def made_before(self, id: ItemId, by: Caller) -> ItemRow | None:
        """What the caller has already made under this id, and not deleted since."""
        row = self.store.row(by.organisation, id)
        is_own = row is not None and row.author == by.member and not row.deleted_at
        return row if is_own else None

    def change(
        self, id: ItemId, change: ItemChange, version: int | None, *, by: Caller
    ) -> ItemView:
        """Change an item's words, authors, channels or visibility."""
        (row, old), seats = table.at_once(
            [partial(self.editable, id, by, version), partial(self.named.seats, change, by)]
        )
        spoken = {"draft", "co_authors", "credits"}
        given = change.model_dump(exclude_none=True, mode="json", exclude=spoken)
        if "url" in given and old.kind is not Kind.LINK:
            raise Invalid("only a link has an address", field="url")
        if "groups" in given:
            kept = [group for group in given["groups"] if group in old.groups]
            given["groups"] = own_groups(given["groups"], by, besides=kept)
        if "tags" in given:
            given["tags"] = list(dict.fromkeys(given["tags"]))
        given |= named_on(change, seats, old.author.id, old)
        return self.rewrite(row, old, given, by=by, draft=change.draft)

    def rewrite(
        self,
        row: ItemRow,
        old: Item,
        given: Mapping[str, Any],
        *,
        by: Caller,
        draft: DraftId | None = None,
    ) -> ItemView:
        """Keep an item with these fields, and what it said before as a version."""
        drafted = self._next(old, given)
        if drafted.url and drafted.url != old.url:
            waiting = Preview(state=PreviewState.FETCHING, asked_at=drafted.changed_at)
            drafted = drafted.model_copy(update={"preview": waiting})
        drafted.must_fit()
        if not drafted.words.is_said_by(old.words):
            writer = MemberRef(id=by.member, name=by.name)
            written = {"written_by": writer, "written_at": drafted.changed_at}
            drafted = drafted.model_copy(update=written)
        said = ItemChanged(organisation=by.organisation, at=drafted.changed_at, item=old.id)

        def put(channels: list[ChannelId]) -> Item:
            new = drafted.model_copy(update={"channels": channels})
            fill(row, old)
            with table.write() as write:
                self._tag(old, new, by, write)
                if not new.words.is_said_by(old.words):
                    self.versions.keep(write, by.organisation, old.id, old.words)
                moved = [*_moved(by, old, new), *link_in(new, by, old.url)]
                said_too = [*mentions_in(new, old.body, by), *moved]
                self.store.change(by.organisation, row, new, write, said, *said_too)
                if draft:
                    self.drafts.give_up(write, draft, by)
            return new

        return ItemView.of(self.channels.landed(by.organisation, drafted.channels, put), by)

    def let_speak(self, id: ItemId, switch: Switch | None, *, by: Caller) -> Item:
        """Set who may say what under an item; the same again changes nothing."""
        row, old = self.editable(id, by)
        if old.discussion is switch:
            return old
        new = self._next(old, {"discussion": switch})
        said = ItemChanged(organisation=by.organisation, at=new.changed_at, item=id)
        with table.write() as write:
            self.store.change(by.organisation, row, new, write, said, *_moved(by, old, new))
        return new

    def delete(self, id: ItemId, *, by: Caller) -> None:
        """Take an item out of every list; for 30 days it can be restored."""
        row, old = self.editable(id, by)
        new = self._next(
            old, {"deleted_at": self.now(), "deleted_by": MemberRef(id=by.member, name=by.name)}
        )
        said = ItemDeleted(organisation=by.organisation, at=new.changed_at, item=id)
        with table.write() as write:
            self.store.change(by.organisation, row, new, write, said)

    def restore(self, id: ItemId, *, by: Caller) -> ItemView:
        """Undo a deletion."""
        row = self.store.row(by.organisation, id)
        old = row.item() if row else None
        if row is None or old is None or not old.visible_to(by):
            raise Missing("there is no such item")
        old.must_be_edited_by(by)
        if old.deleted_at is None:
            raise Conflict("this item is not deleted")
        if self.now() - old.deleted_at > UNDO_FOR:
            raise Gone("it was deleted more than 30 days ago")
        drafted = self._next(old, {"deleted_at": None, "deleted_by": None})
        said = ItemChanged(organisation=by.organisation, at=drafted.changed_at, item=id)

        def put(channels: list[ChannelId]) -> Item:
            new = drafted.model_copy(update={"channels": channels})
            fill(row, old)
            with table.write() as write:
                self.channels.must_keep(by.organisation, channels, new.groups, write)
                self.store.change(by.organisation, row, new, write, said, *_moved(by, old, new))
            return new

        return ItemView.of(self.channels.landed(by.organisation, drafted.channels, put), by)

    def editable(self, id: ItemId, by: Caller, version: int | None = None) -> tuple[ItemRow, Item]:
        """An item's row and value, if the caller may change it, as they read it in `version`."""
        row, item = self.row_seen_by(by, id)
        item.must_be_edited_by(by)
        item.must_be_in(version)
        return row, item

    def row_seen_by(self, who: Caller, id: ItemId) -> tuple[ItemRow, Item]:
        """An item's row and value at this instant, if `who` may see it."""
        row = self.store.row(who.organisation, id)
        item = row.item() if row else None
        if row is None or item is None or item.deleted_at or not item.visible_to(who):
            raise Missing("there is no such item")
        return row, item

    def _tag(self, old: Item, new: Item, by: Caller, write: Write) -> None:
        """Pass the channels that it comes into; for other groups than before, all of them."""
        joined = [it for it in new.channels if it not in old.channels]
        self.channels.must_take(by.organisation, joined, new.groups, write)
        if set(new.groups) != set(old.groups):
            kept = [it for it in new.channels if it in old.channels]
            self.channels.must_keep(by.organisation, kept, new.groups, write)

    def _next(self, old: Item, changes: Mapping[str, object]) -> Item:
        fresh = {"version": old.version + 1, "changed_at": self.now()}
        return Item.model_validate(old.model_dump() | dict(changes) | fresh)


def _moved(by: Caller, old: Item, new: Item) -> list[ItemMoved]:
    """What is said when an item is not where it was, for whom it was, or called as it was."""
    if all(getattr(old, it) == getattr(new, it) for it in _WHERE):
        return []
    return [ItemMoved(organisation=by.organisation, at=new.changed_at, item=new.id)]


def link_in(item: Item, by: Caller, before: str | None = None) -> list[Event]:
    """What to say of an address that is new."""
    if item.url is None or item.url == before:
        return []
    return [LinkGiven(organisation=by.organisation, at=item.changed_at, item=item.id, url=item.url)]


items = Items(ItemStore(), channels, versions, drafts, named)
