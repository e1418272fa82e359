"""Coming into groups and leading them."""

from collections.abc import Iterator
from unittest.mock import patch

import boto3
import pytest

from conftest import Crew, Someone, all_joined, joined
from local.stack import ENVIRONMENT, Reply


def make(by: Someone, name: str = "Kiln", *members: Someone, **more: object) -> str:
    body = {"name": name, "members": [it.member for it in members], **more}
    said = by.post("/api/groups", body)
    assert said.status == 201, said.body
    return str(said.body["id"])


def people(by: Someone, group: str, **asked: str) -> list[tuple[str, str, str, str | None]]:
    found = by.get(f"/api/groups/{group}/members", **asked).body["items"]
    return [(it["name"], it["role"], it["why"]["way"], it["why"]["by"]) for it in found]


def join(by: Someone, group: str, words: str = "") -> Reply:
    return by.post(f"/api/groups/{group}/join", {"words": words})


def test_whoever_likes_joins_an_open_group(crew: Crew) -> None:
    kiln = make(crew.ben, visibility="open", purpose="Who fires what, and when", kind="community")
    card = crew.cleo.get(f"/api/groups/{kiln}").body
    listed = crew.cleo.get("/api/open-groups").body["items"]
    for _ in range(2):
        assert join(crew.cleo, kiln).body["role"] == "member"

    assert (card["role"], card["purpose"], card["members"]) == (None, card["purpose"], 1)
    assert [it["name"] for it in listed] == ["Kiln"]
    assert people(crew.ben, kiln) == [
        ("Ben", "lead", "made", "Ben"),
        ("Cleo", "member", "joined", None),
    ]
    assert crew.eve.get(f"/api/groups/{kiln}").status == 404
    assert crew.eve.get("/api/open-groups").body["items"] == []


def test_a_request_is_approved_or_declined_by_who_leads(crew: Crew) -> None:
    kiln = make(crew.ben, visibility="request")
    for asker in (crew.cleo, crew.ada):
        for _ in range(2):
            view = join(asker, kiln, "I fire too").body
            assert (view["role"], view["asked"]) == (None, True)
    waiting = crew.ben.get(f"/api/groups/{kiln}/requests").body["items"]
    path = f"/api/groups/{kiln}/requests"

    assert {(it["name"], it["words"]) for it in waiting} == {
        ("Ada", "I fire too"),
        ("Cleo", "I fire too"),
    }
    assert crew.cleo.put(f"{path}/{crew.cleo.member}").status == 404
    for _ in range(2):
        assert crew.ben.put(f"{path}/{crew.cleo.member}").status == 204
        assert crew.ben.delete(f"{path}/{crew.ada.member}").status == 204
    assert crew.ben.put(f"{path}/{crew.ada.member}").status == 404
    assert people(crew.ben, kiln)[1:] == [("Cleo", "member", "asked", "Ben")]
    assert crew.ben.get(path).body["items"] == []
    assert crew.ada.get(f"/api/groups/{kiln}").body["asked"] is False


def test_who_is_let_in_by_hand_waits_no_more(crew: Crew) -> None:
    kiln = make(crew.ben, visibility="request")
    path = f"/api/groups/{kiln}"
    join(crew.cleo, kiln, "I fire too")
    crew.ben.put(f"{path}/invitations/{crew.ada.member}")
    for one in (crew.ada, crew.cleo):
        crew.ben.put(f"{path}/members/{one.member}")
    crew.ben.stack.settle()

    assert crew.ben.get(f"{path}/requests").body["items"] == []
    assert crew.ben.get(f"{path}/invitations").body["items"] == []


def test_one_takes_back_what_one_asked(crew: Crew) -> None:
    kiln = make(crew.ben, visibility="request")
    join(crew.cleo, kiln)
    assert crew.cleo.delete(f"/api/groups/{kiln}/requests/{crew.cleo.member}").status == 204
    assert crew.ben.get(f"/api/groups/{kiln}/requests").body["items"] == []


def test_a_member_is_asked_into_a_secret_group_and_comes(crew: Crew) -> None:
    kiln = make(crew.ben, visibility="secret")
    assert join(crew.cleo, kiln).status == 404
    for _ in range(2):
        assert crew.ben.put(f"/api/groups/{kiln}/invitations/{crew.cleo.member}").status == 204
    offered = crew.cleo.get("/api/me/group-invitations").body["items"]
    view = crew.cleo.get(f"/api/groups/{kiln}").body
    [waiting] = crew.ben.get(f"/api/groups/{kiln}/invitations").body["items"]

    assert offered == [{"group": kiln, "name": "Kiln", "by": "Ben"}]
    assert (view["invited"], view["role"]) == (True, None)
    assert (waiting["name"], waiting["by"]) == ("Cleo", "Ben")
    assert join(crew.cleo, kiln).body["role"] == "member"
    assert people(crew.ben, kiln)[1:] == [("Cleo", "member", "invited", "Ben")]
    assert crew.ben.get(f"/api/groups/{kiln}/invitations").body["items"] == []
    assert crew.cleo.get("/api/me/group-invitations").body["items"] == []


def test_an_invitation_is_turned_down(crew: Crew) -> None:
    kiln, cleo = make(crew.ben), crew.cleo.member
    crew.ben.put(f"/api/groups/{kiln}/invitations/{cleo}")
    for _ in range(2):
        crew.cleo.delete(f"/api/groups/{kiln}/invitations/{cleo}")

    assert crew.cleo.get(f"/api/groups/{kiln}").status == 404
    assert crew.ben.get(f"/api/groups/{kiln}/invitations").body["items"] == []


def test_in_an_open_group_everybody_but_observers_asks_others_in(crew: Crew) -> None:
    kiln = make(crew.ben, "Kiln", crew.cleo, visibility="open")
    path = f"/api/groups/{kiln}"
    assert crew.cleo.put(f"{path}/invitations/{crew.ada.member}").status == 204
    crew.ben.patch(f"{path}/members/{crew.cleo.member}", {"role": "observer"})
    crew.ben.delete(f"{path}/invitations/{crew.ada.member}")

    assert crew.cleo.put(f"{path}/invitations/{crew.ada.member}").status == 403
    assert people(crew.ben, kiln, role="observer") == [("Cleo", "observer", "by_hand", "Ben")]


def test_whoever_follows_a_mail_into_a_group_is_in_it(crew: Crew) -> None:
    from sharewell.ids import InvitationId, OrganisationId
    from sharewell.members.invitations import invitations

    boto3.client("sesv2").create_email_identity(EmailIdentity=ENVIRONMENT["MAIL_FROM"])
    kiln = make(crew.ada, "Kiln", crew.cleo)
    pasted = {"people": "dora@kettle.example, ben@kettle.example"}
    assert crew.ben.post(f"/api/groups/{kiln}/letters", pasted).status == 404
    assert crew.cleo.post(f"/api/groups/{kiln}/letters", pasted).status == 403
    report = crew.ada.post(f"/api/groups/{kiln}/letters", pasted).body
    [asked] = crew.ada.get(f"/api/groups/{kiln}/invitations").body["items"]
    [open_one] = crew.ada.get("/api/invitations").body["items"]
    crew.ada.stack.settle()
    organisation = OrganisationId(crew.ada.get("/api/me").body["current"]["organisation"])
    link = invitations.link(organisation, InvitationId(open_one["id"]))
    dora = Someone(crew.ada.stack, crew.ada.stack.person("dora@kettle.example"), "Dora")
    token = link.rpartition("/")[2]
    assert dora.post(f"/api/invitation-links/{token}/accept", {"name": "Dora"}).status == 201
    crew.ada.stack.settle()

    assert [it["outcome"] for it in report["lines"]] == ["invited", "already_a_member"]
    assert (asked["address"], asked["name"]) == ("dora@kettle.example", None)
    assert [it[:3] for it in people(crew.ada, kiln)[1:]] == [
        ("Ben", "member", "by_hand"),
        ("Cleo", "member", "by_hand"),
        ("Dora", "member", "invited"),
    ]
    assert crew.ada.get(f"/api/groups/{kiln}/invitations").body["items"] == []


def test_an_address_asked_into_two_groups_is_in_both_but_the_one_taken_back(crew: Crew) -> None:
    boto3.client("sesv2").create_email_identity(EmailIdentity=ENVIRONMENT["MAIL_FROM"])
    one, two = make(crew.ada, "One"), make(crew.ada, "Two")
    for group in (one, two):
        crew.ada.post(f"/api/groups/{group}/letters", {"people": "dora@kettle.example"})
    [asked] = crew.ada.get(f"/api/groups/{one}/invitations").body["items"]
    crew.ada.delete(f"/api/groups/{one}/invitations/{asked['id']}")
    dora = joined(crew.ada.stack, "Dora", by=crew.ada)
    crew.ada.stack.settle()

    assert [it["name"] for it in dora.get("/api/groups").body["items"]] == ["Two"]


def test_a_lead_hands_over_and_one_always_stays(crew: Crew) -> None:
    kiln = make(crew.ben, "Kiln", crew.cleo)
    path, ben, cleo = f"/api/groups/{kiln}", crew.ben.member, crew.cleo.member
    refused = crew.ben.patch(f"{path}/members/{ben}", {"role": "member"})
    assert crew.cleo.post(f"{path}/hand-over", {"to": cleo}).status == 403
    assert crew.ben.post(f"{path}/hand-over", {"to": crew.ada.member}).status == 422
    assert crew.ben.post(f"{path}/hand-over", {"to": cleo}).status == 204

    assert (refused.status, refused.body["code"]) == (409, "conflict")
    assert [it[:2] for it in people(crew.ben, kiln)] == [("Cleo", "lead"), ("Ben", "member")]
    assert crew.ben.delete(path).status == 403
    assert crew.ben.delete(f"{path}/members/{ben}").status == 204
    assert crew.cleo.delete(f"{path}/members/{cleo}").status == 409


def test_members_are_found_by_role_and_by_how_their_name_begins(crew: Crew) -> None:
    many = all_joined(crew.ada.stack, [f"Person{n:02}" for n in range(24)], by=crew.ada)
    kiln = make(crew.ada, "Kiln", *many, crew.ben)
    path = f"/api/groups/{kiln}/members"
    crew.ada.patch(f"{path}/{many[3].member}", {"role": "lead"})

    assert [it[0] for it in people(crew.ada, kiln, role="lead")] == ["Ada", "Person03"]
    assert [it[0] for it in people(crew.ada, kiln, name="PERSON0")][:2] == ["Person03", "Person00"]
    assert [it[0] for it in people(crew.ada, kiln, name="bé")] == ["Ben"]
    assert people(crew.ada, kiln, name="zzz") == []


@pytest.fixture
def ten_together() -> Iterator[None]:
    """Ten are let in by one transaction; resilience/test_fullest.py tries as many as may be."""
    with (
        patch("sharewell.groups.service.TOGETHER", 10),
        patch("sharewell.groups.membership.TOGETHER", 10),
        patch("sharewell.groups.membership_rules.batches.CHUNK", 10),
    ):
        yield


@pytest.mark.usefixtures("ten_together")
def test_many_are_let_in_and_the_rest_follow(crew: Crew) -> None:
    many = all_joined(crew.ada.stack, [f"Person{n:02}" for n in range(22)], by=crew.ada)
    kiln = make(crew.ada, "Kiln", *many)
    first = crew.ada.get(f"/api/groups/{kiln}").body["members"]
    crew.ada.stack.settle()
    rule = crew.ada.get(f"/api/groups/{kiln}/rule").body
    clay = make(crew.ben, "Clay")
    body = {"members": [it.member for it in many]}
    assert crew.ben.post(f"/api/groups/{clay}/members", body).status == 204
    crew.ada.stack.settle()

    assert (first, crew.ada.get(f"/api/groups/{kiln}").body["members"]) == (10, 23)
    assert (rule["progress"]["joined"], rule["progress"]["done"]) == (13, True)
    assert crew.ben.get(f"/api/groups/{clay}").body["members"] == 23
    assert people(crew.ben, clay)[-1] == ("Person18", "member", "by_hand", "Ben")


def test_nobody_comes_into_an_archived_group(crew: Crew) -> None:
    kiln = make(crew.ben, visibility="open")
    view = crew.ben.patch(f"/api/groups/{kiln}", {"archived": True}).body
    assert view["archived_at"]
    assert crew.cleo.get("/api/open-groups").body["items"] == []
    assert join(crew.cleo, kiln).status == 409
    assert crew.ben.put(f"/api/groups/{kiln}/members/{crew.cleo.member}").status == 409
    assert crew.ben.patch(f"/api/groups/{kiln}", {"archived": False}).body["archived_at"] is None
    assert join(crew.cleo, kiln).body["role"] == "member"


def test_a_deleted_group_is_gone_and_comes_back_for_thirty_days(crew: Crew) -> None:
    kiln = make(crew.ben, "Kiln", crew.cleo, visibility="open")
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


def test_what_is_for_a_group_is_listed_and_pinned(crew: Crew) -> None:
    kiln = make(crew.ben, "Kiln", crew.cleo, visibility="open")
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
    other = make(crew.ben, "Other")
    whisper = crew.ben.post("/api/items", {**note, "groups": [other]}).body["id"]
    assert crew.ben.put(f"{path}/pins/{whisper}").body["field"] == "item"
    assert crew.ben.delete(f"{path}/pins/{item}").status == 204
    assert crew.cleo.get(path).body["pinned"] == []
