"""Reads and writes notifications.

    read                                   key
    ------------------------------------   -------------------------------
    a member's notifications, newest first NOTIFICATIONS#<org>#<member> / <key>
    until when they have seen them         NOTIFICATIONS#<org>#<member> / SEEN

Ids sort before SEEN, so one query returns the newest notifications and what was seen of them.
"""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from sharewell.aws import table
from sharewell.aws.keys import KeyShape
from sharewell.aws.table import KeyRange, Row
from sharewell.core.errors import VersionConflict
from sharewell.core.ids import MemberId, OrganisationId, ulid_time
from sharewell.identity.model import MemberRef
from sharewell.notifications.model import KEPT_FOR, NewNotification, Notification, NotificationKind

SCAN_SIZE = 9
"""Rows that show whether anything is unread: less than one read unit."""
PAGE_SIZE = 20


class NotificationRow(Row):
    """A notification, or until when a member has seen all.

    `at` is the time of delivery, or until when all is seen. It is not the time in the key, as an
    earlier event may be delivered later.
    """

    of_notice = KeyShape("NOTIFICATIONS#<org>#<member> / <notice>")
    of_seen = KeyShape("NOTIFICATIONS#<org>#<member> / SEEN")

    kind = UnicodeAttribute(attr_name="k", null=True)
    ref = UnicodeAttribute(attr_name="r", null=True)
    part = UnicodeAttribute(attr_name="p", null=True)
    title = UnicodeAttribute(attr_name="t", null=True)
    by = UnicodeAttribute(attr_name="b", null=True)
    by_name = UnicodeAttribute(attr_name="n", null=True)
    at = UTCDateTimeAttribute(attr_name="w")


SEEN_KEY = NotificationRow.of_seen.sk()


class NotificationStore:
    """Reads and writes notifications, which expire after 60 days."""

    def deliver(
        self,
        organisation: OrganisationId,
        to: Sequence[MemberId],
        new: NewNotification,
        at: datetime,
    ) -> None:
        """Writes a notification for each of these members. Idempotent."""
        table.batch_put(
            [
                NotificationRow(
                    _pk(organisation, member),
                    new.key,
                    kind=new.kind.value,
                    ref=new.ref,
                    part=new.part,
                    title=new.title,
                    by=new.by.id if new.by else None,
                    by_name=new.by.name if new.by else None,
                    at=at,
                    expires=new.at + KEPT_FOR,
                )
                for member in to
            ]
        )

    def list_newest(
        self, organisation: OrganisationId, member: MemberId, before: str | None
    ) -> list[NotificationRow]:
        """Returns a page of notifications before a cursor, newest first."""
        pk = _pk(organisation, member)
        return table.query(
            NotificationRow, pk, KeyRange(lt=before or SEEN_KEY), limit=PAGE_SIZE, reverse=True
        )

    def get_seen(self, organisation: OrganisationId, member: MemberId) -> datetime | None:
        """Returns until when a member has seen all notifications, or None."""
        row = table.get(NotificationRow, _pk(organisation, member), SEEN_KEY)
        return row.at if row else None

    def has_unread(self, organisation: OrganisationId, member: MemberId) -> bool:
        """Returns whether any of the newest was delivered after that."""
        rows = table.query(
            NotificationRow, _pk(organisation, member), limit=SCAN_SIZE, reverse=True
        )
        seen = rows[0].at if rows and rows[0].sk == SEEN_KEY else None
        return any(seen is None or row.at > seen for row in rows if row.sk != SEEN_KEY)

    def set_seen(self, organisation: OrganisationId, member: MemberId, until: datetime) -> None:
        """Writes until when all are seen, unless a later time is written already."""
        row = NotificationRow(_pk(organisation, member), SEEN_KEY)
        try:
            with table.transaction() as tx:
                is_later = NotificationRow.at.does_not_exist() | (NotificationRow.at < until)
                tx.update(row, [NotificationRow.at.set(until)], only_if=is_later)
        except VersionConflict:  # another tab has seen more
            return


def notification_of(row: NotificationRow, seen: datetime | None) -> Notification:
    """Returns a row as a `Notification` for a member who has seen all until `seen`."""
    return Notification(
        id=row.sk,
        kind=NotificationKind(row.kind),
        ref=row.ref,
        part=row.part,
        title=row.title,
        by=MemberRef(id=MemberId(row.by), name=row.by_name) if row.by else None,
        at=ulid_time(row.sk),
        unread=seen is None or row.at > seen,
    )


def _pk(organisation: OrganisationId, member: MemberId) -> str:
    return NotificationRow.of_notice.pk(organisation, member)
