"""Imports as rows.

read                                       key
----------------------------------------   ----------------------------------------------
an import                                  IMPORT#<org>#<import> / IMPORT
the outcomes of an import's files          IMPORT#<org>#<import> / FILE#<item>
a member's imports, newest first           IMPORTS#<org>#<member> / <import>
whether a member sent this file before     SENT_FILES#<org>#<member> / <fingerprint>
"""

from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import (
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from sharewell.aws import table
from sharewell.aws.keys import KeyShape
from sharewell.aws.table import KeyRange, Row, RowPage, Transaction
from sharewell.core.errors import Conflict
from sharewell.core.events import Event
from sharewell.core.ids import ImportId, ItemId, MemberId, OrganisationId
from sharewell.identity.model import MemberRef
from sharewell.imports.model import KEPT_FOR, Counts, FileOutcome, FileReport, Import, ImportCard

PAGE_SIZE = 20


class ImportRow(Row):
    """An import. `upload` and `parts` identify the archive that is expected."""

    key = KeyShape("IMPORT#<org>#<import> / IMPORT")

    id = UnicodeAttribute()
    source = UnicodeAttribute()
    name = UnicodeAttribute()
    member = UnicodeAttribute()
    member_name = UnicodeAttribute()
    structure = UnicodeAttribute()
    folders = JSONAttribute()
    channels: ListAttribute[str] = ListAttribute(default=list)
    groups: ListAttribute[str] = ListAttribute(default=list)
    tags: ListAttribute[str] = ListAttribute(default=list)
    archive_format = UnicodeAttribute(null=True)
    size = NumberAttribute(default=0)
    total = NumberAttribute(default=0)
    waiting = NumberAttribute(default=0)
    imported = NumberAttribute(default=0)
    stored_only = NumberAttribute(default=0)
    skipped = NumberAttribute(default=0)
    rejected = NumberAttribute(default=0)
    stage = UnicodeAttribute()
    problem = UnicodeAttribute(null=True)
    started_at = UTCDateTimeAttribute()
    changed_at = UTCDateTimeAttribute()
    upload = UnicodeAttribute(null=True)
    parts = UnicodeAttribute(null=True)

    def value(self) -> Import:
        """Returns the import in this row."""
        fields = self.fields()
        by = MemberRef(id=fields.pop("member"), name=fields.pop("member_name"))
        counts = Counts(**{it.value: fields.pop(it.value) for it in FileOutcome})
        for name in ("upload", "parts"):
            fields.pop(name, None)
        return Import.model_validate({**fields, "by": by, "counts": counts})


class FileReportRow(Row):
    """The outcome of a file. `last_event` is the latest event written to it."""

    key = KeyShape("IMPORT#<org>#<import> / FILE#<item>")

    path = UnicodeAttribute()
    size = NumberAttribute(default=0)
    outcome = UnicodeAttribute()
    item = UnicodeAttribute(null=True)
    problem = UnicodeAttribute(null=True)
    last_event = UnicodeAttribute(default="")

    def report(self) -> FileReport:
        """Returns the report in this row."""
        fields = {name: it for name, it in self.fields().items() if name != "last_event"}
        return FileReport(id=ItemId(self.key_value("item")), **fields)


class MemberImportRow(Row):
    """An import in a member's list."""

    key = KeyShape("IMPORTS#<org>#<member> / <import>")

    source = UnicodeAttribute(attr_name="w")
    name = UnicodeAttribute(attr_name="n")
    started_at = UTCDateTimeAttribute(attr_name="b")

    def card(self) -> ImportCard:
        """Returns the card in this row."""
        return ImportCard(id=ImportId(self.sk), **self.fields())


class SentFileRow(Row):
    """The item that a member's file with this fingerprint became."""

    key = KeyShape("SENT_FILES#<org>#<member> / <fingerprint:text>")

    item = UnicodeAttribute()


class ImportStore:
    """The store of imports."""

    def get_row(self, organisation: OrganisationId, id: ImportId) -> ImportRow | None:
        """Returns an import's row with a strongly consistent read."""
        return table.get(ImportRow, *ImportRow.key(organisation, id), consistent=True)

    def list_for_member(
        self, organisation: OrganisationId, member: MemberId, after: str | None
    ) -> RowPage[MemberImportRow]:
        """Returns a page of a member's imports, newest first."""
        pk = MemberImportRow.key.pk(organisation, member)
        return table.query_page(MemberImportRow, pk, after=after, limit=PAGE_SIZE, reverse=True)

    def list_files(
        self, organisation: OrganisationId, id: ImportId, after: str | None
    ) -> RowPage[FileReportRow]:
        """Returns a page of the outcomes of an import's files."""
        pk = partition(organisation, id)
        return table.query_page(
            FileReportRow,
            pk,
            KeyRange(prefix=FileReportRow.key.begins()),
            after=after,
            limit=PAGE_SIZE,
        )

    def get_reports(
        self, organisation: OrganisationId, id: ImportId, items: Sequence[ItemId]
    ) -> dict[ItemId, FileReportRow]:
        """Returns the report rows of those of these files that have one, by item."""
        keys = [FileReportRow.key(organisation, id, it) for it in dict.fromkeys(items)]
        rows = table.get_many(FileReportRow, keys)
        return {ItemId(row.key_value("item")): row for row in rows}

    def get_report(
        self, organisation: OrganisationId, id: ImportId, item: ItemId
    ) -> FileReportRow | None:
        """Returns a file's report row with a strongly consistent read."""
        return table.get(FileReportRow, *FileReportRow.key(organisation, id, item), consistent=True)

    def list_sent(
        self, organisation: OrganisationId, member: MemberId, fingerprints: Sequence[str]
    ) -> dict[str, ItemId]:
        """Returns the items of files that a member sent before, by fingerprint."""
        keys = [SentFileRow.key(organisation, member, it) for it in dict.fromkeys(fingerprints)]
        rows = table.get_many(SentFileRow, keys)
        return {row.sk: ItemId(row.item) for row in rows}

    def new_row(self, organisation: OrganisationId, new: Import) -> ImportRow:
        """Returns an unsaved row of an import."""
        fields = new.model_dump(exclude={"by", "counts", "folders"})
        row = ImportRow(*ImportRow.key(organisation, new.id), **fields)
        row.source, row.structure, row.stage = (
            new.source.value,
            new.structure.value,
            new.stage.value,
        )
        row.folders = [it.model_dump() for it in new.folders]
        row.member, row.member_name = new.by.id, new.by.name
        row.expires = new.started_at + KEPT_FOR
        return row

    def add(self, organisation: OrganisationId, row: ImportRow, tx: Transaction) -> None:
        """Adds an import and its entry in the member's list."""
        tx.add(row)
        entry = MemberImportRow(*MemberImportRow.key(organisation, row.member, row.id))
        entry.source, entry.name, entry.started_at = row.source, row.name, row.started_at
        entry.expires = row.expires
        tx.put(entry)

    def update(
        self, row: ImportRow, changes: dict[str, Any], tx: Transaction, *events: Event
    ) -> None:
        """Writes fields, with `changed_at`. Raises VersionConflict if they changed meanwhile."""
        actions = [getattr(ImportRow, name).set(value) for name, value in changes.items()
                   if value is not None]  # fmt: skip
        actions += [getattr(ImportRow, name).remove() for name, value in changes.items()
                    if value is None]  # fmt: skip
        unchanged = (ImportRow.changed_at == row.changed_at) & (ImportRow.stage == row.stage)
        tx.update(ImportRow(row.pk, row.sk), actions, *events, only_if=unchanged)

    def record_outcomes(
        self,
        row: ImportRow,
        new: Sequence[FileReport],
        changed: Sequence[tuple[FileReport, FileReport]] = (),
        sent: Sequence[tuple[str, ItemId]] = (),
    ) -> None:
        """Writes files' outcomes and counts. Raises Conflict if others wrote them first."""
        counts = dict.fromkeys(FileOutcome, 0)
        organisation = OrganisationId(row.key_value("org"))
        with table.transaction() as tx:
            for report in new:
                counts[report.outcome] += 1
                tx.add(
                    _report_row(row, report), conflict="This file has just been announced already."
                )
            for old, report in changed:
                counts[old.outcome] -= 1
                counts[report.outcome] += 1
                self._update_report(row, old, report, tx)
            for fingerprint, item in dict(sent).items():
                key = SentFileRow.key(organisation, row.member, fingerprint)
                tx.put(SentFileRow(*key, item=item, expires=row.expires))
            actions = [
                getattr(ImportRow, it.value).add(count) for it, count in counts.items() if count
            ]
            if actions:
                tx.update(ImportRow(row.pk, row.sk), actions, only_if=ImportRow.pk.exists())

    def update_outcome(self, old: FileReportRow, report: FileReport, event: str) -> None:
        """Writes the outcome from an event. Raises VersionConflict if another event was written."""
        unchanged = (FileReportRow.last_event == old.last_event) & (
            FileReportRow.outcome == old.outcome
        )
        actions = [
            FileReportRow.outcome.set(report.outcome.value),
            FileReportRow.last_event.set(event),
        ]
        actions += [FileReportRow.item.set(report.id)]
        with table.transaction() as tx:
            tx.update(FileReportRow(old.pk, old.sk), actions, only_if=unchanged)
            if old.outcome != report.outcome:
                counted = [getattr(ImportRow, old.outcome).add(-1)]
                counted += [getattr(ImportRow, report.outcome.value).add(1)]
                tx.update(
                    ImportRow(old.pk, ImportRow.key.sk()), counted, only_if=ImportRow.pk.exists()
                )

    def _update_report(
        self, row: ImportRow, old: FileReport, report: FileReport, tx: Transaction
    ) -> None:
        actions = [
            FileReportRow.outcome.set(report.outcome.value),
            FileReportRow.size.set(report.size),
        ]
        for name in ("item", "problem"):
            value = getattr(report, name)
            actions.append(getattr(FileReportRow, name).set(value) if value is not None
                           else getattr(FileReportRow, name).remove())  # fmt: skip
        unchanged = FileReportRow.outcome == old.outcome.value
        error = Conflict("The import was updated concurrently.")
        key = row.pk, FileReportRow.key.sk(report.id)
        tx.update(FileReportRow(*key), actions, only_if=unchanged, error=error)


def _report_row(row: ImportRow, report: FileReport) -> FileReportRow:
    fields = report.model_dump(exclude={"id", "outcome"})
    key = row.pk, FileReportRow.key.sk(report.id)
    return FileReportRow(*key, **fields, outcome=report.outcome.value, expires=row.expires)


def partition(organisation: OrganisationId, id: ImportId) -> str:
    """Returns the partition key of an import's rows and of the job that unpacks it."""
    return ImportRow.key.pk(organisation, id)
