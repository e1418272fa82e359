"""What may be asked of a discussion."""

from typing import Annotated

from pydantic import StringConstraints, field_validator

from sharewell.discussions.model import Anchor, Feeling, Post, PostKind, PostStatus
from sharewell.errors import Conflict, Missing
from sharewell.ids import PostId, minted_at
from sharewell.values import POST, Switch, Ulid, Value

GivenPost = Annotated[PostId, POST]


Words = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=10_000, pattern=r"^[^\x00]*$"
    ),
]


class Since(Value):
    """The `since` of the answer before; without one, from now on."""

    since: Ulid | None = None

    @field_validator("since")
    @classmethod
    def _is_a_moment(cls, since: str | None) -> str | None:
        try:
            minted_at(since or "")
        except (OverflowError, ValueError) as error:
            raise ValueError("this is no moment") from error
        return since


class NewPost(Value):
    """Something to say, to the whole or in reply to a post."""

    kind: PostKind = PostKind.COMMENT
    text: Words
    reply_to: GivenPost | None = None
    anchor: Anchor | None = None


class PostEdit(Value):
    """Other words."""

    text: Words


class ChosenSwitch(Value):
    """Who may say what from now on; null is what its channels say."""

    switch: Switch | None


class ChosenAnswer(Value):
    """The reply that answers; null when none does."""

    answer: GivenPost | None


class ChosenStatus(Value):
    """What becomes of it, and why."""

    status: PostStatus
    reason: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=300, pattern=r"^[^\x00]*$")
    ] = ""


class MergeInto(Value):
    """The idea that this one is the same as."""

    into: GivenPost


class Felt(Value):
    """A reaction, given or taken back."""

    reaction: Feeling
    on: bool = True


class Muted(Value):
    """Whether one hears nothing more of a thread."""

    muted: bool


def must_take(switch: Switch, new: NewPost, parent: Post | None) -> None:
    """Raise unless a discussion takes this post as its switch stands."""
    if switch is Switch.OFF:
        raise Missing("there is no discussion here")
    if switch is Switch.LOCKED:
        raise Conflict("this discussion is locked")
    asks = new.kind is PostKind.QUESTION if parent is None else parent.kind is PostKind.QUESTION
    if switch is Switch.QUESTIONS_ONLY and not asks:
        raise Conflict("only questions and answers to them are taken here")
    if parent and parent.deleted_at:
        raise Conflict("what this replies to is deleted")
    if parent and parent.merged_into:
        raise Conflict("this idea was merged into another; say it there")
