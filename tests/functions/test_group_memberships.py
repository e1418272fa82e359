"""Joining and leaving groups, invitations, join requests and the lead role."""

from collections.abc import Iterator
from unittest.mock import patch

import boto3
import pytest

from conftest import Crew, Someone, join_member, join_members
from local_stack.in_process import ENVIRONMENT, Reply


def create_group(by: Someone, name: str = "Kiln", *members: Someone, **more: object) -> str:
    body = {"name": name, "members": [it.member for it in members], **more}
    reply = by.post("/api/groups", body)
    assert reply.status == 201, reply.body
    return str(reply.body["id"])


def member_entries(by: Someone, group: str, **asked: str) -> list[tuple[str, str, str, str | None]]:
    found = by.get(f"/api/groups/{group}/members", **asked).body["items"]
    return [(it["name"], it["role"], it["origin"]["kind"], it["origin"]["by"]) for it in found]


def join(by: Someone, group: str, words: str = "") -> Reply:
    return by.post(f"/api/groups/{group}/join", {"message": words})


def test_open_group_is_joined_without_request(crew: Crew) -> None:
    kiln = create_group(
        crew.ben, visibility="open", purpose="Who fires what, and when", kind="community"
    )
    card = crew.cleo.get(f"/api/groups/{kiln}").body
    listed = crew.cleo.get("/api/open-groups").body["items"]
    for _ in range(2):
        assert join(crew.cleo, kiln).body["role"] == "member"

    assert (card["role"], card["purpose"], card["members"]) == (None, card["purpose"], 1)
    assert [it["name"] for it in listed] == ["Kiln"]
    assert member_entries(crew.ben, kiln) == [
        ("Ben", "lead", "created", "Ben"),
        ("Cleo", "member", "joined", None),
    ]
    assert crew.eve.get(f"/api/groups/{kiln}").status == 404
    assert crew.eve.get("/api/open-groups").body["items"] == []


def test_join_request_is_approved_or_declined_by_a_lead(crew: Crew) -> None:
    kiln = create_group(crew.ben, visibility="request")
    for asker in (crew.cleo, crew.ada):
        for _ in range(2):
            view = join(asker, kiln, "I fire too").body
            assert (view["role"], view["has_requested"]) == (None, True)
    waiting = crew.ben.get(f"/api/groups/{kiln}/requests").body["items"]
    path = f"/api/groups/{kiln}/requests"

    assert {(it["name"], it["message"]) for it in waiting} == {
        ("Ada", "I fire too"),
        ("Cleo", "I fire too"),
    }
    assert crew.cleo.put(f"{path}/{crew.cleo.member}").status == 404
    for _ in range(2):
        assert crew.ben.put(f"{path}/{crew.cleo.member}").status == 204
        assert crew.ben.delete(f"{path}/{crew.ada.member}").status == 204
    assert crew.ben.put(f"{path}/{crew.ada.member}").status == 404
    assert member_entries(crew.ben, kiln)[1:] == [("Cleo", "member", "requested", "Ben")]
    assert crew.ben.get(path).body["items"] == []
    assert crew.ada.get(f"/api/groups/{kiln}").body["has_requested"] is False


def test_adding_member_closes_their_request_and_invitation(crew: Crew) -> None:
    kiln = create_group(crew.ben, visibility="request")
    path = f"/api/groups/{kiln}"
    join(crew.cleo, kiln, "I fire too")
    crew.ben.put(f"{path}/invitations/{crew.ada.member}")
    for one in (crew.ada, crew.cleo):
        crew.ben.put(f"{path}/members/{one.member}")
    crew.ben.stack.settle()

    assert crew.ben.get(f"{path}/requests").body["items"] == []
    assert crew.ben.get(f"{path}/invitations").body["items"] == []


def test_join_request_is_withdrawn_by_its_author(crew: Crew) -> None:
    kiln = create_group(crew.ben, visibility="request")
    join(crew.cleo, kiln)
    assert crew.cleo.delete(f"/api/groups/{kiln}/requests/{crew.cleo.member}").status == 204
    assert crew.ben.get(f"/api/groups/{kiln}/requests").body["items"] == []


def test_group_invitation_lets_member_join_secret_group(crew: Crew) -> None:
    kiln = create_group(crew.ben, visibility="secret")
    assert join(crew.cleo, kiln).status == 404
    for _ in range(2):
        assert crew.ben.put(f"/api/groups/{kiln}/invitations/{crew.cleo.member}").status == 204
    offered = crew.cleo.get("/api/me/group-invitations").body["items"]
    view = crew.cleo.get(f"/api/groups/{kiln}").body
    [waiting] = crew.ben.get(f"/api/groups/{kiln}/invitations").body["items"]

    assert offered == [{"group": kiln, "name": "Kiln", "invited_by": "Ben"}]
    assert (view["is_invited"], view["role"]) == (True, None)
    assert (waiting["name"], waiting["invited_by"]) == ("Cleo", "Ben")
    assert join(crew.cleo, kiln).body["role"] == "member"
    assert member_entries(crew.ben, kiln)[1:] == [("Cleo", "member", "invited", "Ben")]
    assert crew.ben.get(f"/api/groups/{kiln}/invitations").body["items"] == []
    assert crew.cleo.get("/api/me/group-invitations").body["items"] == []


def test_group_invitation_is_declined_by_its_member(crew: Crew) -> None:
    kiln, cleo = create_group(crew.ben), crew.cleo.member
    crew.ben.put(f"/api/groups/{kiln}/invitations/{cleo}")
    for _ in range(2):
        crew.cleo.delete(f"/api/groups/{kiln}/invitations/{cleo}")

    assert crew.cleo.get(f"/api/groups/{kiln}").status == 404
    assert crew.ben.get(f"/api/groups/{kiln}/invitations").body["items"] == []


def test_open_group_lets_members_but_not_observers_invite(crew: Crew) -> None:
    kiln = create_group(crew.ben, "Kiln", crew.cleo, visibility="open")
    path = f"/api/groups/{kiln}"
    assert crew.cleo.put(f"{path}/invitations/{crew.ada.member}").status == 204
    crew.ben.patch(f"{path}/members/{crew.cleo.member}", {"role": "observer"})
    crew.ben.delete(f"{path}/invitations/{crew.ada.member}")

    assert crew.cleo.put(f"{path}/invitations/{crew.ada.member}").status == 403
    assert member_entries(crew.ben, kiln, role="observer") == [
        ("Cleo", "observer", "manual", "Ben")
    ]


def test_email_invitation_adds_new_member_to_the_group(crew: Crew) -> None:
    from sharewell.core.ids import InvitationId, OrganisationId
    from sharewell.members.invitations import invitation_service

    boto3.client("sesv2").create_email_identity(EmailIdentity=ENVIRONMENT["MAIL_FROM"])
    kiln = create_group(crew.ada, "Kiln", crew.cleo)
    pasted = {"people": "dora@kettle.example, ben@kettle.example"}
    assert crew.ben.post(f"/api/groups/{kiln}/email-invitations", pasted).status == 404
    assert crew.cleo.post(f"/api/groups/{kiln}/email-invitations", pasted).status == 403
    report = crew.ada.post(f"/api/groups/{kiln}/email-invitations", pasted).body
    [asked] = crew.ada.get(f"/api/groups/{kiln}/invitations").body["items"]
    [open_one] = crew.ada.get("/api/invitations").body["items"]
    crew.ada.stack.settle()
    organisation = OrganisationId(crew.ada.get("/api/me").body["current"]["organisation"])
    link = invitation_service.create_link(organisation, InvitationId(open_one["id"]))
    dora = Someone(crew.ada.stack, crew.ada.stack.person("dora@kettle.example"), "Dora")
    token = link.rpartition("/")[2]
    assert dora.post(f"/api/invitation-links/{token}/accept", {"name": "Dora"}).status == 201
    crew.ada.stack.settle()

    assert [it["outcome"] for it in report["lines"]] == ["invited", "already_a_member"]
    assert (asked["address"], asked["name"]) == ("dora@kettle.example", None)
    assert [it[:3] for it in member_entries(crew.ada, kiln)[1:]] == [
        ("Ben", "member", "manual"),
        ("Cleo", "member", "manual"),
        ("Dora", "member", "invited"),
    ]
    assert crew.ada.get(f"/api/groups/{kiln}/invitations").body["items"] == []


def test_email_invitation_skips_group_that_withdrew_it(crew: Crew) -> None:
    boto3.client("sesv2").create_email_identity(EmailIdentity=ENVIRONMENT["MAIL_FROM"])
    one, two = create_group(crew.ada, "One"), create_group(crew.ada, "Two")
    for group in (one, two):
        crew.ada.post(f"/api/groups/{group}/email-invitations", {"people": "dora@kettle.example"})
    [asked] = crew.ada.get(f"/api/groups/{one}/invitations").body["items"]
    crew.ada.delete(f"/api/groups/{one}/invitations/{asked['id']}")
    dora = join_member(crew.ada.stack, "Dora", by=crew.ada)
    crew.ada.stack.settle()

    assert [it["name"] for it in dora.get("/api/groups").body["items"]] == ["Two"]


def test_lead_role_is_transferred_and_last_lead_stays(crew: Crew) -> None:
    kiln = create_group(crew.ben, "Kiln", crew.cleo)
    path, ben, cleo = f"/api/groups/{kiln}", crew.ben.member, crew.cleo.member
    refused = crew.ben.patch(f"{path}/members/{ben}", {"role": "member"})
    assert crew.cleo.post(f"{path}/lead", {"to": cleo}).status == 403
    assert crew.ben.post(f"{path}/lead", {"to": crew.ada.member}).status == 422
    assert crew.ben.post(f"{path}/lead", {"to": cleo}).status == 204

    assert (refused.status, refused.body["code"]) == (409, "conflict")
    assert [it[:2] for it in member_entries(crew.ben, kiln)] == [
        ("Cleo", "lead"),
        ("Ben", "member"),
    ]
    assert crew.ben.delete(path).status == 403
    assert crew.ben.delete(f"{path}/members/{ben}").status == 204
    assert crew.cleo.delete(f"{path}/members/{cleo}").status == 409


def test_group_members_are_filtered_by_role_and_name_prefix(crew: Crew) -> None:
    many = join_members(crew.ada.stack, [f"Person{n:02}" for n in range(24)], by=crew.ada)
    kiln = create_group(crew.ada, "Kiln", *many, crew.ben)
    path = f"/api/groups/{kiln}/members"
    crew.ada.patch(f"{path}/{many[3].member}", {"role": "lead"})

    assert [it[0] for it in member_entries(crew.ada, kiln, role="lead")] == ["Ada", "Person03"]
    assert [it[0] for it in member_entries(crew.ada, kiln, name="PERSON0")][:2] == [
        "Person03",
        "Person00",
    ]
    assert [it[0] for it in member_entries(crew.ada, kiln, name="bé")] == ["Ben"]
    assert member_entries(crew.ada, kiln, name="zzz") == []


@pytest.fixture
def ten_together() -> Iterator[None]:
    """Limits a transaction to ten members; resilience/test_fullest.py tries the real limit."""
    with (
        patch("sharewell.groups.service.MEMBERS_PER_WRITE", 10),
        patch("sharewell.groups.memberships.MEMBERS_PER_WRITE", 10),
        patch("sharewell.groups.membership_rules.batches.BATCH_SIZE", 10),
    ):
        yield


@pytest.mark.usefixtures("ten_together")
def test_many_members_are_added_in_batches(crew: Crew) -> None:
    many = join_members(crew.ada.stack, [f"Person{n:02}" for n in range(22)], by=crew.ada)
    kiln = create_group(crew.ada, "Kiln", *many)
    first = crew.ada.get(f"/api/groups/{kiln}").body["members"]
    crew.ada.stack.settle()
    rule = crew.ada.get(f"/api/groups/{kiln}/rule").body
    clay = create_group(crew.ben, "Clay")
    body = {"members": [it.member for it in many]}
    assert crew.ben.post(f"/api/groups/{clay}/members", body).status == 204
    crew.ada.stack.settle()

    assert (first, crew.ada.get(f"/api/groups/{kiln}").body["members"]) == (10, 23)
    assert (rule["progress"]["joined"], rule["progress"]["done"]) == (13, True)
    assert crew.ben.get(f"/api/groups/{clay}").body["members"] == 23
    assert member_entries(crew.ben, clay)[-1] == ("Person18", "member", "manual", "Ben")


def test_archived_group_accepts_no_members(crew: Crew) -> None:
    kiln = create_group(crew.ben, visibility="open")
    view = crew.ben.patch(f"/api/groups/{kiln}", {"archived": True}).body
    assert view["archived_at"]
    assert crew.cleo.get("/api/open-groups").body["items"] == []
    assert join(crew.cleo, kiln).status == 409
    assert crew.ben.put(f"/api/groups/{kiln}/members/{crew.cleo.member}").status == 409
    assert crew.ben.patch(f"/api/groups/{kiln}", {"archived": False}).body["archived_at"] is None
    assert join(crew.cleo, kiln).body["role"] == "member"


def test_deleted_group_is_hidden_and_restorable(crew: Crew) -> None:
    kiln = create_group(crew.ben, "Kiln", crew.cleo, visibility="open")
    path = f"/api/groups/{kiln}"
    assert crew.cleo.delete(path).status == 403
    assert crew.ben.delete(path).status == 204
    gone = [crew.cleo.get(it).status for it in (path, f"{path}/rule")]
    assert crew.cleo.get("/api/groups").body["items"] == []
    assert crew.ada.get("/api/open-groups").body["items"] == []
    assert crew.cleo.post(f"{path}/restore").status == 403
    assert crew.ben.post(f"{path}/restore").status == 200

    assert gone[0] == 404
    assert [it["name"] for it in crew.cleo.get("/api/groups").body["items"]] == ["Kiln"]
    assert [it["name"] for it in crew.ada.get("/api/open-groups").body["items"]] == ["Kiln"]
    assert crew.ben.post(f"{path}/restore").status == 409


def test_group_items_are_listed_and_pinned(crew: Crew) -> None:
    kiln = create_group(crew.ben, "Kiln", crew.cleo, visibility="open")
    note = {"kind": "note", "title": "Cones", "groups": [kiln]}
    item = crew.ben.post("/api/items", note).body["id"]
    path = f"/api/groups/{kiln}"
    assert crew.cleo.put(f"{path}/pins/{item}").status == 403
    for _ in range(2):
        assert crew.ben.put(f"{path}/pins/{item}").status == 204

    assert [it["title"] for it in crew.cleo.get(f"{path}/items").body["items"]] == ["Cones"]
    assert crew.ada.get(f"{path}/items").status == 404
    assert crew.cleo.get(path).body["pinned"] == [item]
    assert crew.ada.get(path).body["pinned"] == []
    other = create_group(crew.ben, "Other")
    whisper = crew.ben.post("/api/items", {**note, "groups": [other]}).body["id"]
    assert crew.ben.put(f"{path}/pins/{whisper}").body["field"] == "item"
    assert crew.ben.delete(f"{path}/pins/{item}").status == 204
    assert crew.cleo.get(path).body["pinned"] == []
