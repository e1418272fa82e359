"""The service of uploads of new items' files."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from sharewell.aws import bucket, table
from sharewell.channels.service import ChannelService, channels
from sharewell.content.files.model import File, FileState, PendingFile
from sharewell.content.files.service import file_key
from sharewell.content.model import Item, Kind, require_own_groups
from sharewell.content.service import ItemService, items
from sharewell.content.store import ItemRow, ItemStore, set_fields
from sharewell.content.uploads import transfer
from sharewell.content.uploads.model import ArrivedParts, NewUpload, PartUrls, Upload
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict
from sharewell.core.events import ItemDeleted
from sharewell.core.ids import ChannelId, FileId, ImportId, ItemId, new_ulid
from sharewell.identity.model import MemberRef
from sharewell.pictures.service import PictureRetention, picture_retention

UPLOAD_EXPIRES_AFTER = timedelta(days=2)
"""The item of an abandoned upload expires after this, as do its parts by bucket lifecycle."""


@dataclass(frozen=True, slots=True)
class UploadService:
    """Starts, resumes, completes, retries and cancels uploads.

    All but `begin` also work for the replacement of an item's file (replacement.py).
    """

    store: ItemStore
    items: ItemService
    channels: ChannelService
    pictures: PictureRetention
    now: Clock = now

    def begin(
        self,
        new: NewUpload,
        *,
        by: Caller,
        key: str | None = None,
        imported: ImportId | None = None,
        in_parts: bool = True,
    ) -> Upload:
        """Creates a file item and returns how to send the bytes. Idempotent per `key`.

        `imported` is the id of an import to inform when the file is processed.
        Raises: Invalid, NotFound or Conflict for its groups and channels.
        """
        at = self.now()
        announced = {"name": new.name, "type": new.type, "size": new.size}
        file = File(id=FileId(new_ulid(at)), **announced, state=FileState.UPLOADING)
        drafted = Item(
            id=ItemId(key or new_ulid(at)),
            kind=Kind.FILE,
            title=new.title or PurePosixPath(new.name).stem[:200],
            body=new.body,
            file=file,
            author=MemberRef(id=by.member, name=by.name),
            channels=list(dict.fromkeys(new.channels)),
            groups=require_own_groups(new.groups, by),
            tags=list(dict.fromkeys(new.tags)),
            written_on=new.written_on,
            created_at=at,
            changed_at=at,
            version=1,
        )
        drafted.require_within_limits()
        row = self.store.new_row(by.organisation, drafted)
        row.expires, row.imported = at + UPLOAD_EXPIRES_AFTER, imported
        object_key = file_key(by.organisation, drafted.id, file.id)
        row.parts = transfer.begin_parts(object_key, file.size, file.type) if in_parts else None

        def put(channels: list[ChannelId]) -> None:
            item = drafted.model_copy(update={"channels": channels})
            set_fields(row, item)
            with table.transaction() as tx:
                self.channels.require_open(by.organisation, channels, item.groups, tx)
                self.store.add(by.organisation, row, item, tx)

        try:
            self.channels.retry_with_merged_targets(by.organisation, drafted.channels, put)
        except Conflict:
            transfer.abandon(object_key, row.parts)
            created = self.items.find_created(drafted.id, by)
            earlier = created.item().file if created else None
            if created is None or earlier is None:
                raise
            return self._instructions(created, earlier, by)
        return self._instructions(row, file, by)

    def upload_bytes(self, id: ItemId, path: Path, *, by: Caller) -> None:
        """Uploads the bytes of a pending file from `path`, unless they have arrived."""
        _, file, key = self._load_pending(id, by)
        if file.state in (FileState.UPLOADING, FileState.STALLED):
            with path.open("rb") as data, suppress(Conflict):
                bucket.put(key, data, file.type, if_absent=True)

    def list_arrived_parts(self, id: ItemId, *, by: Caller) -> ArrivedParts:
        """Returns the parts that have arrived."""
        row, _, key = self._load_pending(id, by)
        return transfer.list_arrived_parts(key, row.parts)

    def create_part_urls(self, id: ItemId, numbers: list[int], *, by: Caller) -> PartUrls:
        """Returns the addresses to PUT the given parts to."""
        row, file, key = self._load_pending(id, by)
        return transfer.create_part_urls(key, row.parts, file.size, numbers)

    def complete(self, id: ItemId, *, by: Caller) -> None:
        """Assembles the parts into one object. Idempotent.

        Raises: Conflict if parts are missing or their sizes do not add up.
        """
        row, file, key = self._load_pending(id, by)
        transfer.complete(key, row.parts, file.size)

    def retry(self, id: ItemId, *, by: Caller) -> Upload:
        """Restarts the upload of a file that never arrived, or the processing of one that did.

        Raises: Conflict if the file is processed already.
        """
        row, file, key = self._load_pending(id, by)
        if file.state is FileState.READY:
            raise Conflict("This file has already been processed.")
        if bucket.exists(key):
            self._save(row, by, {"state": FileState.PROCESSING})
            bucket.touch(key, file.type)
            return Upload(item=id)
        changes: dict[str, Any] = {"state": FileState.UPLOADING}
        if not (row.parts and bucket.list_parts(key, row.parts)):
            changes["id"] = FileId(new_ulid(self.now()))
            object_key = file_key(by.organisation, id, changes["id"])
            row.parts = transfer.begin_parts(object_key, file.size, file.type)
        return self._instructions(row, self._save(row, by, changes), by)

    def cancel(self, id: ItemId, *, by: Caller) -> None:
        """Cancels an upload: deletes its item, or keeps the item's former file.

        Raises: Conflict if the file is processed already.
        """
        row, file, key = self._load_pending(id, by)
        if file.state is FileState.READY:
            raise Conflict("This file has already been processed. Delete the item instead.")
        if row.item().pending_file:
            self._cancel_pending(row, file, key, by)
            return
        # The item is deleted last: an interrupted cancellation can be repeated.
        self.pictures.release(by.organisation, f"item#{id}")
        transfer.abandon(key, row.parts)
        bucket.delete([key, file.thumb] if file.thumb else [key])
        # A refused file is in the search index, by its name.
        event = ItemDeleted(organisation=by.organisation, at=self.now(), item=id)
        with table.transaction() as tx:
            self.store.purge(by.organisation, row, tx, event)

    def _cancel_pending(self, row: ItemRow, file: File, key: str, by: Caller) -> None:
        """Cancels the replacement of a file; the current file stays."""
        id = ItemId(row.id)
        if file.state is not FileState.STALLED:
            # Stops a concurrent processor first, which else could publish a file without bytes.
            problem = "The upload was cancelled."
            self._save(row, by, {"state": FileState.STALLED, "problem": problem})
            row, item = self.items.get_editable(id, by)
            if item.pending_file is None or item.pending_file.id != file.id:
                raise Conflict("This upload was already cancelled.")
        transfer.abandon(key, row.parts)
        bucket.delete([key, file.thumb] if file.thumb else [key])
        self.store.delete_text(by.organisation, id, file.id)
        row.parts = None
        self._change(row, by, {"pending_file": None})

    def _instructions(self, row: ItemRow, file: File, by: Caller) -> Upload:
        """Returns how to send the bytes of the item's expected file."""
        key = file_key(by.organisation, ItemId(row.id), file.id)
        return transfer.item_upload(ItemId(row.id), key, row.parts, file)

    def _save(self, row: ItemRow, by: Caller, changes: dict[str, Any]) -> File:
        """Writes changes to the expected file and restarts its time to stall."""
        at, old = self.now(), row.item()
        changes = {"problem": None, **changes}
        if old.pending_file:
            pending: PendingFile = old.pending_file.model_copy(update=changes | {"at": at})
            self._change(row, by, {"pending_file": pending})
            return pending
        file = File.model_validate({**row.file, **changes})
        self._change(row, by, {"file": file, "changed_at": at})
        return file

    def _change(self, row: ItemRow, by: Caller, changes: dict[str, Any]) -> None:
        old = row.item()
        new = old.model_copy(update={**changes, "version": old.version + 1})
        until = self.now() + UPLOAD_EXPIRES_AFTER if row.expires else None
        with table.transaction() as tx:
            self.store.update(by.organisation, row, new, tx, awaited=until)

    def _load_pending(self, id: ItemId, by: Caller) -> tuple[ItemRow, File, str]:
        """Returns an editable item's row, its expected file and the object key of that.

        Raises: NotFound, Forbidden, or Conflict if the item has no file.
        """
        row, item = self.items.get_editable(id, by)
        if item.expected_file is None:
            raise Conflict("This item has no file.")
        return row, item.expected_file, file_key(by.organisation, id, item.expected_file.id)


uploads = UploadService(ItemStore(), items, channels, picture_retention)
