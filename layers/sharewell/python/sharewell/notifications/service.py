"""Delivers notifications on behalf of consumers of events; lists.py reads them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sharewell.core.clock import Clock, now
from sharewell.core.ids import MemberId, OrganisationId
from sharewell.notifications.model import NewNotification
from sharewell.notifications.store import NotificationStore


@dataclass(frozen=True, slots=True)
class NotificationService:
    """Delivers notifications to members."""

    store: NotificationStore
    now: Clock = now

    def notify(
        self, organisation: OrganisationId, to: Sequence[MemberId], new: NewNotification
    ) -> None:
        """Delivers a notification to these members, except the one who caused it. Idempotent."""
        self.store.deliver(organisation, new.recipients_among(to), new, self.now())


notifications = NotificationService(NotificationStore())
