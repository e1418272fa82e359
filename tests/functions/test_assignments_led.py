"""What becomes of assignments when groups, people and items change, and who is reminded of them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from conftest import Crew, Someone, all_joined, joined
from helpers.assignments import LATER, ask, counts, given, group, note, people, say, todo
from resilience import invariants
from sharewell.assignments.doing import Doings
from sharewell.assignments.giving import Giving
from sharewell.assignments.leading import Leading
from sharewell.assignments.mine import Mine
from sharewell.assignments.telling import Telling
from sharewell.clock import now
from sharewell.retention.groups import GroupPurging
from sharewell.retention.items import Purging


@contextmanager
def in_days(days: float) -> Iterator[None]:
    """The clock of all that has to do with assignments, put forward."""
    at = now() + timedelta(days=days)
    fixed: Any = lambda _: at  # noqa: E731
    patches = [patch.object(it, "now", fixed) for it in (Doings, Giving, Leading, Mine, Telling)]
    for it in patches:
        it.start()
    try:
        yield
    finally:
        for it in patches:
            it.stop()


def told(who: Someone, kind: str) -> list[str]:
    """Titles of their notices of a kind."""
    who.stack.settle()
    return [it["title"] for it in who.get("/api/notices").body["items"] if it["kind"] == kind]


def change(by: Someone, group: str, **body: Any) -> None:
    assert by.patch(f"/api/groups/{group}", body).status == 200
    by.stack.settle()


def purge(by: Someone) -> None:
    """31 days go by."""
    by.stack.settle()
    at = now() + timedelta(days=31)
    later = patch.object(Purging, "now", lambda _: at)
    with later, patch.object(GroupPurging, "now", lambda _: at):
        by.stack.invoke("workers.purge.handler", {})
    by.stack.settle()


def left() -> list[dict[str, Any]]:
    """Every row of an assignment."""
    kinds = ("ASSIGNED#", "GIVEN#", "GAVE#", "STANDINGS#", "ASSIGNEES#", "REVIEWS#")
    return [row for row in invariants.rows() if row["pk"].startswith(kinds)]


@pytest.fixture
def kiln(crew: Crew) -> str:
    """Ben leads it; Cleo and Ada are in it."""
    return group(crew.ben, "Kiln", crew.cleo, crew.ada)


def test_only_those_on_whom_it_is_are_reminded(crew: Crew, kiln: str) -> None:
    dee, fay, gus = (joined(crew.ada.stack, name, by=crew.ada) for name in ("Dee", "Fay", "Gus"))
    for it in (dee, fay, gus):
        crew.ben.put(f"/api/groups/{kiln}/members/{it.member}")
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    say(crew.ada, address, "done")
    crew.cleo.put(f"{address}/mine/reason", {"why": "not-relevant"})
    dee.put(f"{address}/mine/extension", {"due": LATER})
    fay.put(f"{address}/mine/extension", {"due": LATER})
    crew.ben.put(f"{address}/people/{fay.member}/extension", {"due": LATER})
    assert crew.ben.post(f"{address}/reminders").status == 200

    assert told(gus, "reminded") == ["Cobalt"]
    for it in (crew.ada, crew.cleo, dee, fay, crew.ben):
        assert told(it, "reminded") == [], it.name
    again = crew.ben.post(f"{address}/reminders")
    assert (again.status, again.body["detail"]) == (409, "they were reminded less than a day ago")
    with in_days(11):  # and then her more time is over
        assert crew.ben.post(f"{address}/reminders").status == 200
        crew.ben.stack.settle()
    assert told(fay, "reminded") == ["Cobalt"]
    assert told(crew.ada, "reminded") == []


def test_counts_say_where_everybody_is(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    say(crew.ada, address, "done")
    crew.cleo.put(f"{address}/mine/reason", {"why": "no-time"})
    with in_days(5):
        [line] = crew.ben.get(f"/api/groups/{kiln}/assignments").body["items"]

    assert (line["of"], line["late"]) == (3, 1)
    assert (line["counts"]["done"], line["counts"]["says"]) == (1, 1)


def test_words_stand_only_where_they_belong(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    crew.cleo.put(f"{address}/mine/reason", {"why": "no-time", "words": "Firing"})
    asked = crew.cleo.put(f"{address}/mine/extension", {"due": LATER, "words": "After it"}).body
    assert (asked["why"], asked["words"]) == (None, "After it")
    [one] = crew.ben.get(f"{address}/people", where="asks").body["items"]
    assert (one["why"], one["words"]) == (None, "After it")
    said = crew.cleo.put(f"{address}/mine/reason", {"why": "other", "words": "Not mine"}).body
    assert (said["asked_until"], said["words"]) == (None, "Not mine")
    say(crew.cleo, address, "done")
    [one] = crew.ben.get(f"{address}/people", where="done").body["items"]

    assert (one["why"], one["words"], one["asked_until"]) == (None, None, None)


def test_observers_are_not_counted_among_those_asked(crew: Crew, kiln: str) -> None:
    given(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    watchers = all_joined(crew.ada.stack, [f"W{number}" for number in range(3)], by=crew.ada)
    for it in watchers:
        crew.ben.put(f"/api/groups/{kiln}/members/{it.member}")
        place = f"/api/groups/{kiln}/members/{it.member}"
        assert crew.ben.patch(place, {"role": "observer"}).status == 200

    assert counts(crew.ben, kiln) == {"of": 3}
    crew.ben.patch(f"/api/groups/{kiln}/members/{watchers[0].member}", {"role": "member"})
    crew.ben.delete(f"/api/groups/{kiln}/members/{watchers[1].member}")
    assert counts(crew.ben, kiln) == {"of": 4}


def test_who_is_deactivated_is_not_counted_until_they_are_back(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    say(crew.cleo, address, "done")
    cleo = crew.cleo.member
    for active, shown in ((False, {"of": 2}), (True, {"done": 1, "of": 3})):
        assert crew.ada.patch(f"/api/members/{cleo}", {"active": active}).status == 200
        crew.ada.stack.settle()
        assert counts(crew.ben, kiln) == shown
    place = f"/api/groups/{kiln}/members/{cleo}"
    crew.ada.patch(f"/api/members/{cleo}", {"active": False})
    crew.ada.stack.settle()
    assert people(crew.ben, address) == {"Ada": "open", "Ben": "open"}

    assert crew.ben.patch(place, {"role": "observer"}).status == 200
    assert counts(crew.ben, kiln) == {"of": 2}
    assert crew.ben.post(f"/api/groups/{kiln}/hand-over", {"to": cleo}).status == 204
    assert counts(crew.ada, kiln) == {"of": 2}
    own = f"/api/groups/{kiln}/members/{crew.ada.member}"
    assert crew.ada.patch(own, {"role": "lead"}).status == 200
    assert crew.ada.delete(place).status == 204
    assert counts(crew.ada, kiln) == {"of": 2}


def test_observers_are_asked_nothing(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, item := note(crew.ben, "Cobalt"), group=kiln)
    say(crew.cleo, address, "done")
    crew.ben.patch(f"/api/groups/{kiln}/members/{crew.cleo.member}", {"role": "observer"})
    crew.ben.stack.settle()

    assert (todo(crew.cleo), todo(crew.cleo, done="true")) == ([], [])
    assert crew.cleo.get(f"/api/items/{item}/assignments").body["items"] == []
    assert crew.cleo.get(address).status == 404
    assert say(crew.cleo, address, "open").status == 404
    assert counts(crew.ben, kiln) == {"of": 2}
    crew.ben.patch(f"/api/groups/{kiln}/members/{crew.cleo.member}", {"role": "member"})
    crew.ben.stack.settle()
    assert counts(crew.ben, kiln) == {"done": 1, "of": 3}


def test_an_archived_group_asks_nothing_until_it_is_back(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, item := note(crew.ben, "Cobalt"), group=kiln)
    given(crew.ben, other := note(crew.ben, "Salt"), group=kiln)
    say(crew.cleo, f"/api/assignments/{kiln}/{address.rpartition('/')[2]}", "done")
    change(crew.ben, kiln, archived=True)

    assert (todo(crew.cleo), todo(crew.cleo, done="true")) == ([], ["Cobalt"])
    assert crew.cleo.get(f"/api/items/{other}/assignments").body["items"] == []
    assert len(crew.ben.get(f"/api/groups/{kiln}/assignments").body["items"]) == 2
    for refused in (crew.ben.post(f"{address}/reminders"), ask(crew.ben, item, group=kiln)):
        assert refused.status == 409
        assert refused.body["detail"] == "this group is archived; nothing is asked of it"
    change(crew.ben, kiln, archived=False)
    assert todo(crew.cleo) == ["Salt"]
    assert crew.ben.post(f"{address}/reminders").status == 200


def test_what_a_deleted_group_was_given_is_gone_until_it_is_restored(crew: Crew, kiln: str) -> None:
    review = given(crew.ben, note(crew.ben, "Salt"), group=kiln, task="review")
    address = given(crew.ben, item := note(crew.ben, "Cobalt"), group=kiln)
    say(crew.cleo, review, "ready")
    assert crew.ben.delete(f"/api/groups/{kiln}").status == 204
    crew.ben.stack.settle()

    assert (todo(crew.cleo), todo(crew.cleo, done="true"), todo(crew.ben)) == ([], [], [])
    assert crew.cleo.get(f"/api/items/{item}/assignments").body["items"] == []
    assert crew.ben.get("/api/reviews").body["items"] == []
    for reply in (crew.cleo.get(address), say(crew.cleo, address, "done")):
        assert reply.status == 404
    assert crew.ben.post(f"{address}/reminders").status == 404
    assert crew.ben.post(f"/api/groups/{kiln}/restore").status == 200
    crew.ben.stack.settle()
    assert sorted(todo(crew.cleo)) == ["Cobalt", "Salt"]
    assert [it["title"] for it in crew.ben.get("/api/reviews").body["items"]] == ["Salt"]


def test_an_assignment_goes_by_the_present_name_of_its_group(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    change(crew.ben, kiln, name="Big kiln")

    assert crew.cleo.get(address).body["to_name"] == "Big kiln"


def test_what_is_deleted_is_asked_of_nobody_and_comes_back(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, item := note(crew.ben, "Cobalt"), group=kiln)
    say(crew.cleo, address, "done")
    crew.ben.delete(f"/api/items/{item}")
    crew.ben.stack.settle()

    assert (todo(crew.ada), todo(crew.cleo, done="true")) == ([], [])
    assert crew.ben.get(f"/api/groups/{kiln}/assignments").body["items"] == []
    assert crew.ben.post(f"{address}/reminders").status == 404
    crew.ben.post(f"/api/items/{item}/restore")
    crew.ben.stack.settle()
    assert (todo(crew.ada), todo(crew.cleo, done="true")) == (["Cobalt"], ["Cobalt"])


def test_of_what_is_gone_for_good_no_assignment_is_left(crew: Crew, kiln: str) -> None:
    item = note(crew.ben, "Cobalt")
    address = given(crew.ben, item, group=kiln, task="review", reviewer=crew.ada.member)
    say(crew.cleo, address, "ready")
    given(crew.ben, item, members=[crew.cleo.member])
    crew.ben.delete(f"/api/items/{item}")
    purge(crew.ada)

    assert left() == []


def test_of_what_a_group_was_given_that_is_gone_for_good_nothing_is_left(
    crew: Crew, kiln: str
) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln, task="review")
    say(crew.cleo, address, "ready")
    crew.ben.patch(address, {"phase": "closed"})
    crew.ben.delete(f"/api/groups/{kiln}")
    purge(crew.ada)

    assert left() == []


def test_of_what_the_group_sees_no_more_nobody_learns_by_its_assignment(
    crew: Crew, kiln: str
) -> None:
    item = note(crew.cleo, "Cobalt")
    address = given(crew.ben, item, group=kiln)
    own = group(crew.cleo, "Archive")
    crew.cleo.patch(f"/api/items/{item}", {"title": "Hush", "groups": [own]})
    crew.cleo.stack.settle()

    assert (todo(crew.ada), todo(crew.cleo)) == ([], ["Hush"])
    replies = [
        crew.ben.get(f"/api/groups/{kiln}/assignments"),
        crew.ben.get(f"{address}/people"),
        crew.ben.patch(address, {"note": "Hurry"}),
        crew.ben.post(f"{address}/reminders"),
    ]
    assert [it.status for it in replies] == [200, 404, 404, 404]
    assert "Hush" not in json.dumps([it.body for it in replies])


def test_co_authors_are_asked_for_what_they_see_as_such(crew: Crew) -> None:
    own = group(crew.ben, "Archive")
    item = note(crew.ben, "Quiet", groups=[own], co_authors=[crew.ada.member])
    assert ask(crew.ada, item, members=[crew.ada.member]).status == 201

    assert todo(crew.ada) == ["Quiet"]


def test_a_comer_and_a_leaver_are_in_the_numbers_at_once(crew: Crew, kiln: str) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    say(crew.cleo, address, "done")
    place = f"/api/groups/{kiln}/members/{crew.cleo.member}"
    crew.ben.delete(place)
    crew.ben.stack.settle()
    assert counts(crew.ben, kiln) == {"of": 2}
    assert people(crew.ben, address, where="done") == {}
    crew.ben.put(place)
    crew.ben.stack.settle()

    assert counts(crew.ben, kiln) == {"done": 1, "of": 3}
    assert people(crew.ben, address, where="done") == {"Cleo": "done"}


def test_whoever_gave_it_hears_of_a_wish_for_time_and_they_of_the_answer(
    crew: Crew, kiln: str
) -> None:
    address = given(crew.ben, note(crew.ben, "Cobalt"), group=kiln)
    assert told(crew.cleo, "assigned") == ["Cobalt"]
    crew.cleo.put(f"{address}/mine/extension", {"due": LATER})
    assert told(crew.ben, "time_asked") == ["Cobalt"]
    [asked] = [
        it for it in crew.ben.get("/api/notices").body["items"] if it["kind"] == "time_asked"
    ]
    assert asked["ref"] == f"group:{kiln}"  # where it is decided
    crew.ben.put(f"{address}/people/{crew.cleo.member}/extension", {"due": LATER})

    assert told(crew.cleo, "time_decided") == ["Cobalt"]
    assert told(crew.ben, "assigned") == []
