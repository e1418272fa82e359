"""Imports on behalf of the caller: create, upload an archive, read reports, retry, stop."""

from dataclasses import dataclass
from functools import partial

from sharewell.aws import bucket, concurrency, table
from sharewell.content.model import require_own_groups
from sharewell.content.uploads import transfer
from sharewell.content.uploads.model import ArrivedParts, PartUrls
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, NotFound
from sharewell.core.events import ImportFinished
from sharewell.core.ids import ImportId, new_ulid
from sharewell.core.pagination import Page
from sharewell.core.values import Form
from sharewell.identity.model import MemberRef
from sharewell.imports.model import (
    ArchiveUpload,
    FileReport,
    Import,
    ImportCard,
    ImportSource,
    ImportView,
    NewImport,
    Stage,
)
from sharewell.imports.store import ImportRow, ImportStore
from sharewell.imports.unpack_job import UnpackJobs, unpack_jobs

ZIP_TYPE = "application/zip"


@dataclass(frozen=True, slots=True)
class ImportService:
    """Creates and stops imports, and reads their reports."""

    store: ImportStore
    jobs: UnpackJobs
    now: Clock = now

    def row_seen_by(self, who: Caller, id: ImportId) -> tuple[ImportRow, Import]:
        """Returns an import's row and value. Raises NotFound if the caller may not see it."""
        row = self.store.get_row(who.organisation, id)
        if row is None:
            raise NotFound("Import not found.")
        it = row.value().as_of(self.now())
        it.require_visible_to(who)
        return row, it

    def create(self, new: NewImport, *, by: Caller, key: str | None = None) -> ImportView:
        """Creates an import from a folder or an archive. Idempotent under the same key."""
        at = self.now()
        it = Import(
            id=ImportId(key or new_ulid(at)),
            **new.model_dump(exclude={"groups", "channels", "tags", "total"}),
            total=new.total if new.source is ImportSource.FOLDER else 0,  # counted on unpacking
            channels=list(dict.fromkeys(new.channels)),
            groups=require_own_groups(new.groups, by),
            tags=list(dict.fromkeys(new.tags)),
            by=MemberRef(id=by.member, name=by.name),
            stage=Stage.SENDING,
            started_at=at,
            changed_at=at,
        )
        row = self.store.new_row(by.organisation, it)
        if it.source is ImportSource.ZIP:
            row.upload = new_ulid(at)
            row.parts = transfer.begin_parts(archive_key(row), it.size, ZIP_TYPE)
        try:
            with table.transaction() as tx:
                self.store.add(by.organisation, row, tx)
        except Conflict:
            if row.parts:
                bucket.abort_multipart(archive_key(row), row.parts)
            existing = self.store.get_row(by.organisation, it.id)
            if existing is None or existing.member != by.member:
                raise
            return import_view(existing, existing.value())
        return import_view(row, it)

    def get(self, id: ImportId, *, by: Caller) -> ImportView:
        """Returns an import as the caller sees it."""
        row, it = self.row_seen_by(by, id)
        return import_view(row, it, for_caller=by)

    def list_mine(self, *, by: Caller, after: str | None) -> Page[ImportCard]:
        """Returns a page of the caller's imports, newest first."""
        rows = self.store.list_for_member(by.organisation, by.member, after)
        return Page(items=[row.card() for row in rows.items], next=rows.next)

    def list_files(self, id: ImportId, *, by: Caller, after: str | None) -> Page[FileReport]:
        """Returns a page of the outcomes of an import's files."""
        # Concurrently: a caller who may not see the import gets its error and nothing else.
        read = partial(self.store.list_files, by.organisation, id, after)
        _, rows = concurrency.run_concurrently([partial(self.row_seen_by, by, id), read])
        return Page(items=[row.report() for row in rows.items], next=rows.next)

    def list_arrived_parts(self, id: ImportId, *, by: Caller) -> ArrivedParts:
        """Returns the parts of an archive that have arrived."""
        row, _ = self._load_uploading(id, by)
        return transfer.list_arrived_parts(archive_key(row), row.parts)

    def create_part_urls(self, id: ImportId, numbers: list[int], *, by: Caller) -> PartUrls:
        """Returns URLs to PUT the next parts of an archive to."""
        row, it = self._load_uploading(id, by)
        return transfer.create_part_urls(archive_key(row), row.parts, it.size, numbers)

    def complete(self, id: ImportId, *, by: Caller) -> None:
        """Assembles an archive of its parts, whose arrival starts the unpacking."""
        row, it = self._load_uploading(id, by)
        transfer.complete(archive_key(row), row.parts, it.size)

    def retry(self, id: ImportId, *, by: Caller) -> ImportView:
        """Resumes an archive that has stalled; unpacked files stay as they are."""
        row, it = self._load_uploading(id, by)
        at = self.now()
        if not bucket.exists(archive_key(row)):
            # The multipart upload may have been aborted since.
            if row.parts and not bucket.list_parts(archive_key(row), row.parts):
                parts = transfer.begin_parts(archive_key(row), it.size, ZIP_TYPE)
                with table.transaction() as tx:
                    self.store.update(row, {"parts": parts, "changed_at": at}, tx)
            return self.get(id, by=by)
        changes = {"stage": Stage.UNPACKING.value, "problem": None, "changed_at": at}
        with table.transaction() as tx:
            self.store.update(row, changes, tx)
            self.jobs.start_job(by.organisation, id, at, tx)
        return self.get(id, by=by)

    def stop(self, id: ImportId, *, by: Caller) -> None:
        """Stops an import; imported items stay. Idempotent."""
        row, it = self.row_seen_by(by, id)
        if it.stage is Stage.STOPPED:
            return
        it.require_in_progress_for(by)
        at = self.now()
        changes = {"stage": Stage.STOPPED.value, "problem": None, "changed_at": at}
        event = ImportFinished(
            organisation=by.organisation, at=at, import_id=id, upload=row.upload or ""
        )
        if row.parts:
            bucket.abort_multipart(archive_key(row), row.parts)
        with table.transaction() as tx:
            self.store.update(row, changes, tx, event)

    def _load_uploading(self, id: ImportId, by: Caller) -> tuple[ImportRow, Import]:
        row, it = self.row_seen_by(by, id)
        it.require_in_progress_for(by)
        if it.source is not ImportSource.ZIP:
            raise Conflict("This import has no archive.")
        return row, it


def archive_key(row: ImportRow) -> str:
    """Returns the bucket key of an import's archive."""
    return f"imports/{row.pk.split('#')[1]}/{row.id}/{row.upload}"


def import_view(row: ImportRow, it: Import, for_caller: Caller | None = None) -> ImportView:
    """Returns an import, with upload instructions if its archive is expected from `for_caller`."""
    is_expected = it.source is ImportSource.ZIP and it.stage is Stage.SENDING
    if not is_expected or (for_caller is not None and for_caller.member != it.by.id):
        return ImportView(**it.model_dump())
    how = transfer.upload_instructions(archive_key(row), row.parts, it.size, ZIP_TYPE)
    upload = ArchiveUpload(form=how) if isinstance(how, Form) else ArchiveUpload(parts=how)
    return ImportView(**it.model_dump(), upload=upload)


imports = ImportService(ImportStore(), unpack_jobs)
