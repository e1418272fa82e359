"""Items and the text of files, as rows; their lines in lists stand in places_store.py.

read                                             key
----------------------------------------------   -------------------------------------
an item                                          ITEM#<org>#<item> / ITEM
a file's text, page by page                      ITEM#<org>#<item> / TEXT#<file>#<00007>
nobody: what is gone says so, and goes too       ITEM#<org>#<item> / GONE
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

from sharewell import table
from sharewell.clock import now
from sharewell.content.media.model import PageOf, TextPage
from sharewell.content.model import Card, Item
from sharewell.content.places_store import PlaceRow, all_places, line_of, places
from sharewell.errors import Stale
from sharewell.events import Event, ItemDeleted, ItemPurged, UpkeepChanged
from sharewell.identity.model import MemberRef
from sharewell.ids import FileId, ItemId, OrganisationId
from sharewell.keys import KeyShape, Parent
from sharewell.pictures.saying import shown
from sharewell.table import KeyRange, Row, Rows, VersionedRow, Write

TEXT_PAGES = 20
GONE_FOR = timedelta(days=1)


class ItemRow(VersionedRow):
    """An item. `parts` is the upload that its awaited file comes by in parts.

    `imported` is the import that wants to hear of its file.
    """

    key = KeyShape("ITEM#<org>#<item> / ITEM", parent=Parent.ITEM)

    id = UnicodeAttribute()
    kind = UnicodeAttribute()
    title = UnicodeAttribute()
    body = UnicodeAttribute(default="")
    url = UnicodeAttribute(null=True)
    file = JSONAttribute(null=True)
    coming = JSONAttribute(null=True)
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
        """The value this row keeps."""
        fields = self.fields()
        author = MemberRef(id=fields.pop("author"), name=fields.pop("author_name"))
        kept = {n: v for n, v in fields.items() if v is not None and n not in _BESIDE}
        return Item.model_validate(kept | {"author": author})


_BESIDE = ("parts", "imported")
"""What an item's row has besides its item."""


class TextRow(Row):
    """The text of a page of a file."""

    key = KeyShape("ITEM#<org>#<item> / TEXT#<file>#<page:digits>", parent=Parent.ITEM)

    number = NumberAttribute()
    text = UnicodeAttribute()
    title = UnicodeAttribute(null=True)
    second = NumberAttribute(null=True)


class GoneRow(Row):
    """Carries the event of an item that leaves no row of its own."""

    key = KeyShape("ITEM#<org>#<item> / GONE", parent=Parent.ITEM)


class ItemStore:
    """Where items are kept."""

    def row(self, organisation: OrganisationId, id: ItemId) -> ItemRow | None:
        """One item's row, as it is at this instant."""
        return table.get(ItemRow, *ItemRow.key(organisation, id), consistent=True)

    def item(self, organisation: OrganisationId, id: ItemId) -> Item | None:
        """One item, deleted ones too."""
        row = table.get(ItemRow, *ItemRow.key(organisation, id))
        return row.item() if row else None

    def items(self, organisation: OrganisationId, ids: list[ItemId]) -> list[Item]:
        """Those of `ids` that are there, in one call per hundred, in no order."""
        rows = table.get_many(ItemRow, [ItemRow.key(organisation, id) for id in ids])
        return [row.item() for row in rows]

    def new_row(self, organisation: OrganisationId, item: Item) -> ItemRow:
        """The row of an item that is not kept yet."""
        row = ItemRow(*ItemRow.key(organisation, item.id))
        fill(row, item)
        return row

    def add(
        self, organisation: OrganisationId, row: ItemRow, item: Item, write: Write, *said: Event
    ) -> None:
        """Keep a new item in all its places."""
        write.add(row, *said, *([] if row.expires else _shown(organisation, item)))
        for place in places(organisation, item):
            place.expires = row.expires
            write.put(place)

    def must_stand(self, write: Write, organisation: OrganisationId, item: Item) -> None:
        """Refuse the open write unless an item is as it was read."""
        refusal = Stale(f"somebody has just changed “{item.title}”; try again")
        holds = ItemRow.version == item.version
        write.check(ItemRow, *ItemRow.key(organisation, item.id), holds, refusal)

    def change(
        self,
        organisation: OrganisationId,
        row: ItemRow,
        new: Item,
        write: Write,
        *said: Event,
        awaited: datetime | None = None,
    ) -> None:
        """Keep another state of an item that was read as `row`, and move its lines with it.

        `awaited` is when an item whose bytes still have to come gives up and vanishes.
        """
        old = row.item()
        lines_before = _by_key(all_places(organisation, old))
        lines_after = _by_key(all_places(organisation, new))
        moved = line_of(old) != line_of(new) or row.expires
        # What may vanish with the file that it awaits says later what it shows.
        before = "" if row.expires else old.body
        news = [] if awaited else _shown(organisation, new, before)
        fill(row, new)
        row.expires = awaited
        write.save(row, *said, *_upkeep_changed(organisation, old, new), *news)
        for key, place in lines_after.items():
            if moved or key not in lines_before:
                place.expires = awaited
                write.put(place)
        for key, place in lines_before.items():
            if key not in lines_after:
                write.remove(place)

    def erase(
        self,
        organisation: OrganisationId,
        row: ItemRow,
        write: Write,
        said: ItemDeleted | ItemPurged,
    ) -> None:
        """Leave nothing of an item but, for a day, its id and that it is gone."""
        gone = GoneRow(row.pk, GoneRow.key.sk(), expires=said.at + GONE_FOR)
        write.put(gone, said)
        write.remove(row)
        for place in all_places(organisation, row.item()):
            write.remove(place)

    def cards(
        self, list: str, before: str | None, limit: int, *, consistent: bool = False
    ) -> list[Card]:
        """The newest cards of a list that are older than `before`."""
        rows = table.query(
            PlaceRow, list, KeyRange(lt=before), limit=limit, reverse=True, consistent=consistent
        )
        return [row.card() for row in rows]

    def unlist(self, list: str, id: ItemId, write: Write) -> None:
        """Take out a line whose item is gone: rows that expire go one by one."""
        write.remove(PlaceRow(list, id))

    def text(
        self,
        organisation: OrganisationId,
        id: ItemId,
        file: FileId,
        after: str | None,
        *,
        consistent: bool = False,
    ) -> Rows[TextRow]:
        """A page of a file's pages."""
        pk, begins = _pk(organisation, id), _text(file)
        return table.query_page(
            TextRow,
            pk,
            KeyRange(prefix=begins),
            after=after,
            limit=TEXT_PAGES,
            consistent=consistent,
        )

    def pages(self, organisation: OrganisationId, wanted: list[PageOf]) -> dict[PageOf, TextPage]:
        """The text of single pages of several files, in one call per hundred."""
        keys = {(_pk(organisation, it.item), _text(it.file, it.page)): it for it in wanted}
        rows = table.get_many(TextRow, list(keys))
        return {keys[row.pk, row.sk]: TextPage(**row.fields()) for row in rows}

    def put_text(
        self, organisation: OrganisationId, id: ItemId, file: FileId, pages: list[TextPage]
    ) -> None:
        """Keep the text of a file; doing it again writes the same rows."""
        pk = _pk(organisation, id)
        rows = [TextRow(pk, _text(file, page.number), **page.model_dump()) for page in pages]
        table.batch_put(rows)

    def drop_text(self, organisation: OrganisationId, id: ItemId, file: FileId) -> None:
        """Keep nothing of what a file says."""
        table.delete_partition(_pk(organisation, id), prefix=_text(file))


def fill(row: ItemRow, item: Item) -> None:
    """Write an item's fields into its row."""
    own = {"author", "file", "coming", "preview", "verification", "version", "written_on"}
    for name, value in item.model_dump(exclude=own).items():
        setattr(row, name, value)
    row.co_authors, row.credits = row.co_authors or None, row.credits or None
    row.kind = item.kind.value
    row.discussion = item.discussion.value if item.discussion else None
    row.written_on = item.written_on.isoformat() if item.written_on else None
    row.author, row.author_name = item.author.id, item.author.name
    row.file, row.coming, row.verification, row.preview = (
        it.model_dump(mode="json", exclude_none=True) if it else None
        for it in (item.file, item.coming, item.verification, item.preview)
    )


def _upkeep_changed(organisation: OrganisationId, old: Item, new: Item) -> list[Event]:
    """What to say when lists of what is due or verified have to follow."""
    if _upkeep(old) == _upkeep(new):
        return []
    return [UpkeepChanged(organisation=organisation, at=now(), item=new.id)]


def _shown(organisation: OrganisationId, item: Item, before: str = "") -> list[Event]:
    """What to say of pictures that its text has not shown before."""
    return shown(organisation, now(), f"item:{item.id}", item.body, before)


def _upkeep(item: Item) -> Any:
    if item.verification is None or item.deleted_at:
        return None
    return item.verification, item.groups, line_of(item)


def _by_key(rows: list[PlaceRow]) -> dict[str, PlaceRow]:
    return {row.pk: row for row in rows}


def _pk(organisation: OrganisationId, id: ItemId) -> str:
    return ItemRow.key.pk(organisation, id)


def _text(file: FileId, number: int | None = None) -> str:
    return TextRow.key.begins(file) if number is None else TextRow.key.sk(file, f"{number:05d}")
