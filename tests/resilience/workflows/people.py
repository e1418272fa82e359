"""Organisations, invitations, members and profiles."""

from functools import partial
from io import BytesIO

import boto3

from isolation.world import invite
from local_stack.in_process import ENVIRONMENT
from resilience.fixtures import SeededOrganisation
from resilience.workflows.builders import consumer_workflow, request_seed, request_workflow

ABOUT = {"name": "Ada Kettle", "title": "Potter", "manager": None, "languages": ["en"]}
DEPARTED = {"name": "Benedict Kettle", "title": "Fireman", "manager": "{ada}"}


def _create_link_token(seeded: SeededOrganisation) -> None:
    from sharewell.core.ids import InvitationId, OrganisationId
    from sharewell.members.invitations import invitation_service

    organisation = OrganisationId(seeded.ids["organisation"])
    link = invitation_service.create_link(organisation, InvitationId(seeded.ids["invitation"]))
    seeded.ids["token"] = link.rpartition("/")[2]


def backdate_invitation(seeded: SeededOrganisation) -> None:
    """Sends an invitation yesterday, so that it may be sent again."""
    key = {"pk": {"S": "INVITATIONS#{organisation}"}, "sk": {"S": "{invitation}"}}
    boto3.client("dynamodb").update_item(
        TableName=ENVIRONMENT["TABLE_NAME"],
        Key={name: {"S": it["S"].format(**seeded.ids)} for name, it in key.items()},
        UpdateExpression="SET sent_at = :then",
        ExpressionAttributeValues={":then": {"S": "2026-01-02T03:04:05.000000+0000"}},
    )


def _picture(size: int) -> bytes:
    from PIL import Image

    data = BytesIO()
    Image.new("RGB", (size, size), "plum").save(data, "PNG")
    return data.getvalue()


def upload_photo(seeded: SeededOrganisation, who: str = "ada", size: int = 40) -> None:
    """Uploads a photo of a member to the bucket."""
    data = _picture(size)
    reply = seeded.request(who, "POST", "/api/me/photo", {"size": len(data), "type": "image/png"})
    if reply.status == 201:
        seeded.stack.send(reply.body, data)


def invite_by_mail(seeded: SeededOrganisation, address: str = "guest@kettle.example") -> None:
    """Invites an address by mail."""
    seeded.ids["guest"] = invite(seeded.people["ada"], address)


IDENTITY = [
    request_workflow(
        "switch_organisation",
        "identity",
        "PUT /api/me/organisation",
        {"organisation": "{organisation}"},
    ),
    request_workflow(
        "sign_out_everywhere", "identity", "POST /api/me/sign-out-everywhere", by="ben"
    ),
]
INVITATIONS = [
    request_workflow(
        "create_organisation",
        "invitations",
        "POST /api/organisations",
        {"name": "Another Kettle", "your_name": "Late"},
        by="late",
    ),
    request_workflow(
        "invite_one", "invitations", "POST /api/invitations", {"people": "a@kettle.example"}
    ),
    request_workflow(
        "invite_several",
        "invitations",
        "POST /api/invitations",
        {"people": "a@kettle.example, late@kettle.example, ben@kettle.example, b@kettle.example"},
    ),
    request_workflow(
        "resend_invitation",
        "invitations",
        "POST /api/invitations/{invitation}/resend",
        seed=backdate_invitation,
    ),
    request_workflow("withdraw_invitation", "invitations", "DELETE /api/invitations/{invitation}"),
    request_workflow(
        "accept_invitation",
        "invitations",
        "POST /api/invitation-links/{token}/accept",
        {"name": "Late Kettle"},
        by="late",
        seed=_create_link_token,
    ),
]
MEMBERS = [
    request_workflow("promote", "members", "PATCH /api/members/{ben}", {"role": "admin"}),
    request_workflow("deactivate", "members", "PATCH /api/members/{ben}", {"active": False}),
]
PEOPLE = [
    request_workflow("update_profile", "people", "PUT /api/me/profile", ABOUT, if_match='"1"'),
    request_workflow("rename_profile", "people", "PUT /api/me/profile", DEPARTED, by="cleo"),
    request_workflow(
        "announce_photo", "people", "POST /api/me/photo", {"size": 5, "type": "image/png"}
    ),
    request_workflow("remove_photo", "people", "DELETE /api/me/photo", by="ben"),
]
CONSUMED = [
    consumer_workflow("relay_invitations", "workers.relay", invite_by_mail),
    consumer_workflow(
        "index_person", "workers.indexer", request_seed("cleo", "PUT /api/me/profile", DEPARTED)
    ),
    consumer_workflow("process_photo", "workers.file_processor", upload_photo),
    consumer_workflow(
        "process_other_photo", "workers.file_processor", partial(upload_photo, who="ben")
    ),
    consumer_workflow("send_invitation", "consumers.invitation_mail", invite_by_mail),
    consumer_workflow(
        "sync_name",
        "consumers.names",
        request_seed("ada", "PUT /api/me/profile", {**ABOUT, "name": "Augusta Kettle"}),
    ),
]
WORKFLOWS = [*IDENTITY, *INVITATIONS, *MEMBERS, *PEOPLE, *CONSUMED]
