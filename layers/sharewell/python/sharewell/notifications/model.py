"""Notifications: something happened that concerns one member, and where to see it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, Field

from sharewell.core.ids import MemberId
from sharewell.core.pagination import Page
from sharewell.core.values import Ulid, Value
from sharewell.identity.model import MemberRef

KEPT_FOR = timedelta(days=60)
MAX_TITLE_LENGTH = 200
"""Maximum length of a title in characters; longer ones are truncated."""


class NotificationKind(StrEnum):
    """The kind of event that a notification reports."""

    MENTION = "mention"
    REPLY = "reply"
    QUESTION = "question"
    ANSWER = "answer"
    STATUS = "status"
    MERGED = "merged"
    NEWCOMER = "newcomer"
    ASSIGNED = "assigned"
    REMINDER = "reminder"
    REVIEW = "review"
    REVIEWED = "reviewed"
    REVIEWER_CHANGED = "reviewer_changed"
    REVIEW_REASSIGNED = "review_reassigned"
    EXTENSION_REQUESTED = "extension_requested"
    EXTENSION_DECIDED = "extension_decided"
    JOIN_REQUEST = "join_request"
    JOINED = "joined"
    INVITED = "invited"
    VERIFY = "verify"


class NewNotification(Value):
    """A notification to deliver.

    `ref` is what to open (`item:<id>`, `group:<id>`), `part` a post in it.
    `key` is the id of the event that it reports: delivering twice under one key delivers once.
    """

    kind: NotificationKind
    ref: str
    part: str | None = None
    title: Annotated[str, AfterValidator(lambda title: title[:MAX_TITLE_LENGTH])]
    by: MemberRef | None = None
    key: Ulid
    at: datetime

    def recipients_among(self, members: Collection[MemberId]) -> list[MemberId]:
        """Returns each of `members` once, without the member who caused the event."""
        return [it for it in dict.fromkeys(members) if not self.by or it != self.by.id]


class Notification(Value):
    """A notification as its recipient sees it."""

    id: str
    kind: NotificationKind
    ref: str
    part: str | None = None
    title: str
    by: MemberRef | None = None
    at: datetime
    unread: bool

    @property
    def subject(self) -> tuple[str, str]:
        """The kind and id of what the notification is about."""
        kind, _, id = self.ref.partition(":")
        return kind, id


class NotificationPage(Page[Notification]):
    """Notifications, newest first. Send `as_of` to mark all up to then as seen."""

    as_of: datetime


class UnreadState(Value):
    """Whether the caller has unseen notifications."""

    unread: bool


class SeenUpdate(Value):
    """A request to mark as seen: the `as_of` of the list that was shown."""

    as_of: Annotated[AwareDatetime, Field(strict=True)]

    def capped_at(self, at: datetime) -> Self:
        """Returns the update with `as_of` no later than `at`."""
        return self.model_copy(update={"as_of": min(self.as_of, at)})
