"""Drafts, as rows.

    read                        key
    -------------------------   ----------------------------------
    a member's drafts           DRAFTS#<org>#<member> / CARD#<draft>
    the words of one            DRAFTS#<org>#<member> / WORDS#<draft>

The list does not read the words, which may be long.
"""

from datetime import datetime

from pynamodb.attributes import (
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from sharewell import table
from sharewell.content.drafts.model import KEPT_FOR, MOST_DRAFTS, Draft, DraftCard, DraftWords
from sharewell.ids import DraftId, ItemId, MemberId, OrganisationId
from sharewell.keys import KeyShape
from sharewell.table import KeyRange, Row, VersionedRow, Write


class DraftRow(VersionedRow):
    """A draft's line."""

    key = KeyShape("DRAFTS#<org>#<member> / CARD#<draft>")

    title = UnicodeAttribute(attr_name="t", default="")
    item = UnicodeAttribute(attr_name="i", null=True)
    changed_at = UTCDateTimeAttribute(attr_name="c")

    def card(self) -> DraftCard:
        """The line this row keeps."""
        return DraftCard(
            id=DraftId(self.key_value("draft")),
            title=self.title,
            item=ItemId(self.item) if self.item else None,
            changed_at=self.changed_at,
            version=int(self.version),
        )


class DraftWordsRow(Row):
    """A draft's words."""

    key = KeyShape("DRAFTS#<org>#<member> / WORDS#<draft>")

    body = UnicodeAttribute(default="")
    channels: ListAttribute[str] = ListAttribute(default=list)
    tags: ListAttribute[str] = ListAttribute(default=list)
    groups = JSONAttribute(null=True)
    began_with = NumberAttribute(null=True)


class DraftStore:
    """Where drafts are kept."""

    def rows(
        self, organisation: OrganisationId, member: MemberId, *, consistent: bool = False
    ) -> list[DraftRow]:
        """All drafts of a member: there are never more than a few over the most."""
        pk = DraftRow.key.pk(organisation, member)
        most = MOST_DRAFTS + 10
        return table.query(
            DraftRow, pk, KeyRange(prefix=DraftRow.key.begins()), limit=most, consistent=consistent
        )

    def card(self, organisation: OrganisationId, member: MemberId, id: DraftId) -> DraftCard | None:
        """One draft's line."""
        row = table.get(DraftRow, *DraftRow.key(organisation, member, id), consistent=True)
        return row.card() if row else None

    def words(
        self, organisation: OrganisationId, member: MemberId, id: DraftId
    ) -> DraftWordsRow | None:
        """One draft's words."""
        key = DraftWordsRow.key(organisation, member, id)
        return table.get(DraftWordsRow, *key, consistent=True)

    def save(self, row: DraftRow, words: DraftWords, at: datetime, write: Write) -> None:
        """Keep what is written so far; refused when it was kept elsewhere meanwhile."""
        row.title, row.item = words.title, words.item
        row.changed_at, row.expires = at, at + KEPT_FOR
        write.save(row)
        write.put(
            DraftWordsRow(
                row.pk,
                DraftWordsRow.key.sk(row.key_value("draft")),
                body=words.body,
                channels=list(words.channels),
                tags=list(words.tags),
                groups=None if words.groups is None else list(words.groups),
                began_with=words.began_with,
                expires=row.expires,
            )
        )

    def new_row(self, organisation: OrganisationId, member: MemberId, id: DraftId) -> DraftRow:
        """The row of a draft that is not kept yet."""
        return DraftRow(*DraftRow.key(organisation, member, id))

    def remove(
        self, organisation: OrganisationId, member: MemberId, id: DraftId, write: Write
    ) -> None:
        """Leave nothing of a draft; one that is not there stays away."""
        write.remove(DraftRow(*DraftRow.key(organisation, member, id)))
        write.remove(DraftWordsRow(*DraftWordsRow.key(organisation, member, id)))


def draft(card: DraftCard, words: DraftWordsRow) -> Draft:
    """A draft of its two rows."""
    return Draft.model_validate(
        {
            **card.model_dump(),
            "body": words.body,
            "channels": list(words.channels),
            "tags": list(words.tags),
            "groups": words.groups,
            "began_with": words.began_with,
        }
    )
