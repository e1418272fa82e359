"""What people can do with items."""

from dataclasses import dataclass

from sharewell import table
from sharewell.caller import Caller
from sharewell.channels.service import Channels, channels
from sharewell.clock import Clock, now
from sharewell.content.model import (
    UNDO_FOR,
    Card,
    Item,
    ItemChange,
    ItemView,
    Kind,
    MemberRef,
    NewItem,
)
from sharewell.content.store import ItemRow, ItemStore
from sharewell.errors import Conflict, Gone, Invalid, Missing, Stale
from sharewell.events import ItemChanged, ItemDeleted, ItemPublished
from sharewell.ids import GroupId, ItemId, mint
from sharewell.page import Page

MOST_CARDS = 20


@dataclass(frozen=True, slots=True)
class Items:
    """Publish, read, change, delete and restore items."""

    store: ItemStore
    channels: Channels
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

    def view(self, id: ItemId, *, by: Caller) -> ItemView:
        """The item as the caller sees it."""
        return view(self.seen_by(by, id).as_of(self.now()), by)

    def cards(self, ids: list[ItemId] | ItemId, *, by: Caller) -> Page[Card]:
        """Those of `ids` that the caller may see, as cards."""
        wanted = ids if isinstance(ids, list) else [ids]
        if len(wanted) > MOST_CARDS:
            raise Invalid(f"ask for at most {MOST_CARDS} items", field="id")
        return Page(items=[card(it.as_of(self.now())) for it in self.several_seen_by(by, wanted)])

    def publish(self, new: NewItem, *, by: Caller, key: str | None = None) -> ItemView:
        """Publish a note or a link; twice under one key is once."""
        at = self.now()
        item = Item(
            id=ItemId(key or mint(at)),
            kind=new.kind,
            title=new.title,
            body=new.body,
            url=str(new.url) if new.url else None,
            author=MemberRef(id=by.member, name=by.name),
            channels=list(dict.fromkeys(new.channels)),
            groups=own_groups(new.groups, by),
            tags=list(dict.fromkeys(new.tags)),
            written_on=new.written_on,
            created_at=at,
            changed_at=at,
            version=1,
        )
        said = ItemPublished(organisation=by.organisation, at=at, item=item.id, author=by.member)
        try:
            with table.write() as write:
                self.channels.must_exist(by.organisation, item.channels, write)
                row = self.store.new_row(by.organisation, item)
                self.store.add(by.organisation, row, item, write, said)
        except Conflict:
            if made := self.made_before(item.id, by):
                return view(made.item(), by)
            raise
        return view(item, by)

    def made_before(self, id: ItemId, by: Caller) -> ItemRow | None:
        """What the caller has already made under this id, and not deleted since."""
        row = self.store.row(by.organisation, id)
        is_own = row is not None and row.author == by.member and not row.deleted_at
        return row if is_own else None

    def change(
        self, id: ItemId, change: ItemChange, version: int | None, *, by: Caller
    ) -> ItemView:
        """Change an item's words, channels or visibility."""
        row, old = self.editable(id, by)
        if version not in (None, old.version):
            raise Stale("somebody else changed this item since you read it")
        given = change.model_dump(exclude_none=True, mode="json")
        if "url" in given and old.kind is not Kind.LINK:
            raise Invalid("only a link has an address", field="url")
        if "groups" in given:
            kept = [group for group in given["groups"] if group in old.groups]
            given["groups"] = own_groups(given["groups"], by, besides=kept)
        if "tags" in given:
            given["tags"] = list(dict.fromkeys(given["tags"]))
        new = self._next(old, given)
        joined = [channel for channel in new.channels if channel not in old.channels]
        said = ItemChanged(organisation=by.organisation, at=new.changed_at, item=id)
        with table.write() as write:
            self.channels.must_exist(by.organisation, joined, write)
            self.store.change(by.organisation, row, new, write, said)
        return view(new, by)

    def delete(self, id: ItemId, *, by: Caller) -> None:
        """Take an item out of every list; for 30 days it can be restored."""
        row, old = self.editable(id, by)
        new = self._next(old, {"deleted_at": self.now()})
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
        new = self._next(old, {"deleted_at": None})
        said = ItemChanged(organisation=by.organisation, at=new.changed_at, item=id)
        with table.write() as write:
            self.store.change(by.organisation, row, new, write, said)
        return view(new, by)

    def editable(self, id: ItemId, by: Caller) -> tuple[ItemRow, Item]:
        """An item's row and value, if the caller may change it."""
        row, item = self.row_seen_by(by, id)
        item.must_be_edited_by(by)
        return row, item

    def row_seen_by(self, who: Caller, id: ItemId) -> tuple[ItemRow, Item]:
        """An item's row and value at this instant, if `who` may see it."""
        row = self.store.row(who.organisation, id)
        item = row.item() if row else None
        if row is None or item is None or item.deleted_at or not item.visible_to(who):
            raise Missing("there is no such item")
        return row, item

    def _next(self, old: Item, changes: dict[str, object]) -> Item:
        fresh = {"version": old.version + 1, "changed_at": self.now()}
        return Item.model_validate(old.model_dump() | changes | fresh)


def view(item: Item, who: Caller) -> ItemView:
    """An item as `who` sees it."""
    return ItemView(**item.model_dump(), may_edit=item.may_be_edited_by(who))


def card(item: Item) -> Card:
    """An item's line in a list."""
    file = item.file
    return Card(
        id=item.id,
        kind=item.kind,
        title=item.title,
        author=item.author,
        channels=item.channels,
        type=file.type if file else None,
        state=file.state if file else None,
        thumb=file.thumb if file else None,
    )


def own_groups(
    groups: list[GroupId], who: Caller, besides: list[GroupId] | None = None
) -> list[GroupId]:
    """The groups once each, if the caller is in all of them (or they are among `besides`)."""
    known = who.groups | set(besides or [])
    if not known.issuperset(groups):
        raise Invalid("you are not in every one of these groups", field="groups")
    return list(dict.fromkeys(groups))


items = Items(ItemStore(), channels)
