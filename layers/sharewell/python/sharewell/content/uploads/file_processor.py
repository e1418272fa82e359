"""Processes uploaded files: type, size, hash, text by page, language, thumbnail."""

import hashlib
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sharewell.aws import bucket, table, tenant_guard
from sharewell.content.files.model import File, FileState, PendingFile, TextPage
from sharewell.content.files.service import file_key
from sharewell.content.model import Item
from sharewell.content.store import ItemRow, ItemStore
from sharewell.content.uploads import thumbnails
from sharewell.content.versions.service import VersionService, versions
from sharewell.core.clock import Clock, now
from sharewell.core.errors import VersionConflict
from sharewell.core.events import (
    Event,
    FileProcessed,
    FileProcessingFailed,
    ItemChanged,
    ItemPublished,
)
from sharewell.core.ids import FileId, ImportId, ItemId, MemberId, OrganisationId
from sharewell.core.retry import BACKGROUND_ATTEMPTS, retry_on_conflict
from sharewell.file_reader import Limits, Reading, read
from sharewell.profiles.service import ProfileService, profiles

SNIFF_BYTES = 1 << 20
"""Bytes from which the type of a file is detected that is too large to be read."""


@dataclass(frozen=True, slots=True)
class FileProcessor:
    """Processes the objects that arrive in the bucket. Idempotent."""

    store: ItemStore
    profiles: ProfileService
    versions: VersionService
    now: Clock = now

    def process(self, key: str) -> None:
        """Processes one object; ignores thumbnails and photos, which are made here."""
        prefix, organisation, owner, upload = key.split("/")
        if upload.endswith(".webp"):
            return
        with tenant_guard.tenant_scope(organisation):
            if prefix == "files":
                self.process_file(OrganisationId(organisation), ItemId(owner), FileId(upload))
            elif prefix == "photos":
                self.process_photo(OrganisationId(organisation), MemberId(owner), key)

    def process_file(self, organisation: OrganisationId, id: ItemId, file: FileId) -> None:
        """Reads an item's pending file and writes its text, thumbnail and state.

        Deletes the object if no item expects it.
        """
        key = file_key(organisation, id, file)
        row = self.store.get_row(organisation, id)
        expected = _pending_file(row, file)
        if row is None or expected is None:  # done, cancelled, or sent again
            self._delete_unused(organisation, id, file)
            return
        if expected.state is not FileState.PROCESSING:
            self._mark_processing(organisation, row)
        reading, size, sha256 = _read(key, expected)
        pages = [TextPage(**page.model_dump()) for page in reading.pages]
        self.store.put_text(organisation, id, file, pages)
        outcome = {
            "type": reading.type,
            "family": reading.family,
            "size": size,
            "sha256": sha256,
            "pages": reading.page_count,
            "language": reading.language,
            "problem": reading.refusal,
            "state": FileState.REFUSED if reading.refusal and not pages else FileState.READY,
            "thumb": thumbnails.save_thumbnail(organisation, id, file, reading.thumbnail),
        }
        if not self._save_result(organisation, id, file, outcome):
            self._delete_unused(organisation, id, file)

    def process_photo(self, organisation: OrganisationId, member: MemberId, key: str) -> None:
        """Sets a member's photo from an uploaded picture; drops an unreadable one."""
        if not bucket.exists(key):  # processed before
            return
        file = File(id=FileId(""), name="photo", type="image/*", size=0, state=FileState.PROCESSING)
        picture = _read(key, file)[0].thumbnail
        if picture:
            self.profiles.set_photo(organisation, member, key.rpartition("/")[2], picture)
        bucket.delete([key])

    def _mark_processing(self, organisation: OrganisationId, row: ItemRow) -> None:
        """Sets the file's state to processing. Best effort: the result does not depend on it."""
        try:
            with table.transaction() as tx:
                # No member edited the item, so `changed_at` stays.
                new = _with_file(row.item(), {"state": FileState.PROCESSING})
                self.store.update(organisation, row, new, tx)
        except VersionConflict:
            return

    def _save_result(
        self, organisation: OrganisationId, id: ItemId, file: FileId, outcome: dict[str, Any]
    ) -> bool:
        """Writes the result of processing. Returns False if the item no longer expects the file."""

        def write() -> bool:
            row = self.store.get_row(organisation, id)
            if row is None or _pending_file(row, file) is None:
                return False
            self._write(organisation, row, outcome)
            return True

        return retry_on_conflict(write, BACKGROUND_ATTEMPTS)

    def _write(self, organisation: OrganisationId, row: ItemRow, outcome: dict[str, Any]) -> None:
        old, at = row.item(), self.now()
        new = _with_file(old, outcome)
        refused = outcome["state"] is FileState.REFUSED
        first = old.pending_file is None
        if new.pending_file and not refused:
            new = _with_replacement(new, new.pending_file, at)
        about = {"organisation": organisation, "at": at, "item": old.id}
        processed = (FileProcessingFailed if refused else FileProcessed)(
            **about, import_id=_import_of(row, first=first)
        )
        events: list[Event] = [processed]
        if first:
            events.append(ItemPublished(**about, author=old.author.id))
        elif not refused:
            events.append(ItemChanged(**about))
        with table.transaction() as tx:
            if not first and not refused:
                self.versions.add(tx, organisation, old.id, old.content)
            self.store.update(organisation, row, new, tx, *events)

    def _delete_unused(self, organisation: OrganisationId, id: ItemId, file: FileId) -> None:
        """Deletes the object, thumbnail and text of a file unless its item or a version has it."""
        row = self.store.get_row(organisation, id)
        item = row.item() if row else None
        cancelled = item and item.pending_file and item.pending_file.state is FileState.STALLED
        in_use = (item.file, None if cancelled else item.pending_file) if item else ()
        if file in [it.id for it in in_use if it]:
            return
        if item and self.versions.has_file(organisation, id, file):
            return
        bucket.delete(
            [file_key(organisation, id, file), thumbnails.thumbnail_key(organisation, id, file)]
        )
        self.store.delete_text(organisation, id, file)


def _pending_file(row: ItemRow | None, file: FileId) -> File | None:
    """Returns the file if its item expects it and it is not processed yet."""
    found = row.item().expected_file if row else None
    if found is None or found.id != file:
        return None
    return found if found.state in (FileState.UPLOADING, FileState.PROCESSING) else None


def _with_file(item: Item, changes: dict[str, Any]) -> Item:
    """Returns the item with changes applied to the file that it expects."""
    name = "pending_file" if item.pending_file else "file"
    file: File = getattr(item, name)
    now = {name: file.model_copy(update=changes), "version": item.version + 1}
    return item.model_copy(update=now)


def _with_replacement(item: Item, pending: PendingFile, at: datetime) -> Item:
    """Returns the item with its pending file as the current one."""
    file = File.model_validate(pending.model_dump(exclude={"by", "at"}))
    written = {"written_by": pending.by, "written_at": at, "changed_at": at}
    return item.model_copy(update={"file": file, "pending_file": None, **written})


def _read(key: str, file: File) -> tuple[Reading, int, str]:
    """Returns the reading of an object, its size in bytes and its SHA-256."""
    limits, digest, size = Limits(), hashlib.sha256(), 0
    whole = (bucket.get_size(key) or 0) <= limits.file_bytes
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        with path.open("wb") as target:
            for chunk in bucket.stream(key):
                digest.update(chunk)
                if whole or size < SNIFF_BYTES:
                    target.write(chunk)
                size += len(chunk)
        claimed = None if file.type.endswith("/*") else file.type
        return read(path, file.name, claimed, limits, size=size), size, digest.hexdigest()


def _import_of(row: ItemRow, *, first: bool) -> ImportId | None:
    """Returns the import that waits for the file; only for the first file of an item."""
    return ImportId(row.imported) if row.imported and first else None


file_processor = FileProcessor(ItemStore(), profiles, versions)
