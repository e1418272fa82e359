"""Who may say what: switches of items, groups and channels."""

import pytest

from conftest import Crew
from helpers.discussions import (
    ask,
    at,
    channel,
    discussed,
    group,
    note,
    posts,
    say,
    says,
    switch,
    unanswered,
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
def test_a_switch_says_who_may_say_what(
    crew: Crew, to: str, comment: int, question: int, answer: int
) -> None:
    item = note(crew.ada)
    asked = ask(crew.ben, item)
    assert switch(crew.ada, item, to).status == 204

    assert crew.ben.post(at(item), {"text": "Yes."}).status == comment
    assert crew.ben.post(at(item), {"text": "Why?", "kind": "question"}).status == question
    assert crew.ben.post(at(item), {"text": "So.", "reply_to": asked}).status == answer


def test_off_hides_and_never_deletes(crew: Crew) -> None:
    item = note(crew.ada)
    post = say(crew.ben, item, "xylograph")
    switch(crew.ada, item, "off")
    crew.ada.stack.settle()

    assert posts(crew.ben, item) == []
    assert crew.ben.patch(at(item, f"posts/{post}"), {"text": "x"}).status == 404
    assert crew.ben.get("/api/search", q="xylograph").body["hits"] == []
    switch(crew.ada, item, None)
    assert [it["id"] for it in posts(crew.ben, item)] == [post]
    crew.ada.stack.settle()
    assert crew.ben.get("/api/search", q="xylograph").body["total"] == 1


def test_only_editors_and_leads_turn_the_switch(crew: Crew) -> None:
    item, kiln = note(crew.ben), group(crew.ben, crew.cleo)

    assert switch(crew.cleo, item, "off").status == 403
    assert switch(crew.cleo, kiln, "off").status == 403
    assert switch(crew.ben, kiln, "locked").status == 204
    assert crew.cleo.post(at(kiln), {"text": "Hello."}).status == 409


def test_an_item_is_discussed_as_its_channel_says_until_it_has_its_own_switch(crew: Crew) -> None:
    glazing = channel(crew.ada, "Glazing", "locked")
    item = note(crew.ben, channels=[glazing])
    assert discussed(crew.cleo, item) == ("locked", None)
    assert crew.cleo.post(at(item), {"text": "Why?"}).status == 409
    says(crew.ada, glazing, "questions-only")
    assert discussed(crew.cleo, item) == ("questions-only", None)
    switch(crew.ben, item, "open")
    assert discussed(crew.cleo, item) == ("open", "open")
    says(crew.ada, glazing, "locked")
    assert discussed(crew.cleo, item) == ("open", "open")
    switch(crew.ben, item, None)
    assert discussed(crew.cleo, item) == ("locked", None)
    crew.ben.patch(f"/api/items/{item}", {"channels": []})
    assert discussed(crew.cleo, item) == ("open", None)


def test_a_channel_that_turns_discussions_off_hides_them_and_deletes_nothing(crew: Crew) -> None:
    glazing = channel(crew.ada, "Glazing")
    item = note(crew.ben, channels=[glazing])
    asked = ask(crew.cleo, item, "xylograph?")
    assert unanswered(crew.ben, glazing) == [asked]
    says(crew.ada, glazing, "off")
    since = "0" * 26
    assert not posts(crew.ben, item)
    assert not unanswered(crew.ben, glazing)
    assert crew.ben.get(at(item, "changes"), since=since).body["switch"] == "off"
    assert crew.ben.post(at(item), {"text": "x"}).status == 404
    assert crew.ben.get("/api/search", q="xylograph").body["total"] == 0
    says(crew.ada, glazing, "open")
    assert [it["id"] for it in posts(crew.ben, item)] == unanswered(crew.ben, glazing) == [asked]
    assert crew.ben.get("/api/search", q="xylograph").body["total"] == 1


def test_of_several_channels_the_most_open_one_counts(crew: Crew) -> None:
    glazing, firing = channel(crew.ada, "Glazing", "off"), channel(crew.ada, "Firing", "locked")
    item = note(crew.ben, channels=[glazing, firing])
    assert discussed(crew.cleo, item) == ("locked", None)
    says(crew.ada, glazing, "questions-only")
    assert discussed(crew.cleo, item) == ("questions-only", None)
    says(crew.ada, glazing, "off")
    crew.ada.post(f"/api/channels/{firing}/merge", {"into": glazing})
    assert discussed(crew.cleo, item) == ("off", None)


def test_what_a_channel_says_comes_to_all_that_is_in_it(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sharewell.discussions.inheriting.ITEMS", 2)
    monkeypatch.setattr("sharewell.discussions.inheriting.LISTS", 1)
    glazing, kiln = channel(crew.ada, "Glazing"), group(crew.ada, crew.ben)
    items = [note(crew.ben, channels=[glazing]) for _ in range(3)]
    items += [note(crew.ben, channels=[glazing], groups=[kiln]) for _ in range(3)]
    crew.ada.stack.settle()  # what is new there asks for itself
    says(crew.ada, glazing, "locked")
    assert {discussed(crew.ben, it)[0] for it in items} == {"locked"}
