"""Another file for an item that has one: the old one is shown until the new one has been read.

How its bytes are sent, taken up again and given up is as for the first (service.py).
"""

from dataclasses import dataclass
from functools import partial

from sharewell import concurrency, table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.content.files import file_key
from sharewell.content.media.model import Coming, State
from sharewell.content.model import Item
from sharewell.content.service import Items, items
from sharewell.content.store import ItemRow, ItemStore
from sharewell.content.uploads import awaited
from sharewell.content.uploads.model import NewFile, Upload
from sharewell.content.versions.service import Versions, versions
from sharewell.errors import Conflict, Refused, Stale
from sharewell.identity.model import MemberRef
from sharewell.ids import FileId, ItemId, new_ulid


@dataclass(frozen=True, slots=True)
class Renewing:
    """Begin to send a new version of an item's file."""

    store: ItemStore
    items: Items
    versions: Versions
    now: Clock = now

    def begin(
        self,
        id: ItemId,
        new: NewFile,
        version: int | None,
        *,
        by: Caller,
        key: str | None = None,
    ) -> Upload:
        """Announce it; announced twice under one key is announced once."""
        file = FileId(key or new_ulid(self.now()))
        place = file_key(by.organisation, id, file)
        # Parts are begun before it is known whether they may come: people wait for one call less.
        found, had, parts = concurrency.run_concurrently(
            [
                partial(self._editable, id, by),
                partial(self.versions.has_file, by.organisation, id, file),
                partial(awaited.begin, place, new.size, new.type),
            ]
        )
        try:
            if isinstance(found, Refused):
                raise found
            row, item = found
            if said := self._said_before(row, item, file, had=had, by=by):
                awaited.abandon(place, parts)
                return said
            item.must_be_in(version)
            _must_take_another(item)
            row.parts = parts
            return self._await(row, item, file, new, by)
        except Refused:
            awaited.abandon(place, parts)
            raise

    def _await(self, row: ItemRow, item: Item, file: FileId, new: NewFile, by: Caller) -> Upload:
        at, announced = self.now(), {"name": new.name, "type": new.type, "size": new.size}
        sender = MemberRef(id=by.member, name=by.name)
        coming = Coming(id=file, **announced, state=State.UPLOADING, by=sender, at=at)
        place = file_key(by.organisation, item.id, file)
        changes = {"coming": coming, "version": item.version + 1}
        try:
            with table.write() as write:
                self.store.change(by.organisation, row, item.model_copy(update=changes), write)
        except Stale:
            parts = row.parts
            row, item = self.items.editable(item.id, by)  # it may have been asked twice at once
            if said := self._said_before(row, item, file, had=False, by=by):
                awaited.abandon(place, parts)
                return said
            raise
        return awaited.upload(item.id, place, row.parts, coming)

    def _editable(self, id: ItemId, by: Caller) -> tuple[ItemRow, Item] | Refused:
        try:
            return self.items.editable(id, by)
        except Refused as refused:
            return refused

    def _said_before(
        self, row: ItemRow, item: Item, file: FileId, *, had: bool, by: Caller
    ) -> Upload | None:
        """The answer that this very request got before, if it did."""
        if item.coming and item.coming.id == file:
            place = file_key(by.organisation, item.id, file)
            return awaited.upload(item.id, place, row.parts, item.coming)
        return Upload(item=item.id) if had or (item.file and item.file.id == file) else None


def _must_take_another(item: Item) -> None:
    if item.file is None:
        raise Conflict("only the file of an item can be replaced by another")
    if item.coming:
        raise Conflict(f"{item.coming.by.name} has begun to send a new file; that goes first")
    if not item.file.is_here:
        raise Conflict("its first file is still on its way")


renewing = Renewing(ItemStore(), items, versions)
