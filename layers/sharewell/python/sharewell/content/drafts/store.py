"""Stores drafts.

    read                        key
    -------------------------   ----------------------------------
    a member's drafts           DRAFTS#<org>#<member> / CARD#<draft>
    a draft's content           DRAFTS#<org>#<member> / CONTENT#<draft>

The list does not read the content, which may be long.
"""

from datetime import datetime

from pynamodb.attributes import (
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from sharewell.aws import table
from sharewell.aws.keys import KeyShape
from sharewell.aws.table import KeyRange, Row, Transaction, VersionedRow
from sharewell.content.drafts.model import (
    DRAFT_RETENTION,
    MAX_DRAFTS,
    Draft,
    DraftCard,
    DraftContent,
)
from sharewell.core.ids import DraftId, ItemId, MemberId, OrganisationId


class DraftRow(VersionedRow):
    """What the list of drafts shows of one."""

    key = KeyShape("DRAFTS#<org>#<member> / CARD#<draft>")

    title = UnicodeAttribute(attr_name="t", default="")
    item = UnicodeAttribute(attr_name="i", null=True)
    changed_at = UTCDateTimeAttribute(attr_name="c")

    def card(self) -> DraftCard:
        """Returns the card stored in this row."""
        return DraftCard(
            id=DraftId(self.key_value("draft")),
            title=self.title,
            item=ItemId(self.item) if self.item else None,
            changed_at=self.changed_at,
            version=int(self.version),
        )


class DraftContentRow(Row):
    """The content of a draft."""

    key = KeyShape("DRAFTS#<org>#<member> / CONTENT#<draft>")

    body = UnicodeAttribute(default="")
    channels: ListAttribute[str] = ListAttribute(default=list)
    tags: ListAttribute[str] = ListAttribute(default=list)
    groups = JSONAttribute(null=True)
    base_version = NumberAttribute(null=True)


class DraftStore:
    """Reads and writes drafts."""

    def list_rows(
        self, organisation: OrganisationId, member: MemberId, *, consistent: bool = False
    ) -> list[DraftRow]:
        """Returns all drafts of a member; concurrent saves can exceed `MAX_DRAFTS` by a few."""
        pk = DraftRow.key.pk(organisation, member)
        limit = MAX_DRAFTS + 10
        return table.query(
            DraftRow, pk, KeyRange(prefix=DraftRow.key.begins()), limit=limit, consistent=consistent
        )

    def get_card(
        self, organisation: OrganisationId, member: MemberId, id: DraftId
    ) -> DraftCard | None:
        """Returns a draft's card, with a strongly consistent read."""
        row = table.get(DraftRow, *DraftRow.key(organisation, member, id), consistent=True)
        return row.card() if row else None

    def get_content(
        self, organisation: OrganisationId, member: MemberId, id: DraftId
    ) -> DraftContentRow | None:
        """Returns a draft's content row, with a strongly consistent read."""
        key = DraftContentRow.key(organisation, member, id)
        return table.get(DraftContentRow, *key, consistent=True)

    def save(self, row: DraftRow, content: DraftContent, at: datetime, tx: Transaction) -> None:
        """Writes a draft. Raises `VersionConflict` if its row changed since it was read."""
        row.title, row.item = content.title, content.item
        row.changed_at, row.expires = at, at + DRAFT_RETENTION
        tx.save(row)
        tx.put(
            DraftContentRow(
                row.pk,
                DraftContentRow.key.sk(row.key_value("draft")),
                body=content.body,
                channels=list(content.channels),
                tags=list(content.tags),
                groups=None if content.groups is None else list(content.groups),
                base_version=content.base_version,
                expires=row.expires,
            )
        )

    def new_row(self, organisation: OrganisationId, member: MemberId, id: DraftId) -> DraftRow:
        """Returns a new row for a draft that is not stored yet."""
        return DraftRow(*DraftRow.key(organisation, member, id))

    def delete(
        self, organisation: OrganisationId, member: MemberId, id: DraftId, tx: Transaction
    ) -> None:
        """Deletes a draft. Idempotent."""
        tx.delete(DraftRow(*DraftRow.key(organisation, member, id)))
        tx.delete(DraftContentRow(*DraftContentRow.key(organisation, member, id)))


def draft_from_rows(card: DraftCard, content: DraftContentRow) -> Draft:
    """Returns the draft stored in its two rows."""
    return Draft.model_validate(
        {
            **card.model_dump(),
            "body": content.body,
            "channels": list(content.channels),
            "tags": list(content.tags),
            "groups": content.groups,
            "base_version": content.base_version,
        }
    )
