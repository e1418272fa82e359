"""Discussion modes of items, groups and channels."""

import pytest

from conftest import Crew
from helpers.discussions import (
    channel,
    create_post,
    create_question,
    discussion_path,
    get_modes,
    group,
    list_posts,
    note,
    open_questions,
    set_channel_mode,
    set_mode,
)

pytestmark = pytest.mark.usefixtures("fresh_searches")


@pytest.mark.parametrize(
    ("to", "comment", "question", "answer"),
    [
        ("open", 201, 201, 201),
        ("questions-only", 409, 201, 201),
        ("locked", 409, 409, 409),
        ("off", 404, 404, 404),
    ],
)
def test_discussion_mode_limits_what_may_be_posted(
    crew: Crew, to: str, comment: int, question: int, answer: int
) -> None:
    item = note(crew.ada)
    asked = create_question(crew.ben, item)
    assert set_mode(crew.ada, item, to).status == 204

    assert crew.ben.post(discussion_path(item), {"text": "Yes."}).status == comment
    assert (
        crew.ben.post(discussion_path(item), {"text": "Why?", "kind": "question"}).status
        == question
    )
    assert crew.ben.post(discussion_path(item), {"text": "So.", "reply_to": asked}).status == answer


def test_mode_off_hides_posts_without_deleting_them(crew: Crew) -> None:
    item = note(crew.ada)
    post = create_post(crew.ben, item, "xylograph")
    set_mode(crew.ada, item, "off")
    crew.ada.stack.settle()

    assert list_posts(crew.ben, item) == []
    assert crew.ben.patch(discussion_path(item, f"posts/{post}"), {"text": "x"}).status == 404
    assert crew.ben.get("/api/search", q="xylograph").body["hits"] == []
    set_mode(crew.ada, item, None)
    assert [it["id"] for it in list_posts(crew.ben, item)] == [post]
    crew.ada.stack.settle()
    assert crew.ben.get("/api/search", q="xylograph").body["total"] == 1


def test_mode_is_changed_only_by_editors_and_leads(crew: Crew) -> None:
    item, kiln = note(crew.ben), group(crew.ben, crew.cleo)

    assert set_mode(crew.cleo, item, "off").status == 403
    assert set_mode(crew.cleo, kiln, "off").status == 403
    assert set_mode(crew.ben, kiln, "locked").status == 204
    assert crew.cleo.post(discussion_path(kiln), {"text": "Hello."}).status == 409


def test_item_inherits_channel_mode_until_it_has_its_own(crew: Crew) -> None:
    glazing = channel(crew.ada, "Glazing", "locked")
    item = note(crew.ben, channels=[glazing])
    assert get_modes(crew.cleo, item) == ("locked", None)
    assert crew.cleo.post(discussion_path(item), {"text": "Why?"}).status == 409
    set_channel_mode(crew.ada, glazing, "questions-only")
    assert get_modes(crew.cleo, item) == ("questions-only", None)
    set_mode(crew.ben, item, "open")
    assert get_modes(crew.cleo, item) == ("open", "open")
    set_channel_mode(crew.ada, glazing, "locked")
    assert get_modes(crew.cleo, item) == ("open", "open")
    set_mode(crew.ben, item, None)
    assert get_modes(crew.cleo, item) == ("locked", None)
    crew.ben.patch(f"/api/items/{item}", {"channels": []})
    assert get_modes(crew.cleo, item) == ("open", None)


def test_channel_mode_off_hides_posts_without_deleting_them(crew: Crew) -> None:
    glazing = channel(crew.ada, "Glazing")
    item = note(crew.ben, channels=[glazing])
    asked = create_question(crew.cleo, item, "xylograph?")
    assert open_questions(crew.ben, glazing) == [asked]
    set_channel_mode(crew.ada, glazing, "off")
    since = "0" * 26
    assert not list_posts(crew.ben, item)
    assert not open_questions(crew.ben, glazing)
    assert crew.ben.get(discussion_path(item, "changes"), since=since).body["mode"] == "off"
    assert crew.ben.post(discussion_path(item), {"text": "x"}).status == 404
    assert crew.ben.get("/api/search", q="xylograph").body["total"] == 0
    set_channel_mode(crew.ada, glazing, "open")
    assert (
        [it["id"] for it in list_posts(crew.ben, item)]
        == open_questions(crew.ben, glazing)
        == [asked]
    )
    assert crew.ben.get("/api/search", q="xylograph").body["total"] == 1


def test_most_permissive_channel_mode_applies(crew: Crew) -> None:
    glazing, firing = channel(crew.ada, "Glazing", "off"), channel(crew.ada, "Firing", "locked")
    item = note(crew.ben, channels=[glazing, firing])
    assert get_modes(crew.cleo, item) == ("locked", None)
    set_channel_mode(crew.ada, glazing, "questions-only")
    assert get_modes(crew.cleo, item) == ("questions-only", None)
    set_channel_mode(crew.ada, glazing, "off")
    crew.ada.post(f"/api/channels/{firing}/merge", {"into": glazing})
    assert get_modes(crew.cleo, item) == ("off", None)


def test_channel_mode_reaches_every_item_in_batches(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sharewell.discussions.mode_inheritance.BATCH_SIZE", 2)
    monkeypatch.setattr("sharewell.discussions.mode_inheritance.MAX_LISTS", 1)
    glazing, kiln = channel(crew.ada, "Glazing"), group(crew.ada, crew.ben)
    items = [note(crew.ben, channels=[glazing]) for _ in range(3)]
    items += [note(crew.ben, channels=[glazing], groups=[kiln]) for _ in range(3)]
    crew.ada.stack.settle()  # new items resolve their own mode
    set_channel_mode(crew.ada, glazing, "locked")
    assert {get_modes(crew.ben, it)[0] for it in items} == {"locked"}
