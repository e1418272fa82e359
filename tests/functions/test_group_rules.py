"""Groups filled from pasted lists and by membership rules."""

from typing import Any

import pytest

from conftest import Crew, Someone, join_member, join_members
from sharewell.groups.membership_rules import batches


def create_group(by: Someone, name: str = "Kiln", *members: Someone) -> str:
    body = {"name": name, "members": [it.member for it in members]}
    return str(by.post("/api/groups", body).body["id"])


def save_profile(who: Someone, department: str, location: str = "Ulm") -> None:
    about = {"name": who.name, "department": department, "location": location}
    assert who.put("/api/me/profile", about).status == 200


def member_origins(by: Someone, group: str) -> dict[str, str]:
    found = by.get(f"/api/groups/{group}/members").body["items"]
    return {it["name"]: it["origin"]["kind"] for it in found}


def sales_rule(*departments: str) -> dict[str, Any]:
    among = list(departments) or ["Sales"]
    return {"rule": {"condition": {"field": "department", "among": among}}}


def match_list(by: Someone, pasted: str, **more: str) -> list[tuple[str, str | None]]:
    reply = by.post("/api/pasted-people", {"people": pasted, **more})
    assert reply.status == 200, reply.body
    return [(it["match"], it["member"] and it["member"]["name"]) for it in reply.body["lines"]]


def test_pasted_lines_are_matched_to_members(crew: Crew) -> None:
    join_member(crew.ada.stack, "Benedict", by=crew.ada)
    join_member(crew.ada.stack, "Cleopatra", by=crew.ada)
    crew.ada.post("/api/invitations", {"people": "late@kettle.example"})
    pasted = """CLÉO, be; ada@kettle.example
Benedict <benedict@kettle.example>
somebody@elsewhere.example
late@kettle.example
Nobody Here
cleo"""

    assert match_list(crew.ada, pasted) == [
        ("found", "Cleo"),
        ("ambiguous", None),
        ("in_group", "Ada"),
        ("found", "Benedict"),
        ("to_invite", None),
        ("already_invited", None),
        ("unknown", None),
        ("duplicate", "Cleo"),
    ]
    reply = crew.ada.post("/api/pasted-people", {"people": "be"}).body
    assert [it["name"] for it in reply["lines"][0]["candidates"]] == ["Ben", "Benedict"]


def test_pasted_unknown_address_offers_mail_to_admins_only(crew: Crew) -> None:
    reply = crew.ben.post("/api/pasted-people", {"people": "new@kettle.example"}).body

    assert (reply["may_invite"], reply["lines"][0]["match"]) == (False, "not_a_member")


def test_pasted_list_marks_existing_group_members(crew: Crew) -> None:
    kiln = create_group(crew.ben, "Kiln", crew.cleo)

    assert match_list(crew.ben, "cleo, ada", group=kiln) == [("in_group", "Cleo"), ("found", "Ada")]
    reply = crew.ada.post("/api/pasted-people", {"people": "cleo", "group": kiln})
    assert reply.status == 404


def test_pasted_names_match_no_other_organisation(crew: Crew) -> None:
    assert match_list(crew.eve, "Ben\nben@kettle.example") == [
        ("unknown", None),
        ("to_invite", None),
    ]


def test_rule_preview_matches_what_setting_the_rule_does(crew: Crew) -> None:
    save_profile(crew.ben, "Sales")
    save_profile(crew.cleo, "Service")
    kiln = create_group(crew.ada, "Kiln", crew.cleo)
    crew.ada.stack.settle()
    trial = crew.ada.post("/api/rule-previews", {**sales_rule(), "group": kiln}).body
    before = member_origins(crew.ada, kiln)
    version = crew.ada.get(f"/api/groups/{kiln}").body["version"]
    late = crew.ada.put(
        f"/api/groups/{kiln}/rule", sales_rule(), **{"if-match": f'"{version + 1}"'}
    )
    assert crew.ada.put(f"/api/groups/{kiln}/rule", sales_rule()).status == 204
    crew.ada.stack.settle()
    read = crew.ada.get(f"/api/groups/{kiln}/rule").body

    assert (trial["joins"], trial["joining"], trial["leaves"]) == (1, ["Ben"], 0)
    assert before == {"Ada": "created", "Cleo": "manual"}
    assert late.status == 412
    assert member_origins(crew.ada, kiln) == {"Ada": "created", "Ben": "rule", "Cleo": "manual"}
    assert read["rule"] == sales_rule()["rule"]
    assert (read["progress"]["joined"], read["progress"]["done"]) == (1, True)
    assert crew.ben.get(f"/api/groups/{kiln}").body["rule"] == "department is Sales"
    another = crew.ada.post("/api/rule-previews", {**sales_rule("Service"), "group": kiln}).body
    assert (another["joins"], another["leaving"]) == (0, ["Ben"])


def test_rule_follows_profile_and_activity_changes(crew: Crew) -> None:
    kiln = create_group(crew.ada)
    crew.ada.put(f"/api/groups/{kiln}/rule", sales_rule())
    crew.ada.stack.settle()
    save_profile(crew.ben, "sáles")
    crew.ada.stack.settle()
    come = member_origins(crew.ada, kiln)
    dora = join_member(crew.ada.stack, "Dora", by=crew.ada)
    save_profile(dora, "Sales")
    crew.ada.stack.settle()
    both = member_origins(crew.ada, kiln)
    save_profile(crew.ben, "Service")
    crew.ada.patch(f"/api/members/{dora.member}", {"active": False})
    crew.ada.stack.settle()

    assert come == {"Ada": "created", "Ben": "rule"}
    assert both == {"Ada": "created", "Ben": "rule", "Dora": "rule"}
    assert member_origins(crew.ada, kiln) == {"Ada": "created"}


def test_rule_keeps_manual_members_and_skips_leavers(
    crew: Crew,
) -> None:
    save_profile(crew.ben, "Sales")
    save_profile(crew.cleo, "Sales")
    kiln = create_group(crew.ada)
    crew.ada.put(f"/api/groups/{kiln}/rule", sales_rule())
    crew.ada.stack.settle()
    crew.ada.patch(f"/api/groups/{kiln}/members/{crew.ben.member}", {"role": "lead"})
    crew.cleo.delete(f"/api/groups/{kiln}/members/{crew.cleo.member}")
    save_profile(crew.ben, "Service")
    save_profile(crew.cleo, "Sales", "Graz")
    crew.ada.stack.settle()

    assert member_origins(crew.ada, kiln) == {"Ada": "created", "Ben": "manual"}


@pytest.mark.parametrize("way", ["archive", "delete"])
def test_rule_is_reapplied_when_group_returns(crew: Crew, way: str) -> None:
    save_profile(crew.ben, "Sales")
    kiln = create_group(crew.ada)
    path = f"/api/groups/{kiln}"
    crew.ada.put(f"{path}/rule", sales_rule())
    crew.ada.stack.settle()
    if way == "archive":
        assert crew.ada.patch(path, {"archived": True}).status == 200
    else:
        assert crew.ada.delete(path).status == 204
    save_profile(crew.ben, "Clay")
    save_profile(crew.cleo, "Sales")
    crew.ada.stack.settle()
    if way == "archive":
        assert member_origins(crew.ada, kiln) == {"Ada": "created", "Ben": "rule"}
        assert crew.ada.patch(path, {"archived": False}).status == 200
    else:
        assert crew.ada.post(f"{path}/restore").status == 200
    crew.ada.stack.settle()

    assert member_origins(crew.ada, kiln) == {"Ada": "created", "Cleo": "rule"}


def test_adding_a_list_resumes_when_group_is_restored(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sharewell.groups.memberships.MEMBERS_PER_WRITE", 1)
    kiln = create_group(crew.ada)
    path = f"/api/groups/{kiln}"
    crew.ada.post(f"{path}/members", {"members": [crew.ben.member, crew.cleo.member]})
    crew.ada.delete(path)
    crew.ada.stack.settle()
    crew.ada.post(f"{path}/restore")
    crew.ada.stack.settle()

    assert member_origins(crew.ada, kiln) == {"Ada": "created", "Ben": "manual", "Cleo": "manual"}


def test_removing_rule_keeps_its_members(crew: Crew) -> None:
    save_profile(crew.ben, "Sales")
    kiln = create_group(crew.ada)
    crew.ada.put(f"/api/groups/{kiln}/rule", sales_rule())
    crew.ada.stack.settle()
    assert crew.ada.delete(f"/api/groups/{kiln}/rule").status == 204
    save_profile(crew.ben, "Service")
    crew.ada.stack.settle()

    assert member_origins(crew.ada, kiln) == {"Ada": "created", "Ben": "rule"}
    assert crew.ada.get(f"/api/groups/{kiln}/rule").body["rule"] is None


def test_rule_over_many_members_runs_in_batches(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sharewell.groups.membership_rules.batches.BATCH_SIZE", 2)
    monkeypatch.setattr(batches.group_membership, "batches", 2)
    monkeypatch.setattr("sharewell.identity.store.MAX_GROUPS", 2)
    many = join_members(crew.ada.stack, [f"P{n}" for n in range(7)], by=crew.ada)
    for it in many:
        save_profile(it, "Sales")
    for name in ("One", "Two"):
        create_group(many[3], name)
    kiln = create_group(crew.ada)
    crew.ada.stack.settle()
    crew.ada.put(f"/api/groups/{kiln}/rule", sales_rule())
    crew.ada.stack.settle()
    progress = crew.ada.get(f"/api/groups/{kiln}/rule").body["progress"]

    assert progress == {
        "seen": 10, "waiting": 0, "joined": 6, "left": 0, "skipped": 1, "done": True,
    }  # fmt: skip
    assert crew.ada.get(f"/api/groups/{kiln}").body["members"] == 7


@pytest.mark.parametrize(
    ("condition", "named"),
    [
        ({"field": "department", "among": []}, "condition"),
        ({"all": []}, "condition"),
        ({"field": "shoe size", "among": ["44"]}, "condition"),
        ({"all": [{"field": "role", "among": ["admin"]}] * 13}, "condition"),
        ({"none": [{"none": [{"none": [{"none": [{"field": "role", "among": ["x"]}]}]}]}]}, "rule"),
    ],
)
def test_invalid_rule_names_the_field(crew: Crew, condition: Any, named: str) -> None:
    kiln = create_group(crew.ben)
    refused = crew.ben.put(f"/api/groups/{kiln}/rule", {"rule": {"condition": condition}})

    assert refused.status == 422
    assert refused.body["field"].startswith("rule")
    assert named in refused.body["field"]
