"""Lists a member's notifications of what they may still see; other domains decide that."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial

from sharewell.aws import concurrency
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.pagination import decode_cursor, encode_cursor
from sharewell.notifications.model import Notification, NotificationPage, SeenUpdate, UnreadState
from sharewell.notifications.store import PAGE_SIZE, NotificationStore, notification_of

VisibleRefs = Callable[[Caller, Collection[str]], set[str]]
"""Returns which of these ids a caller may see now."""


@dataclass(frozen=True, slots=True)
class NotificationLists:
    """Lists the caller's notifications and marks them as seen."""

    visibility: Mapping[str, VisibleRefs]
    store: NotificationStore = field(default_factory=NotificationStore)
    now: Clock = now

    def list_mine(self, me: Caller, after: str | None) -> NotificationPage:
        """Returns a page of the caller's notifications of what they may still see, newest first."""
        at, scope = self.now(), f"notifications of {me.member}"
        before = decode_cursor(scope, after) if after else None
        rows, seen = concurrency.run_concurrently(
            [
                partial(self.store.list_newest, me.organisation, me.member, before),
                partial(self.store.get_seen, me.organisation, me.member),
            ]
        )
        unexpired = [row for row in rows if not row.expires or row.expires > at]
        return NotificationPage(
            items=self._visible([notification_of(row, seen) for row in unexpired], me),
            next=encode_cursor(scope, rows[-1].sk) if len(rows) == PAGE_SIZE else None,
            as_of=at,
        )

    def has_unread(self, me: Caller) -> UnreadState:
        """Returns whether the caller has unseen notifications."""
        return UnreadState(unread=self.store.has_unread(me.organisation, me.member))

    def mark_seen(self, seen: SeenUpdate, *, by: Caller) -> None:
        """Writes until when the caller has seen all notifications."""
        self.store.set_seen(by.organisation, by.member, seen.capped_at(self.now()).as_of)

    def _visible(self, notifications: list[Notification], me: Caller) -> list[Notification]:
        ids_by_kind: dict[str, set[str]] = {}
        for it in notifications:
            kind, id = it.subject
            ids_by_kind.setdefault(kind, set()).add(id)
        kinds = [kind for kind in ids_by_kind if kind in self.visibility]
        found = concurrency.run_concurrently(
            [partial(self.visibility[it], me, ids_by_kind[it]) for it in kinds]
        )
        visible = {(kind, id) for kind, ids in zip(kinds, found, strict=True) for id in ids}
        return [it for it in notifications if it.subject in visible]
