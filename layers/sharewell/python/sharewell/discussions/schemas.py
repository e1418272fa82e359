"""Requests and responses about discussions."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints, field_validator

from sharewell.core.caller import Caller
from sharewell.core.errors import Conflict, NotFound
from sharewell.core.ids import ItemId, PostId, ulid_time
from sharewell.core.pagination import Page
from sharewell.core.values import POST, DiscussionMode, Ulid, Value
from sharewell.discussions.model import Anchor, Post, PostKind, PostStatus, ReactionType, written_at
from sharewell.identity.model import MemberRef


class PostView(Value):
    """A post as one member sees it. A deleted one has neither text nor author."""

    id: PostId
    kind: PostKind
    author: MemberRef | None
    posted_at: datetime
    text: str
    anchor: Anchor | None = None
    version: int
    edited: bool = False
    deleted: bool = False
    answer: PostId | None = None
    status: PostStatus | None = None
    reason: str | None = None
    merged_into: PostId | None = None
    reactions: dict[ReactionType, int] = {}
    my_reactions: list[ReactionType] = []
    muted: bool = False
    is_first: bool = False


class DiscussionPage(Page[PostView]):
    """Posts, newest thread first, the latest reply of each thread first.

    A thread may continue on the next page. Pass `since` to the request for changes.
    """

    mode: DiscussionMode
    own_mode: DiscussionMode | None
    may_moderate: bool
    since: str


class DiscussionChanges(Value):
    """Posts that changed, and the `since` of the next request."""

    posts: list[PostView]
    mode: DiscussionMode
    since: str


class PostVersion(Value):
    """An earlier text of a post."""

    text: str
    until: datetime


class PostVersions(Value):
    """Earlier texts of a post, latest first."""

    items: list[PostVersion]


class OpenQuestion(Value):
    """An unanswered question and the item that it is about."""

    item: ItemId
    title: str
    post: PostId
    text: str
    author: MemberRef
    asked_at: datetime


def post_view(post: Post, caller: Caller) -> PostView:
    """Returns a post as a caller sees it."""
    deleted = post.deleted_at is not None
    reactions = [it.split("#") for it in sorted(post.reactions)]
    counts: dict[ReactionType, int] = {}
    for kind, _ in reactions:
        counts[ReactionType(kind)] = counts.get(ReactionType(kind), 0) + 1
    return PostView(
        id=post.id,
        kind=post.kind,
        author=None if deleted else post.author,
        posted_at=written_at(post.id),
        text="" if deleted else post.text,
        anchor=None if deleted else post.anchor,
        version=post.version,
        edited=bool(post.edited_at) and not deleted,
        deleted=deleted,
        answer=post.answer,
        status=post.status,
        reason=post.reason,
        merged_into=post.merged_into,
        reactions={} if deleted else counts,
        my_reactions=[ReactionType(kind) for kind, by in reactions if by == caller.member]
        if not deleted
        else [],
        muted=caller.member in post.muted_by,
        is_first=post.is_first and not deleted,
    )


PostIdField = Annotated[PostId, POST]


PostText = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=10_000, pattern=r"^[^\x00]*$"
    ),
]


class ChangesQuery(Value):
    """The `since` of the previous response; without it, changes from now on."""

    since: Ulid | None = None

    @field_validator("since")
    @classmethod
    def _require_timestamp(cls, since: str | None) -> str | None:
        try:
            ulid_time(since or "")
        except (OverflowError, ValueError) as error:
            raise ValueError("`since` is not a valid timestamp.") from error
        return since


class NewPost(Value):
    """A post about the whole subject or a passage, or a reply to a post."""

    kind: PostKind = PostKind.COMMENT
    text: PostText
    reply_to: PostIdField | None = None
    anchor: Anchor | None = None


class PostEdit(Value):
    """The new text of a post."""

    text: PostText


class ModeChange(Value):
    """The new discussion mode; null inherits it from the channels."""

    mode: DiscussionMode | None


class AnswerChoice(Value):
    """The reply that is the accepted answer; null for none."""

    answer: PostIdField | None


class StatusChange(Value):
    """The new status and a reason."""

    status: PostStatus
    reason: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=300, pattern=r"^[^\x00]*$")
    ] = ""


class IdeaMerge(Value):
    """The idea to merge this one into."""

    into: PostIdField


class ReactionChange(Value):
    """Adds a reaction, or removes it if `is_on` is false."""

    reaction: ReactionType
    is_on: bool = True


class MuteChange(Value):
    """Whether to mute a thread's notifications."""

    muted: bool


def require_allowed(mode: DiscussionMode, new: NewPost, parent: Post | None) -> None:
    """Raises NotFound or Conflict unless the discussion mode allows this post."""
    if mode is DiscussionMode.OFF:
        raise NotFound("Discussion not found.")
    if mode is DiscussionMode.LOCKED:
        raise Conflict("This discussion is locked.")
    kind = new.kind if parent is None else parent.kind
    if mode is DiscussionMode.QUESTIONS_ONLY and kind is not PostKind.QUESTION:
        raise Conflict("Only questions and answers can be posted here.")
    if parent and parent.deleted_at:
        raise Conflict("The post you are replying to is deleted.")
    if parent and parent.merged_into:
        raise Conflict("This idea was merged into another idea. Reply to that one instead.")
