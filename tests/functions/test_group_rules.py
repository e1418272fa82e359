"""Groups from pasted lists and by rules."""

from typing import Any

import pytest

from conftest import Crew, Someone, all_joined, joined
from sharewell.groups.membership_rules import batches


def make(by: Someone, name: str = "Kiln", *members: Someone) -> str:
    body = {"name": name, "members": [it.member for it in members]}
    return str(by.post("/api/groups", body).body["id"])


def works(who: Someone, department: str, location: str = "Ulm") -> None:
    about = {"name": who.name, "department": department, "location": location}
    assert who.put("/api/me/profile", about).status == 200


def people(by: Someone, group: str) -> dict[str, str]:
    found = by.get(f"/api/groups/{group}/members").body["items"]
    return {it["name"]: it["why"]["way"] for it in found}


def sales(*departments: str) -> dict[str, Any]:
    among = list(departments) or ["Sales"]
    return {"rule": {"takes": {"field": "department", "among": among}}}


def matches(by: Someone, pasted: str, **more: str) -> list[tuple[str, str | None]]:
    said = by.post("/api/pasted-people", {"people": pasted, **more})
    assert said.status == 200, said.body
    return [(it["match"], it["member"] and it["member"]["name"]) for it in said.body["lines"]]


def test_each_line_of_a_pasted_list_says_whom_it_means(crew: Crew) -> None:
    joined(crew.ada.stack, "Benedict", by=crew.ada)
    joined(crew.ada.stack, "Cleopatra", by=crew.ada)
    crew.ada.post("/api/invitations", {"people": "late@kettle.example"})
    pasted = """CLÉO, be; ada@kettle.example
Benedict <benedict@kettle.example>
somebody@elsewhere.example
late@kettle.example
Nobody Here
cleo"""

    assert matches(crew.ada, pasted) == [
        ("found", "Cleo"),
        ("several", None),
        ("in_group", "Ada"),
        ("found", "Benedict"),
        ("to_invite", None),
        ("invited_before", None),
        ("unknown", None),
        ("twice", "Cleo"),
    ]
    said = crew.ada.post("/api/pasted-people", {"people": "be"}).body
    assert [it["name"] for it in said["lines"][0]["candidates"]] == ["Ben", "Benedict"]


def test_only_administrators_are_told_that_a_mail_would_go_out(crew: Crew) -> None:
    said = crew.ben.post("/api/pasted-people", {"people": "new@kettle.example"}).body

    assert (said["may_invite"], said["lines"][0]["match"]) == (False, "not_here")


def test_a_pasted_list_says_who_is_in_the_group(crew: Crew) -> None:
    kiln = make(crew.ben, "Kiln", crew.cleo)

    assert matches(crew.ben, "cleo, ada", group=kiln) == [("in_group", "Cleo"), ("found", "Ada")]
    said = crew.ada.post("/api/pasted-people", {"people": "cleo", "group": kiln})
    assert said.status == 404


def test_names_of_another_organisation_mean_nobody(crew: Crew) -> None:
    assert matches(crew.eve, "Ben\nben@kettle.example") == [
        ("unknown", None),
        ("to_invite", None),
    ]


def test_a_rule_shows_what_it_would_do_and_does_it(crew: Crew) -> None:
    works(crew.ben, "Sales")
    works(crew.cleo, "Service")
    kiln = make(crew.ada, "Kiln", crew.cleo)
    crew.ada.stack.settle()
    trial = crew.ada.post("/api/rule-trials", {**sales(), "group": kiln}).body
    before = people(crew.ada, kiln)
    version = crew.ada.get(f"/api/groups/{kiln}").body["version"]
    late = crew.ada.put(f"/api/groups/{kiln}/rule", sales(), **{"if-match": f'"{version + 1}"'})
    assert crew.ada.put(f"/api/groups/{kiln}/rule", sales()).status == 204
    crew.ada.stack.settle()
    read = crew.ada.get(f"/api/groups/{kiln}/rule").body

    assert (trial["joins"], trial["joining"], trial["leaves"]) == (1, ["Ben"], 0)
    assert before == {"Ada": "made", "Cleo": "by_hand"}
    assert late.status == 412
    assert people(crew.ada, kiln) == {"Ada": "made", "Ben": "rule", "Cleo": "by_hand"}
    assert read["rule"] == sales()["rule"]
    assert (read["progress"]["joined"], read["progress"]["done"]) == (1, True)
    assert crew.ben.get(f"/api/groups/{kiln}").body["rule"] == "department is Sales"
    another = crew.ada.post("/api/rule-trials", {**sales("Service"), "group": kiln}).body
    assert (another["joins"], another["leaving"]) == (0, ["Ben"])


def test_a_rule_follows_what_people_say_of_themselves(crew: Crew) -> None:
    kiln = make(crew.ada)
    crew.ada.put(f"/api/groups/{kiln}/rule", sales())
    crew.ada.stack.settle()
    works(crew.ben, "sáles")
    crew.ada.stack.settle()
    come = people(crew.ada, kiln)
    dora = joined(crew.ada.stack, "Dora", by=crew.ada)
    works(dora, "Sales")
    crew.ada.stack.settle()
    both = people(crew.ada, kiln)
    works(crew.ben, "Service")
    crew.ada.patch(f"/api/members/{dora.member}", {"active": False})
    crew.ada.stack.settle()

    assert come == {"Ada": "made", "Ben": "rule"}
    assert both == {"Ada": "made", "Ben": "rule", "Dora": "rule"}
    assert people(crew.ada, kiln) == {"Ada": "made"}


def test_whom_somebody_put_in_no_rule_takes_out_and_who_left_it_puts_in_no_more(
    crew: Crew,
) -> None:
    works(crew.ben, "Sales")
    works(crew.cleo, "Sales")
    kiln = make(crew.ada)
    crew.ada.put(f"/api/groups/{kiln}/rule", sales())
    crew.ada.stack.settle()
    crew.ada.patch(f"/api/groups/{kiln}/members/{crew.ben.member}", {"role": "lead"})
    crew.cleo.delete(f"/api/groups/{kiln}/members/{crew.cleo.member}")
    works(crew.ben, "Service")
    works(crew.cleo, "Sales", "Graz")
    crew.ada.stack.settle()

    assert people(crew.ada, kiln) == {"Ada": "made", "Ben": "by_hand"}


@pytest.mark.parametrize("way", ["archive", "delete"])
def test_a_group_that_comes_back_follows_its_rule_again(crew: Crew, way: str) -> None:
    works(crew.ben, "Sales")
    kiln = make(crew.ada)
    path = f"/api/groups/{kiln}"
    crew.ada.put(f"{path}/rule", sales())
    crew.ada.stack.settle()
    if way == "archive":
        assert crew.ada.patch(path, {"archived": True}).status == 200
    else:
        assert crew.ada.delete(path).status == 204
    works(crew.ben, "Clay")
    works(crew.cleo, "Sales")
    crew.ada.stack.settle()
    if way == "archive":
        assert people(crew.ada, kiln) == {"Ada": "made", "Ben": "rule"}
        assert crew.ada.patch(path, {"archived": False}).status == 200
    else:
        assert crew.ada.post(f"{path}/restore").status == 200
    crew.ada.stack.settle()

    assert people(crew.ada, kiln) == {"Ada": "made", "Cleo": "rule"}


def test_a_list_that_fills_a_group_goes_on_when_it_is_back(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sharewell.groups.membership.TOGETHER", 1)
    kiln = make(crew.ada)
    path = f"/api/groups/{kiln}"
    crew.ada.post(f"{path}/members", {"members": [crew.ben.member, crew.cleo.member]})
    crew.ada.delete(path)
    crew.ada.stack.settle()
    crew.ada.post(f"{path}/restore")
    crew.ada.stack.settle()

    assert people(crew.ada, kiln) == {"Ada": "made", "Ben": "by_hand", "Cleo": "by_hand"}


def test_without_its_rule_a_group_keeps_who_is_in_it(crew: Crew) -> None:
    works(crew.ben, "Sales")
    kiln = make(crew.ada)
    crew.ada.put(f"/api/groups/{kiln}/rule", sales())
    crew.ada.stack.settle()
    assert crew.ada.delete(f"/api/groups/{kiln}/rule").status == 204
    works(crew.ben, "Service")
    crew.ada.stack.settle()

    assert people(crew.ada, kiln) == {"Ada": "made", "Ben": "rule"}
    assert crew.ada.get(f"/api/groups/{kiln}/rule").body["rule"] is None


def test_a_rule_over_many_is_spread(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sharewell.groups.membership_rules.batches.CHUNK", 2)
    monkeypatch.setattr(batches.group_membership, "batches", 2)
    monkeypatch.setattr("sharewell.identity.store.MOST_GROUPS", 2)
    many = all_joined(crew.ada.stack, [f"P{n}" for n in range(7)], by=crew.ada)
    for it in many:
        works(it, "Sales")
    for name in ("One", "Two"):
        make(many[3], name)
    kiln = make(crew.ada)
    crew.ada.stack.settle()
    crew.ada.put(f"/api/groups/{kiln}/rule", sales())
    crew.ada.stack.settle()
    progress = crew.ada.get(f"/api/groups/{kiln}/rule").body["progress"]

    assert progress == {
        "seen": 10, "waiting": 0, "joined": 6, "left": 0, "skipped": 1, "done": True,
    }  # fmt: skip
    assert crew.ada.get(f"/api/groups/{kiln}").body["members"] == 7


@pytest.mark.parametrize(
    ("takes", "says"),
    [
        ({"field": "department", "among": []}, "takes"),
        ({"all": []}, "takes"),
        ({"field": "shoe size", "among": ["44"]}, "takes"),
        ({"all": [{"field": "role", "among": ["admin"]}] * 13}, "takes"),
        ({"none": [{"none": [{"none": [{"none": [{"field": "role", "among": ["x"]}]}]}]}]}, "rule"),
    ],
)
def test_what_is_wrong_with_a_rule_is_said(crew: Crew, takes: Any, says: str) -> None:
    kiln = make(crew.ben)
    refused = crew.ben.put(f"/api/groups/{kiln}/rule", {"rule": {"takes": takes}})

    assert refused.status == 422
    assert refused.body["field"].startswith("rule")
    assert says in refused.body["field"] or says == "rule"
