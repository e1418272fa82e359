"""Stores which texts reference which pictures.

    read                                              key
    -----------------------------------------------   --------------------------------
    what references a picture                         PICTURE_REFERENCES#<org>#<picture> / <of>
    the pictures that something references            REFERENCED_PICTURES#<org>#<of> / <picture>
    the pictures to check, the first due first        PICTURE_CHECKS#<org> / <at>#<picture>

`<of>` is `item#<id>` or `group#<id>`, including its posts and earlier versions, or
`draft#<member>#<draft>`, which expires with the draft and so needs no REFERENCED_PICTURES row.
Items and groups sort after drafts, so the last reference of a picture decides whether it stays.
"""

from collections.abc import Sequence
from datetime import datetime

from sharewell.aws import table
from sharewell.aws.keys import KeyShape
from sharewell.aws.table import KeyRange, Row, RowPage, Transaction
from sharewell.core.clock import format_timestamp
from sharewell.core.ids import OrganisationId

BATCH_SIZE = 25
"""Pictures released in one transaction, with three operations each (DynamoDB: 100)."""


class PictureReferenceRow(Row):
    """Marks that something references a picture."""

    key = KeyShape("PICTURE_REFERENCES#<org>#<picture:text> / <of:text>")


class ReferencedPictureRow(Row):
    """Lists a picture under what references it, or did."""

    key = KeyShape("REFERENCED_PICTURES#<org>#<of:text> / <picture:text>")


class PictureCheckRow(Row):
    """Schedules a check whether anything references a picture."""

    key = KeyShape("PICTURE_CHECKS#<org> / <at:moment>#<picture:text>")

    @property
    def picture(self) -> str:
        """The picture to check, as `<id>/<token>.<ext>`."""
        return self.key_value("picture")


class PictureStore:
    """Reads and writes references to pictures and scheduled checks."""

    def add_references(
        self, organisation: OrganisationId, of: str, pictures: Sequence[str]
    ) -> None:
        """Adds references of `of`; first the REFERENCED_PICTURES rows, which release needs."""
        table.batch_put(
            [ReferencedPictureRow(_referenced_pk(organisation, of), it) for it in pictures]
        )
        table.batch_put(
            [PictureReferenceRow(_references_pk(organisation, it), of) for it in pictures]
        )

    def add_temporary_references(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        of: str,
        pictures: Sequence[str],
        until: datetime,
    ) -> None:
        """Adds references of `of` that expire at `until`, unless written again."""
        for picture in pictures:
            tx.put(PictureReferenceRow(_references_pk(organisation, picture), of, expires=until))

    def release_some(self, organisation: OrganisationId, of: str, at: datetime) -> bool:
        """Removes a batch of references and schedules checks at `at`. False if none were left."""
        found = table.query(
            ReferencedPictureRow,
            _referenced_pk(organisation, of),
            limit=BATCH_SIZE,
            consistent=True,
        )
        with table.transaction() as tx:
            for row in found:
                tx.delete(row)
                tx.delete(PictureReferenceRow(_references_pk(organisation, row.sk), of))
                tx.put(_check_row(organisation, row.sk, at))
        return bool(found)

    def schedule_check(self, organisation: OrganisationId, picture: str, at: datetime) -> None:
        """Schedules a check of a picture."""
        with table.transaction() as tx:
            tx.put(_check_row(organisation, picture, at))

    def list_due(
        self, organisation: OrganisationId, at: datetime, after: str | None
    ) -> RowPage[PictureCheckRow]:
        """Returns a page of checks due at `at`, the first due first."""
        pk = PictureCheckRow.key.pk(organisation)
        until = f"{format_timestamp(at)}~"  # including all of this second
        return table.query_page(
            PictureCheckRow, pk, KeyRange(lt=until), after=after, consistent=True
        )

    def find_reference(
        self, organisation: OrganisationId, picture: str
    ) -> PictureReferenceRow | None:
        """Returns a reference to a picture; a draft's only if nothing else references it."""
        pk = _references_pk(organisation, picture)
        found = table.query(PictureReferenceRow, pk, limit=1, reverse=True, consistent=True)
        return found[0] if found else None

    def complete_check(
        self, organisation: OrganisationId, check: PictureCheckRow, next: datetime | None = None
    ) -> None:
        """Deletes a check and schedules the next one, if `next` is set."""
        with table.transaction() as tx:
            tx.delete(check)
            if next:
                tx.put(_check_row(organisation, check.picture, next))

    def remove_expired(self, row: PictureReferenceRow) -> None:
        """Deletes an expired reference."""
        with table.transaction() as tx:
            tx.delete(row)


def _references_pk(organisation: OrganisationId, picture: str) -> str:
    return PictureReferenceRow.key.pk(organisation, picture)


def _referenced_pk(organisation: OrganisationId, of: str) -> str:
    return ReferencedPictureRow.key.pk(organisation, of)


def _check_row(organisation: OrganisationId, picture: str, at: datetime) -> PictureCheckRow:
    return PictureCheckRow(*PictureCheckRow.key(organisation, format_timestamp(at), picture))
