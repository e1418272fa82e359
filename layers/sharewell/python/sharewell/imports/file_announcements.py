"""Announces files of a folder in batches; the browser then uploads them one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from sharewell.aws import concurrency
from sharewell.content.files.model import FileState
from sharewell.content.service import ItemService, items
from sharewell.content.uploads.model import MAX_FILE_SIZE, NewUpload, Upload
from sharewell.content.uploads.service import UploadService, uploads
from sharewell.core.caller import Caller
from sharewell.core.errors import Conflict, DomainError, LimitExceeded
from sharewell.core.ids import ImportId, ItemId, derive_ulid
from sharewell.core.retry import retry_on_conflict
from sharewell.file_reader import paths
from sharewell.imports.model import (
    MAX_FILES,
    AnnouncedFile,
    AnnouncedFiles,
    FileOutcome,
    FileReport,
    FolderFile,
    Import,
    ImportSource,
    Stage,
)
from sharewell.imports.service import ImportService, imports
from sharewell.imports.store import FileReportRow, ImportRow, ImportStore
from sharewell.imports.structure import destination_of_path, tags_of

ATTEMPTS = 3
"""Attempts to announce files when the same files are announced concurrently."""
_FINAL = (FileOutcome.IMPORTED, FileOutcome.STORED_ONLY, FileOutcome.SKIPPED)


@dataclass(frozen=True, slots=True)
class FileAnnouncements:
    """Decides on files, creates the items of accepted ones, and records all outcomes."""

    imports: ImportService
    store: ImportStore
    uploads: UploadService
    items: ItemService

    def announce_files(
        self, id: ImportId, files: list[FolderFile], *, by: Caller
    ) -> AnnouncedFiles:
        """Announces files and returns how to upload them; again those that did not arrive.

        Raises Conflict unless the caller's import is from a folder and has not been stopped;
        LimitExceeded.
        """
        return retry_on_conflict(partial(self._announce, id, files, by), ATTEMPTS, on=Conflict)

    def _announce(self, id: ImportId, files: list[FolderFile], by: Caller) -> AnnouncedFiles:
        unique = list({file.path: file for file in files}.values())
        items = [ItemId(derive_ulid(id, file.path)) for file in unique]
        (row, import_), known, sent = concurrency.run_concurrently(
            [
                partial(self.imports.row_seen_by, by, id),
                partial(self.store.get_reports, by.organisation, id, items),
                partial(
                    self.store.list_sent,
                    by.organisation,
                    by.member,
                    [it.fingerprint for it in unique],
                ),
            ]
        )
        if import_.source is not ImportSource.FOLDER:
            raise Conflict("This import is from an archive, not from a folder.")
        if import_.by.id != by.member or import_.stage is Stage.STOPPED:
            import_.require_in_progress_for(by)
        if import_.counts.total + sum(item not in known for item in items) > MAX_FILES:
            raise LimitExceeded(f"An import can have at most {MAX_FILES:,} files.")
        arrived = self._list_arrived(list(sent.values()), by)
        duplicates = {mark: item for mark, item in sent.items() if item in arrived}
        reports = [
            self._decide_outcome(known, duplicates, *pair)
            for pair in zip(unique, items, strict=True)
        ]
        starts = [
            partial(self._start_upload, import_, file, report.id, by)
            for file, report in zip(unique, reports, strict=True)
            if report.outcome is FileOutcome.WAITING
        ]
        # Concurrently: each is idempotent by its key, so announcing again makes up for a lost one.
        record = partial(self._record_outcomes, row, reports, known, unique)
        _, *started = concurrency.run_concurrently([record, *starts])
        begun = {id: it for id, it in started if isinstance(it, Upload)}
        errors = {id: it for id, it in started if isinstance(it, DomainError)}
        rejected = [(it, _rejected_report(it, errors[it.id])) for it in reports if it.id in errors]
        if rejected:
            self.store.record_outcomes(row, [], rejected)
        final = {it.id: it for it in reports} | {new.id: new for _, new in rejected}
        announced = [_announced_file(it, begun.get(it.id)) for it in final.values()]
        return AnnouncedFiles(files=announced)

    def _list_arrived(self, ids: list[ItemId], by: Caller) -> set[ItemId]:
        """Returns those of these items whose bytes are in the bucket."""
        missing = (FileState.UPLOADING, FileState.STALLED)
        found = self.items.several_seen_by(by, ids) if ids else []
        return {it.id for it in found if it.file and it.file.state not in missing}

    def _decide_outcome(
        self,
        known: Mapping[ItemId, FileReportRow],
        duplicates: Mapping[str, ItemId],
        file: FolderFile,
        id: ItemId,
    ) -> FileReport:
        """Returns the report of one file."""
        if id in known and FileOutcome(known[id].outcome) in _FINAL:
            return known[id].report()
        report = FileReport(
            id=id, path=_printable_path(file.path), size=file.size, outcome=FileOutcome.REJECTED
        )
        if problem := _file_problem(file):
            return report.model_copy(update={"problem": problem})
        if paths.is_system_file(file.path):
            return report.model_copy(
                update={"outcome": FileOutcome.SKIPPED, "problem": SYSTEM_FILE_MESSAGE}
            )
        if duplicates.get(file.fingerprint) == id:
            # The same file has arrived and is about to be counted: it is no duplicate.
            return report.model_copy(update={"outcome": FileOutcome.IMPORTED, "item": id})
        if file.fingerprint in duplicates:
            skipped = {
                "outcome": FileOutcome.SKIPPED,
                "item": duplicates[file.fingerprint],
                "problem": DUPLICATE_MESSAGE,
            }
            return report.model_copy(update=skipped)
        return report.model_copy(update={"outcome": FileOutcome.WAITING, "item": id})

    def _start_upload(
        self, it: Import, file: FolderFile, id: ItemId, by: Caller
    ) -> tuple[ItemId, Upload | DomainError]:
        """Returns how to upload one file, or the error why it is rejected."""
        try:
            return id, self.uploads.begin(_upload(it, file), key=id, by=by, imported=it.id)
        except DomainError as error:
            return id, error

    def _record_outcomes(
        self,
        row: ImportRow,
        reports: list[FileReport],
        known: Mapping[ItemId, FileReportRow],
        files: list[FolderFile],
    ) -> None:
        """Keep what is new of these files."""
        new = [it for it in reports if it.id not in known]
        changed = [
            (known[it.id].report(), it)
            for it in reports
            if it.id in known and known[it.id].outcome != it.outcome
        ]
        sent = [
            (file.fingerprint, report.id)
            for file, report in zip(files, reports, strict=True)
            if report.outcome is FileOutcome.WAITING and report.id not in known
        ]
        if new or changed:
            self.store.record_outcomes(row, new, changed, sent)


DUPLICATE_MESSAGE = "You have already uploaded this file."
SYSTEM_FILE_MESSAGE = "System files are skipped."


def _file_problem(file: FolderFile) -> str | None:
    if file.size > MAX_FILE_SIZE:
        return f"The file is larger than {MAX_FILE_SIZE // 1024**3} GB."
    return paths.path_problem(file.path)


def _upload(it: Import, file: FolderFile) -> NewUpload:
    channels = {folder.name: folder.channel for folder in it.folders}
    place = destination_of_path(file.path, it.structure, of_pages=False, tops=channels)
    own = channels.get(place.channel or "")
    extra = [place.channel] if place.channel and own is None else []
    return NewUpload(
        name=file.path.rpartition("/")[2],
        size=file.size,
        type=file.type,
        title=paths.title_of(file.path),
        channels=list(dict.fromkeys([*it.channels, *([own] if own else [])])),
        groups=it.groups,
        tags=tags_of([*it.tags, *extra, *place.tags]),
    )


def _rejected_report(report: FileReport, error: DomainError) -> FileReport:
    return report.model_copy(
        update={"outcome": FileOutcome.REJECTED, "item": None, "problem": str(error)}
    )


def _announced_file(report: FileReport, upload: Upload | None) -> AnnouncedFile:
    instructions = {"form": upload.form, "parts": upload.parts} if upload else {}
    return AnnouncedFile(**report.model_dump(), **instructions)


def _printable_path(path: str) -> str:
    """Returns a path with unprintable characters replaced, cut to the maximum length."""
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in path)
    return clean.encode("utf-8", "replace").decode()[: paths.MAX_PATH_LENGTH]


file_announcements = FileAnnouncements(imports, ImportStore(), uploads, items)
