"""Assignments, as those who give them, those who are asked and outsiders see them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from botocore.awsrequest import AWSResponse

from conftest import Crew, Someone
from files.make import pdf
from helpers.assignments import (
    LATER,
    SOON,
    ask,
    counts,
    file,
    given,
    group,
    note,
    people,
    say,
    todo,
)
from resilience.interceptor import Call, Send, wire


@pytest.fixture
def kiln(crew: Crew) -> str:
    """Ben leads it; Cleo is in it."""
    return group(crew.ben, "Kiln", crew.cleo)


def test_a_group_is_asked_to_read_three_things_at_once(crew: Crew, kiln: str) -> None:
    items = [note(crew.ben, title) for title in ("Cobalt", "Salt", "Ash")]
    said = ask(crew.ben, *items, group=kiln, note="Before the firing")

    assert said.status == 201
    assert sorted(todo(crew.cleo)) == ["Ash", "Cobalt", "Salt"]
    assert sorted(todo(crew.ben)) == ["Ash", "Cobalt", "Salt"]
    assert todo(crew.ada) == []
    [mine] = crew.cleo.get(f"/api/items/{items[0]}/assignments").body["items"]
    assert mine["note"] == "Before the firing"
    assert (mine["state"], mine["given_by"]["name"]) == ("open", "Ben")


def test_who_ticks_it_sees_it_among_what_is_done_and_may_take_it_back(
    crew: Crew, kiln: str
) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    for _ in range(2):
        assert say(crew.cleo, address, "done").body["state"] == "done"

    assert (todo(crew.cleo), todo(crew.cleo, done="true")) == ([], ["Cobalt"])
    assert todo(crew.ben) == ["Cobalt"]
    assert counts(crew.ben, kiln) == {"done": 1, "of": 2}
    assert people(crew.ben, address) == {"Ben": "open", "Cleo": "done"}
    assert people(crew.ben, address, where="open") == {"Ben": "open"}
    assert people(crew.ben, address, where="done") == {"Cleo": "done"}
    assert say(crew.cleo, address, "open").status == 200
    assert todo(crew.cleo) == ["Cobalt"]
    assert counts(crew.ben, kiln) == {"of": 2}


def test_each_sees_only_their_own_and_leads_alone_see_counts(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    say(crew.ben, address, "done")

    [line] = crew.cleo.get(f"/api/groups/{kiln}/assignments").body["items"]
    assert (line["counts"], line["of"], line["late"]) == (None, None, None)
    assert crew.cleo.get(f"{address}/people").status == 403
    assert crew.cleo.get(address).body["state"] == "open"
    for outsider in (crew.ada, crew.eve):
        for path in (address, f"{address}/people", f"/api/groups/{kiln}/assignments"):
            assert outsider.get(path).status == 404, path
        assert say(outsider, address, "done").status == 404


def test_each_sees_in_the_group_how_far_they_are(crew: Crew, kiln: str) -> None:
    crew.ben.put(f"/api/groups/{kiln}/members/{crew.ada.member}")
    crew.ben.patch(f"/api/groups/{kiln}/members/{crew.ada.member}", {"role": "observer"})
    done, why, time, review = (
        given(crew.ben, note(crew.ben, title), group=kiln, task=task)
        for title, task in (("Ash", "read"), ("Salt", "do"), ("Cobalt", "do"), ("Iron", "review"))
    )
    say(crew.cleo, done, "done")
    crew.cleo.put(f"{why}/mine/reason", {"why": "no-time"})
    crew.cleo.put(f"{time}/mine/extension", {"due": LATER})
    crew.ben.put(f"{time}/people/{crew.cleo.member}/extension", {"due": LATER})
    say(crew.cleo, review, "ready")

    def mine(who: Someone) -> dict[str, Any]:
        items = who.get(f"/api/groups/{kiln}/assignments").body["items"]
        return {it["title"]: it["mine"] for it in items}

    states = {title: it["state"] for title, it in mine(crew.cleo).items()}
    assert states == {"Ash": "done", "Salt": "open", "Cobalt": "open", "Iron": "ready"}
    assert mine(crew.cleo)["Salt"]["why"] == "no-time"
    assert mine(crew.cleo)["Cobalt"]["due"] > mine(crew.cleo)["Salt"]["due"]
    assert {it["state"] for it in mine(crew.ben).values()} == {"open"}
    assert set(mine(crew.ada).values()) == {None}


def test_a_long_list_of_a_groups_pages_with_how_far_one_is(crew: Crew, kiln: str) -> None:
    every = [given(crew.ben, note(crew.ben, f"N{at:02}"), group=kiln) for at in range(15)]
    for address in every[::2]:
        say(crew.cleo, address, "done")
    found: list[Any] = []
    query: dict[str, str] = {}
    with (
        patch("sharewell.assignments.mine.MOST_STANDINGS", 3),
        patch("sharewell.assignments.standing.store.MOST_STANDINGS", 3),
    ):
        for _ in range(10):
            page = crew.cleo.get(f"/api/groups/{kiln}/assignments", **query).body
            found += page["items"]
            if not page["next"]:
                break
            query = {"after": page["next"]}
    states = {it["title"]: it["mine"]["state"] for it in found}
    assert len(found) == 15
    assert states == {f"N{at:02}": "open" if at % 2 else "done" for at in range(15)}


def test_who_joins_later_inherits_and_who_leaves_drops(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    say(crew.cleo, address, "done")
    crew.ben.put(f"/api/groups/{kiln}/members/{crew.ada.member}")
    assert todo(crew.ada) == ["Cobalt"]
    crew.cleo.delete(f"/api/groups/{kiln}/members/{crew.cleo.member}")
    crew.cleo.stack.settle()

    assert todo(crew.cleo, done="true") == []
    assert say(crew.cleo, address, "open").status == 404
    assert people(crew.ben, address) == {"Ada": "open", "Ben": "open"}


# Two share a process here, and with it the metrics of whoever is done first.
@pytest.mark.filterwarnings("ignore:No application metrics")
def test_who_leaves_between_what_a_tick_reads_and_what_it_writes_has_not_ticked(
    crew: Crew, kiln: str
) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    cleo = crew.cleo.member
    left: list[int] = []

    def leaves(call: Call, send: Send) -> AWSResponse:
        if call.operation == "TransactWriteItems" and not left:
            left.append(0)
            left[0] = crew.cleo.delete(f"/api/groups/{kiln}/members/{cleo}").status
        return send()

    with wire.through(leaves):
        said = say(crew.cleo, address, "done")
    crew.cleo.stack.settle()

    assert (left, said.status) == ([204], 404), said.body
    assert people(crew.ben, address) == {"Ben": "open"}
    assert counts(crew.ben, kiln) == {"of": 1}


def test_who_is_not_asked_does_not_learn_that_others_are(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln)

    assert crew.cleo.get(address).status == 200
    assert crew.ada.get(address).status == 404


def test_a_pdf_is_read_with_the_last_page_that_it_has(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, file(crew.ben, pdf(["One.", "Two.", "Three."])), group=kiln)
    turn = f"{address}/mine/page"
    assert crew.cleo.put(turn, {"page": 2}).body["page"] == 2
    assert crew.cleo.put(turn, {"page": 1}).body["page"] == 2
    assert say(crew.cleo, address, "done").body["detail"] == "it is done with the last page"
    assert crew.cleo.put(turn, {"page": 3, "pages": 2}).status == 422
    read = crew.cleo.put(turn, {"page": 9}).body

    assert (read["page"], read["state"]) == (3, "done")
    assert counts(crew.ben, kiln) == {"done": 1, "of": 2}


def test_a_pdf_whose_pages_nobody_can_count_is_ticked(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, file(crew.ben, b"%PDF-1.4 and no more"), group=kiln)

    assert crew.cleo.put(f"{address}/mine/page", {"page": 1}).body["state"] == "open"
    assert say(crew.cleo, address, "done").body["state"] == "done"


def test_a_note_has_no_pages_to_reach(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln)

    assert crew.cleo.put(f"{address}/mine/page", {"page": 1}).status == 409


def test_a_reviewer_accepts_or_sends_back_with_a_word(crew: Crew, kiln: str) -> None:
    item = note(crew.ben, "Cobalt")
    address = given(crew.ben, item, group=kiln, task="review", reviewer=crew.ada.member)
    assert say(crew.cleo, address, "done").status == 409
    assert say(crew.cleo, address, "ready").body["state"] == "ready"
    [waits] = crew.ada.get("/api/reviews").body["items"]
    verdict = f"{address}/people/{crew.cleo.member}/review"

    assert (waits["title"], waits["member"]["name"]) == ("Cobalt", "Cleo")
    assert crew.ben.put(verdict, {"accepted": True}).status == 404
    sent_back = crew.ada.put(verdict, {"accepted": False, "word": "Hotter"})
    assert (sent_back.status, sent_back.body["where"]) == (200, "open")
    assert crew.cleo.get(address).body["word"] == "Hotter"
    assert crew.ada.get("/api/reviews").body["items"] == []
    say(crew.cleo, address, "ready")
    for _ in range(2):
        assert crew.ada.put(verdict, {"accepted": True}).body["where"] == "done"
    assert counts(crew.ben, kiln) == {"done": 1, "of": 2}


def test_what_was_ready_when_it_closed_is_still_reviewed(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln, task="review")
    say(crew.cleo, address, "ready")
    assert crew.ben.patch(address, {"phase": "closed"}).status == 200
    crew.ben.stack.settle()
    verdict = f"{address}/people/{crew.cleo.member}/review"
    assert len(crew.ben.get("/api/reviews").body["items"]) == 1

    assert crew.ben.put(verdict, {"accepted": True}).body["where"] == "done"
    assert counts(crew.ben, kiln) == {"done": 1, "of": 2}
    assert todo(crew.cleo, done="true") == ["Cobalt"]
    crew.cleo.stack.settle()
    kinds = [it["kind"] for it in crew.cleo.get("/api/notices").body["items"]]
    assert "reviewed" in kinds
    assert crew.ben.get("/api/reviews").body["items"] == []
    assert say(crew.cleo, address, "open").status == 409


def test_more_time_is_asked_for_and_granted(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    asked = crew.cleo.put(f"{address}/mine/extension", {"due": LATER, "words": "On leave"})
    assert asked.body["asked_until"].startswith(LATER)
    assert people(crew.ben, address, where="asks") == {"Cleo": "asks"}
    granted = f"{address}/people/{crew.cleo.member}/extension"
    assert crew.cleo.put(granted, {"due": LATER}).status == 403
    assert crew.ben.put(granted, {"due": LATER}).body["where"] == "later"

    mine = crew.cleo.get(address).body
    assert (mine["extended"], mine["asked_until"], mine["due"][:10]) == (True, None, LATER)
    assert crew.ben.delete(granted).status == 204
    assert crew.cleo.get(address).body["due"].startswith(SOON)


def test_why_not_is_said_and_taken_back(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    body = {"why": "no-access", "words": "The link asks me to pay"}
    assert crew.cleo.put(f"{address}/mine/reason", body).body["why"] == "no-access"
    [said] = crew.ben.get(f"{address}/people", where="says").body["items"]

    assert (said["why"], said["words"]) == ("no-access", "The link asks me to pay")
    assert counts(crew.ben, kiln) == {"says": 1, "of": 2}
    assert crew.cleo.delete(f"{address}/mine/reason").status == 204
    assert counts(crew.ben, kiln) == {"of": 2}


def test_who_may_ask_whom(crew: Crew, kiln: str) -> None:
    item = note(crew.cleo, "Cobalt")

    assert ask(crew.cleo, item, group=kiln).status == 403
    assert ask(crew.ada, item, group=kiln).status == 404
    assert ask(crew.cleo, item, members=[crew.cleo.member]).status == 201
    assert ask(crew.cleo, item, members=[crew.ben.member]).status == 403
    assert ask(crew.ben, item, members=[crew.ada.member]).status == 403
    assert ask(crew.ben, note(crew.ben, "Salt"), members=[crew.cleo.member]).status == 201
    assert ask(crew.ada, note(crew.ada, "Ash"), members=[crew.ben.member]).status == 201
    assert ask(crew.ada, item, members=[crew.eve.member]).body["field"] == "members"
    assert ask(crew.ada, "01JGFJJZ00AAAAAAAAAAAAAAAA", members=[crew.ada.member]).status == 422


def test_what_is_for_others_is_not_assigned(crew: Crew, kiln: str) -> None:
    other = group(crew.ben, "Archive")
    item = note(crew.ben, "Quiet", groups=[other])
    refused = ask(crew.ben, item, group=kiln)

    assert (refused.status, refused.body["field"]) == (409, "items.0")
    assert refused.body["detail"] == "“Quiet” is not for Kiln; share it with them first"
    assert ask(crew.ben, item, members=[crew.cleo.member]).status == 409
    crew.ben.patch(f"/api/items/{item}", {"groups": [other, kiln]})
    assert ask(crew.ben, item, group=kiln).status == 201


def test_who_gave_it_to_single_members_sees_how_far_each_is(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), members=[crew.cleo.member], task="do")
    assert todo(crew.cleo) == ["Cobalt"]
    say(crew.cleo, address, "done")
    [line] = crew.ben.get("/api/assignments/given").body["items"]

    assert (line["to_name"], line["of"], line["counts"]["done"]) == ("Cleo", 1, 1)
    assert people(crew.ben, address) == {"Cleo": "done"}
    assert crew.cleo.get("/api/assignments/given").body["items"] == []
    assert crew.cleo.get(f"{address}/people").status == 404


def test_an_item_is_asked_of_a_group_once_at_a_time(crew: Crew, kiln: str) -> None:
    item = note(crew.ben, "Cobalt")
    address = given(crew.ben, item, group=kiln)
    again = ask(crew.ben, item, group=kiln)

    assert again.body["detail"] == "“Cobalt” is assigned to Kiln already"
    assert crew.ben.patch(address, {"phase": "closed"}, version=1).status == 200
    assert say(crew.cleo, address, "done").status == 409
    assert todo(crew.cleo) == []
    given(crew.ben, item, group=kiln)
    assert todo(crew.cleo) == ["Cobalt"]
    assert crew.ben.patch(address, {"phase": "open"}).status == 409


def test_what_is_withdrawn_shows_nowhere_and_can_be_brought_back(crew: Crew, kiln: str) -> None:
    item = note(crew.ben, "Cobalt")
    address = given(crew.ben, item, group=kiln)
    say(crew.cleo, address, "done")
    gone = crew.ben.patch(address, {"phase": "withdrawn"}, version=1)

    assert (gone.status, gone.headers["etag"]) == (200, '"2"')
    for list in (f"/api/groups/{kiln}/assignments", f"/api/items/{item}/assignments"):
        assert crew.cleo.get(list).body["items"] == []
    assert (todo(crew.ben), todo(crew.cleo, done="true")) == ([], [])
    assert crew.ben.patch(address, {"phase": "open"}, version=1).status == 412
    assert crew.ben.patch(address, {"phase": "open"}, version=2).status == 200
    assert (todo(crew.ben), todo(crew.cleo, done="true")) == (["Cobalt"], ["Cobalt"])
    assert counts(crew.ben, kiln) == {"done": 1, "of": 2}


def test_another_day_is_set_for_all(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    moved = crew.ben.patch(address, {"due": LATER, "note": "No hurry"}, version=1)

    assert moved.body["due"].startswith(LATER)
    assert crew.cleo.get(address).body["due"].startswith(LATER)
    assert crew.cleo.patch(address, {"due": SOON}).status == 403


def test_asking_again_under_one_key_asks_once(crew: Crew, kiln: str) -> None:
    from sharewell.clock import now
    from sharewell.ids import new_ulid

    body = {"items": [note(crew.ben, "Cobalt")], "group": kiln, "due": SOON, "zone": "UTC"}
    key = {"idempotency-key": new_ulid(now())}
    first, second = (crew.ben.post("/api/assignments", body, **key) for _ in range(2))

    assert (first.status, second.status) == (201, 201)
    assert first.body == second.body
    assert todo(crew.cleo) == ["Cobalt"]


def test_a_long_list_of_what_is_asked_pages_by_day(crew: Crew, kiln: str) -> None:
    days = [(datetime.now(UTC) + timedelta(days=2 + n)).date().isoformat() for n in range(15)]
    for number, day in enumerate(reversed(days)):
        item = note(crew.ben, f"Day {14 - number:02}")
        assert ask(crew.ben, item, group=kiln, due=day).status == 201
    first = crew.cleo.get("/api/assignments").body
    second = crew.cleo.get("/api/assignments", after=first["next"]).body
    titles = [it["title"] for it in [*first["items"], *second["items"]]]

    assert titles == [f"Day {number:02}" for number in range(15)]
    assert (len(first["items"]), second["next"]) == (12, None)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"items": []}, "items"),
        ({"due": "2020-01-01"}, "due"),
        ({"due": "2190-01-01"}, "due"),
        ({"zone": "Mars"}, "zone"),
        ({"task": "eat"}, "task"),
    ],
)
def test_what_is_wrong_with_an_assignment_is_named(
    crew: Crew, kiln: str, body: dict[str, Any], field: str
) -> None:
    whole = {"items": [note(crew.ben, "A")], "group": kiln, "due": SOON, "zone": "UTC"}
    refused = crew.ben.post("/api/assignments", whole | body)

    assert (refused.status, refused.body["field"]) == (422, field)
