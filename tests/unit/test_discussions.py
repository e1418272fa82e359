"""Rules of posts: threads, modes, mentions and views."""

from typing import Any

import pytest

from sharewell.core.caller import Caller, Role
from sharewell.core.errors import Conflict, DomainError, NotFound
from sharewell.core.ids import MemberId, OrganisationId, PersonId, PostId
from sharewell.core.values import DiscussionMode
from sharewell.discussions.model import Anchor, Post, PostKind, parse_mentions, reply_id, thread_of
from sharewell.discussions.schemas import NewPost, post_view, require_allowed
from sharewell.identity.model import MemberRef

A, B, C = (f"01ARZ3NDEKTSV4RRFFQ69G5FA{it}" for it in "ABC")
BEN = MemberRef(id=MemberId(B), name="Ben")
ME = Caller(
    person=PersonId("p"),
    organisation=OrganisationId(A),
    member=MemberId(A),
    role=Role.MEMBER,
    name="Ada",
)


def post(kind: PostKind = PostKind.COMMENT, **more: Any) -> Post:
    return Post.model_validate({"id": A, "kind": kind, "author": BEN, "text": "Why?", **more})


def new(kind: PostKind = PostKind.COMMENT) -> NewPost:
    return NewPost(kind=kind, text="So.")


def test_reply_to_reply_belongs_to_the_same_thread() -> None:
    reply = reply_id(A, B)

    assert reply == f"{A}-{B}"
    assert reply_id(reply, C) == f"{A}-{C}"
    assert thread_of(reply) == thread_of(A) == A


@pytest.mark.parametrize("kind", PostKind)
def test_questions_only_allows_questions_and_their_answers(kind: PostKind) -> None:
    question, existing = post(PostKind.QUESTION), post(kind)
    require_allowed(DiscussionMode.QUESTIONS_ONLY, new(), question)
    if kind is PostKind.QUESTION:
        require_allowed(DiscussionMode.QUESTIONS_ONLY, new(kind), None)
        return
    for new_post, parent in ((new(kind), None), (new(PostKind.QUESTION), existing)):
        with pytest.raises(Conflict):
            require_allowed(DiscussionMode.QUESTIONS_ONLY, new_post, parent)


@pytest.mark.parametrize(("switch", "refusal"), [("locked", Conflict), ("off", NotFound)])
def test_locked_and_off_reject_every_post(
    switch: DiscussionMode, refusal: type[DomainError]
) -> None:
    for parent in (None, post(PostKind.QUESTION)):
        with pytest.raises(refusal):
            require_allowed(DiscussionMode(switch), new(PostKind.QUESTION), parent)


@pytest.mark.parametrize("more", [{"deleted_at": "2026-11-25T00:00:00Z"}, {"merged_into": B}])
def test_reply_to_deleted_or_merged_post_is_rejected(more: dict[str, Any]) -> None:
    with pytest.raises(Conflict):
        require_allowed(DiscussionMode.OPEN, new(), post(**more))


def test_question_is_open_until_answered_or_deleted() -> None:
    assert post(PostKind.QUESTION).is_open_question
    assert not post().is_open_question
    assert not post(PostKind.QUESTION, answer=f"{A}-{B}").is_open_question
    assert not post(PostKind.QUESTION, deleted_at="2026-11-25T00:00:00Z").is_open_question
    assert not post(PostKind.QUESTION, id=PostId(f"{A}-{B}")).is_open_question


def test_mentions_are_parsed_by_id_without_duplicates() -> None:
    named = parse_mentions(f"[@Ben](/people/{B}) and [@Ben](/people/{B}), [@Kiln](/groups/{C})")

    assert (named.members, named.groups) == ([B], [C])


@pytest.mark.parametrize(
    "text",
    [
        "@Ben",
        f"[Ben](/people/{B})",
        "[@Ben](/people/x)",
        f"[@Ben](//evil/people/{B})",
        "[@](/people/",
    ],
)
def test_other_text_is_no_mention(text: str) -> None:
    assert parse_mentions(text).members == []


def test_deleted_post_view_hides_its_content() -> None:
    more: dict[str, Any] = {"reactions": ["like#x"], "is_first": True, "anchor": Anchor(page=1)}
    gone = post_view(post(deleted_at="2026-11-25T00:00:00Z", **more), ME)

    assert (gone.author, gone.text, gone.anchor, gone.reactions) == (None, "", None, {})
    assert (gone.deleted, gone.is_first, gone.id) == (True, False, A)


def test_anchor_without_a_place_is_rejected() -> None:
    with pytest.raises(ValueError, match="a passage, a page or a second"):
        Anchor()
