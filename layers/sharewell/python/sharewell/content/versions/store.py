"""Earlier versions of items' words, as rows beside the item's own.

    read                                key
    ---------------------------------   -----------------------------------------
    what an item said, newest first     ITEM#<org>#<item> / VERSION#<000012>
    its words in a version, or later    ITEM#<org>#<item> / WORDS#<000012>
    whether a version has this file     ITEM#<org>#<item> / FILE#<file>

The number is the last version of the item that said them. A version is a line of the list; the
words, which may be long, are a row of their own that the list does not read.
"""

from pynamodb.attributes import (
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from sharewell import table
from sharewell.content.media.model import File
from sharewell.content.model import Words
from sharewell.content.versions.model import Kept, Version
from sharewell.identity.model import MemberRef
from sharewell.ids import FileId, ItemId, MemberId, OrganisationId
from sharewell.keys import KeyShape, Parent
from sharewell.page import Page
from sharewell.table import KeyRange, Row, Write

LISTED = 20


class VersionRow(Row):
    """A version's line."""

    key = KeyShape("ITEM#<org>#<item> / VERSION#<version:digits>", parent=Parent.ITEM)

    number = NumberAttribute(attr_name="v")
    title = UnicodeAttribute(attr_name="t")
    file = JSONAttribute(attr_name="f", null=True)
    by = UnicodeAttribute(attr_name="b")
    by_name = UnicodeAttribute(attr_name="n")
    at = UTCDateTimeAttribute(attr_name="w")

    def ref(self) -> MemberRef:
        """Who wrote it."""
        return MemberRef(id=MemberId(self.by), name=self.by_name)


class WordsRow(VersionRow):
    """A version's words; its file is told whole."""

    key = KeyShape("ITEM#<org>#<item> / WORDS#<version:digits>", parent=Parent.ITEM)

    body = UnicodeAttribute(default="")
    url = UnicodeAttribute(null=True)


class FileRow(Row):
    """That these bytes are still asked for."""

    key = KeyShape("ITEM#<org>#<item> / FILE#<file>", parent=Parent.ITEM)


class VersionStore:
    """Where what items said is kept."""

    def keep(self, organisation: OrganisationId, id: ItemId, words: Words, write: Write) -> None:
        """Keep words that are about to be replaced."""
        pk, number = _pk(organisation, id), _number(words.version)
        listed = VersionRow(pk, VersionRow.key.sk(number))
        whole = WordsRow(pk, WordsRow.key.sk(number))
        for row in (listed, whole):
            row.number, row.title, row.at = words.version, words.title, words.at
            row.by, row.by_name = words.by.id, words.by.name
        whole.body, whole.url = words.body, words.url
        if words.file:
            listed.file = Kept.of(words.file).model_dump()
            whole.file = words.file.model_dump(mode="json", exclude_none=True)
            write.put(FileRow(pk, FileRow.key.sk(words.file.id)))
        write.put(listed)
        write.put(whole)

    def has_file(self, organisation: OrganisationId, id: ItemId, file: FileId) -> bool:
        """Whether a version has this file, as it is at this instant."""
        row = table.get(FileRow, *FileRow.key(organisation, id, file), consistent=True)
        return row is not None

    def versions(
        self, organisation: OrganisationId, id: ItemId, after: str | None
    ) -> Page[Version]:
        """A page of what an item said, newest first."""
        rows = table.query_page(
            VersionRow,
            _pk(organisation, id),
            KeyRange(prefix=VersionRow.key.begins()),
            after=after,
            limit=LISTED,
            reverse=True,
        )
        found = [
            Version(
                version=int(it.number),
                title=it.title,
                file=Kept.model_validate(it.file) if it.file else None,
                by=it.ref(),
                at=it.at,
            )
            for it in rows.items
        ]
        return Page(items=found, next=rows.next)

    def words(self, organisation: OrganisationId, id: ItemId, version: int) -> Words | None:
        """What an item said in a version, unless it says so still."""
        pk, first = WordsRow.key(organisation, id, _number(version))
        words = KeyRange(ge=first, le=WordsRow.key.sk("999999"))
        rows = table.query(WordsRow, pk, words, limit=1, consistent=True)
        if not rows:
            return None
        row = rows[0]
        return Words(
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
