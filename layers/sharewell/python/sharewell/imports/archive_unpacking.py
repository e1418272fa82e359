"""Unpacks uploaded archives in batches: each file becomes a note or a file item.

Each step is idempotent: an item's id is derived from the import and the path, and a file's outcome
is written before its bytes are put into the bucket, where file processing begins.
"""

import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sharewell.aws import bucket, concurrency, table
from sharewell.channels.service import ChannelService, channels
from sharewell.content.service import ItemService, items
from sharewell.content.uploads.service import UploadService, uploads
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import DomainError, NotFound, VersionConflict
from sharewell.core.events import ImportFinished
from sharewell.core.ids import GroupId, ImportId, ItemId, MemberId, OrganisationId, derive_ulid
from sharewell.file_reader.extraction import Unpacked, UnpackedEntry, unpack
from sharewell.file_reader.paths import name_without_id
from sharewell.identity.service import IdentityService, identity
from sharewell.imports.entries import destination_of, file_of, note_of
from sharewell.imports.model import (
    MAX_FILES_PER_REQUEST,
    MAX_FOLDERS,
    FileOutcome,
    FileReport,
    Folder,
    Import,
    Stage,
    Structure,
)
from sharewell.imports.service import archive_key
from sharewell.imports.store import ImportRow, ImportStore
from sharewell.imports.unpack_job import KIND, UnpackCursor
from sharewell.jobs.model import Job
from sharewell.jobs.queue import JobKind
from sharewell.jobs.service import Jobs, jobs

_SKIPPED_MESSAGE = "System files are skipped."
_LEFT_MESSAGE = "The member who started this import has left the organisation or its groups."


@dataclass(frozen=True, slots=True)
class ArchiveUnpacking:
    """Unpacks archives on behalf of the member who started the import, while they may."""

    store: ImportStore
    identity: IdentityService
    channels: ChannelService
    items: ItemService
    uploads: UploadService
    jobs: Jobs
    now: Clock = now

    def run_batch(self, job: Job) -> None:
        """Unpacks the next files of an archive, unless the import was stopped."""
        cursor = job.read_cursor(UnpackCursor)
        row = self.store.get_row(job.organisation, cursor.imported)
        if row is None or row.stage != Stage.UNPACKING:
            with table.transaction() as tx:
                self.jobs.finish(job, tx)
            return
        it = row.value()
        by = self._load_requester(job.organisation, it)
        if by is None:
            self._reject(job, row, _LEFT_MESSAGE)
            return
        with tempfile.TemporaryDirectory() as directory:
            archive, into = Path(directory, "archive"), Path(directory, "files")
            into.mkdir()
            with archive.open("wb") as file:
                for chunk in bucket.stream(archive_key(row)):
                    file.write(chunk)
            found = unpack(archive, into, row.id, cursor.start)
            if found.problem:
                self._reject(job, row, found.problem)
                return
            it = it.model_copy(
                update={"folders": self._folders(it, found, by), "archive_format": found.flavour}
            )
            for at in range(0, len(found.entries), MAX_FILES_PER_REQUEST):
                entries = found.entries[at : at + MAX_FILES_PER_REQUEST]
                self._import_entries(row, it, found, entries, into, by)
        changes = {
            "folders": [folder.model_dump() for folder in it.folders],
            "archive_format": found.flavour,
            "total": found.total,
        }
        end = cursor.start + len(found.entries)
        if end < found.total:
            self._update(job, row, changes, cursor.model_copy(update={"start": end}))
        else:
            self._update(job, row, {**changes, "stage": Stage.DONE.value}, None)

    def _load_requester(self, organisation: OrganisationId, it: Import) -> Caller | None:
        """Returns the member as a caller; None if they left, or left one of the groups."""
        try:
            member = self.identity.get_member(organisation, MemberId(it.by.id))
        except NotFound:
            return None
        groups = self.identity.list_groups_of(member)
        if not member.active or not groups.issuperset(it.groups):
            return None
        return Caller(
            person=member.person,
            organisation=organisation,
            member=member.member,
            role=member.role,
            name=member.name,
            groups=frozenset(GroupId(group) for group in it.groups),
        )

    def _folders(self, it: Import, found: Unpacked, by: Caller) -> list[Folder]:
        """Returns the channels of top folders; folders beyond the limit become tags."""
        if it.structure is not Structure.CHANNELS:
            return []
        known = {folder.name: folder for folder in it.folders}
        names = dict.fromkeys(name_without_id(name)[:80].strip() for name in found.folders)
        for name in [it for it in names if it][:MAX_FOLDERS]:
            if name not in known:
                known[name] = Folder(name=name, channel=self.channels.get_or_create(name, by=by))
        return list(known.values())

    def _import_entries(
        self,
        row: ImportRow,
        it: Import,
        found: Unpacked,
        entries: list[UnpackedEntry],
        into: Path,
        by: Caller,
    ) -> None:
        """Creates the items of a batch, writes the outcomes of its entries, then puts bytes."""
        create = partial(self._file_report, it, found, by)
        reports: list[FileReport] = concurrency.run_concurrently(
            [partial(create, entry) for entry in entries]
        )
        known = self.store.get_reports(by.organisation, it.id, [report.id for report in reports])
        new = [report for report in reports if report.id not in known]
        if new:
            self.store.record_outcomes(row, new)
        put_bytes = [
            partial(self.uploads.upload_bytes, report.id, into / entry.file, by=by)
            for report, entry in zip(reports, entries, strict=True)
            if entry.file and report.outcome is FileOutcome.WAITING
        ]
        concurrency.run_concurrently(put_bytes)

    def _file_report(
        self, it: Import, found: Unpacked, by: Caller, entry: UnpackedEntry
    ) -> FileReport:
        """Returns the outcome of one entry and creates its item."""
        id = ItemId(derive_ulid(it.id, entry.path, ordinal=entry.number))
        report = FileReport(
            id=id, path=entry.path or "?", size=entry.size, outcome=FileOutcome.REJECTED
        )
        if entry.is_skipped:
            return report.model_copy(
                update={"outcome": FileOutcome.SKIPPED, "problem": _SKIPPED_MESSAGE}
            )
        if entry.problem or not (entry.note or entry.file):
            return report.model_copy(
                update={"problem": entry.problem or "The file could not be unpacked."}
            )
        destination = destination_of(it, found, entry)
        try:
            if entry.note:
                self.items.publish(note_of(entry, destination), by=by, key=id)
                return report.model_copy(update={"outcome": FileOutcome.IMPORTED, "item": id})
            new = file_of(entry, destination)
            self.uploads.begin(new, by=by, key=id, imported=it.id, in_parts=False)
        except (DomainError, ValueError) as error:
            return report.model_copy(update={"problem": str(error)[:300]})
        return report.model_copy(update={"outcome": FileOutcome.WAITING, "item": id})

    def _reject(self, job: Job, row: ImportRow, problem: str) -> None:
        self._update(job, row, {"stage": Stage.REJECTED.value, "problem": problem}, None)

    def _update(
        self, job: Job, row: ImportRow, changes: dict[str, Any], cursor: UnpackCursor | None
    ) -> None:
        """Writes the import's progress and advances the job; finishes it without a cursor."""
        at, id = self.now(), ImportId(row.id)
        finished = ImportFinished(
            organisation=job.organisation, at=at, import_id=id, upload=row.upload or ""
        )
        try:
            with table.transaction() as tx:
                events = [] if cursor else [finished]
                self.store.update(row, {**changes, "changed_at": at}, tx, *events)
                if cursor:
                    self.jobs.advance(job, cursor, tx)
                else:
                    self.jobs.finish(job, tx)
        except VersionConflict:  # stopped meanwhile, or continued by another job
            with table.transaction() as tx:
                self.jobs.finish(job, tx)


archive_unpacking = ArchiveUnpacking(ImportStore(), identity, channels, items, uploads, jobs)
import_unpacking = JobKind(KIND, archive_unpacking.run_batch)
