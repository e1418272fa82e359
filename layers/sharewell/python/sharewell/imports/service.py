"""What people can do with many files at once."""

from dataclasses import dataclass
from functools import partial

from sharewell import bucket, table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.content.model import own_groups
from sharewell.content.uploads import awaited
from sharewell.content.uploads.model import ArrivedParts, PartAddresses
from sharewell.errors import Conflict, Missing
from sharewell.events import ImportAdvanced, ImportEnded
from sharewell.identity.model import MemberRef
from sharewell.ids import ImportId, mint
from sharewell.imports.model import (
    Import,
    ImportCard,
    ImportView,
    Line,
    NewImport,
    Stage,
    ToSend,
    Way,
)
from sharewell.imports.store import ImportRow, ImportStore
from sharewell.page import Page
from sharewell.values import Form

ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class Imports:
    """Begin an import, send its archive, see what became of each file, stop it."""

    store: ImportStore
    now: Clock = now

    def row_seen_by(self, who: Caller, id: ImportId) -> tuple[ImportRow, Import]:
        """An import's row and value, if `who` may see it."""
        row = self.store.row(who.organisation, id)
        if row is None:
            raise Missing("there is no such import")
        it = row.value().as_of(self.now())
        it.must_be_seen_by(who)
        return row, it

    def begin(self, new: NewImport, *, by: Caller, key: str | None = None) -> ImportView:
        """Announce a folder or an archive; twice under one key is once."""
        at = self.now()
        it = Import(
            id=ImportId(key or mint(at)),
            **new.model_dump(exclude={"groups", "channels", "tags", "total"}),
            total=new.total if new.way is Way.FOLDER else 0,  # an archive tells its own
            channels=list(dict.fromkeys(new.channels)),
            groups=own_groups(new.groups, by),
            tags=list(dict.fromkeys(new.tags)),
            by=MemberRef(id=by.member, name=by.name),
            stage=Stage.SENDING,
            begun_at=at,
            changed_at=at,
        )
        row = self.store.new_row(by.organisation, it)
        if it.way is Way.ZIP:
            row.upload = mint(at)
            row.parts = awaited.begin(key_of(row), it.size, ZIP)
        try:
            with table.write() as write:
                self.store.add(by.organisation, row, write)
        except Conflict:
            if row.parts:
                bucket.abandon_parts(key_of(row), row.parts)
            made = self.store.row(by.organisation, it.id)
            if made is None or made.member != by.member:
                raise
            return view(made, made.value())
        return view(row, it)

    def view(self, id: ImportId, *, by: Caller) -> ImportView:
        """An import as the caller sees it."""
        row, it = self.row_seen_by(by, id)
        return view(row, it, for_whom=by)

    def own(self, *, by: Caller, after: str | None) -> Page[ImportCard]:
        """The caller's imports, newest first."""
        rows = self.store.of(by.organisation, by.member, after)
        return Page(items=[row.card() for row in rows.items], next=rows.next)

    def report(self, id: ImportId, *, by: Caller, after: str | None) -> Page[Line]:
        """What became of each file."""
        # Both at once: whoever may not see the import gets its refusal and nothing else.
        lines = partial(self.store.report, by.organisation, id, after)
        _, rows = table.at_once([partial(self.row_seen_by, by, id), lines])
        return Page(items=[row.line() for row in rows.items], next=rows.next)

    def arrived(self, id: ImportId, *, by: Caller) -> ArrivedParts:
        """The parts of an archive that need not be sent again."""
        row, _ = self._awaited(id, by)
        return awaited.arrived(key_of(row), row.parts)

    def addresses(self, id: ImportId, numbers: list[int], *, by: Caller) -> PartAddresses:
        """Where to PUT the next parts of an archive."""
        row, it = self._awaited(id, by)
        return awaited.addresses(key_of(row), row.parts, it.size, numbers)

    def complete(self, id: ImportId, *, by: Caller) -> None:
        """Every part of an archive has arrived: make one of them, which is then unpacked."""
        row, it = self._awaited(id, by)
        awaited.complete(key_of(row), row.parts, it.size)

    def retry(self, id: ImportId, *, by: Caller) -> ImportView:
        """Go on with an archive that got stuck; what is unpacked already stays as it is."""
        row, it = self._awaited(id, by)
        at = self.now()
        if not bucket.exists(key_of(row)):
            if row.parts and not bucket.parts(key_of(row), row.parts):  # perhaps given up since
                parts = awaited.begin(key_of(row), it.size, ZIP)
                with table.write() as write:
                    self.store.change(row, {"parts": parts, "changed_at": at}, write)
            return self.view(id, by=by)
        said = ImportAdvanced(
            organisation=by.organisation, at=at, imported=id, unpacked=int(row.unpacked)
        )
        changes = {"stage": Stage.UNPACKING.value, "problem": None, "changed_at": at}
        with table.write() as write:
            self.store.change(row, changes, write, said)
        return self.view(id, by=by)

    def stop(self, id: ImportId, *, by: Caller) -> None:
        """Take in nothing more; what is here stays."""
        row, it = self.row_seen_by(by, id)
        if it.stage is Stage.STOPPED:
            return
        it.must_go_on_for(by)
        at = self.now()
        changes = {"stage": Stage.STOPPED.value, "problem": None, "changed_at": at}
        said = ImportEnded(
            organisation=by.organisation, at=at, imported=id, upload=row.upload or ""
        )
        if row.parts:
            bucket.abandon_parts(key_of(row), row.parts)
        with table.write() as write:
            self.store.change(row, changes, write, said)

    def _awaited(self, id: ImportId, by: Caller) -> tuple[ImportRow, Import]:
        row, it = self.row_seen_by(by, id)
        it.must_go_on_for(by)
        if it.way is not Way.ZIP:
            raise Conflict("this import has no archive")
        return row, it


def key_of(row: ImportRow) -> str:
    """Where the bytes of an import's archive lie."""
    return f"imports/{row.pk.split('#')[1]}/{row.id}/{row.upload}"


def view(row: ImportRow, it: Import, for_whom: Caller | None = None) -> ImportView:
    """An import, with how to send its archive for whom it is awaited from."""
    waits = it.way is Way.ZIP and it.stage is Stage.SENDING
    if not waits or (for_whom is not None and for_whom.member != it.by.id):
        return ImportView(**it.model_dump())
    how = awaited.how(key_of(row), row.parts, it.size, ZIP)
    send = ToSend(form=how) if isinstance(how, Form) else ToSend(parts=how)
    return ImportView(**it.model_dump(), send=send)


imports = Imports(ImportStore())
