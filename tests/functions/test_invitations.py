"""Inviting people to an organisation and accepting invitations."""

from datetime import datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.backends import get_backend

from conftest import Crew, Someone
from local_stack import templates
from local_stack.in_process import CONTEXT, ENVIRONMENT, REGION, Stack
from sharewell.core.caller import Caller, Person
from sharewell.core.clock import now
from sharewell.core.ids import InvitationId, OrganisationId, PersonId
from sharewell.identity.service import identity
from sharewell.members import invitation_link
from sharewell.members.invitations import InvitationService, invitation_service
from sharewell.members.model import INVITATION_VALID_FOR, NewInvitations


@pytest.fixture(autouse=True)
def verified_sender(aws: None) -> None:
    boto3.client("sesv2").create_email_identity(EmailIdentity=ENVIRONMENT["MAIL_FROM"])


def invite(by: Someone, people: str, **more: str) -> dict[str, Any]:
    reply = by.post("/api/invitations", {"people": people, **more})
    assert reply.status == 201, reply.body
    return dict(reply.body)


def outcomes(by: Someone, people: str) -> list[str]:
    return [line["outcome"] for line in invite(by, people)["lines"]]


def organisation(of: Someone) -> OrganisationId:
    return OrganisationId(of.get("/api/me").body["current"]["organisation"])


def pending(by: Someone, address: str = "dan@kettle.example") -> dict[str, Any]:
    items = by.get("/api/invitations").body["items"]
    [found] = [it for it in items if it["email"] == address]
    return dict(found)


def token(by: Someone, address: str = "dan@kettle.example") -> str:
    url = invitation_service.create_link(organisation(by), InvitationId(pending(by, address)["id"]))
    assert url.startswith("https://app.example/invitation/")
    return url.rpartition("/")[2]


def newcomer(stack: Stack, name: str = "Dan") -> Someone:
    return Someone(stack, stack.person(f"{name.lower()}@kettle.example"), name)


def caller(someone: Someone) -> Caller:
    return identity.resolve_caller(Person(id=PersonId(someone.person), signed_in_at=now()))


def service_at(moment: datetime) -> InvitationService:
    return InvitationService(
        invitation_service.store,
        invitation_service.identity,
        invitation_service.profiles,
        invitation_service.pending_invitations,
        lambda: moment,
    )


def mails() -> list[Any]:
    return list(get_backend("ses")["123456789012"][REGION].sent_messages)


def test_pasted_invitations_report_an_outcome_per_line(crew: Crew) -> None:
    invite(crew.ada, "fay@kettle.example")
    people = """Name,Address
        Dan Ek,dan@kettle.example
        Ben,ben@kettle.example
        Fay Ito <fay@kettle.example>
        Dan again,DAN@kettle.example
        nobody
        gil@kettle.example; ida@kettle.example"""
    reply = invite(crew.ada, people)

    assert [(it["line"], it["outcome"]) for it in reply["lines"]] == [
        (2, "invited"),
        (3, "already_a_member"),
        (4, "already_invited"),
        (5, "duplicate"),
        (6, "no_email_found"),
        (7, "invited"),
        (7, "invited"),
    ]
    assert reply["invited"] == 3
    assert {it["email"] for it in crew.ada.get("/api/invitations").body["items"]} == {
        f"{name}@kettle.example" for name in ("dan", "fay", "gil", "ida")
    }


def test_many_invitations_are_created_and_listed_in_pages(crew: Crew) -> None:
    reply = invite(crew.ada, "\n".join(f"p{n}@kettle.example" for n in range(45)))
    assert reply["invited"] == 45

    seen, after = [], None
    while True:
        page = crew.ada.get("/api/invitations", **({"after": after} if after else {})).body
        assert len(page["items"]) <= 20
        seen += page["items"]
        if not (after := page["next"]):
            break
    assert len({it["email"] for it in seen}) == len(seen) == 45
    assert [it["id"] for it in seen] == sorted((it["id"] for it in seen), reverse=True)


def test_concurrent_invitations_to_one_address_create_one(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    invite(crew.ada, "fay@kettle.example")
    # The other administrator's rows are written after this one has read.
    monkeypatch.setattr(type(invitation_service.store), "find_holders", lambda *_: {})

    assert outcomes(crew.ada, "dan@kettle.example, fay@kettle.example, gil@kettle.example") == [
        "invited",
        "already_invited",
        "invited",
    ]
    assert len(crew.ada.get("/api/invitations").body["items"]) == 3


def test_invitation_list_over_the_limit_is_rejected(crew: Crew) -> None:
    people = "\n".join(f"p{n}@kettle.example" for n in range(201))
    refused = crew.ada.post("/api/invitations", {"people": people})

    assert (refused.status, refused.body["field"]) == (422, "people")
    assert crew.ada.get("/api/invitations").body["items"] == []


def test_invitation_mail_lets_a_newcomer_join(crew: Crew) -> None:
    stack = crew.ada.stack
    invite(crew.ada, "Dan <dan@kettle.example>", role="curator")
    stack.settle()

    [mail] = mails()
    assert mail.destinations["ToAddresses"] == ["dan@kettle.example"]
    assert mail.subject == "Ada invites you to Kettle Works"
    [url] = [word for word in mail.body.split() if word.startswith("https://")]
    found = url.removeprefix("https://app.example/invitation/")
    offer = stack.request("GET", f"/api/invitation-links/{found}").body
    assert (offer["organisation_name"], offer["invited_by"]) == ("Kettle Works", "Ada")
    assert offer["email"] == "dan@kettle.example"

    dan = newcomer(stack)
    reply = dan.post(f"/api/invitation-links/{found}/accept", {"name": "Dan Ek"})
    assert (reply.status, reply.body["current"]["role"]) == (201, "curator")
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


def test_invitation_mail_is_sent_once_per_event(crew: Crew) -> None:
    invite(crew.ada, "dan@kettle.example")
    for _ in range(3):
        templates.entry("consumers.invitation_mail.handler")(delivery(crew), CONTEXT)

    assert len(mails()) == 1


def test_invitation_mail_is_retried_after_failure(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    invite(crew.ada, "dan@kettle.example")
    with monkeypatch.context() as broken:
        elsewhere = boto3.client(
            "sesv2", "eu-west-3"
        )  # a region in which the sender address is not verified
        broken.setattr("sharewell.aws.ses._client", lambda: elsewhere)
        with pytest.raises(ClientError):
            templates.entry("consumers.invitation_mail.handler")(delivery(crew), CONTEXT)
    assert mails() == []
    for _ in range(2):
        templates.entry("consumers.invitation_mail.handler")(delivery(crew), CONTEXT)

    assert len(mails()) == 1


def test_withdrawn_invitation_sends_no_mail_and_its_link_is_gone(crew: Crew) -> None:
    invite(crew.ada, "dan@kettle.example")
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


def test_accepting_invitation_twice_creates_one_member(crew: Crew) -> None:
    invite(crew.ada, "dan@kettle.example")
    found, dan = token(crew.ada), newcomer(crew.ada.stack)
    first = dan.post(f"/api/invitation-links/{found}/accept", {"name": "Dan"})
    again = dan.post(f"/api/invitation-links/{found}/accept", {"name": "Dan"})

    assert (first.status, again.status) == (201, 201)
    assert again.body["current"]["member"] == first.body["current"]["member"]
    assert len(crew.ada.get("/api/members").body["items"]) == 4
    assert outcomes(crew.ada, "dan@kettle.example") == ["already_a_member"]


def test_invitation_is_accepted_only_by_its_address(crew: Crew) -> None:
    invite(crew.ada, "dan@kettle.example")
    refused = newcomer(crew.ada.stack, "Gus").post(
        f"/api/invitation-links/{token(crew.ada)}/accept", {"name": "Gus"}
    )

    assert refused.status == 403
    assert "dan@kettle.example" in refused.body["detail"]


def test_expired_invitation_is_gone_until_resent(crew: Crew) -> None:
    stack, long_ago = crew.ada.stack, now() - INVITATION_VALID_FOR - timedelta(minutes=5)
    service_at(long_ago).invite(NewInvitations(people="dan@kettle.example"), by=caller(crew.ada))
    found, dan = token(crew.ada), newcomer(stack)
    for reply in (
        stack.request("GET", f"/api/invitation-links/{found}"),
        dan.post(f"/api/invitation-links/{found}/accept", {"name": "Dan"}),
    ):
        assert (reply.status, "expired" in reply.body["detail"]) == (410, True)

    again = crew.ada.post(f"/api/invitations/{pending(crew.ada)['id']}/resend")
    assert again.status == 204
    assert dan.post(f"/api/invitation-links/{found}/accept", {"name": "Dan"}).status == 201


def test_inviting_again_after_expiry_sends_a_new_mail(crew: Crew) -> None:
    long_ago = now() - INVITATION_VALID_FOR - timedelta(minutes=5)
    service_at(long_ago).invite(NewInvitations(people="dan@kettle.example"), by=caller(crew.ada))

    assert outcomes(crew.ada, "dan@kettle.example") == ["invited"]
    assert outcomes(crew.ada, "dan@kettle.example") == ["already_invited"]
    crew.ada.stack.settle()
    assert len(mails()) >= 1


def test_resending_invitation_is_rate_limited(crew: Crew) -> None:
    earlier = now() - timedelta(hours=1)
    service_at(earlier).invite(NewInvitations(people="dan@kettle.example"), by=caller(crew.ada))
    crew.ada.stack.settle()
    before = pending(crew.ada)
    replies = [crew.ada.post(f"/api/invitations/{before['id']}/resend") for _ in range(2)]
    crew.ada.stack.settle()

    assert [reply.status for reply in replies] == [204, 429]
    assert len(mails()) == 2
    assert pending(crew.ada)["expires_at"] > before["expires_at"]


def test_forged_or_truncated_invitation_link_is_not_found(crew: Crew) -> None:
    invite(crew.ada, "dan@kettle.example")
    found, other = token(crew.ada), organisation(crew.eve)
    _, id, seal = found.split("-", 2)
    for forged in (found[:-1], f"{other}-{id}-{seal}", "x", "--", "é-ü-ö", found + "A"):
        assert crew.ada.stack.request("GET", f"/api/invitation-links/{forged}").status == 404


@pytest.mark.parametrize("who", ["ben", "eve"])
def test_only_admins_of_the_organisation_manage_invitations(crew: Crew, who: str) -> None:
    invite(crew.ada, "dan@kettle.example")
    someone, id = getattr(crew, who), pending(crew.ada)["id"]
    status = 403 if who == "ben" else 404

    assert someone.post(f"/api/invitations/{id}/resend").status == status
    assert someone.delete(f"/api/invitations/{id}").status == status
    if who == "ben":
        assert someone.get("/api/invitations").status == 403
        assert someone.post("/api/invitations", {"people": "x@kettle.example"}).status == 403
    else:
        assert someone.get("/api/invitations").body["items"] == []


def test_address_is_invited_to_two_organisations(crew: Crew) -> None:
    for admin in (crew.ada, crew.eve):
        assert outcomes(admin, "dan@kettle.example") == ["invited"]
    dan = newcomer(crew.ada.stack)
    for admin in (crew.ada, crew.eve):
        reply = dan.post(f"/api/invitation-links/{token(admin)}/accept", {"name": "Dan"})
        assert reply.status == 201
    assert len(dan.get("/api/me").body["memberships"]) == 2


def test_invitation_links_have_distinct_signatures() -> None:
    first = invitation_link.create_link(OrganisationId("A" * 26), InvitationId("B" * 26))
    second = invitation_link.create_link(OrganisationId("B" * 26), InvitationId("A" * 26))

    assert first.split("-", 2)[2] != second.split("-", 2)[2]
