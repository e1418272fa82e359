"""Stores earlier versions of items, in the items' partitions.

    read                                   key
    ------------------------------------   -----------------------------------------
    an item's versions, newest first       ITEM#<org>#<item> / VERSION#<000012>
    the content in a version, or later     ITEM#<org>#<item> / CONTENT#<000012>
    whether a version has a file           ITEM#<org>#<item> / FILE#<file>

The number is the item's last version with that content. The list reads VERSION rows only; the
content, which may be long, is a row of its own.
"""

from pynamodb.attributes import (
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from sharewell.aws import table
from sharewell.aws.keys import KeyShape, Parent
from sharewell.aws.table import KeyRange, Row, Transaction
from sharewell.content.files.model import File
from sharewell.content.model import ItemContent
from sharewell.content.versions.model import Version, VersionFile
from sharewell.core.ids import FileId, ItemId, MemberId, OrganisationId
from sharewell.core.pagination import Page
from sharewell.identity.model import MemberRef

PAGE_SIZE = 20


class VersionRow(Row):
    """A version as listed."""

    key = KeyShape("ITEM#<org>#<item> / VERSION#<version:digits>", parent=Parent.ITEM)

    number = NumberAttribute(attr_name="v")
    title = UnicodeAttribute(attr_name="t")
    file = JSONAttribute(attr_name="f", null=True)
    by = UnicodeAttribute(attr_name="b")
    by_name = UnicodeAttribute(attr_name="n")
    at = UTCDateTimeAttribute(attr_name="w")

    def ref(self) -> MemberRef:
        """Returns who wrote it."""
        return MemberRef(id=MemberId(self.by), name=self.by_name)


class ContentRow(VersionRow):
    """The content of a version, with all fields of its file."""

    key = KeyShape("ITEM#<org>#<item> / CONTENT#<version:digits>", parent=Parent.ITEM)

    body = UnicodeAttribute(default="")
    url = UnicodeAttribute(null=True)


class FileRow(Row):
    """Marks that a version has this file, so its bytes are not deleted."""

    key = KeyShape("ITEM#<org>#<item> / FILE#<file>", parent=Parent.ITEM)


class VersionStore:
    """Reads and writes earlier versions of items."""

    def add(
        self, organisation: OrganisationId, id: ItemId, content: ItemContent, tx: Transaction
    ) -> None:
        """Adds the content that the transaction replaces."""
        pk, number = _pk(organisation, id), _number(content.version)
        listed = VersionRow(pk, VersionRow.key.sk(number))
        full = ContentRow(pk, ContentRow.key.sk(number))
        for row in (listed, full):
            row.number, row.title, row.at = content.version, content.title, content.at
            row.by, row.by_name = content.by.id, content.by.name
        full.body, full.url = content.body, content.url
        if content.file:
            listed.file = VersionFile.from_file(content.file).model_dump()
            full.file = content.file.model_dump(mode="json", exclude_none=True)
            tx.put(FileRow(pk, FileRow.key.sk(content.file.id)))
        tx.put(listed)
        tx.put(full)

    def has_file(self, organisation: OrganisationId, id: ItemId, file: FileId) -> bool:
        """Returns whether a version has this file, with a strongly consistent read."""
        row = table.get(FileRow, *FileRow.key(organisation, id, file), consistent=True)
        return row is not None

    def list_versions(
        self, organisation: OrganisationId, id: ItemId, after: str | None
    ) -> Page[Version]:
        """Returns a page of an item's versions, newest first."""
        rows = table.query_page(
            VersionRow,
            _pk(organisation, id),
            KeyRange(prefix=VersionRow.key.begins()),
            after=after,
            limit=PAGE_SIZE,
            reverse=True,
        )
        found = [
            Version(
                version=int(it.number),
                title=it.title,
                file=VersionFile.model_validate(it.file) if it.file else None,
                by=it.ref(),
                at=it.at,
            )
            for it in rows.items
        ]
        return Page(items=found, next=rows.next)

    def get_content(
        self, organisation: OrganisationId, id: ItemId, version: int
    ) -> ItemContent | None:
        """Returns the content of a version; None if it is still the current content."""
        pk, first = ContentRow.key(organisation, id, _number(version))
        same_or_later = KeyRange(ge=first, le=ContentRow.key.sk("999999"))
        rows = table.query(ContentRow, pk, same_or_later, limit=1, consistent=True)
        if not rows:
            return None
        row = rows[0]
        return ItemContent(
            version=int(row.number),
            title=row.title,
            body=row.body,
            url=row.url,
            file=File.model_validate(row.file) if row.file else None,
            by=row.ref(),
            at=row.at,
        )


def _pk(organisation: OrganisationId, id: ItemId) -> str:
    return VersionRow.key.pk(organisation, id)


def _number(version: int) -> str:
    return f"{version:06d}"
