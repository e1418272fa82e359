"""A post and its thread: what may be said, by whom, and what becomes of it."""

import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from sharewell.caller import Caller
from sharewell.errors import Conflict, Forbidden, TooMany
from sharewell.identity.model import MemberRef
from sharewell.ids import GroupId, MemberId, PostId, minted_at
from sharewell.values import Switch, Value

MOST_REACTIONS = 200
"""Reactions of one post: each stands in its row, so that two people never wait for each other."""
MOST_MUTED = 100
MOST_MERGED = 20
MOST_MENTIONED = 20

_Quoted = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
_Around = Annotated[str, StringConstraints(max_length=64, pattern=r"^[^\x00]*$")]
_MENTION = re.compile(r"\[@[^\]\n]{1,200}\]\(/(people|groups)/([0-9A-HJKMNP-TV-Z]{26})\)")


class Of(Value):
    """What a discussion is about."""

    kind: Literal["item", "group"]
    id: str

    @classmethod
    def read(cls, ref: str) -> Self:
        """From `item:<id>`."""
        kind, _, id = ref.partition(":")
        return cls.model_validate({"kind": kind, "id": id})

    @property
    def ref(self) -> str:
        """As events and notices spell it."""
        return f"{self.kind}:{self.id}"


class Ground(Value):
    """What is discussed, as far as the rules of its discussion need to know it.

    `own` is its own switch; without one, it is discussed as its channels say.
    """

    of: Of
    title: str
    own: Switch | None
    inherited: Switch = Switch.OPEN
    author: MemberId | None = None
    channels: list[str] = []
    audiences: list[str]

    @property
    def switch(self) -> Switch:
        """Who may say what."""
        return self.own or self.inherited

    def under(self, inherited: Switch) -> Self:
        """The same, with what its channels say."""
        return self.model_copy(update={"inherited": inherited})

    @property
    def is_for_all(self) -> bool:
        """Whether the whole organisation sees it."""
        return "all" in self.audiences

    @property
    def takes_answers(self) -> bool:
        """Whether a question here can be answered."""
        return self.switch in (Switch.OPEN, Switch.QUESTIONS_ONLY)

    def visible_to(self, who: Caller) -> bool:
        """Whether somebody may read what is said here."""
        return who.member == self.author or bool(set(self.audiences) & set(who.access))


class PostKind(StrEnum):
    """What a post is."""

    COMMENT = "comment"
    QUESTION = "question"
    IDEA = "idea"
    FEEDBACK = "feedback"


class PostStatus(StrEnum):
    """What became of an idea or of feedback."""

    HEARD = "heard"
    CONSIDERING = "considering"
    DONE = "done"
    DECLINED = "declined"


class Feeling(StrEnum):
    """How somebody feels about a post."""

    LIKE = "like"
    THANKS = "thanks"
    CELEBRATE = "celebrate"
    CURIOUS = "curious"


class Passage(Value):
    """Words of a text and what stands around them (W3C Web Annotation, TextQuoteSelector)."""

    quote: _Quoted
    prefix: _Around = ""
    suffix: _Around = ""


class Anchor(Value):
    """Where in the whole a post belongs: a passage, a page with or without one, or a second."""

    passage: Passage | None = None
    page: Annotated[int, Field(ge=1, le=99_999)] | None = None
    second: Annotated[int, Field(ge=0, le=999_999)] | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if self.passage is None and self.page is None and self.second is None:
            raise ValueError("an anchor is a passage, a page or a second")
        return self


class Post(Value):
    """Something said. `answer` is the post that a question's asker or editors hold for one."""

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
    first: bool = False

    @property
    def thread(self) -> PostId:
        """The first post of its thread."""
        return thread_of(self.id)

    @property
    def is_reply(self) -> bool:
        """Whether it stands under another."""
        return self.id != self.thread

    @property
    def is_open_question(self) -> bool:
        """Whether somebody waits for an answer."""
        return self.kind is PostKind.QUESTION and not (
            self.answer or self.deleted_at or self.is_reply
        )

    def must_be_own(self, who: Caller) -> None:
        """Raise unless `who` wrote it."""
        if self.author.id != who.member:
            raise Forbidden("only who wrote a post changes its words")

    def must_stand(self) -> None:
        """Raise when it is deleted."""
        if self.deleted_at:
            raise Conflict("this post is deleted")

    def must_take_reaction(self) -> None:
        """Raise unless one more reaction may be put to it."""
        if self.merged_into:
            raise Conflict("this idea was merged into another; react there")
        if len(self.reactions) >= MOST_REACTIONS:
            raise TooMany(f"a post has at most {MOST_REACTIONS} reactions")


class Mentions(Value):
    """Whom a text names."""

    members: list[MemberId]
    groups: list[GroupId]


def thread_of(post: str) -> PostId:
    """The thread that a post stands in: the first half of its id."""
    return PostId(post.partition("-")[0])


def reply_under(post: str, id: str) -> PostId:
    """The id of a reply: under the thread of what it replies to, so threads are two deep."""
    return PostId(f"{thread_of(post)}-{id}")


def written_at(post: str) -> datetime:
    """When a post was written."""
    return minted_at(post.rpartition("-")[2])


def mentions(text: str) -> Mentions:
    """Who is named in a text, as links to ids: `[@Ben](/people/<id>)`."""
    found = dict.fromkeys(_MENTION.findall(text))
    return Mentions(
        members=[MemberId(id) for kind, id in found if kind == "people"][:MOST_MENTIONED],
        groups=[GroupId(id) for kind, id in found if kind == "groups"][:MOST_MENTIONED],
    )


def most_open(switches: Iterable[Switch]) -> Switch:
    """What several channels say of an item that is in all of them; open where none says."""
    said = set(switches)
    return next((it for it in Switch if it in said), Switch.OPEN)
