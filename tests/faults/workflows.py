"""What people do and what follows from it: everything that writes, as it is made to fail.

A workflow is for one function, whose calls go wrong one after the other. Where an operation needs
something special to be there before, its `seed` makes it.
"""

import re
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

import boto3

from faults.house import ONCE, PART, House
from files.make import pdf
from isolation.world import invite
from local import template
from local.stack import ENVIRONMENT, Reply
from net.workflow import Workflow
from operations import Operation, operations, sensible

Seed = Callable[[House], Any]
PDF = pdf(["The kiln rests on Sunday.", "Nobody opens it."])


def asked(
    name: str,
    handler: str,
    request: str,
    body: Any = None,
    *,
    by: str = "ada",
    seed: Seed = lambda _: None,
    **headers: str,
) -> Workflow:
    """Somebody asks for one thing."""
    method, _, path = request.partition(" ")

    def act(house: House) -> Reply:
        return house.asks(by, method, path, body, **headers)

    return Workflow(name, f"{handler}.api", act, seed, request)


def consumed(name: str, handler: str, act: Seed, *, seed: Seed = lambda _: None) -> Workflow:
    """Somebody does something, and a function hears of it."""

    def done(house: House) -> None:
        act(house)

    return Workflow(name, f"{handler}.handler", done, seed)


def does(who: str, request: str, body: Any = None) -> Seed:
    """Somebody asks for one thing, and gets it."""
    method, _, path = request.partition(" ")
    return lambda house: house.did(who, method, path, body)


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


def send_file(house: House, data: bytes = PDF, name: str = "kiln.pdf", **more: Any) -> None:
    """The bytes of a file arrive in the bucket."""
    body = {"name": name, "size": len(data), "type": "application/pdf", **more}
    upload = house.did("ada", "POST", "/api/uploads", body)
    house.ids["file"] = upload["item"]
    house.stack.send(upload["form"], data)


def begin_in_parts(house: House, sent: int = 2) -> None:
    """A file of two parts is announced, and some of them arrive."""
    body = {"name": "talk.mov", "size": PART + 100, "type": "video/quicktime"}
    item = house.ids["parted"] = house.did("ada", "POST", "/api/uploads", body)["item"]
    asked = {"numbers": [1, 2]}
    parts = house.did("ada", "POST", f"/api/uploads/{item}/parts", asked)["parts"]
    for part, size in list(zip(parts, (PART, 100), strict=True))[:sent]:
        house.stack.send_part(part["url"], b"\0\0\0\x14ftypqt  ".ljust(size, b"\0"))


def wait_for_file(house: House) -> None:
    """A file is announced, and nothing of it arrives."""
    body = {"name": "late.pdf", "size": 500, "type": "application/pdf", "channels": ["{channel}"]}
    house.ids["late"] = house.did("ada", "POST", "/api/uploads", body)["item"]


def send_nonsense(house: House) -> None:
    """A file arrives that nobody can read."""
    send_file(house, b"%PDF-1.7 and then nothing of the kind")


ABOUT = {"name": "Ada Kettle", "title": "Potter", "manager": None, "languages": ["en"]}
PUBLISHED = {"kind": "note", "title": "Salt", "body": "Salt glaze, briefly."}
DEPARTED = {"name": "Benedict Kettle", "title": "Fireman", "manager": "{ada}"}
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
GROUPS = [
    asked(
        "make_group",
        "groups",
        "POST /api/groups",
        {"name": "Kiln", "members": ["{ben}"]},
        idempotency_key=ONCE,
    ),
    asked("rename_group", "groups", "PATCH /api/groups/{group}", {"name": "Table"}),
    asked("add_to_group", "groups", "PUT /api/groups/{group}/members/{cleo}"),
    asked("take_out_of_group", "groups", "DELETE /api/groups/{group}/members/{ben}"),
    asked("leave_group", "groups", "DELETE /api/groups/{group}/members/{ben}", by="ben"),
]
CHANNELS = [
    asked("open_channel", "channels", "POST /api/channels", {"name": "Salt"}, idempotency_key=ONCE),
    asked("describe_channel", "channels", "PATCH /api/channels/{channel}", {"about": "Glass"}),
    asked(
        "rename_channel",
        "channels",
        "PATCH /api/channels/{channel}",
        {"name": "Glass"},
        if_match='"1"',
    ),
    asked("follow", "channels", "PUT /api/channels/{channel}/follow", by="cleo"),
    asked("unfollow", "channels", "DELETE /api/channels/{channel}/follow", by="ben"),
]
ITEMS = [
    asked("publish", "items", "POST /api/items", PUBLISHED, idempotency_key=ONCE),
    asked(
        "publish_in_places",
        "items",
        "POST /api/items",
        {**PUBLISHED, "channels": ["{channel}", "{other}"], "groups": ["{group}"]},
        idempotency_key=ONCE,
    ),
    asked("change_item", "items", "PATCH /api/items/{note}", {"body": "Cobalt, again."}),
    asked(
        "move_item",
        "items",
        "PATCH /api/items/{note}",
        {"title": "Blue", "channels": ["{other}"], "groups": ["{group}"]},
        if_match='"1"',
    ),
    asked("show_to_everyone", "items", "PATCH /api/items/{whisper}", {"groups": []}),
    asked("delete_item", "items", "DELETE /api/items/{note}"),
    asked(
        "restore_item",
        "items",
        "POST /api/items/{note}/restore",
        seed=does("ada", "DELETE /api/items/{note}"),
    ),
]
FILE = {"name": "kiln.pdf", "size": 900, "type": "application/pdf", "channels": ["{channel}"]}
UPLOADS = [
    asked("begin_upload", "uploads", "POST /api/uploads", FILE, idempotency_key=ONCE),
    asked(
        "begin_upload_in_parts",
        "uploads",
        "POST /api/uploads",
        {**FILE, "size": PART + 1},
        idempotency_key=ONCE,
    ),
    asked(
        "address_parts",
        "uploads",
        "POST /api/uploads/{parted}/parts",
        {"numbers": [1, 2]},
        seed=partial(begin_in_parts, sent=0),
    ),
    asked("complete", "uploads", "POST /api/uploads/{parted}/complete", seed=begin_in_parts),
    asked("retry_waiting", "uploads", "POST /api/uploads/{late}/retry", seed=wait_for_file),
    asked(
        "retry_in_parts",
        "uploads",
        "POST /api/uploads/{parted}/retry",
        seed=partial(begin_in_parts, sent=1),
    ),
    asked("retry_refused", "uploads", "POST /api/uploads/{file}/retry", seed=send_nonsense),
    asked("cancel_refused", "uploads", "DELETE /api/uploads/{file}", seed=send_nonsense),
    asked("cancel", "uploads", "DELETE /api/uploads/{late}", seed=wait_for_file),
    asked(
        "cancel_in_parts",
        "uploads",
        "DELETE /api/uploads/{parted}",
        seed=partial(begin_in_parts, sent=1),
    ),
]
publishes = does("ada", "POST /api/items", {**PUBLISHED, "channels": ["{channel}"]})


def invites(house: House, address: str = "guest@kettle.example") -> None:
    """Somebody is asked in, who gets a mail."""
    house.ids["guest"] = invite(house.people["ada"], address)


def _rebuild(house: House) -> None:
    house.stack.deliver("reindex.handler", {"organisation": house.ids["organisation"]}, [])


CONSUMED = [
    consumed("relay_a_note", "relay", publishes),
    consumed("relay_invitations", "relay", invites),
    consumed("index_a_note", "index", publishes),
    consumed("index_a_deletion", "index", does("ada", "DELETE /api/items/{note}")),
    consumed("index_a_person", "index", does("cleo", "PUT /api/me/profile", DEPARTED)),
    consumed("read_a_file", "read_file", send_file),
    consumed("read_nonsense", "read_file", send_nonsense),
    consumed("read_a_photo", "read_file", send_photo),
    consumed("read_another_photo", "read_file", partial(send_photo, who="ben")),
    consumed("send_an_invitation", "send_mail", invites),
    consumed(
        "carry_a_name",
        "carry_names",
        does("ada", "PUT /api/me/profile", {**ABOUT, "name": "Augusta Kettle"}),
    ),
    consumed("build_an_index_anew", "reindex", _rebuild),
]
BY_HAND = {
    it.name: it
    for it in (
        *IDENTITY,
        *INVITATIONS,
        *MEMBERS,
        *PEOPLE,
        *GROUPS,
        *CHANNELS,
        *ITEMS,
        *UPLOADS,
        *CONSUMED,
    )
}


def generated(operation: Operation) -> Workflow:
    """Somebody asks for what nobody has written a workflow for, in the simplest way there is."""
    [handler] = {
        route.handler.removesuffix(".api")
        for route in template.routes()
        if (route.method, route.path) == (operation.method, operation.path)
    }
    body = sensible(operation) if operation.body else None
    what = operation.name, handler, str(operation), body
    return asked(*what, idempotency_key=ONCE) if operation.takes_key else asked(*what)


def _alike(request: str) -> str:
    return re.sub(r"{\w+}", "{}", request)


_written = {_alike(it.request) for it in BY_HAND.values() if it.request}
WORKFLOWS = BY_HAND | {
    it.name: generated(it)
    for it in operations()
    if it.method != "GET" and _alike(str(it)) not in _written
}
"""Each by its name; what writes and has none by hand is asked for in the simplest way."""
