"""What a discussion answers."""

from datetime import datetime

from sharewell.caller import Caller
from sharewell.discussions.model import Anchor, Feeling, Post, PostKind, PostStatus, written_at
from sharewell.identity.model import MemberRef
from sharewell.ids import ItemId, PostId
from sharewell.page import Page
from sharewell.values import Switch, Value


class PostView(Value):
    """A post as one member sees it. Of a deleted one only its place is left."""

    id: PostId
    kind: PostKind
    author: MemberRef | None
    at: datetime
    text: str
    anchor: Anchor | None = None
    version: int
    edited: bool = False
    deleted: bool = False
    answer: PostId | None = None
    status: PostStatus | None = None
    reason: str | None = None
    merged_into: PostId | None = None
    reactions: dict[Feeling, int] = {}
    mine: list[Feeling] = []
    muted: bool = False
    first: bool = False


class DiscussionPage(Page[PostView]):
    """Posts, newest thread first, the latest reply of each thread first.

    A thread may go on on the next page. `since` is where to ask for changes from.
    """

    switch: Switch
    own_switch: Switch | None
    may_tend: bool
    since: str


class Changes(Value):
    """What is not as it was, and where to ask from the next time."""

    posts: list[PostView]
    switch: Switch
    since: str


class Wording(Value):
    """What a post said before."""

    text: str
    until: datetime


class Wordings(Value):
    """What a post said before, latest first."""

    items: list[Wording]


class OpenQuestion(Value):
    """A question that nobody has answered, and the item that it was asked of."""

    item: ItemId
    title: str
    post: PostId
    text: str
    author: MemberRef
    at: datetime


def view(post: Post, who: Caller) -> PostView:
    """A post as `who` sees it."""
    gone = post.deleted_at is not None
    felt = [it.split("#") for it in sorted(post.reactions)]
    counts: dict[Feeling, int] = {}
    for kind, _ in felt:
        counts[Feeling(kind)] = counts.get(Feeling(kind), 0) + 1
    return PostView(
        id=post.id,
        kind=post.kind,
        author=None if gone else post.author,
        at=written_at(post.id),
        text="" if gone else post.text,
        anchor=None if gone else post.anchor,
        version=post.version,
        edited=bool(post.edited_at) and not gone,
        deleted=gone,
        answer=post.answer,
        status=post.status,
        reason=post.reason,
        merged_into=post.merged_into,
        reactions={} if gone else counts,
        mine=[] if gone else [Feeling(kind) for kind, by in felt if by == who.member],
        muted=who.member in post.muted_by,
        first=post.first and not gone,
    )
