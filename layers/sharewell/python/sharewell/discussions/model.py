"""Posts, threads and the subjects of discussions."""

import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from sharewell.core.caller import Caller
from sharewell.core.errors import Conflict, Forbidden, LimitExceeded
from sharewell.core.ids import GroupId, MemberId, PostId, ulid_time
from sharewell.core.values import DiscussionMode, Value
from sharewell.identity.model import MemberRef

MAX_REACTIONS = 200
"""Reactions of one post. All are in the post's row, as a set that concurrent writes add to."""
MAX_MUTED = 100
MAX_MERGED = 20
MAX_MENTIONS = 20

_Quote = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
_Context = Annotated[str, StringConstraints(max_length=64, pattern=r"^[^\x00]*$")]
_MENTION = re.compile(r"\[@[^\]\n]{1,200}\]\(/(people|groups)/([0-9A-HJKMNP-TV-Z]{26})\)")


class SubjectRef(Value):
    """Refers to the subject of a discussion."""

    kind: Literal["item", "group"]
    id: str

    @classmethod
    def parse(cls, ref: str) -> Self:
        """Returns the reference in `item:<id>` or `group:<id>`."""
        kind, _, id = ref.partition(":")
        return cls.model_validate({"kind": kind, "id": id})

    @property
    def ref(self) -> str:
        """Returns the reference as events and notifications write it."""
        return f"{self.kind}:{self.id}"


class Subject(Value):
    """The subject of a discussion, with the fields that the rules of discussions need.

    `own_mode` is its own discussion mode; without one, `inherited_mode` applies.
    """

    ref: SubjectRef
    title: str
    own_mode: DiscussionMode | None
    inherited_mode: DiscussionMode = DiscussionMode.OPEN
    author: MemberId | None = None
    channels: list[str] = []
    audiences: list[str]

    @property
    def mode(self) -> DiscussionMode:
        """Returns the discussion mode that applies."""
        return self.own_mode or self.inherited_mode

    def with_inherited_mode(self, inherited: DiscussionMode) -> Self:
        """Returns a copy with the mode that its channels give it."""
        return self.model_copy(update={"inherited_mode": inherited})

    @property
    def is_public(self) -> bool:
        """Returns whether the whole organisation sees it."""
        return "all" in self.audiences

    @property
    def accepts_answers(self) -> bool:
        """Returns whether questions here can be answered."""
        return self.mode in (DiscussionMode.OPEN, DiscussionMode.QUESTIONS_ONLY)

    def visible_to(self, caller: Caller) -> bool:
        """Returns whether a caller may read the discussion."""
        return caller.member == self.author or bool(set(self.audiences) & set(caller.audience_keys))


class PostKind(StrEnum):
    """The kind of a post."""

    COMMENT = "comment"
    QUESTION = "question"
    IDEA = "idea"
    FEEDBACK = "feedback"


class PostStatus(StrEnum):
    """The status of an idea or of feedback."""

    HEARD = "heard"
    CONSIDERING = "considering"
    DONE = "done"
    DECLINED = "declined"


class ReactionType(StrEnum):
    """The reactions that a member can give a post."""

    LIKE = "like"
    THANKS = "thanks"
    CELEBRATE = "celebrate"
    CURIOUS = "curious"


class Passage(Value):
    """A quotation with its surroundings (W3C Web Annotation, TextQuoteSelector)."""

    quote: _Quote
    prefix: _Context = ""
    suffix: _Context = ""


class Anchor(Value):
    """The place that a post refers to: a passage, a page with or without one, or a second."""

    passage: Passage | None = None
    page: Annotated[int, Field(ge=1, le=99_999)] | None = None
    second: Annotated[int, Field(ge=0, le=999_999)] | None = None

    @model_validator(mode="after")
    def _require_position(self) -> Self:
        if self.passage is None and self.page is None and self.second is None:
            raise ValueError("An anchor needs a passage, a page or a second.")
        return self


class Post(Value):
    """A post. `answer` is the reply that was accepted as the answer to a question."""

    id: PostId
    kind: PostKind
    author: MemberRef
    text: str
    anchor: Anchor | None = None
    version: int = 1
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    answer: PostId | None = None
    status: PostStatus | None = None
    reason: str | None = None
    merged_into: PostId | None = None
    merged: frozenset[PostId] = frozenset()
    reactions: frozenset[str] = frozenset()
    muted_by: frozenset[MemberId] = frozenset()
    is_first: bool = False

    @property
    def thread(self) -> PostId:
        """Returns the id of the first post of its thread."""
        return thread_of(self.id)

    @property
    def is_reply(self) -> bool:
        """Returns whether it is a reply."""
        return self.id != self.thread

    @property
    def is_open_question(self) -> bool:
        """Returns whether it is a question that waits for an answer."""
        return self.kind is PostKind.QUESTION and not (
            self.answer or self.deleted_at or self.is_reply
        )

    def require_author(self, caller: Caller) -> None:
        """Raises Forbidden unless the caller is the author."""
        if self.author.id != caller.member:
            raise Forbidden("Only the author can change this post.")

    def require_not_deleted(self) -> None:
        """Raises Conflict if it is deleted."""
        if self.deleted_at:
            raise Conflict("This post is deleted.")

    def require_room_for_reaction(self) -> None:
        """Raises unless one more reaction can be added."""
        if self.merged_into:
            raise Conflict("This idea was merged into another idea. React to that one instead.")
        if len(self.reactions) >= MAX_REACTIONS:
            raise LimitExceeded(f"A post can have at most {MAX_REACTIONS} reactions.")


class Mentions(Value):
    """The members and groups that a text mentions."""

    members: list[MemberId]
    groups: list[GroupId]


def thread_of(post: str) -> PostId:
    """Returns the id of a post's thread: the first half of the post's id."""
    return PostId(post.partition("-")[0])


def reply_id(post: str, id: str) -> PostId:
    """Returns the id of a reply in the thread of a post: threads are two levels deep."""
    return PostId(f"{thread_of(post)}-{id}")


def written_at(post: str) -> datetime:
    """Returns when a post was written."""
    return ulid_time(post.rpartition("-")[2])


def parse_mentions(text: str) -> Mentions:
    """Returns the mentions in a text, which are links to ids: `[@Ben](/people/<id>)`."""
    found = dict.fromkeys(_MENTION.findall(text))
    return Mentions(
        members=[MemberId(id) for kind, id in found if kind == "people"][:MAX_MENTIONS],
        groups=[GroupId(id) for kind, id in found if kind == "groups"][:MAX_MENTIONS],
    )


def most_permissive(modes: Iterable[DiscussionMode]) -> DiscussionMode:
    """Returns the most permissive of several channels' modes; open if there are none."""
    given = set(modes)
    return next((it for it in DiscussionMode if it in given), DiscussionMode.OPEN)
