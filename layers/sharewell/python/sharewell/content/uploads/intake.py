"""What happens to bytes once they have arrived: they are measured, read and made findable."""

import hashlib
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sharewell import bucket, table, tenant_guard
from sharewell.clock import Clock, now
from sharewell.content.files import file_key
from sharewell.content.media.model import Coming, File, State, TextPage
from sharewell.content.model import Item
from sharewell.content.store import ItemRow, ItemStore
from sharewell.content.uploads import thumbs
from sharewell.content.versions.service import Versions, versions
from sharewell.errors import Stale
from sharewell.events import Event, FileRead, FileRefused, ItemChanged, ItemPublished
from sharewell.ids import FileId, ImportId, ItemId, MemberId, OrganisationId
from sharewell.profiles.service import Profiles, profiles
from sharewell.reading import Limits, Reading, read
from sharewell.retry import BACKGROUND_ATTEMPTS, retry_on_conflict

SNIFFED = 1 << 20
"""Bytes that tell the type of a file too large to be read."""


@dataclass(frozen=True, slots=True)
class Intake:
    """Take in what the bucket says has arrived. Doing it again changes nothing."""

    store: ItemStore
    profiles: Profiles
    versions: Versions
    now: Clock = now

    def take(self, key: str) -> None:
        """Take in one object; thumbnails and photos made here are none of its business."""
        home, organisation, owner, upload = key.split("/")
        if upload.endswith(".webp"):
            return
        with tenant_guard.tenant_scope(organisation):
            if home == "files":
                self.take_file(OrganisationId(organisation), ItemId(owner), FileId(upload))
            elif home == "photos":
                self.take_photo(OrganisationId(organisation), MemberId(owner), key)

    def take_file(self, organisation: OrganisationId, id: ItemId, file: FileId) -> None:
        """Read a file for its item."""
        key = file_key(organisation, id, file)
        row = self.store.row(organisation, id)
        expected = _expected(row, file)
        if row is None or expected is None:  # read before, given up, or sent again since
            self._forget(organisation, id, file)
            return
        if expected.state is not State.PROCESSING:
            self._note(organisation, row)
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
            "state": State.REFUSED if reading.refusal and not pages else State.READY,
            "thumb": thumbs.keep(organisation, id, file, reading.thumbnail),
        }
        if not self._conclude(organisation, id, file, outcome):
            self._forget(organisation, id, file)

    def take_photo(self, organisation: OrganisationId, member: MemberId, key: str) -> None:
        """Make a member's photo of a picture; one that cannot be read is dropped."""
        if not bucket.exists(key):  # taken in before
            return
        file = File(id=FileId(""), name="photo", type="image/*", size=0, state=State.PROCESSING)
        picture = _read(key, file)[0].thumbnail
        if picture:
            self.profiles.set_photo(organisation, member, key.rpartition("/")[2], picture)
        bucket.delete([key])

    def _note(self, organisation: OrganisationId, row: ItemRow) -> None:
        """Say that the bytes are here and being read; the last word does not depend on it."""
        try:
            with table.write() as write:
                # Nobody changed it: reading a file leaves `changed_at` alone.
                new = _with(row.item(), {"state": State.PROCESSING})
                self.store.change(organisation, row, new, write)
        except Stale:
            return

    def _conclude(
        self, organisation: OrganisationId, id: ItemId, file: FileId, outcome: dict[str, Any]
    ) -> bool:
        """Write down what was read; False when nobody waits for it any more."""

        def write() -> bool:
            row = self.store.row(organisation, id)
            if row is None or _expected(row, file) is None:
                return False
            self._write(organisation, row, outcome)
            return True

        return retry_on_conflict(write, BACKGROUND_ATTEMPTS)

    def _write(self, organisation: OrganisationId, row: ItemRow, outcome: dict[str, Any]) -> None:
        old, at = row.item(), self.now()
        new = _with(old, outcome)
        refused = outcome["state"] is State.REFUSED
        first = old.coming is None
        if new.coming and not refused:
            new = _in_its_place(new, new.coming, at)
        about = {"organisation": organisation, "at": at, "item": old.id}
        read = (FileRefused if refused else FileRead)(**about, imported=_import(row, first=first))
        said: list[Event] = [read]
        if first:
            said.append(ItemPublished(**about, author=old.author.id))
        elif not refused:
            said.append(ItemChanged(**about))
        with table.write() as write:
            if not first and not refused:
                self.versions.keep(write, organisation, old.id, old.words)
            self.store.change(organisation, row, new, write, *said)

    def _forget(self, organisation: OrganisationId, id: ItemId, file: FileId) -> None:
        """Keep nothing of a file that its item has not, and never had."""
        row = self.store.row(organisation, id)
        item = row.item() if row else None
        given_up = item and item.coming and item.coming.state is State.STALLED
        has = (item.file, None if given_up else item.coming) if item else ()
        if file in [it.id for it in has if it]:
            return
        if item and self.versions.has_file(organisation, id, file):
            return
        bucket.delete([file_key(organisation, id, file), thumbs.key_of(organisation, id, file)])
        self.store.drop_text(organisation, id, file)


def _expected(row: ItemRow | None, file: FileId) -> File | None:
    """The file as its item awaits it, if it does."""
    found = row.item().awaited if row else None
    if found is None or found.id != file:
        return None
    return found if found.state in (State.UPLOADING, State.PROCESSING) else None


def _with(item: Item, changes: dict[str, Any]) -> Item:
    """The item, with what is known of the file that it awaits."""
    name = "coming" if item.coming else "file"
    file: File = getattr(item, name)
    now = {name: file.model_copy(update=changes), "version": item.version + 1}
    return item.model_copy(update=now)


def _in_its_place(item: Item, coming: Coming, at: datetime) -> Item:
    """The item with the file that was to come."""
    file = File.model_validate(coming.model_dump(exclude={"by", "at"}))
    written = {"written_by": coming.by, "written_at": at, "changed_at": at}
    return item.model_copy(update={"file": file, "coming": None, **written})


def _read(key: str, file: File) -> tuple[Reading, int, str]:
    """What is in an object, its size in bytes, and the SHA-256 of them."""
    limits, digest, size = Limits(), hashlib.sha256(), 0
    whole = (bucket.size(key) or 0) <= limits.file_bytes
    with tempfile.TemporaryDirectory() as room:
        path = Path(room, "file")
        with path.open("wb") as kept:
            for chunk in bucket.stream(key):
                digest.update(chunk)
                if whole or size < SNIFFED:
                    kept.write(chunk)
                size += len(chunk)
        claimed = None if file.type.endswith("/*") else file.type
        return read(path, file.name, claimed, limits, size=size), size, digest.hexdigest()


def _import(row: ItemRow, *, first: bool) -> ImportId | None:
    """The import that waits for the first file of an item, and for no other."""
    return ImportId(row.imported) if row.imported and first else None


intake = Intake(ItemStore(), profiles, versions)
