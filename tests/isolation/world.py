"""Two organisations that write a word of their own into every text field, and watch for it."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from io import StringIO
from typing import Any

import boto3

from files.make import pdf
from local_stack.in_process import ENVIRONMENT, Reply, Stack

TEXT_FIELDS = frozenset(
    [
        "about",
        "body",
        "department",
        "helps_with",
        "how_i_work",
        "location",
        "name",
        "purpose",
        "note",
        "reason",
        "text",
        "title",
        "url",
        "wants_to_learn",
        "comment",
        "message",
        "review_comment",
        "working_on",
        "your_name",
    ]
)
"""Request fields in which such a text is put."""
OURS, THEIRS, GROUP_WORD = "quokkabramble", "zephyrnettle", "wyvernmallow"
"""Words in all texts of our organisation, of the other, and of our private group."""


@dataclass
class Recorder:
    """Collects answers and logs, to search them for words that must not be there."""

    records: list[tuple[str, str]] = field(default_factory=list)

    def note(self, what: str, text: str) -> None:
        """Records a text under a name."""
        self.records.append((what, text))

    def of(self, words: Iterable[str]) -> list[str]:
        """Returns where any of `words` appeared."""
        wanted = [word.lower() for word in words]
        return [what for what, text in self.records if any(it in text.lower() for it in wanted)]


@dataclass(frozen=True)
class Someone:
    """A caller, signed in or not; the session never ends."""

    stack: Stack
    person: str | None

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: dict[str, str] | None = None,
        **query: Any,
    ) -> Reply:
        """Sends a request; paths that no route matches are allowed."""
        return self.stack.request(
            method,
            path,
            as_=self.person,
            body=body,
            query=query,
            headers=headers,
            signed_in_at=time.time() + 1_000_000,
        )

    def get(self, path: str, **query: Any) -> Any:
        """Reads something that must exist."""
        reply = self.ask("GET", path, **query)
        assert reply.status == 200, (path, reply.body)
        return reply.body

    def make(self, path: str, body: Any) -> Any:
        """Creates something, which must succeed."""
        reply = self.ask("POST", path, body)
        assert reply.status == 201, (path, reply.body)
        return reply.body

    @cached_property
    def member(self) -> str:
        """Returns the member's id."""
        return str(self.get("/api/me")["current"]["member"])

    @cached_property
    def organisation(self) -> str:
        """Returns the organisation's id."""
        return str(self.get("/api/me")["current"]["organisation"])


@dataclass(frozen=True)
class SeededOrganisation:
    """An organisation: people by role, and ids of everything in it by path parameter."""

    word: str
    organisation: str
    people: dict[str, Someone]
    ids: dict[str, list[str]]
    keys: list[str]
    cursors: list[str]


def founder(stack: Stack, word: str) -> Someone:
    """Returns the first administrator of a new organisation."""
    someone = Someone(stack, stack.person(f"ada@{word}.example"))
    someone.make("/api/organisations", {"name": f"{word} & Co", "your_name": f"Ada {word}"})
    return someone


def newcomer(stack: Stack, by: Someone, name: str, word: str, role: str = "member") -> Someone:
    """Returns a person who accepted an invitation."""
    address = f"{name.lower()}@{word}.example"
    someone = Someone(stack, stack.person(address))
    token = _token(by, invite(by, address, role))
    someone.make(f"/api/invitation-links/{token}/accept", {"name": f"{name} {word}"})
    return someone


def invite(by: Someone, address: str, role: str = "member") -> str:
    """Returns the id of an open invitation."""
    by.make("/api/invitations", {"people": address, "role": role})
    [found] = [it for it in by.get("/api/invitations")["items"] if it["email"] == address]
    return str(found["id"])


def introduce(someone: Someone, name: str, word: str, manager: str | None = None) -> None:
    """Fills all fields of a profile and sets a photo."""
    from io import BytesIO

    from PIL import Image

    about: dict[str, Any] = {"name": f"{name} {word}", "manager": manager, "languages": ["en"]}
    spoken = "title department location how_i_work working_on wants_to_learn helps_with"
    about |= {field: f"{word} {field}" for field in spoken.split()}
    assert someone.ask("PUT", "/api/me/profile", about).status == 200
    picture = BytesIO()
    Image.new("RGB", (40, 40), "teal").save(picture, "PNG")
    form = someone.make("/api/me/photo", {"size": len(picture.getvalue()), "type": "image/png"})
    someone.stack.send(form, picture.getvalue())


def send(by: Someone, word: str, **more: Any) -> str:
    """Returns the item of a processed file, with its name, title, body and text."""
    data = pdf([f"Page {number} says {word}." for number in (1, 2)])
    named = {"name": f"{word}.pdf", "title": f"{word} file", "body": f"{word} about it"}
    body = {**named, "size": len(data), "type": "application/pdf", **more}
    upload = by.make("/api/uploads", body)
    by.stack.send(upload["form"], data)
    return str(upload["item"])


def replace_file(by: Someone, item: str, word: str) -> None:
    """Replaces the file of an item, and announces one more."""
    data, path = pdf([f"Now page {number} says {word}." for number in (1, 2)]), f"/api/items/{item}"
    body = {"name": f"{word} new.pdf", "size": len(data), "type": "application/pdf"}
    by.stack.send(by.make(f"{path}/file", body)["form"], data)
    by.stack.settle()
    assert by.get(path)["file"]["name"] == f"{word} new.pdf"
    by.make(f"{path}/file", {**body, "name": f"{word} next.pdf"})


def note(by: Someone, word: str, **more: Any) -> str:
    """Returns a published note."""
    words = {"title": f"{word} note", "body": f"About {word}.", "tags": [f"{word} tag"]}
    body = {"kind": "note", **words, **more}
    return str(by.make("/api/items", body)["id"])


def share_item(recipients: Someone, item: str, word: str) -> None:
    """Shares an item with recipients."""
    from sharewell.aws import tenant_guard
    from sharewell.core.clock import now
    from sharewell.core.ids import MemberId, OrganisationId, new_ulid
    from sharewell.notifications.model import NewNotification, NotificationKind
    from sharewell.notifications.service import notifications

    new = NewNotification(
        kind=NotificationKind.VERIFY,
        ref=f"item:{item}",
        title=f"{word} told",
        key=new_ulid(now()),
        at=now(),
    )
    organisation = OrganisationId(recipients.organisation)
    with tenant_guard.tenant_scope(organisation):
        notifications.notify(organisation, [MemberId(recipients.member)], new)


def picture(by: Someone) -> str:
    """Returns the key of a picture that texts can reference."""
    reply = by.make("/api/pictures", {"size": 3, "type": "image/png"})
    by.stack.send(reply["form"], b"abc")
    return str(reply["key"])


def add_everything_to(by: Someone, item: str, word: str, friend: Someone) -> None:
    """Adds everything to an item that can be added, and a draft of a change."""
    path, thanks = f"/api/items/{item}", [{"member": friend.member, "what": f"{word} told it"}]
    for body in ({"body": f"{word} again", "credits": thanks}, {"body": f"About {word}."}):
        assert by.ask("PATCH", path, body).status == 200
    if not by.get(path)["file"]:
        assert by.ask("PUT", f"{path}/reactions", {"reactions": ["helped"]}).status == 204
    assert by.ask("PUT", f"{path}/saved").status == 204
    draft = {"title": f"{word} draft", "body": f"{word} so far", "item": item, "base_version": 1}
    assert by.ask("PUT", f"/api/drafts/{item}", draft).status == 200


def assign(by: Someone, word: str, item: str, **to: Any) -> str:
    """Returns an assignment to a group or members, due in some days."""
    due = (datetime.now(UTC) + timedelta(days=10)).date().isoformat()
    body = {"items": [item], "note": f"{word} by then", "due": due, "zone": "UTC", **to}
    return str(by.make("/api/assignments", body)["items"][0]["id"])


def create_group(by: Someone, word: str, friend: Someone) -> str:
    """Returns a group with a rule, a join request and an email invitation."""
    body = {"name": f"{word} circle", "visibility": "request", "purpose": f"{word} purpose"}
    group = str(by.make("/api/groups", body)["id"])
    if friend is not by:
        friend.ask("POST", f"/api/groups/{group}/join", {"message": f"{word} words"})
    rule = {"condition": {"field": "department", "among": [f"{word} elsewhere"]}}
    assert by.ask("PUT", f"/api/groups/{group}/rule", {"rule": rule}).status == 204
    by.make(f"/api/groups/{group}/email-invitations", {"people": f"asked@{word}.example"})
    return group


def say(by: Someone, discussion: str, text: str, **more: Any) -> str:
    """Writes a post in a discussion."""
    return str(by.make(f"/api/discussions/{discussion}/posts", {"text": text, **more})["id"])


def create_import(by: Someone, word: str, **more: Any) -> str:
    """Returns an import of a folder with one announced file."""
    body = {"source": "folder", "name": f"{word} folder", "tags": [f"{word} tag"], **more}
    id = str(by.make("/api/imports", body)["id"])
    files = {"files": [{"path": f"{word}/{word}.txt", "size": 3, "type": "text/plain"}]}
    assert by.ask("POST", f"/api/imports/{id}/files", files).status == 200
    return id


def seed_organisation(stack: Stack, word: str, *names: tuple[str, str]) -> SeededOrganisation:
    """Returns an organisation with one of everything; `names` are further people and roles."""
    from sharewell.core.pagination import encode_cursor

    ada = founder(stack, word)
    people = {"admin": ada}
    for name, role in names:
        people[name] = newcomer(stack, ada, name, word, role)
    friend = next(iter(people.values())) if len(people) == 1 else list(people.values())[1]
    introduce(ada, "Ada", word, friend.member if friend is not ada else None)
    channel = ada.make("/api/channels", {"name": word, "about": f"All of {word}"})["id"]
    members = [friend.member] if friend is not ada else []
    group = ada.make("/api/groups", {"name": f"{word} board", "members": members})["id"]
    circle = create_group(ada, word, friend)
    club = friend.make("/api/groups", {"name": f"{word} club"})["id"]
    friend.ask("PUT", f"/api/groups/{club}/invitations/{ada.member}")
    link = {"kind": "link", "title": f"{word} link", "url": f"https://{word}.example/"}
    items = [
        note(ada, word, channels=[channel]),
        ada.make("/api/items", {**link, "channels": [channel]})["id"],
        send(ada, word, channels=[channel]),
        note(ada, word, channels=[channel], groups=[group]),
    ]
    share_item(ada, items[0], word)
    stack.settle()
    replace_file(ada, items[2], word)
    for item in items:
        add_everything_to(ada, item, word, friend)
    for item in (items[0], items[3]):
        chosen = {"verifier": ada.member, "interval": 30}
        assert ada.ask("PUT", f"/api/items/{item}/verification", chosen).status == 200
        assert ada.ask("POST", f"/api/items/{item}/verify").status == 200
    gone = note(ada, word, channels=[channel])
    assert ada.ask("DELETE", f"/api/items/{gone}").status == 204
    talk = {
        place: say(ada, place, f"{word} asked", kind="question")
        for place in (items[0], items[3], group)
    }
    for place, post in talk.items():
        say(ada, place, f"{word} answered", reply_to=post)
        edit = {"text": f"{word} asked again"}
        assert ada.ask("PATCH", f"/api/discussions/{place}/posts/{post}", edit).status == 200
    big = {"name": f"{word}.mov", "size": 20 * 1024**2, "type": "video/quicktime"}
    waiting = ada.make("/api/uploads", big)["item"]
    assignment = assign(ada, word, items[0], group=group)
    reason = {"decline_reason": "other", "comment": f"{word} is why"}
    ada.ask("PUT", f"/api/assignments/{group}/{assignment}/mine/decline", reason)
    own = assign(ada, word, items[1], members=[ada.member], task="review")
    ada.ask("PUT", f"/api/assignments/{ada.member}/{own}/mine", {"state": "ready"})
    batch = create_import(ada, word, channels=[channel])
    invitation = invite(ada, f"late@{word}.example")
    stack.settle()
    file = ada.get(f"/api/items/{items[2]}")["file"]
    assert file["state"] == "ready"
    return SeededOrganisation(
        word=word,
        organisation=ada.organisation,
        people=people,
        ids={
            "item": [*items, waiting, gone],
            "batch": [batch],
            "channel": [channel],
            "group": [group, circle],
            "discussion": [*talk],
            "post": [*talk.values()],
            "member": [it.member for it in people.values()],
            "invitation": [invitation],
            "to": [group],
            "assignment": [assignment],
            "token": [_token(ada, invitation)],
            "draft": items[:1],
        },
        keys=[file["thumb"], ada.get("/api/me/profile")["photo"], picture(ada)],
        cursors=[
            encode_cursor(f"IN#{ada.organisation}#{channel}", items[2]),
            encode_cursor(f"FEED#{ada.organisation}#{ada.member}", items[2]),
            encode_cursor(f"PEOPLE#{ada.organisation}\n", f"ada {word}#{ada.member}"),
            encode_cursor(
                f"ITEM#{ada.organisation}#{items[2]}\nTEXT#{file['id']}#",
                f"TEXT#{file['id']}#00001",
            ),
            encode_cursor(f"ITEM#{ada.organisation}#{items[0]}\nVERSION#", "VERSION#000001"),
            encode_cursor(
                f"ITEM#{ada.organisation}#{items[0]}\nWHO#helped#", f"REACTOR#helped#{ada.member}"
            ),
            encode_cursor(f"SAVED#{ada.organisation}#{ada.member}\n", items[0]),
            encode_cursor(f"ASSIGNMENTS#{ada.organisation}#{group}\n", assignment),
            encode_cursor(f"open of {ada.member}", assignment),
            encode_cursor(
                f"VERIFY_DUE#{ada.organisation}#{ada.member}\n", f"2026-01-01#{items[0]}"
            ),
        ],
    )


def rows_and_objects(organisation: str) -> dict[str, Any]:
    """Returns all rows and objects of an organisation."""
    pages = boto3.client("dynamodb").get_paginator("scan").paginate(TableName="Table")
    rows = {(row["pk"]["S"], row["sk"]["S"]): row for page in pages for row in page["Items"]}
    listing = boto3.client("s3").list_objects_v2(Bucket=ENVIRONMENT["BUCKET_NAME"])
    objects = {it["Key"]: it["ETag"] for it in listing["Contents"] if organisation in it["Key"]}
    return {" ".join(key): it for key, it in rows.items() if organisation in _of(*key)} | objects


def _of(pk: str, sk: str) -> str:
    """Returns the organisation of a key; other parts of keys may have any id."""
    return sk if pk.startswith("PERSON#") or "#" not in pk else pk.split("#")[1]


@contextmanager
def recording(recorder: Recorder, what: str) -> Iterator[None]:
    """Records logs and metrics meanwhile."""
    from sharewell.aws.telemetry import logger

    log, counted = StringIO(), StringIO()
    handler: Any = logger.registered_handler
    before = handler.setStream(log)
    try:
        with redirect_stdout(counted):
            yield
    finally:
        handler.setStream(before)
        recorder.note(f"log of {what}", log.getvalue())
        recorder.note(f"metrics of {what}", counted.getvalue())


def _token(by: Someone, invitation: str) -> str:
    from sharewell.core.ids import InvitationId, OrganisationId
    from sharewell.members.invitations import invitation_service

    link = invitation_service.create_link(OrganisationId(by.organisation), InvitationId(invitation))
    return link.rpartition("/")[2]
