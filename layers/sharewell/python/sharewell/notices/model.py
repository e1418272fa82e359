"""A notice: something happened that concerns one member, and where to see it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, Field

from sharewell.identity.model import MemberRef
from sharewell.ids import MemberId
from sharewell.page import Page
from sharewell.values import Ulid, Value

KEPT_FOR = timedelta(days=60)
LONGEST_TITLE = 200
"""Characters of a title; what is longer is cut."""


class NoticeKind(StrEnum):
    """What happened."""

    MENTION = "mention"
    REPLY = "reply"
    QUESTION = "question"
    ANSWER = "answer"
    STATUS = "status"
    MERGED = "merged"
    NEWCOMER = "newcomer"
    ASSIGNED = "assigned"
    REMINDED = "reminded"
    REVIEW = "review"
    REVIEWED = "reviewed"
    REVIEWS = "reviews"
    REVIEW_LEFT = "review_left"
    TIME_ASKED = "time_asked"
    TIME_DECIDED = "time_decided"
    JOIN_REQUEST = "join_request"
    JOINED = "joined"
    INVITED = "invited"
    VERIFY = "verify"


class NewNotice(Value):
    """What to tell. `ref` is the thing to open (`item:<id>`, `group:<id>`), `part` a post in it.

    `key` is the id of the event that it follows from: told twice under one key is told once.
    """

    kind: NoticeKind
    ref: str
    part: str | None = None
    title: Annotated[str, AfterValidator(lambda title: title[:LONGEST_TITLE])]
    by: MemberRef | None = None
    key: Ulid
    at: datetime

    def meant_for(self, members: Collection[MemberId]) -> list[MemberId]:
        """Each of `members` once, without whoever did it."""
        return [it for it in dict.fromkeys(members) if not self.by or it != self.by.id]


class Notice(Value):
    """A notice as its reader sees it."""

    id: str
    kind: NoticeKind
    ref: str
    part: str | None = None
    title: str
    by: MemberRef | None = None
    at: datetime
    unread: bool

    @property
    def of(self) -> tuple[str, str]:
        """Kind and id of the thing that it is about."""
        kind, _, id = self.ref.partition(":")
        return kind, id


class NoticePage(Page[Notice]):
    """Notices, newest first. Send `as_of` to say that all there were by then are seen."""

    as_of: datetime


class Unread(Value):
    """Whether anything happened since the list was last seen."""

    unread: bool


class Seen(Value):
    """Until when everything is seen: the `as_of` of the list that was shown."""

    as_of: Annotated[AwareDatetime, Field(strict=True)]

    def by(self, at: datetime) -> Self:
        """The same, but never ahead of `at`."""
        return self.model_copy(update={"as_of": min(self.as_of, at)})
