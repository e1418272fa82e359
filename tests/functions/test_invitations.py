"""Asking people in and coming in, as administrators, mail readers and newcomers see it."""

from datetime import datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.backends import get_backend

from conftest import Crew, Someone
from local import template
from local.stack import CONTEXT, ENVIRONMENT, REGION, Stack
from sharewell.caller import Caller, Person
from sharewell.clock import now
from sharewell.identity.service import identity
from sharewell.ids import InvitationId, OrganisationId, PersonId
from sharewell.members import link
from sharewell.members.invitations import Invitations, invitations
from sharewell.members.model import INVITED_FOR, NewInvitations


@pytest.fixture(autouse=True)
def _sender(aws: None) -> None:
    boto3.client("sesv2").create_email_identity(EmailIdentity=ENVIRONMENT["MAIL_FROM"])


def ask(by: Someone, people: str, **more: str) -> dict[str, Any]:
    said = by.post("/api/invitations", {"people": people, **more})
    assert said.status == 201, said.body
    return dict(said.body)


def outcomes(by: Someone, people: str) -> list[str]:
    return [line["outcome"] for line in ask(by, people)["lines"]]


def organisation(of: Someone) -> OrganisationId:
    return OrganisationId(of.get("/api/me").body["current"]["organisation"])


def pending(by: Someone, address: str = "dan@kettle.example") -> dict[str, Any]:
    items = by.get("/api/invitations").body["items"]
    [found] = [it for it in items if it["address"] == address]
    return dict(found)


def token(by: Someone, address: str = "dan@kettle.example") -> str:
    url = invitations.link(organisation(by), InvitationId(pending(by, address)["id"]))
    assert url.startswith("https://app.example/invitation/")
    return url.rpartition("/")[2]


def newcomer(stack: Stack, name: str = "Dan") -> Someone:
    return Someone(stack, stack.person(f"{name.lower()}@kettle.example"), name)


def caller(someone: Someone) -> Caller:
    return identity.caller(Person(id=PersonId(someone.person), signed_in_at=now()))


def at(moment: datetime) -> Invitations:
    return Invitations(
        invitations.store,
        invitations.identity,
        invitations.profiles,
        invitations.promises,
        lambda: moment,
    )


def mails() -> list[Any]:
    return list(get_backend("ses")["123456789012"][REGION].sent_messages)


def test_a_pasted_list_is_answered_line_by_line(crew: Crew) -> None:
    ask(crew.ada, "fay@kettle.example")
    people = """Name,Address
        Dan Ek,dan@kettle.example
        Ben,ben@kettle.example
        Fay Ito <fay@kettle.example>
        Dan again,DAN@kettle.example
        nobody
        gil@kettle.example; ida@kettle.example"""
    said = ask(crew.ada, people)

    assert [(it["line"], it["outcome"]) for it in said["lines"]] == [
        (2, "invited"),
        (3, "already_a_member"),
        (4, "already_invited"),
        (5, "twice_in_this_list"),
        (6, "no_address_found"),
        (7, "invited"),
        (7, "invited"),
    ]
    assert said["invited"] == 3
    assert {it["address"] for it in crew.ada.get("/api/invitations").body["items"]} == {
        f"{name}@kettle.example" for name in ("dan", "fay", "gil", "ida")
    }


def test_many_are_asked_in_at_once_and_listed_page_by_page(crew: Crew) -> None:
    said = ask(crew.ada, "\n".join(f"p{n}@kettle.example" for n in range(45)))
    assert said["invited"] == 45

    seen, after = [], None
    while True:
        page = crew.ada.get("/api/invitations", **({"after": after} if after else {})).body
        assert len(page["items"]) <= 20
        seen += page["items"]
        if not (after := page["next"]):
            break
    assert len({it["address"] for it in seen}) == len(seen) == 45
    assert [it["id"] for it in seen] == sorted((it["id"] for it in seen), reverse=True)


def test_who_is_asked_in_by_two_administrators_at_once_is_asked_in_once(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(crew.ada, "fay@kettle.example")
    # The other administrator's rows land after this one has looked.
    monkeypatch.setattr(type(invitations.store), "holders", lambda *_: {})

    assert outcomes(crew.ada, "dan@kettle.example, fay@kettle.example, gil@kettle.example") == [
        "invited",
        "already_invited",
        "invited",
    ]
    assert len(crew.ada.get("/api/invitations").body["items"]) == 3


def test_a_list_that_is_too_long_is_refused_whole(crew: Crew) -> None:
    people = "\n".join(f"p{n}@kettle.example" for n in range(201))
    refused = crew.ada.post("/api/invitations", {"people": people})

    assert (refused.status, refused.body["field"]) == (422, "people")
    assert crew.ada.get("/api/invitations").body["items"] == []


def test_the_mail_brings_a_newcomer_in(crew: Crew) -> None:
    stack = crew.ada.stack
    ask(crew.ada, "Dan <dan@kettle.example>", role="curator")
    stack.settle()

    [mail] = mails()
    assert mail.destinations["ToAddresses"] == ["dan@kettle.example"]
    assert mail.subject == "Ada invites you to Kettle Works"
    [url] = [word for word in mail.body.split() if word.startswith("https://")]
    found = url.removeprefix("https://app.example/invitation/")
    offer = stack.request("GET", f"/api/invitation-links/{found}").body
    assert (offer["organisation_name"], offer["invited_by"]) == ("Kettle Works", "Ada")
    assert offer["address"] == "dan@kettle.example"

    dan = newcomer(stack)
    said = dan.post(f"/api/invitation-links/{found}/accept", {"name": "Dan Ek"})
    assert (said.status, said.body["current"]["role"]) == (201, "curator")
    assert [it["name"] for it in dan.get("/api/people").body["items"]] == [
        "Ada",
        "Ben",
        "Cleo",
        "Dan Ek",
    ]
    assert crew.ada.get("/api/invitations").body["items"] == []


def delivery(crew: Crew) -> dict[str, Any]:
    detail = {
        "organisation": organisation(crew.ada),
        "at": "2026-01-01T00:00:00Z",
        "id": "01JGFJJZ00AAAAAAAAAAAAAAAA",
        "invitation": pending(crew.ada)["id"],
        "invited_by": crew.ada.member,
    }
    return {"detail-type": "MemberInvited", "detail": detail}


def test_a_mail_is_sent_once_however_often_the_event_arrives(crew: Crew) -> None:
    ask(crew.ada, "dan@kettle.example")
    for _ in range(3):
        template.entry("consumers.invitation_mail.handler")(delivery(crew), CONTEXT)

    assert len(mails()) == 1


def test_a_mail_that_could_not_be_sent_is_tried_again(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(crew.ada, "dan@kettle.example")
    with monkeypatch.context() as broken:
        elsewhere = boto3.client("sesv2", "eu-west-3")  # where our address is not verified
        broken.setattr("sharewell.mailer._client", lambda: elsewhere)
        with pytest.raises(ClientError):
            template.entry("consumers.invitation_mail.handler")(delivery(crew), CONTEXT)
    assert mails() == []
    for _ in range(2):
        template.entry("consumers.invitation_mail.handler")(delivery(crew), CONTEXT)

    assert len(mails()) == 1


def test_an_invitation_taken_back_sends_nothing_and_opens_nothing(crew: Crew) -> None:
    ask(crew.ada, "dan@kettle.example")
    found, id = token(crew.ada), pending(crew.ada)["id"]
    assert crew.ada.delete(f"/api/invitations/{id}").status == 204
    crew.ada.stack.settle()

    assert mails() == []
    assert crew.ada.stack.request("GET", f"/api/invitation-links/{found}").status == 410
    refused = newcomer(crew.ada.stack).post(
        f"/api/invitation-links/{found}/accept", {"name": "Dan"}
    )
    assert (refused.status, refused.body["code"]) == (410, "gone")
    assert crew.ada.delete(f"/api/invitations/{id}").status == 404
    assert outcomes(crew.ada, "dan@kettle.example") == ["invited"]


def test_accepting_twice_makes_one_member(crew: Crew) -> None:
    ask(crew.ada, "dan@kettle.example")
    found, dan = token(crew.ada), newcomer(crew.ada.stack)
    first = dan.post(f"/api/invitation-links/{found}/accept", {"name": "Dan"})
    again = dan.post(f"/api/invitation-links/{found}/accept", {"name": "Dan"})

    assert (first.status, again.status) == (201, 201)
    assert again.body["current"]["member"] == first.body["current"]["member"]
    assert len(crew.ada.get("/api/members").body["items"]) == 4
    assert outcomes(crew.ada, "dan@kettle.example") == ["already_a_member"]


def test_an_invitation_is_for_its_address_alone(crew: Crew) -> None:
    ask(crew.ada, "dan@kettle.example")
    refused = newcomer(crew.ada.stack, "Gus").post(
        f"/api/invitation-links/{token(crew.ada)}/accept", {"name": "Gus"}
    )

    assert refused.status == 403
    assert "dan@kettle.example" in refused.body["detail"]


def test_an_expired_invitation_is_gone_until_it_is_sent_again(crew: Crew) -> None:
    stack, long_ago = crew.ada.stack, now() - INVITED_FOR - timedelta(minutes=5)
    at(long_ago).invite(NewInvitations(people="dan@kettle.example"), by=caller(crew.ada))
    found, dan = token(crew.ada), newcomer(stack)
    for reply in (
        stack.request("GET", f"/api/invitation-links/{found}"),
        dan.post(f"/api/invitation-links/{found}/accept", {"name": "Dan"}),
    ):
        assert (reply.status, "expired" in reply.body["detail"]) == (410, True)

    again = crew.ada.post(f"/api/invitations/{pending(crew.ada)['id']}/resend")
    assert again.status == 204
    assert dan.post(f"/api/invitation-links/{found}/accept", {"name": "Dan"}).status == 201


def test_asking_in_again_after_it_expired_sends_a_new_mail(crew: Crew) -> None:
    long_ago = now() - INVITED_FOR - timedelta(minutes=5)
    at(long_ago).invite(NewInvitations(people="dan@kettle.example"), by=caller(crew.ada))

    assert outcomes(crew.ada, "dan@kettle.example") == ["invited"]
    assert outcomes(crew.ada, "dan@kettle.example") == ["already_invited"]
    crew.ada.stack.settle()
    assert len(mails()) >= 1


def test_sending_again_waits_a_moment(crew: Crew) -> None:
    earlier = now() - timedelta(hours=1)
    at(earlier).invite(NewInvitations(people="dan@kettle.example"), by=caller(crew.ada))
    crew.ada.stack.settle()
    before = pending(crew.ada)
    replies = [crew.ada.post(f"/api/invitations/{before['id']}/resend") for _ in range(2)]
    crew.ada.stack.settle()

    assert [reply.status for reply in replies] == [204, 429]
    assert len(mails()) == 2
    assert pending(crew.ada)["expires_at"] > before["expires_at"]


def test_a_forged_or_cut_link_is_none_of_ours(crew: Crew) -> None:
    ask(crew.ada, "dan@kettle.example")
    found, other = token(crew.ada), organisation(crew.eve)
    _, id, seal = found.split("-", 2)
    for forged in (found[:-1], f"{other}-{id}-{seal}", "x", "--", "é-ü-ö", found + "A"):
        assert crew.ada.stack.request("GET", f"/api/invitation-links/{forged}").status == 404


@pytest.mark.parametrize("who", ["ben", "eve"])
def test_only_administrators_of_this_organisation_manage_invitations(crew: Crew, who: str) -> None:
    ask(crew.ada, "dan@kettle.example")
    someone, id = getattr(crew, who), pending(crew.ada)["id"]
    status = 403 if who == "ben" else 404

    assert someone.post(f"/api/invitations/{id}/resend").status == status
    assert someone.delete(f"/api/invitations/{id}").status == status
    if who == "ben":
        assert someone.get("/api/invitations").status == 403
        assert someone.post("/api/invitations", {"people": "x@kettle.example"}).status == 403
    else:
        assert someone.get("/api/invitations").body["items"] == []


def test_the_same_address_may_be_invited_to_two_organisations(crew: Crew) -> None:
    for admin in (crew.ada, crew.eve):
        assert outcomes(admin, "dan@kettle.example") == ["invited"]
    dan = newcomer(crew.ada.stack)
    for admin in (crew.ada, crew.eve):
        reply = dan.post(f"/api/invitation-links/{token(admin)}/accept", {"name": "Dan"})
        assert reply.status == 201
    assert len(dan.get("/api/me").body["memberships"]) == 2


def test_two_links_never_share_a_seal() -> None:
    first = link.write(OrganisationId("A" * 26), InvitationId("B" * 26))
    second = link.write(OrganisationId("B" * 26), InvitationId("A" * 26))

    assert first.split("-", 2)[2] != second.split("-", 2)[2]
