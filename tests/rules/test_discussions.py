"""What may be said, and what becomes of it."""

from typing import Any

import pytest

from sharewell.caller import Caller, Role
from sharewell.discussions.answers import view
from sharewell.discussions.bodies import NewPost, must_take
from sharewell.discussions.model import Anchor, Post, PostKind, mentions, reply_under, thread_of
from sharewell.errors import Conflict, Missing, Refused
from sharewell.identity.model import MemberRef
from sharewell.ids import MemberId, OrganisationId, PersonId, PostId
from sharewell.values import Switch

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


def test_a_reply_to_a_reply_stands_under_the_same_post() -> None:
    reply = reply_under(A, B)

    assert reply == f"{A}-{B}"
    assert reply_under(reply, C) == f"{A}-{C}"
    assert thread_of(reply) == thread_of(A) == A


@pytest.mark.parametrize("kind", PostKind)
def test_questions_only_takes_questions_and_answers_to_them(kind: PostKind) -> None:
    asked, said = post(PostKind.QUESTION), post(kind)
    must_take(Switch.QUESTIONS_ONLY, new(), asked)
    if kind is PostKind.QUESTION:
        must_take(Switch.QUESTIONS_ONLY, new(kind), None)
        return
    for words, parent in ((new(kind), None), (new(PostKind.QUESTION), said)):
        with pytest.raises(Conflict):
            must_take(Switch.QUESTIONS_ONLY, words, parent)


@pytest.mark.parametrize(("switch", "refusal"), [("locked", Conflict), ("off", Missing)])
def test_locked_and_off_take_nothing(switch: Switch, refusal: type[Refused]) -> None:
    for parent in (None, post(PostKind.QUESTION)):
        with pytest.raises(refusal):
            must_take(Switch(switch), new(PostKind.QUESTION), parent)


@pytest.mark.parametrize("more", [{"deleted_at": "2026-11-25T00:00:00Z"}, {"merged_into": B}])
def test_nothing_is_said_under_what_is_gone(more: dict[str, Any]) -> None:
    with pytest.raises(Conflict):
        must_take(Switch.OPEN, new(), post(**more))


def test_a_question_waits_until_it_is_answered_or_taken_back() -> None:
    assert post(PostKind.QUESTION).is_open_question
    assert not post().is_open_question
    assert not post(PostKind.QUESTION, answer=f"{A}-{B}").is_open_question
    assert not post(PostKind.QUESTION, deleted_at="2026-11-25T00:00:00Z").is_open_question
    assert not post(PostKind.QUESTION, id=PostId(f"{A}-{B}")).is_open_question


def test_people_and_groups_are_mentioned_by_id_once_each() -> None:
    named = mentions(f"[@Ben](/people/{B}) and [@Ben](/people/{B}), [@Kiln](/groups/{C})")

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
def test_other_words_mention_nobody(text: str) -> None:
    assert mentions(text).members == []


def test_of_a_deleted_post_only_its_place_is_left() -> None:
    more: dict[str, Any] = {"reactions": ["like#x"], "first": True, "anchor": Anchor(page=1)}
    gone = view(post(deleted_at="2026-11-25T00:00:00Z", **more), ME)

    assert (gone.author, gone.text, gone.anchor, gone.reactions) == (None, "", None, {})
    assert (gone.deleted, gone.first, gone.id) == (True, False, A)


def test_an_anchor_is_somewhere() -> None:
    with pytest.raises(ValueError, match="a passage, a page or a second"):
        Anchor()
