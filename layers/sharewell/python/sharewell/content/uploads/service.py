"""What people can do to bring a file in."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from sharewell import bucket, table
from sharewell.caller import Caller
from sharewell.channels.service import Channels, channels
from sharewell.clock import Clock, now
from sharewell.content.files import file_key
from sharewell.content.media.model import Coming, File, State
from sharewell.content.model import Item, Kind, own_groups
from sharewell.content.service import Items, items
from sharewell.content.store import ItemRow, ItemStore, fill
from sharewell.content.uploads import awaited
from sharewell.content.uploads.model import ArrivedParts, NewUpload, PartAddresses, Upload
from sharewell.errors import Conflict
from sharewell.events import ItemDeleted
from sharewell.identity.model import MemberRef
from sharewell.ids import ChannelId, FileId, ImportId, ItemId, mint
from sharewell.pictures.service import Kept, kept

AWAITED_FOR = timedelta(days=2)
"""Then the item of an abandoned upload vanishes, as its parts do by the bucket's lifecycle."""


@dataclass(frozen=True, slots=True)
class Uploads:
    """Announce a file, send its bytes, take it up again, give it up.

    All but the first hold for a file that is to take another's place, too (renewing.py).
    """

    store: ItemStore
    items: Items
    channels: Channels
    pictures: Kept
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
        """Announce a file. Its item is there at once; the answer says how to send the bytes.

        Announced twice under one key is announced once. An import that it is `imported` by hears
        when it is read.
        """
        at = self.now()
        announced = {"name": new.name, "type": new.type, "size": new.size}
        file = File(id=FileId(mint(at)), **announced, state=State.UPLOADING)
        drafted = Item(
            id=ItemId(key or mint(at)),
            kind=Kind.FILE,
            title=new.title or PurePosixPath(new.name).stem[:200],
            body=new.body,
            file=file,
            author=MemberRef(id=by.member, name=by.name),
            channels=list(dict.fromkeys(new.channels)),
            groups=own_groups(new.groups, by),
            tags=list(dict.fromkeys(new.tags)),
            written_on=new.written_on,
            created_at=at,
            changed_at=at,
            version=1,
        )
        drafted.must_fit()
        row = self.store.new_row(by.organisation, drafted)
        row.expires, row.imported = at + AWAITED_FOR, imported
        place = file_key(by.organisation, drafted.id, file.id)
        row.parts = awaited.begin(place, file.size, file.type) if in_parts else None

        def put(channels: list[ChannelId]) -> None:
            item = drafted.model_copy(update={"channels": channels})
            fill(row, item)
            with table.write() as write:
                self.channels.must_take(by.organisation, channels, item.groups, write)
                self.store.add(by.organisation, row, item, write)

        try:
            self.channels.landed(by.organisation, drafted.channels, put)
        except Conflict:
            awaited.abandon(place, row.parts)
            made = self.items.made_before(drafted.id, by)
            before = made.item().file if made else None
            if made is None or before is None:
                raise
            return self._how(made, before, by)
        return self._how(row, file, by)

    def bring(self, id: ItemId, path: Path, *, by: Caller) -> None:
        """Put the bytes of an announced file where they are awaited, unless they are there."""
        _, file, key = self._underway(id, by)
        if file.state in (State.UPLOADING, State.STALLED):
            with path.open("rb") as data, suppress(Conflict):
                bucket.put(key, data, file.type, if_absent=True)

    def arrived(self, id: ItemId, *, by: Caller) -> ArrivedParts:
        """The parts that need not be sent again."""
        row, _, key = self._underway(id, by)
        return awaited.arrived(key, row.parts)

    def addresses(self, id: ItemId, numbers: list[int], *, by: Caller) -> PartAddresses:
        """Where to PUT the next parts."""
        row, file, key = self._underway(id, by)
        return awaited.addresses(key, row.parts, file.size, numbers)

    def complete(self, id: ItemId, *, by: Caller) -> None:
        """Make one file of the parts; doing it again is harmless."""
        row, file, key = self._underway(id, by)
        awaited.complete(key, row.parts, file.size)

    def retry(self, id: ItemId, *, by: Caller) -> Upload:
        """Send a file again whose bytes never came, or have it read again when they are here."""
        row, file, key = self._underway(id, by)
        if file.state is State.READY:
            raise Conflict("this file has arrived and was read")
        if bucket.exists(key):
            self._save(row, by, {"state": State.PROCESSING})
            bucket.touch(key, file.type)
            return Upload(item=id)
        changes: dict[str, Any] = {"state": State.UPLOADING}
        if not (row.parts and bucket.parts(key, row.parts)):
            changes["id"] = FileId(mint(self.now()))
            place = file_key(by.organisation, id, changes["id"])
            row.parts = awaited.begin(place, file.size, file.type)
        return self._how(row, self._save(row, by, changes), by)

    def cancel(self, id: ItemId, *, by: Caller) -> None:
        """Give up an upload; nothing of it stays. An item that had a file before has that."""
        row, file, key = self._underway(id, by)
        if file.state is State.READY:
            raise Conflict("this file has arrived; delete its item instead")
        if row.item().coming:
            self._give_up(row, file, key, by)
            return
        # The item goes last: while it is there, whoever was interrupted can cancel again.
        self.pictures.let_go(by.organisation, f"item#{id}")
        awaited.abandon(key, row.parts)
        bucket.delete([key, file.thumb] if file.thumb else [key])
        # Search knows a file that was refused by its name.
        said = ItemDeleted(organisation=by.organisation, at=self.now(), item=id)
        with table.write() as write:
            self.store.erase(by.organisation, row, write, said)

    def _give_up(self, row: ItemRow, file: File, key: str, by: Caller) -> None:
        """Await no other file any more; the one that was there before stays."""
        id = ItemId(row.id)
        if file.state is not State.STALLED:
            # Whoever reads it right now is told first; otherwise it might be shown without bytes.
            self._save(row, by, {"state": State.STALLED, "problem": "It was given up."})
            row, item = self.items.editable(id, by)
            if item.coming is None or item.coming.id != file.id:
                raise Conflict("somebody else has given it up")
        awaited.abandon(key, row.parts)
        bucket.delete([key, file.thumb] if file.thumb else [key])
        self.store.drop_text(by.organisation, id, file.id)
        row.parts = None
        self._change(row, by, {"coming": None})

    def _how(self, row: ItemRow, file: File, by: Caller) -> Upload:
        """How to send the bytes that the item expects."""
        key = file_key(by.organisation, ItemId(row.id), file.id)
        return awaited.upload(ItemId(row.id), key, row.parts, file)

    def _save(self, row: ItemRow, by: Caller, changes: dict[str, Any]) -> File:
        """Say how the awaited file stands, and that somebody has just cared for it."""
        at, old = self.now(), row.item()
        changes = {"problem": None, **changes}
        if old.coming:
            coming: Coming = old.coming.model_copy(update=changes | {"at": at})
            self._change(row, by, {"coming": coming})
            return coming
        file = File.model_validate({**row.file, **changes})
        self._change(row, by, {"file": file, "changed_at": at})
        return file

    def _change(self, row: ItemRow, by: Caller, changes: dict[str, Any]) -> None:
        old = row.item()
        new = old.model_copy(update={**changes, "version": old.version + 1})
        until = self.now() + AWAITED_FOR if row.expires else None
        with table.write() as write:
            self.store.change(by.organisation, row, new, write, awaited=until)

    def _underway(self, id: ItemId, by: Caller) -> tuple[ItemRow, File, str]:
        """The row of an item, the file that it awaits or got last, and where its bytes lie."""
        row, item = self.items.editable(id, by)
        if item.awaited is None:
            raise Conflict("this item awaits no file")
        return row, item.awaited, file_key(by.organisation, id, item.awaited.id)


uploads = Uploads(ItemStore(), items, channels, kept)
