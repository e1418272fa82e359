"""What people can do to bring a file in."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePosixPath

from sharewell import bucket, table
from sharewell.caller import Caller
from sharewell.channels.service import Channels, channels
from sharewell.clock import Clock, now
from sharewell.content.files import file_key
from sharewell.content.model import File, Item, Kind, MemberRef, State, own_groups
from sharewell.content.service import Items, items
from sharewell.content.store import ItemRow, ItemStore, fill
from sharewell.errors import Conflict, Invalid
from sharewell.events import ItemDeleted
from sharewell.ids import ChannelId, ImportId, ItemId, mint
from sharewell.uploads.model import (
    ONE_GO,
    PART,
    Arrived,
    ArrivedParts,
    Form,
    NewUpload,
    PartAddress,
    PartAddresses,
    Parts,
    Upload,
)

AWAITED_FOR = timedelta(days=2)
"""Then the item of an abandoned upload vanishes, as its parts do by the bucket's lifecycle."""


@dataclass(frozen=True, slots=True)
class Uploads:
    """Announce a file, send its bytes, take it up again, give it up."""

    store: ItemStore
    items: Items
    channels: Channels
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
        file = File(name=new.name, type=new.type, size=new.size, state=State.UPLOADING)
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
        answer = self._await(row, file, by, in_parts=in_parts)

        def put(channels: list[ChannelId]) -> None:
            item = drafted.model_copy(update={"channels": channels})
            fill(row, item)
            with table.write() as write:
                self.channels.must_take(by.organisation, channels, item.groups, write)
                self.store.add(by.organisation, row, item, write)

        try:
            self.channels.landed(by.organisation, drafted.channels, put)
        except Conflict:
            self._forget_parts(row, by)
            made = self.items.made_before(drafted.id, by)
            if made is None or made.upload is None:
                raise
            return self._awaited(made, file, by)
        return answer

    def bring(self, id: ItemId, path: Path, *, by: Caller) -> None:
        """Put the bytes of an announced file where they are awaited, unless they are there."""
        row, file = self._underway(id, by)
        if file.state in (State.UPLOADING, State.STALLED):
            key = file_key(by.organisation, id, row.upload or "")
            with path.open("rb") as data, suppress(Conflict):
                bucket.put(key, data, file.type, if_absent=True)

    def arrived(self, id: ItemId, *, by: Caller) -> ArrivedParts:
        """The parts that need not be sent again."""
        row, _ = self._underway(id, by)
        return ArrivedParts(
            parts=[Arrived(number=part.number, size=part.size) for part in self._parts(row, by)]
        )

    def addresses(self, id: ItemId, numbers: list[int], *, by: Caller) -> PartAddresses:
        """Where to PUT the next parts."""
        row, file = self._underway(id, by)
        if row.parts is None:
            raise Conflict("this file is sent in one go")
        count = _count(file.size)
        if max(numbers) > count:
            raise Invalid(f"this file has {count} parts", field="numbers")
        key = file_key(by.organisation, id, row.upload or "")
        return PartAddresses(
            parts=[
                PartAddress(number=number, url=bucket.part_address(key, row.parts, number))
                for number in numbers
            ]
        )

    def complete(self, id: ItemId, *, by: Caller) -> None:
        """Make one file of the parts; doing it again is harmless."""
        row, file = self._underway(id, by)
        if row.parts is None:
            raise Conflict("this file is sent in one go")
        arrived = self._parts(row, by)
        key = file_key(by.organisation, id, row.upload or "")
        if not arrived and bucket.exists(key):
            return
        missing = set(range(1, _count(file.size) + 1)) - {part.number for part in arrived}
        if missing:
            raise Conflict(f"parts are missing: {', '.join(map(str, sorted(missing)[:10]))}")
        if sum(part.size for part in arrived) != file.size:
            raise Conflict(f"the parts do not add up to the {file.size:,} bytes announced")
        bucket.finish_parts(key, row.parts, arrived)

    def retry(self, id: ItemId, *, by: Caller) -> Upload:
        """Send a file again whose bytes never came, or have it read again when they are here."""
        row, item = self.items.editable(id, by)
        if item.file is None or item.file.state is State.READY:
            raise Conflict("this file has arrived and was read")
        key = file_key(by.organisation, id, row.upload or "")
        if bucket.exists(key):
            self._save(row, item.file, State.PROCESSING, by)
            bucket.touch(key, item.file.type)
            return Upload(item=id)
        going_on = bool(row.parts and bucket.parts(key, row.parts))
        expect = self._awaited if going_on else self._await
        answer = expect(row, item.file, by)
        self._save(row, item.file, State.UPLOADING, by)
        return answer

    def cancel(self, id: ItemId, *, by: Caller) -> None:
        """Give up an upload; nothing of it stays."""
        row, item = self.items.editable(id, by)
        if item.file is None or item.file.state is State.READY:
            raise Conflict("this file has arrived; delete its item instead")
        # The item goes last: while it is there, whoever was interrupted can cancel again.
        self._forget_parts(row, by)
        key = file_key(by.organisation, id, row.upload or "")
        bucket.delete([key, item.file.thumb] if item.file.thumb else [key])
        # Search knows a file that was refused by its name.
        said = ItemDeleted(organisation=by.organisation, at=self.now(), item=id)
        with table.write() as write:
            self.store.erase(by.organisation, row, write, said)

    def _forget_parts(self, row: ItemRow, by: Caller) -> None:
        if row.parts:
            key = file_key(by.organisation, ItemId(row.id), row.upload or "")
            bucket.abandon_parts(key, row.parts)

    def _await(self, row: ItemRow, file: File, by: Caller, *, in_parts: bool = True) -> Upload:
        """Expect the item's bytes under a new key."""
        row.upload, row.parts = mint(self.now()), None
        if file.size > ONE_GO and in_parts:
            key = file_key(by.organisation, ItemId(row.id), row.upload)
            row.parts = bucket.begin_parts(key, type=file.type)
        return self._awaited(row, file, by)

    def _awaited(self, row: ItemRow, file: File, by: Caller) -> Upload:
        """How to send the bytes that the item expects."""
        if row.parts:
            return Upload(item=ItemId(row.id), parts=Parts(size=PART, count=_count(file.size)))
        key = file_key(by.organisation, ItemId(row.id), row.upload or "")
        url, fields = bucket.form(key, size=file.size, type=file.type)
        return Upload(item=ItemId(row.id), form=Form(url=url, fields=fields))

    def _save(self, row: ItemRow, file: File, state: State, by: Caller) -> None:
        at, old = self.now(), row.item()
        changes = {
            "file": file.model_copy(update={"state": state, "problem": None}),
            "changed_at": at,
            "version": old.version + 1,
        }
        awaited = at + AWAITED_FOR if row.expires else None
        with table.write() as write:
            self.store.change(
                by.organisation, row, old.model_copy(update=changes), write, awaited=awaited
            )

    def _underway(self, id: ItemId, by: Caller) -> tuple[ItemRow, File]:
        row, item = self.items.editable(id, by)
        if item.file is None or row.upload is None:
            raise Conflict("this item awaits no file")
        return row, item.file

    def _parts(self, row: ItemRow, by: Caller) -> list[bucket.Part]:
        key = file_key(by.organisation, ItemId(row.id), row.upload or "")
        return bucket.parts(key, row.parts) if row.parts else []


def _count(size: int) -> int:
    return -(-size // PART)


uploads = Uploads(ItemStore(), items, channels)
