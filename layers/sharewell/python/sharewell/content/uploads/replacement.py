"""Replaces the file of an item; the old one stays visible until the new one is processed.

Sending, resuming and cancelling work as for the first file (service.py).
"""

from dataclasses import dataclass
from functools import partial

from sharewell.aws import concurrency, table
from sharewell.content.files.model import FileState, PendingFile
from sharewell.content.files.service import file_key
from sharewell.content.model import Item
from sharewell.content.service import ItemService, items
from sharewell.content.store import ItemRow, ItemStore
from sharewell.content.uploads import transfer
from sharewell.content.uploads.model import NewFile, Upload
from sharewell.content.versions.service import VersionService, versions
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, DomainError, VersionConflict
from sharewell.core.ids import FileId, ItemId, new_ulid
from sharewell.identity.model import MemberRef


@dataclass(frozen=True, slots=True)
class FileReplacement:
    """Starts the upload of a new file for an item that has one."""

    store: ItemStore
    items: ItemService
    versions: VersionService
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
        """Starts the upload and returns how to send the bytes. Idempotent per `key`.

        Raises: NotFound, Forbidden, VersionConflict, or Conflict if the item has no file, or one
        that is pending or not processed yet.
        """
        file = FileId(key or new_ulid(self.now()))
        object_key = file_key(by.organisation, id, file)
        # The multipart upload starts before access is checked: that saves one round trip.
        found, had, parts = concurrency.run_concurrently(
            [
                partial(self._editable, id, by),
                partial(self.versions.has_file, by.organisation, id, file),
                partial(transfer.begin_parts, object_key, new.size, new.type),
            ]
        )
        try:
            if isinstance(found, DomainError):
                raise found
            row, item = found
            if previous := self._previous_answer(row, item, file, had=had, by=by):
                transfer.abandon(object_key, parts)
                return previous
            item.require_version(version)
            _require_replaceable(item)
            row.parts = parts
            return self._save_pending(row, item, file, new, by)
        except DomainError:
            transfer.abandon(object_key, parts)
            raise

    def _save_pending(
        self, row: ItemRow, item: Item, file: FileId, new: NewFile, by: Caller
    ) -> Upload:
        at, announced = self.now(), {"name": new.name, "type": new.type, "size": new.size}
        sender = MemberRef(id=by.member, name=by.name)
        pending = PendingFile(id=file, **announced, state=FileState.UPLOADING, by=sender, at=at)
        object_key = file_key(by.organisation, item.id, file)
        changes = {"pending_file": pending, "version": item.version + 1}
        try:
            with table.transaction() as tx:
                self.store.update(by.organisation, row, item.model_copy(update=changes), tx)
        except VersionConflict:
            parts = row.parts
            row, item = self.items.get_editable(item.id, by)  # the same request may run twice
            if previous := self._previous_answer(row, item, file, had=False, by=by):
                transfer.abandon(object_key, parts)
                return previous
            raise
        return transfer.item_upload(item.id, object_key, row.parts, pending)

    def _editable(self, id: ItemId, by: Caller) -> tuple[ItemRow, Item] | DomainError:
        try:
            return self.items.get_editable(id, by)
        except DomainError as refused:
            return refused

    def _previous_answer(
        self, row: ItemRow, item: Item, file: FileId, *, had: bool, by: Caller
    ) -> Upload | None:
        """Returns the answer to an earlier request with the same key, if there was one."""
        if item.pending_file and item.pending_file.id == file:
            object_key = file_key(by.organisation, item.id, file)
            return transfer.item_upload(item.id, object_key, row.parts, item.pending_file)
        return Upload(item=item.id) if had or (item.file and item.file.id == file) else None


def _require_replaceable(item: Item) -> None:
    if item.file is None:
        raise Conflict("This item has no file to replace.")
    if item.pending_file:
        sender = item.pending_file.by.name
        raise Conflict(f"{sender} is already uploading a new file. Wait until it is processed.")
    if not item.file.has_arrived:
        raise Conflict("The current file is still being processed.")


file_replacement = FileReplacement(ItemStore(), items, versions)
