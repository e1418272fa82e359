"""Notifies members who are assigned as verifiers."""

from dataclasses import dataclass

from sharewell.content.search_reader import ItemSearchReader, item_search_reader
from sharewell.core.events import VerifierAssigned
from sharewell.identity.model import MemberRef
from sharewell.identity.service import IdentityService, identity
from sharewell.notifications.model import NewNotification, NotificationKind
from sharewell.notifications.service import NotificationService, notifications


@dataclass(frozen=True, slots=True)
class VerificationNotifications:
    """Notifies verifiers. Idempotent: the event's id is the notification's key."""

    items: ItemSearchReader
    identity: IdentityService
    notifications: NotificationService

    def notify_verifiers(self, event: VerifierAssigned) -> None:
        """Notifies the new verifiers of an item, also those who replace one who left."""
        item = self.items.get(event.organisation, event.item)
        if item is None:
            return
        new = NewNotification(
            kind=NotificationKind.VERIFY,
            ref=f"item:{item.id}",
            title=item.title,
            by=self._assigned_by(event),
            key=event.id,
            at=event.at,
        )
        self.notifications.notify(event.organisation, event.verifiers, new)

    def _assigned_by(self, event: VerifierAssigned) -> MemberRef | None:
        if event.by is None:
            return None
        return MemberRef(
            id=event.by, name=self.identity.get_member(event.organisation, event.by).name
        )


verification_notifications = VerificationNotifications(item_search_reader, identity, notifications)
