"""Imports, as rows.

read                                 key
----------------------------------   ----------------------------------------------
an import, and how far it is         IMPORT#<org>#<import> / IMPORT
what became of its files             IMPORT#<org>#<import> / FILE#<item>
a member's imports, newest first     IMPORTS#<org>#<member> / <import>
whether one sent this file before    SENT#<org>#<member> / <SHA-256, or of its name and size>
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

from sharewell import table
from sharewell.errors import Conflict
from sharewell.events import Event
from sharewell.identity.model import MemberRef
from sharewell.ids import ImportId, ItemId, MemberId, OrganisationId
from sharewell.imports.model import KEPT_FOR, Became, Counts, Import, ImportCard, Line
from sharewell.keys import KeyShape
from sharewell.table import KeyRange, Row, Rows, Write

REPORTED = 20


class ImportRow(Row):
    """An import. `upload` and `parts` say which archive is awaited."""

    key = KeyShape("IMPORT#<org>#<import> / IMPORT")

    id = UnicodeAttribute()
    way = UnicodeAttribute()
    name = UnicodeAttribute()
    member = UnicodeAttribute()
    member_name = UnicodeAttribute()
    structure = UnicodeAttribute()
    folders = JSONAttribute()
    channels: ListAttribute[str] = ListAttribute(default=list)
    groups: ListAttribute[str] = ListAttribute(default=list)
    tags: ListAttribute[str] = ListAttribute(default=list)
    flavour = UnicodeAttribute(null=True)
    size = NumberAttribute(default=0)
    total = NumberAttribute(default=0)
    waiting = NumberAttribute(default=0)
    here = NumberAttribute(default=0)
    kept = NumberAttribute(default=0)
    skipped = NumberAttribute(default=0)
    refused = NumberAttribute(default=0)
    stage = UnicodeAttribute()
    problem = UnicodeAttribute(null=True)
    begun_at = UTCDateTimeAttribute()
    changed_at = UTCDateTimeAttribute()
    upload = UnicodeAttribute(null=True)
    parts = UnicodeAttribute(null=True)

    def value(self) -> Import:
        """The value this row keeps."""
        fields = self.fields()
        by = MemberRef(id=fields.pop("member"), name=fields.pop("member_name"))
        counts = Counts(**{it.value: fields.pop(it.value) for it in Became})
        for name in ("upload", "parts"):
            fields.pop(name, None)
        return Import.model_validate({**fields, "by": by, "counts": counts})


class LineRow(Row):
    """What became of a file. `heard` is the latest event that it knows of."""

    key = KeyShape("IMPORT#<org>#<import> / FILE#<item>")

    path = UnicodeAttribute()
    size = NumberAttribute(default=0)
    became = UnicodeAttribute()
    item = UnicodeAttribute(null=True)
    problem = UnicodeAttribute(null=True)
    heard = UnicodeAttribute(default="")

    def line(self) -> Line:
        """The value this row keeps."""
        fields = {name: it for name, it in self.fields().items() if name != "heard"}
        return Line(id=ItemId(self.key_value("item")), **fields)


class ListedRow(Row):
    """A line in a member's list of imports."""

    key = KeyShape("IMPORTS#<org>#<member> / <import>")

    way = UnicodeAttribute(attr_name="w")
    name = UnicodeAttribute(attr_name="n")
    begun_at = UTCDateTimeAttribute(attr_name="b")

    def card(self) -> ImportCard:
        """The card this row keeps."""
        return ImportCard(id=ImportId(self.sk), **self.fields())


class SentRow(Row):
    """The item that a member sent a file of this mark as."""

    key = KeyShape("SENT#<org>#<member> / <mark:text>")

    item = UnicodeAttribute()


class ImportStore:
    """Where imports are kept."""

    def row(self, organisation: OrganisationId, id: ImportId) -> ImportRow | None:
        """One import's row, as it is at this instant."""
        return table.get(ImportRow, *ImportRow.key(organisation, id), consistent=True)

    def of(
        self, organisation: OrganisationId, member: MemberId, after: str | None
    ) -> Rows[ListedRow]:
        """A member's imports, newest first."""
        pk = ListedRow.key.pk(organisation, member)
        return table.query_page(ListedRow, pk, after=after, limit=REPORTED, reverse=True)

    def report(
        self, organisation: OrganisationId, id: ImportId, after: str | None
    ) -> Rows[LineRow]:
        """A page of what became of its files."""
        pk = partition(organisation, id)
        return table.query_page(
            LineRow, pk, KeyRange(prefix=LineRow.key.begins()), after=after, limit=REPORTED
        )

    def lines(
        self, organisation: OrganisationId, id: ImportId, items: Sequence[ItemId]
    ) -> dict[ItemId, LineRow]:
        """Those of these files that are known, by their items."""
        keys = [LineRow.key(organisation, id, it) for it in dict.fromkeys(items)]
        rows = table.get_many(LineRow, keys)
        return {ItemId(row.key_value("item")): row for row in rows}

    def line(self, organisation: OrganisationId, id: ImportId, item: ItemId) -> LineRow | None:
        """What became of one file, as it is known at this instant."""
        return table.get(LineRow, *LineRow.key(organisation, id, item), consistent=True)

    def sent(
        self, organisation: OrganisationId, member: MemberId, marks: Sequence[str]
    ) -> dict[str, ItemId]:
        """What a member sent before, of files with these marks."""
        keys = [SentRow.key(organisation, member, mark) for mark in dict.fromkeys(marks)]
        rows = table.get_many(SentRow, keys)
        return {row.sk: ItemId(row.item) for row in rows}

    def new_row(self, organisation: OrganisationId, new: Import) -> ImportRow:
        """The row of an import that is not kept yet."""
        fields = new.model_dump(exclude={"by", "counts", "folders"})
        row = ImportRow(*ImportRow.key(organisation, new.id), **fields)
        row.way, row.structure, row.stage = new.way.value, new.structure.value, new.stage.value
        row.folders = [it.model_dump() for it in new.folders]
        row.member, row.member_name = new.by.id, new.by.name
        row.expires = new.begun_at + KEPT_FOR
        return row

    def add(self, organisation: OrganisationId, row: ImportRow, write: Write) -> None:
        """Keep a new import, and list it with who makes it."""
        listed: dict[str, Any] = {"way": row.way, "name": row.name, "begun_at": row.begun_at}
        write.add(row)
        place = ListedRow.key(organisation, row.member, row.id)
        write.put(ListedRow(*place, **listed, expires=row.expires))

    def change(self, row: ImportRow, changes: dict[str, Any], write: Write, *said: Event) -> None:
        """Change some of an import's fields, `changed_at` too; refused when somebody did since."""
        actions = [getattr(ImportRow, name).set(value) for name, value in changes.items()
                   if value is not None]  # fmt: skip
        actions += [getattr(ImportRow, name).remove() for name, value in changes.items()
                    if value is None]  # fmt: skip
        unchanged = (ImportRow.changed_at == row.changed_at) & (ImportRow.stage == row.stage)
        write.update(ImportRow(row.pk, row.sk), actions, *said, only_if=unchanged)

    def note(
        self,
        row: ImportRow,
        new: Sequence[Line],
        again: Sequence[tuple[Line, Line]] = (),
        sent: Sequence[tuple[str, ItemId]] = (),
    ) -> None:
        """Keep what became of some files, and count them; Conflict when others were quicker."""
        counts = dict.fromkeys(Became, 0)
        organisation = OrganisationId(row.key_value("org"))
        with table.write() as write:
            for line in new:
                counts[line.became] += 1
                write.add(_line_row(row, line), taken="somebody announced this file just now")
            for old, line in again:
                counts[old.became] -= 1
                counts[line.became] += 1
                self._move(row, old, line, write)
            for mark, item in dict(sent).items():
                key = SentRow.key(organisation, row.member, mark)
                write.put(SentRow(*key, item=item, expires=row.expires))
            actions = [
                getattr(ImportRow, it.value).add(many) for it, many in counts.items() if many
            ]
            if actions:
                write.update(ImportRow(row.pk, row.sk), actions, only_if=ImportRow.pk.exists())

    def hear(self, old: LineRow, line: Line, event: str) -> None:
        """Note what an event says of a file, unless a later one said something before."""
        later = (LineRow.heard == old.heard) & (LineRow.became == old.became)
        actions = [LineRow.became.set(line.became.value), LineRow.heard.set(event)]
        actions += [LineRow.item.set(line.id)]
        with table.write() as write:
            write.update(LineRow(old.pk, old.sk), actions, only_if=later)
            if old.became != line.became:
                counted = [getattr(ImportRow, old.became).add(-1)]
                counted += [getattr(ImportRow, line.became.value).add(1)]
                write.update(
                    ImportRow(old.pk, ImportRow.key.sk()), counted, only_if=ImportRow.pk.exists()
                )

    def _move(self, row: ImportRow, old: Line, line: Line, write: Write) -> None:
        actions = [LineRow.became.set(line.became.value), LineRow.size.set(line.size)]
        for name in ("item", "problem"):
            value = getattr(line, name)
            actions.append(getattr(LineRow, name).set(value) if value is not None
                           else getattr(LineRow, name).remove())  # fmt: skip
        same = LineRow.became == old.became.value
        key = row.pk, LineRow.key.sk(line.id)
        write.update(LineRow(*key), actions, only_if=same, otherwise=Conflict("again"))


def _line_row(row: ImportRow, line: Line) -> LineRow:
    fields = line.model_dump(exclude={"id", "became"})
    key = row.pk, LineRow.key.sk(line.id)
    return LineRow(*key, **fields, became=line.became.value, expires=row.expires)


def partition(organisation: OrganisationId, id: ImportId) -> str:
    """Returns the partition of an import's rows, and of the job that unpacks it."""
    return ImportRow.key.pk(organisation, id)
