"""Organisations, invitations, members and profiles."""

from functools import partial
from io import BytesIO

import boto3

from isolation.world import invite
from local.stack import ENVIRONMENT
from resilience.fixtures import House
from resilience.workflows.words import asked, consumed, does

ABOUT = {"name": "Ada Kettle", "title": "Potter", "manager": None, "languages": ["en"]}
DEPARTED = {"name": "Benedict Kettle", "title": "Fireman", "manager": "{ada}"}


def _invited(house: House) -> None:
    from sharewell.ids import InvitationId, OrganisationId
    from sharewell.members.invitations import invitations

    organisation = OrganisationId(house.ids["organisation"])
    link = invitations.link(organisation, InvitationId(house.ids["invitation"]))
    house.ids["token"] = link.rpartition("/")[2]


def invited_yesterday(house: House) -> None:
    """The invitation was sent yesterday, so it may be sent again."""
    key = {"pk": {"S": "INVITATIONS#{organisation}"}, "sk": {"S": "{invitation}"}}
    boto3.client("dynamodb").update_item(
        TableName=ENVIRONMENT["TABLE_NAME"],
        Key={name: {"S": it["S"].format(**house.ids)} for name, it in key.items()},
        UpdateExpression="SET sent_at = :then",
        ExpressionAttributeValues={":then": {"S": "2026-01-02T03:04:05.000000+0000"}},
    )


def _picture(size: int) -> bytes:
    from PIL import Image

    data = BytesIO()
    Image.new("RGB", (size, size), "plum").save(data, "PNG")
    return data.getvalue()


def send_photo(house: House, who: str = "ada", size: int = 40) -> None:
    """A picture of somebody arrives in the bucket."""
    data = _picture(size)
    reply = house.asks(who, "POST", "/api/me/photo", {"size": len(data), "type": "image/png"})
    if reply.status == 201:
        house.stack.send(reply.body, data)


def invites(house: House, address: str = "guest@kettle.example") -> None:
    """Somebody is asked in, who gets a mail."""
    house.ids["guest"] = invite(house.people["ada"], address)


IDENTITY = [
    asked("choose", "identity", "PUT /api/me/organisation", {"organisation": "{organisation}"}),
    asked("sign_out_everywhere", "identity", "POST /api/me/sign-out-everywhere", by="ben"),
]
INVITATIONS = [
    asked(
        "open_organisation",
        "invitations",
        "POST /api/organisations",
        {"name": "Another Kettle", "your_name": "Late"},
        by="late",
    ),
    asked("invite_one", "invitations", "POST /api/invitations", {"people": "a@kettle.example"}),
    asked(
        "invite_some",
        "invitations",
        "POST /api/invitations",
        {"people": "a@kettle.example, late@kettle.example, ben@kettle.example, b@kettle.example"},
    ),
    asked(
        "resend",
        "invitations",
        "POST /api/invitations/{invitation}/resend",
        seed=invited_yesterday,
    ),
    asked("withdraw", "invitations", "DELETE /api/invitations/{invitation}"),
    asked(
        "accept",
        "invitations",
        "POST /api/invitation-links/{token}/accept",
        {"name": "Late Kettle"},
        by="late",
        seed=_invited,
    ),
]
MEMBERS = [
    asked("promote", "members", "PATCH /api/members/{ben}", {"role": "admin"}),
    asked("deactivate", "members", "PATCH /api/members/{ben}", {"active": False}),
]
PEOPLE = [
    asked("write_profile", "people", "PUT /api/me/profile", ABOUT, if_match='"1"'),
    asked("rename_oneself", "people", "PUT /api/me/profile", DEPARTED, by="cleo"),
    asked("send_photo", "people", "POST /api/me/photo", {"size": 5, "type": "image/png"}),
    asked("remove_photo", "people", "DELETE /api/me/photo", by="ben"),
]
CONSUMED = [
    consumed("relay_invitations", "workers.relay", invites),
    consumed("index_a_person", "workers.indexer", does("cleo", "PUT /api/me/profile", DEPARTED)),
    consumed("read_a_photo", "workers.file_processor", send_photo),
    consumed("read_another_photo", "workers.file_processor", partial(send_photo, who="ben")),
    consumed("send_an_invitation", "consumers.invitation_mail", invites),
    consumed(
        "carry_a_name",
        "consumers.names",
        does("ada", "PUT /api/me/profile", {**ABOUT, "name": "Augusta Kettle"}),
    ),
]
WORKFLOWS = [*IDENTITY, *INVITATIONS, *MEMBERS, *PEOPLE, *CONSUMED]
