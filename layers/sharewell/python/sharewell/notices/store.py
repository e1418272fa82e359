"""Notices, as rows.

    read                                   key
    ------------------------------------   -------------------------------
    a member's notices, newest first       NOTICE#<org>#<member> / <key>
    until when they are seen               NOTICE#<org>#<member> / SEEN

Ids come before SEEN, so the newest few rows say both what there is and what was seen of it.
"""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from sharewell import table
from sharewell.errors import Stale
from sharewell.identity.model import MemberRef
from sharewell.ids import MemberId, OrganisationId, ulid_time
from sharewell.keys import KeyShape
from sharewell.notices.model import KEPT_FOR, NewNotice, Notice, NoticeKind
from sharewell.table import KeyRange, Row

LOOKED_AT = 9
"""Rows that say whether anything is unread: less than one read unit."""
LISTED = 20


class NoticeRow(Row):
    """A notice, or until when they are seen. `at` is when it was told, or until when all is seen.

    What happened earlier may be told later, so that is not the moment in its key.
    """

    of_notice = KeyShape("NOTICE#<org>#<member> / <notice>")
    of_seen = KeyShape("NOTICE#<org>#<member> / SEEN")

    kind = UnicodeAttribute(attr_name="k", null=True)
    ref = UnicodeAttribute(attr_name="r", null=True)
    part = UnicodeAttribute(attr_name="p", null=True)
    title = UnicodeAttribute(attr_name="t", null=True)
    by = UnicodeAttribute(attr_name="b", null=True)
    by_name = UnicodeAttribute(attr_name="n", null=True)
    at = UTCDateTimeAttribute(attr_name="w")


SEEN = NoticeRow.of_seen.sk()


class NoticeStore:
    """Where notices are kept, for 60 days."""

    def deliver(
        self,
        organisation: OrganisationId,
        to: Sequence[MemberId],
        notice: NewNotice,
        at: datetime,
    ) -> None:
        """Keep a notice for each of these members; again is the same."""
        table.batch_put(
            [
                NoticeRow(
                    _pk(organisation, member),
                    notice.key,
                    kind=notice.kind.value,
                    ref=notice.ref,
                    part=notice.part,
                    title=notice.title,
                    by=notice.by.id if notice.by else None,
                    by_name=notice.by.name if notice.by else None,
                    at=at,
                    expires=notice.at + KEPT_FOR,
                )
                for member in to
            ]
        )

    def newest(
        self, organisation: OrganisationId, member: MemberId, before: str | None
    ) -> list[NoticeRow]:
        """A page of notices."""
        pk = _pk(organisation, member)
        return table.query(NoticeRow, pk, KeyRange(lt=before or SEEN), limit=LISTED, reverse=True)

    def seen(self, organisation: OrganisationId, member: MemberId) -> datetime | None:
        """Until when a member has seen them."""
        row = table.get(NoticeRow, _pk(organisation, member), SEEN)
        return row.at if row else None

    def is_unread(self, organisation: OrganisationId, member: MemberId) -> bool:
        """Whether any of the newest was told after that."""
        rows = table.query(NoticeRow, _pk(organisation, member), limit=LOOKED_AT, reverse=True)
        seen = rows[0].at if rows and rows[0].sk == SEEN else None
        return any(seen is None or row.at > seen for row in rows if row.sk != SEEN)

    def see(self, organisation: OrganisationId, member: MemberId, until: datetime) -> None:
        """Keep until when they are seen, which only ever moves on."""
        row = NoticeRow(_pk(organisation, member), SEEN)
        try:
            with table.write() as write:
                later = NoticeRow.at.does_not_exist() | (NoticeRow.at < until)
                write.update(row, [NoticeRow.at.set(until)], only_if=later)
        except Stale:  # another tab has seen more
            return


def notice_of(row: NoticeRow, seen: datetime | None) -> Notice:
    """The notice that a row keeps, for somebody who has seen what there was until `seen`."""
    return Notice(
        id=row.sk,
        kind=NoticeKind(row.kind),
        ref=row.ref,
        part=row.part,
        title=row.title,
        by=MemberRef(id=MemberId(row.by), name=row.by_name) if row.by else None,
        at=ulid_time(row.sk),
        unread=seen is None or row.at > seen,
    )


def _pk(organisation: OrganisationId, member: MemberId) -> str:
    return NoticeRow.of_notice.pk(organisation, member)
