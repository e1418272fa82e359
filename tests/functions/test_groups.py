"""Groups: who sees, lists, changes and leaves them."""

import pytest

from budgets.ledger import Ledger
from conftest import Crew, Someone, join_members
from local_stack import templates
from local_stack.in_process import CONTEXT, Reply
from resilience import invariants


def create_group(by: Someone, name: str, *members: Someone) -> str:
    reply = by.post("/api/groups", {"name": name, "members": [it.member for it in members]})
    assert reply.status == 201, reply.body
    return str(reply.body["id"])


def members(by: Someone, group: str) -> list[str]:
    return [it["name"] for it in by.get(f"/api/groups/{group}/members").body["items"]]


def group_names(by: Someone) -> list[str]:
    return [it["name"] for it in by.get("/api/groups").body["items"]]


def add_member(by: Someone, group: str, recipients: Someone) -> Reply:
    return by.put(f"/api/groups/{group}/members/{recipients.member}")


def remove_member(by: Someone, group: str, recipients: Someone) -> Reply:
    return by.delete(f"/api/groups/{group}/members/{recipients.member}")


def test_led_groups_list_returns_groups_the_caller_leads(crew: Crew) -> None:
    made = {"name": "Kiln", "members": [crew.cleo.member, crew.ada.member]}
    kiln = crew.ben.post("/api/groups", made).body["id"]
    crew.cleo.post("/api/groups", {"name": "Archive", "members": [crew.ben.member]})
    old = crew.ben.post("/api/groups", {"name": "Old"}).body
    crew.ben.patch(f"/api/groups/{old['id']}", {"archived": True})

    def led_groups(who: Someone) -> list[str]:
        return [it["name"] for it in who.get("/api/groups", managed="true").body["items"]]

    assert led_groups(crew.ben) == ["Kiln"]
    assert led_groups(crew.cleo) == ["Archive"]
    assert led_groups(crew.ada) == ["Kiln"]  # Ada is an administrator and a member of it.
    crew.ben.patch(f"/api/groups/{kiln}/members/{crew.cleo.member}", {"role": "lead"})
    assert led_groups(crew.cleo) == ["Archive", "Kiln"]


def test_group_is_visible_to_its_members_only(crew: Crew) -> None:
    kiln = create_group(crew.ben, "Kiln", crew.ada)
    create_group(crew.ben, "Archive")

    assert group_names(crew.ben) == ["Archive", "Kiln"]
    assert group_names(crew.ada) == ["Kiln"]
    assert members(crew.ada, kiln) == ["Ben", "Ada"]
    for outsider in (crew.cleo, crew.eve):
        assert group_names(outsider) == []
        for path in (f"/api/groups/{kiln}", f"/api/groups/{kiln}/members"):
            assert outsider.get(path).status == 404


def test_groups_list_reads_all_rows_in_one_call(crew: Crew) -> None:
    for name in ("Kiln", "Archive", "Clay"):
        create_group(crew.ben, name)
    with Ledger() as ledger:
        crew.ben.get("/api/groups")

    assert ledger.calls == ["Query", "BatchGetItem"]


def test_lead_adds_members_idempotently(crew: Crew) -> None:
    kiln = create_group(crew.ben, "Kiln", crew.ada)
    for _ in range(2):
        assert add_member(crew.ben, kiln, crew.cleo).status == 204

    assert members(crew.cleo, kiln) == ["Ben", "Ada", "Cleo"]
    assert group_names(crew.cleo) == ["Kiln"]
    assert crew.cleo.get(f"/api/groups/{kiln}").body["members"] == 3
    assert remove_member(crew.cleo, kiln, crew.cleo).status == 204
    assert members(crew.ben, kiln) == ["Ben", "Ada"]
    assert group_names(crew.cleo) == []


def test_last_lead_cannot_leave(crew: Crew) -> None:
    kiln = create_group(crew.ben, "Kiln", crew.cleo)
    for _ in range(2):
        add_member(crew.ben, kiln, crew.cleo)
    assert remove_member(crew.ben, kiln, crew.cleo).status == 204
    assert remove_member(crew.ben, kiln, crew.cleo).status == 204
    refused = remove_member(crew.ben, kiln, crew.ben)

    detail = "A group needs at least one lead. Transfer the lead role first."
    assert (refused.status, refused.body["detail"]) == (409, detail)
    assert members(crew.ben, kiln) == ["Ben"]


def test_only_leads_and_member_admins_remove_or_rename(crew: Crew) -> None:
    kiln = create_group(crew.ben, "Kiln", crew.cleo)
    path = f"/api/groups/{kiln}"

    assert remove_member(crew.cleo, kiln, crew.ben).status == 403
    assert crew.cleo.patch(path, {"name": "Oven"}).status == 403
    assert crew.ada.patch(path, {"name": "Oven"}).status == 404
    assert add_member(crew.cleo, kiln, crew.ada).status == 403
    add_member(crew.ben, kiln, crew.ada)
    assert crew.ada.patch(path, {"name": "Oven"}).status == 200
    assert remove_member(crew.ada, kiln, crew.cleo).status == 204


def test_group_rename_with_stale_version_is_rejected(crew: Crew) -> None:
    kiln = create_group(crew.ben, "Kiln")
    first = crew.ben.patch(f"/api/groups/{kiln}", {"name": "Oven"}, version=1)
    add_member(crew.ben, kiln, crew.cleo)
    late = crew.ben.patch(f"/api/groups/{kiln}", {"name": "Stove"}, version=1)

    assert (first.status, first.headers["etag"]) == (200, '"2"')
    assert (late.status, late.body["code"]) == (412, "version_conflict")
    assert crew.ben.patch(f"/api/groups/{kiln}", {"name": "Stove"}, version=2).status == 200


def test_strangers_and_deactivated_members_cannot_be_added(crew: Crew) -> None:
    kiln, cleo = create_group(crew.ben, "Kiln"), crew.cleo.member
    crew.ada.patch(f"/api/members/{cleo}", {"active": False})
    for member in (crew.eve.member, cleo, "01JGFJJZ00AAAAAAAAAAAAAAAA"):
        assert crew.ben.put(f"/api/groups/{kiln}/members/{member}").status == 404
        refused = crew.ben.post("/api/groups", {"name": "Clay", "members": [member]})
        assert (refused.status, refused.body["field"]) == (422, "members.0")
    assert group_names(crew.ben) == ["Kiln"]


def test_secret_group_looks_nonexistent_to_outsiders(crew: Crew) -> None:
    kiln = create_group(crew.ben, "Kiln")
    nothing = "01JGFJJZ00AAAAAAAAAAAAAAAA"
    for group in (kiln, nothing):
        answers = [
            add_member(crew.cleo, group, crew.cleo),
            remove_member(crew.cleo, group, crew.ben),
            crew.cleo.patch(f"/api/groups/{group}", {"name": "Mine"}),
        ]
        assert {(it.status, it.body["detail"]) for it in answers} == {
            (404, "This group does not exist.")
        }


def test_group_members_list_pages(crew: Crew) -> None:
    many = join_members(crew.ada.stack, [f"Person{n:02}" for n in range(24)], by=crew.ada)
    group = create_group(crew.ada, "Everyone", *many)
    first = crew.ada.get(f"/api/groups/{group}/members").body
    second = crew.ada.get(f"/api/groups/{group}/members", after=first["next"]).body

    assert (len(first["items"]), len(second["items"]), second["next"]) == (20, 5, None)


def test_renamed_member_is_renamed_in_groups(crew: Crew) -> None:
    kiln = create_group(crew.ben, "Kiln", crew.cleo)
    left = create_group(crew.ben, "Left", crew.cleo)
    remove_member(crew.cleo, left, crew.cleo)
    crew.cleo.put("/api/me/profile", {"name": "Cleo Ito"})
    detail = {
        "organisation": crew.ada.get("/api/me").body["current"]["organisation"],
        "at": "2026-01-01T00:00:00Z",
        "member": crew.cleo.member,
    }
    for _ in range(2):
        templates.entry("consumers.names.handler")(
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
def test_invalid_group_names_the_field(crew: Crew, body: dict[str, object], field: str) -> None:
    refused = crew.ben.post("/api/groups", body)

    assert (refused.status, refused.body["field"]) == (422, field)


def test_group_count_of_a_member_is_limited(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sharewell.identity.store.MAX_GROUPS", 1)
    create_group(crew.cleo, "One")
    two = create_group(crew.ben, "Two")
    refused = add_member(crew.ben, two, crew.cleo)

    assert (refused.status, refused.body["code"]) == (429, "limit_exceeded")
    assert members(crew.ben, two) == ["Ben"]


def test_outbox_of_a_group_is_cleared_by_its_next_write(crew: Crew) -> None:
    kiln = create_group(crew.ben, "Kiln")
    note = {"kind": "note", "title": "Cones", "body": "Melt.", "channels": [], "groups": [kiln]}
    item = crew.ben.post("/api/items", note).body["id"]
    [made] = [it for it in invariants.rows() if it["sk"] == "GROUP"]
    assert "outbox" in made

    assert crew.ben.put(f"/api/groups/{kiln}/pins/{item}").status == 204
    [pinned] = [it for it in invariants.rows() if it["sk"] == "GROUP"]
    assert (pinned["pinned"], "outbox" in pinned) == ([item], False)
