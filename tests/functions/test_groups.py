"""Groups, as those in them and those outside see them."""

import pytest

from budgets.ledger import Ledger
from conftest import Crew, Someone, all_joined
from local import template
from local.stack import CONTEXT, Reply
from resilience import invariants


def make(by: Someone, name: str, *members: Someone) -> str:
    said = by.post("/api/groups", {"name": name, "members": [it.member for it in members]})
    assert said.status == 201, said.body
    return str(said.body["id"])


def members(by: Someone, group: str) -> list[str]:
    return [it["name"] for it in by.get(f"/api/groups/{group}/members").body["items"]]


def mine(by: Someone) -> list[str]:
    return [it["name"] for it in by.get("/api/groups").body["items"]]


def put_in(by: Someone, group: str, whom: Someone) -> Reply:
    return by.put(f"/api/groups/{group}/members/{whom.member}")


def take_out(by: Someone, group: str, whom: Someone) -> Reply:
    return by.delete(f"/api/groups/{group}/members/{whom.member}")


def test_groups_that_one_may_ask_for_something_are_those_one_tends(crew: Crew) -> None:
    made = {"name": "Kiln", "members": [crew.cleo.member, crew.ada.member]}
    kiln = crew.ben.post("/api/groups", made).body["id"]
    crew.cleo.post("/api/groups", {"name": "Archive", "members": [crew.ben.member]})
    old = crew.ben.post("/api/groups", {"name": "Old"}).body
    crew.ben.patch(f"/api/groups/{old['id']}", {"archived": True})

    def tended(who: Someone) -> list[str]:
        return [it["name"] for it in who.get("/api/groups", tended="true").body["items"]]

    assert tended(crew.ben) == ["Kiln"]
    assert tended(crew.cleo) == ["Archive"]
    assert tended(crew.ada) == ["Kiln"]  # as an administrator in it
    crew.ben.patch(f"/api/groups/{kiln}/members/{crew.cleo.member}", {"role": "lead"})
    assert tended(crew.cleo) == ["Archive", "Kiln"]


def test_those_in_a_group_see_it_and_others_do_not(crew: Crew) -> None:
    kiln = make(crew.ben, "Kiln", crew.ada)
    make(crew.ben, "Archive")

    assert mine(crew.ben) == ["Archive", "Kiln"]
    assert mine(crew.ada) == ["Kiln"]
    assert members(crew.ada, kiln) == ["Ben", "Ada"]
    for outsider in (crew.cleo, crew.eve):
        assert mine(outsider) == []
        for path in (f"/api/groups/{kiln}", f"/api/groups/{kiln}/members"):
            assert outsider.get(path).status == 404


def test_a_list_of_groups_is_one_call_after_who_asks(crew: Crew) -> None:
    for name in ("Kiln", "Archive", "Clay"):
        make(crew.ben, name)
    with Ledger() as ledger:
        crew.ben.get("/api/groups")

    assert ledger.calls == ["Query", "BatchGetItem"]


def test_who_leads_a_group_lets_others_in_and_twice_is_once(crew: Crew) -> None:
    kiln = make(crew.ben, "Kiln", crew.ada)
    for _ in range(2):
        assert put_in(crew.ben, kiln, crew.cleo).status == 204

    assert members(crew.cleo, kiln) == ["Ben", "Ada", "Cleo"]
    assert mine(crew.cleo) == ["Kiln"]
    assert crew.cleo.get(f"/api/groups/{kiln}").body["members"] == 3
    assert take_out(crew.cleo, kiln, crew.cleo).status == 204
    assert members(crew.ben, kiln) == ["Ben", "Ada"]
    assert mine(crew.cleo) == []


def test_one_lead_stays(crew: Crew) -> None:
    kiln = make(crew.ben, "Kiln", crew.cleo)
    for _ in range(2):
        put_in(crew.ben, kiln, crew.cleo)
    assert take_out(crew.ben, kiln, crew.cleo).status == 204
    assert take_out(crew.ben, kiln, crew.cleo).status == 204
    refused = take_out(crew.ben, kiln, crew.ben)

    detail = "one lead always stays in a group; hand over first"
    assert (refused.status, refused.body["detail"]) == (409, detail)
    assert members(crew.ben, kiln) == ["Ben"]


def test_only_its_leads_and_administrators_in_it_take_others_out_or_rename(crew: Crew) -> None:
    kiln = make(crew.ben, "Kiln", crew.cleo)
    path = f"/api/groups/{kiln}"

    assert take_out(crew.cleo, kiln, crew.ben).status == 403
    assert crew.cleo.patch(path, {"name": "Oven"}).status == 403
    assert crew.ada.patch(path, {"name": "Oven"}).status == 404
    assert put_in(crew.cleo, kiln, crew.ada).status == 403
    put_in(crew.ben, kiln, crew.ada)
    assert crew.ada.patch(path, {"name": "Oven"}).status == 200
    assert take_out(crew.ada, kiln, crew.cleo).status == 204


def test_two_who_rename_at_once_do_not_overwrite_each_other(crew: Crew) -> None:
    kiln = make(crew.ben, "Kiln")
    first = crew.ben.patch(f"/api/groups/{kiln}", {"name": "Oven"}, version=1)
    put_in(crew.ben, kiln, crew.cleo)
    late = crew.ben.patch(f"/api/groups/{kiln}", {"name": "Stove"}, version=1)

    assert (first.status, first.headers["etag"]) == (200, '"2"')
    assert (late.status, late.body["code"]) == (412, "stale")
    assert crew.ben.patch(f"/api/groups/{kiln}", {"name": "Stove"}, version=2).status == 200


def test_strangers_and_deactivated_members_cannot_be_let_in(crew: Crew) -> None:
    kiln, cleo = make(crew.ben, "Kiln"), crew.cleo.member
    crew.ada.patch(f"/api/members/{cleo}", {"active": False})
    for member in (crew.eve.member, cleo, "01JGFJJZ00AAAAAAAAAAAAAAAA"):
        assert crew.ben.put(f"/api/groups/{kiln}/members/{member}").status == 404
        refused = crew.ben.post("/api/groups", {"name": "Clay", "members": [member]})
        assert (refused.status, refused.body["field"]) == (422, "members.0")
    assert mine(crew.ben) == ["Kiln"]


def test_an_outsider_cannot_tell_a_secret_group_from_none(crew: Crew) -> None:
    kiln = make(crew.ben, "Kiln")
    nothing = "01JGFJJZ00AAAAAAAAAAAAAAAA"
    for group in (kiln, nothing):
        answers = [
            put_in(crew.cleo, group, crew.cleo),
            take_out(crew.cleo, group, crew.ben),
            crew.cleo.patch(f"/api/groups/{group}", {"name": "Mine"}),
        ]
        assert {(it.status, it.body["detail"]) for it in answers} == {
            (404, "there is no such group")
        }


def test_a_long_list_of_members_pages(crew: Crew) -> None:
    many = all_joined(crew.ada.stack, [f"Person{n:02}" for n in range(24)], by=crew.ada)
    group = make(crew.ada, "Everyone", *many)
    first = crew.ada.get(f"/api/groups/{group}/members").body
    second = crew.ada.get(f"/api/groups/{group}/members", after=first["next"]).body

    assert (len(first["items"]), len(second["items"]), second["next"]) == (20, 5, None)


def test_a_new_name_is_carried_into_groups(crew: Crew) -> None:
    kiln = make(crew.ben, "Kiln", crew.cleo)
    left = make(crew.ben, "Left", crew.cleo)
    take_out(crew.cleo, left, crew.cleo)
    crew.cleo.put("/api/me/profile", {"name": "Cleo Ito"})
    detail = {
        "organisation": crew.ada.get("/api/me").body["current"]["organisation"],
        "at": "2026-01-01T00:00:00Z",
        "member": crew.cleo.member,
    }
    for _ in range(2):
        template.entry("consumers.names.handler")(
            {"detail-type": "MemberRenamed", "detail": detail}, CONTEXT
        )

    assert members(crew.ben, kiln) == ["Ben", "Cleo Ito"]
    assert members(crew.ben, left) == ["Ben"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Kiln", "kind": "gang"}, "kind"),
        ({"name": "Kiln", "members": ["x"] * 201}, "members"),
        ({}, "name"),
    ],
)
def test_what_is_wrong_with_a_group_is_named(
    crew: Crew, body: dict[str, object], field: str
) -> None:
    refused = crew.ben.post("/api/groups", body)

    assert (refused.status, refused.body["field"]) == (422, field)


def test_nobody_is_in_more_groups_than_one_call_reads(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sharewell.identity.store.MOST_GROUPS", 1)
    make(crew.cleo, "One")
    two = make(crew.ben, "Two")
    refused = put_in(crew.ben, two, crew.cleo)

    assert (refused.status, refused.body["code"]) == (429, "too_many")
    assert members(crew.ben, two) == ["Ben"]


def test_what_happened_to_a_group_is_not_told_again_with_its_next_change(crew: Crew) -> None:
    kiln = make(crew.ben, "Kiln")
    note = {"kind": "note", "title": "Cones", "body": "Melt.", "channels": [], "groups": [kiln]}
    item = crew.ben.post("/api/items", note).body["id"]
    [made] = [it for it in invariants.rows() if it["sk"] == "GROUP"]
    assert "said" in made

    assert crew.ben.put(f"/api/groups/{kiln}/pins/{item}").status == 204
    [pinned] = [it for it in invariants.rows() if it["sk"] == "GROUP"]
    assert (pinned["pinned"], "said" in pinned) == ([item], False)
