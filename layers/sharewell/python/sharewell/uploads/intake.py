"""What happens to bytes once they have arrived: they are measured, read and made findable."""

import hashlib
import hmac
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sharewell import bucket, table, tripwire
from sharewell.clock import Clock, now
from sharewell.config import settings
from sharewell.content.files import file_key
from sharewell.content.model import File, State, TextPage
from sharewell.content.store import ItemRow, ItemStore
from sharewell.errors import Stale
from sharewell.events import FileRead, FileRefused, ItemPublished
from sharewell.ids import ImportId, ItemId, MemberId, OrganisationId
from sharewell.profiles.service import Profiles, profiles
from sharewell.reading import Limits, Reading, read

SNIFFED = 1 << 20
"""Bytes that tell the type of a file too large to be read."""
ATTEMPTS = 5
"""How often to write the outcome down while somebody edits the item at the same time."""


@dataclass(frozen=True, slots=True)
class Intake:
    """Take in what the bucket says has arrived. Doing it again changes nothing."""

    store: ItemStore
    profiles: Profiles
    now: Clock = now

    def take(self, key: str) -> None:
        """Take in one object; thumbnails and photos made here are none of its business."""
        home, organisation, owner, upload = key.split("/")
        if upload.endswith(".webp"):
            return
        with tripwire.within(organisation):
            if home == "files":
                self.take_file(OrganisationId(organisation), ItemId(owner), upload)
            elif home == "photos":
                self.take_photo(OrganisationId(organisation), MemberId(owner), key)

    def take_file(self, organisation: OrganisationId, id: ItemId, upload: str) -> None:
        """Read a file for its item."""
        key = file_key(organisation, id, upload)
        row = self.store.row(organisation, id)
        if row is None or row.upload != upload:  # given up, or sent again since
            bucket.delete([key])
            return
        file = row.item().file
        if file is None or file.state not in (State.UPLOADING, State.PROCESSING):
            return
        self._note(organisation, row, file.model_copy(update={"state": State.PROCESSING}))
        reading, size, sha256 = _read(key, file)
        pages = [TextPage(**page.model_dump()) for page in reading.pages]
        self.store.put_text(organisation, id, pages)
        outcome = file.model_copy(
            update={
                "type": reading.type,
                "family": reading.family,
                "size": size,
                "sha256": sha256,
                "pages": reading.page_count,
                "language": reading.language,
                "problem": reading.refusal,
                "state": State.REFUSED if reading.refusal and not pages else State.READY,
                "thumb": _keep_thumbnail(organisation, id, upload, reading.thumbnail),
            }
        )
        self._conclude(organisation, id, upload, outcome)

    def take_photo(self, organisation: OrganisationId, member: MemberId, key: str) -> None:
        """Make a member's photo of a picture; one that cannot be read is dropped."""
        if not bucket.exists(key):  # taken in before
            return
        file = File(name="photo", type="image/*", size=0, state=State.PROCESSING)
        picture = _read(key, file)[0].thumbnail
        if picture:
            self.profiles.set_photo(organisation, member, key.rpartition("/")[2], picture)
        bucket.delete([key])

    def _note(self, organisation: OrganisationId, row: ItemRow, file: File) -> None:
        """Say that the bytes are here and being read; the last word does not depend on it."""
        item = row.item()
        # Nobody changed it: reading a file leaves `changed_at` alone.
        new = item.model_copy(update={"file": file, "version": item.version + 1})
        try:
            with table.write() as write:
                self.store.change(organisation, row, new, write)
        except Stale:
            return

    def _conclude(self, organisation: OrganisationId, id: ItemId, upload: str, file: File) -> None:
        for _ in range(ATTEMPTS):
            row = self.store.row(organisation, id)
            if row is None or row.upload != upload:
                return
            try:
                self._write(organisation, row, file)
            except Stale:
                continue
            return
        raise Stale("the item is being changed all the time")

    def _write(self, organisation: OrganisationId, row: ItemRow, file: File) -> None:
        item, at = row.item(), self.now()
        new = item.model_copy(update={"file": file, "version": item.version + 1})
        outcome = FileRefused if file.state is State.REFUSED else FileRead
        with table.write() as write:
            self.store.change(
                organisation,
                row,
                new,
                write,
                ItemPublished(
                    organisation=organisation, at=at, item=item.id, author=item.author.id
                ),
                outcome(organisation=organisation, at=at, item=item.id, imported=_import(row)),
            )


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


def _import(row: ItemRow) -> ImportId | None:
    return ImportId(row.imported) if row.imported else None


def _keep_thumbnail(
    organisation: OrganisationId, id: ItemId, upload: str, picture: bytes | None
) -> str | None:
    if picture is None:
        return None
    secret = settings.cursor_secret.encode()
    token = hmac.digest(secret, f"thumb\n{id}\n{upload}".encode(), hashlib.sha256).hex()[:32]
    key = f"thumbs/{organisation}/{id}/{token}.webp"
    bucket.put(key, picture, "image/webp")
    return key


intake = Intake(ItemStore(), profiles)
