"""Stores items and the text of files; their list entries are in list_entries_store.py.

read                                             key
----------------------------------------------   -------------------------------------
an item                                          ITEM#<org>#<item> / ITEM
a file's text, page by page                      ITEM#<org>#<item> / TEXT#<file>#<00007>
a purged item's tombstone (by the relay only)    ITEM#<org>#<item> / TOMBSTONE
"""

from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import (
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from sharewell.aws import table
from sharewell.aws.keys import KeyShape, Parent
from sharewell.aws.table import KeyRange, Row, RowPage, Transaction, VersionedRow
from sharewell.content.files.model import PageRef, TextPage
from sharewell.content.list_entries_store import (
    ListEntryRow,
    all_entry_keys,
    entry_fields,
    entry_keys,
)
from sharewell.content.model import Card, Item
from sharewell.core.clock import now
from sharewell.core.errors import VersionConflict
from sharewell.core.events import Event, ItemDeleted, ItemPurged, VerificationChanged
from sharewell.core.ids import FileId, ItemId, OrganisationId
from sharewell.identity.model import MemberRef
from sharewell.pictures.events import reference_events

TEXT_PAGE_SIZE = 20
TOMBSTONE_FOR = timedelta(days=1)


class ItemRow(VersionedRow):
    """An item. `parts` is the id of the multipart upload of its pending file.

    `imported` is the id of the import that waits for its file.
    """

    key = KeyShape("ITEM#<org>#<item> / ITEM", parent=Parent.ITEM)

    id = UnicodeAttribute()
    kind = UnicodeAttribute()
    title = UnicodeAttribute()
    body = UnicodeAttribute(default="")
    url = UnicodeAttribute(null=True)
    file = JSONAttribute(null=True)
    pending_file = JSONAttribute(null=True)
    author = UnicodeAttribute()
    author_name = UnicodeAttribute()
    co_authors = JSONAttribute(null=True)
    credits = JSONAttribute(null=True)
    channels: ListAttribute[str] = ListAttribute(default=list)
    groups: ListAttribute[str] = ListAttribute(default=list)
    tags: ListAttribute[str] = ListAttribute(default=list)
    discussion = UnicodeAttribute(null=True)
    written_on = UnicodeAttribute(null=True)
    created_at = UTCDateTimeAttribute()
    changed_at = UTCDateTimeAttribute()
    written_by = JSONAttribute(null=True)
    written_at = UTCDateTimeAttribute(null=True)
    deleted_at = UTCDateTimeAttribute(null=True)
    deleted_by = JSONAttribute(null=True)
    verification = JSONAttribute(null=True)
    preview = JSONAttribute(null=True)
    parts = UnicodeAttribute(null=True)
    imported = UnicodeAttribute(null=True)

    def item(self) -> Item:
        """Returns the item stored in this row."""
        fields = self.fields()
        author = MemberRef(id=fields.pop("author"), name=fields.pop("author_name"))
        kept = {n: v for n, v in fields.items() if v is not None and n not in _ROW_ONLY}
        return Item.model_validate(kept | {"author": author})


_ROW_ONLY = ("parts", "imported")
"""Attributes of an item's row that are not fields of `Item`."""


class TextRow(Row):
    """The text of a page of a file."""

    key = KeyShape("ITEM#<org>#<item> / TEXT#<file>#<page:digits>", parent=Parent.ITEM)

    number = NumberAttribute()
    text = UnicodeAttribute()
    title = UnicodeAttribute(null=True)
    second = NumberAttribute(null=True)


class ItemTombstoneRow(Row):
    """The tombstone of a purged item; its outbox holds the event."""

    key = KeyShape("ITEM#<org>#<item> / TOMBSTONE", parent=Parent.ITEM)


class ItemStore:
    """Reads and writes items, their list entries and the text of files."""

    def get_row(self, organisation: OrganisationId, id: ItemId) -> ItemRow | None:
        """Returns an item's row, with a strongly consistent read."""
        return table.get(ItemRow, *ItemRow.key(organisation, id), consistent=True)

    def get(self, organisation: OrganisationId, id: ItemId) -> Item | None:
        """Returns an item, deleted or not."""
        row = table.get(ItemRow, *ItemRow.key(organisation, id))
        return row.item() if row else None

    def get_many(self, organisation: OrganisationId, ids: list[ItemId]) -> list[Item]:
        """Returns the existing ones of `ids`, unordered, with one call per hundred."""
        rows = table.get_many(ItemRow, [ItemRow.key(organisation, id) for id in ids])
        return [row.item() for row in rows]

    def new_row(self, organisation: OrganisationId, item: Item) -> ItemRow:
        """Returns a new row for an item that is not stored yet."""
        row = ItemRow(*ItemRow.key(organisation, item.id))
        set_fields(row, item)
        return row

    def add(
        self,
        organisation: OrganisationId,
        row: ItemRow,
        item: Item,
        tx: Transaction,
        *events: Event,
    ) -> None:
        """Adds a new item with all its list entries. Raises `Conflict` if the id exists."""
        tx.add(row, *events, *([] if row.expires else _picture_events(organisation, item)))
        for entry in entry_keys(organisation, item):
            entry.expires = row.expires
            tx.put(entry)

    def require_unchanged(self, tx: Transaction, organisation: OrganisationId, item: Item) -> None:
        """Adds a condition check: the item still has the version that was read."""
        refusal = VersionConflict(f"“{item.title}” was changed by someone else. Try again.")
        holds = ItemRow.version == item.version
        tx.check(ItemRow, *ItemRow.key(organisation, item.id), holds, refusal)

    def update(
        self,
        organisation: OrganisationId,
        row: ItemRow,
        new: Item,
        tx: Transaction,
        *events: Event,
        awaited: datetime | None = None,
    ) -> None:
        """Writes a new state of the item read as `row`, and its list entries with it.

        `awaited` is when the item expires if the bytes of its first file do not arrive.
        Raises: VersionConflict if the row changed since it was read.
        """
        old = row.item()
        entries_before = _by_key(all_entry_keys(organisation, old))
        entries_after = _by_key(all_entry_keys(organisation, new))
        changed = entry_fields(old) != entry_fields(new) or row.expires
        # An item that still expires references its pictures once its file has arrived.
        before = "" if row.expires else old.body
        pictures = [] if awaited else _picture_events(organisation, new, before)
        set_fields(row, new)
        row.expires = awaited
        tx.save(row, *events, *_verification_events(organisation, old, new), *pictures)
        for key, entry in entries_after.items():
            if changed or key not in entries_before:
                entry.expires = awaited
                tx.put(entry)
        for key, entry in entries_before.items():
            if key not in entries_after:
                tx.delete(entry)

    def purge(
        self,
        organisation: OrganisationId,
        row: ItemRow,
        tx: Transaction,
        event: ItemDeleted | ItemPurged,
    ) -> None:
        """Deletes an item and its list entries; its tombstone expires after a day."""
        expires = event.at + TOMBSTONE_FOR
        tx.put(ItemTombstoneRow(row.pk, ItemTombstoneRow.key.sk(), expires=expires), event)
        tx.delete(row)
        for entry in all_entry_keys(organisation, row.item()):
            tx.delete(entry)

    def list_cards(
        self, list: str, before: str | None, limit: int, *, consistent: bool = False
    ) -> list[Card]:
        """Returns the newest cards of a list that are older than `before`."""
        rows = table.query(
            ListEntryRow,
            list,
            KeyRange(lt=before),
            limit=limit,
            reverse=True,
            consistent=consistent,
        )
        return [row.card() for row in rows]

    def remove_list_entry(self, list: str, id: ItemId, tx: Transaction) -> None:
        """Deletes a stale list entry: expiring rows are not deleted together with their item."""
        tx.delete(ListEntryRow(list, id))

    def list_text_pages(
        self,
        organisation: OrganisationId,
        id: ItemId,
        file: FileId,
        after: str | None,
        *,
        consistent: bool = False,
    ) -> RowPage[TextRow]:
        """Returns a page of `TEXT_PAGE_SIZE` rows of a file's text."""
        pk, begins = _pk(organisation, id), _text_key(file)
        return table.query_page(
            TextRow,
            pk,
            KeyRange(prefix=begins),
            after=after,
            limit=TEXT_PAGE_SIZE,
            consistent=consistent,
        )

    def get_text_pages(
        self, organisation: OrganisationId, wanted: list[PageRef]
    ) -> dict[PageRef, TextPage]:
        """Returns single text pages of several files, with one call per hundred."""
        keys = {(_pk(organisation, it.item), _text_key(it.file, it.page)): it for it in wanted}
        rows = table.get_many(TextRow, list(keys))
        return {keys[row.pk, row.sk]: TextPage(**row.fields()) for row in rows}

    def put_text(
        self, organisation: OrganisationId, id: ItemId, file: FileId, pages: list[TextPage]
    ) -> None:
        """Writes the text pages of a file. Idempotent."""
        pk = _pk(organisation, id)
        rows = [TextRow(pk, _text_key(file, page.number), **page.model_dump()) for page in pages]
        table.batch_put(rows)

    def delete_text(self, organisation: OrganisationId, id: ItemId, file: FileId) -> None:
        """Deletes the text pages of a file."""
        table.delete_partition(_pk(organisation, id), prefix=_text_key(file))


def set_fields(row: ItemRow, item: Item) -> None:
    """Sets the attributes of a row from an item's fields."""
    separate = {
        "author",
        "file",
        "pending_file",
        "preview",
        "verification",
        "version",
        "written_on",
    }
    for name, value in item.model_dump(exclude=separate).items():
        setattr(row, name, value)
    row.co_authors, row.credits = row.co_authors or None, row.credits or None
    row.kind = item.kind.value
    row.discussion = item.discussion.value if item.discussion else None
    row.written_on = item.written_on.isoformat() if item.written_on else None
    row.author, row.author_name = item.author.id, item.author.name
    row.file, row.pending_file, row.verification, row.preview = (
        it.model_dump(mode="json", exclude_none=True) if it else None
        for it in (item.file, item.pending_file, item.verification, item.preview)
    )


def _verification_events(organisation: OrganisationId, old: Item, new: Item) -> list[Event]:
    """Returns a `VerificationChanged` event if the verification lists have to be synced."""
    if _verification_fields(old) == _verification_fields(new):
        return []
    return [VerificationChanged(organisation=organisation, at=now(), item=new.id)]


def _picture_events(organisation: OrganisationId, item: Item, before: str = "") -> list[Event]:
    """Returns a `PicturesReferenced` event for pictures new in the item's body, if any."""
    return reference_events(organisation, now(), f"item:{item.id}", item.body, before)


def _verification_fields(item: Item) -> Any:
    if item.verification is None or item.deleted_at:
        return None
    return item.verification, item.groups, entry_fields(item)


def _by_key(rows: list[ListEntryRow]) -> dict[str, ListEntryRow]:
    return {row.pk: row for row in rows}


def _pk(organisation: OrganisationId, id: ItemId) -> str:
    return ItemRow.key.pk(organisation, id)


def _text_key(file: FileId, number: int | None = None) -> str:
    return TextRow.key.begins(file) if number is None else TextRow.key.sk(file, f"{number:05d}")
