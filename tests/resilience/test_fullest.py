"""The largest content that the models allow fits into AWS's limits, which all tests enforce."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest
from pydantic import BaseModel

from conftest import Crew, Someone, join_member
from local_stack.in_process import ENVIRONMENT, Reply
from resilience import invariants
from resilience.moto_snapshot import restore_snapshot, take_snapshot
from sharewell.assignments.schemas import (
    MAX_ASSIGNMENTS_PER_REQUEST,
    DeclineRequest,
    NewAssignments,
    ReviewDecision,
)
from sharewell.channels.model import MAX_FORMER_NAMES, CuratorsUpdate, NewChannel, PinsUpdate
from sharewell.content.drafts.model import DraftContent
from sharewell.content.schemas import NewCredit, NewItem
from sharewell.content.uploads.model import NewUpload
from sharewell.core.clock import now
from sharewell.core.ids import new_ulid
from sharewell.core.values import MAX_MARKDOWN_LENGTH
from sharewell.groups.model import NewGroup
from sharewell.members.model import NewOrganisation
from sharewell.pictures.model import MAX_PER_DRAFT
from sharewell.profiles.model import ProfileFields

TABLE = ENVIRONMENT["TABLE_NAME"]
WIDE = "😀"
"""A character of four bytes."""
SWELLING = "ﷺ"
"""18 characters once normalised for comparison."""


def most(model: type[BaseModel], field: str) -> int:
    """Returns the maximum of characters of a text, or of entries of a list."""
    schema = model.model_json_schema()["properties"][field]
    [bound] = [
        it[name]
        for it in [schema, *schema.get("anyOf", [])]
        for name in ("maxLength", "maxItems")
        if name in it
    ]
    return int(bound)


def fullest(model: type[BaseModel], *fields: str) -> dict[str, str]:
    """Returns a model with each of these texts as long and wide as allowed."""
    return {it: WIDE * min(most(model, it), MAX_MARKDOWN_LENGTH // 4) for it in fields}


def send(by: Someone, method: str, path: str, body: Any) -> Reply:
    """Sends a request as browsers do, which do not escape characters of four bytes."""
    raw = json.dumps(body, ensure_ascii=False)
    return by.stack.request(method, path, as_=by.person, raw=raw)


def make(by: Someone, path: str, body: Any) -> Any:
    reply = send(by, "POST", path, body)
    assert reply.status == 201, reply.body
    return reply.body


def everywhere(word: str, channels: int = 6) -> dict[str, list[str]]:
    """Returns an audience of as many groups, and as many channels, as an item can have."""
    there = _made[word]
    return {"channels": there["channels"][:channels], "groups": there["groups"]}


def named() -> dict[str, list[Any]]:
    """Returns as many contributors as an item can have, with the longest names."""
    ids = _made["people"]
    return {
        "co_authors": ids[: most(NewItem, "co_authors")],
        "credits": [{"member": it, **fullest(NewCredit, "what")} for it in ids],
    }


def like(someone: Someone, many: int) -> list[str]:
    """Adds members like one as rows: inviting each of them would take a while."""
    client = boto3.client("dynamodb")
    pages = client.get_paginator("scan").paginate(TableName=TABLE)
    everything = [row for page in pages for row in page["Items"]]
    id = someone.member
    [person] = {it["person"]["S"] for it in everything if it["sk"]["S"] == id and "person" in it}
    rows = [
        json.dumps(it)
        for it in everything
        if any(name in it["pk"]["S"] + it["sk"]["S"] for name in (id, person))
    ]
    others = [new_ulid(now()) for _ in range(many)]
    for other in others:
        copies = [json.loads(it.replace(id, other).replace(person, other)) for it in rows]
        puts: Any = [{"PutRequest": {"Item": it}} for it in copies]
        client.batch_write_item(RequestItems={TABLE: puts})
    return others


@pytest.fixture
def ada(crew: Crew) -> Someone:
    """Returns a member among people and places that are made once and restored."""
    if "laid" in _made:
        restore_snapshot(crew.ada.stack, _made["laid"])
    else:
        _seed(crew.ada)
        _made["laid"] = take_snapshot(crew.ada.stack)
    return crew.ada


_made: dict[str, Any] = {}


def _seed(ada: Someone) -> None:
    many = {"channels": 6, "groups": most(NewItem, "groups")}
    for word in ("here", "there"):
        _made[word] = {
            place: [
                make(ada, f"/api/{place}", {"name": f"{word} {it}"})["id"]
                for it in range(many[place])
            ]
            for place in many
        }
    pat = join_member(ada.stack, "Pat", by=ada)
    about = {**fullest(ProfileFields, "name"), "languages": ["en"]}
    assert send(pat, "PUT", "/api/me/profile", about).status == 200
    ada.stack.settle()
    _made["people"] = [pat.member, *like(pat, most(NewItem, "credits") - 1)]
    _made["pat"] = pat.person


@pytest.fixture
def pat(ada: Someone) -> Someone:
    """Returns a member with the longest name."""
    return Someone(ada.stack, _made["pat"], "Pat")


def test_fullest_note_is_published_and_moved(ada: Someone) -> None:
    words = fullest(NewItem, "title", "body")
    item = make(ada, "/api/items", {"kind": "note", **words, **everywhere("here")})
    moved = send(ada, "PATCH", f"/api/items/{item['id']}", everywhere("there"))
    ada.stack.settle()

    assert moved.status == 200, moved.body
    read = ada.get(f"/api/items/{item['id']}")
    assert (read.body["body"], len(read.body["channels"])) == (words["body"], 6)
    assert ada.delete(f"/api/items/{item['id']}").status == 204
    assert ada.post(f"/api/items/{item['id']}/restore").status == 200


def test_fullest_note_of_many_is_rewritten_and_moved(ada: Someone) -> None:
    words, people = fullest(NewItem, "title", "body"), named()
    draft = new_ulid(now())
    assert (
        send(ada, "PUT", f"/api/drafts/{draft}", fullest(DraftContent, "title", "body")).status
        == 200
    )
    item = make(
        ada,
        "/api/items",
        {"kind": "note", **words, **people, **everywhere("here", 1), "draft": draft},
    )
    ids = people["co_authors"]
    mentions = " ".join(f"[@x]({page}/{id})" for page in ("/people", "/groups") for id in ids * 9)
    other = {"title": words["title"][1:], "body": words["body"][:-3000] + mentions}
    path = f"/api/items/{item['id']}"
    moved = send(ada, "PATCH", path, {**other, **everywhere("there", 1)})
    ada.stack.settle()

    assert moved.status == 200, moved.body
    assert send(ada, "PUT", f"{path}/version", {"version": 1}).status == 200
    assert len(ada.get(f"{path}/versions").body["items"]) == 2
    assert (
        send(ada, "PUT", f"/api/drafts/{item['id']}", fullest(DraftContent, "body")).status == 200
    )


def test_fullest_note_with_all_pictures_is_saved(ada: Someone) -> None:
    first = make(ada, "/api/pictures", {"size": 3, "type": "image/png"})["key"]
    shown = "".join(f"![](/{first[:-12]}{it:08}.png)" for it in range(MAX_PER_DRAFT + 5))
    body = (shown + WIDE * ((MAX_MARKDOWN_LENGTH - len(shown)) // 4))[: most(NewItem, "body")]
    words, draft = {**fullest(NewItem, "title"), "body": body}, new_ulid(now())
    assert send(ada, "PUT", f"/api/drafts/{draft}", words).status == 200
    item = make(ada, "/api/items", {"kind": "note", **words, **named(), "draft": draft})
    ada.stack.settle()

    kept = [it for it in invariants.rows() if it["pk"].endswith(f"#item#{item['id']}")]
    assert (
        len([it for it in kept if it["pk"].startswith("REFERENCED_PICTURES#")]) == MAX_PER_DRAFT + 5
    )


def test_text_above_row_size_is_rejected(ada: Someone) -> None:
    body = WIDE * (MAX_MARKDOWN_LENGTH // 4 + 1)
    reply = send(ada, "POST", "/api/items", {"kind": "note", "title": "Wide", "body": body})

    assert (reply.status, reply.body["field"]) == (422, "body")


def test_fullest_link_is_saved(ada: Someone) -> None:
    begins = "https://a.example/"
    wide = WIDE * ((most(NewItem, "url") - len(begins)) // 4)
    link = {"kind": "link", "url": begins + wide, **fullest(NewItem, "title", "body")}
    make(ada, "/api/items", link | everywhere("here"))
    too_long = {**link, "url": f"{begins}{wide}1234"}

    assert send(ada, "POST", "/api/items", too_long).status == 422


def test_fullest_upload_is_processed_and_downloadable(ada: Someone) -> None:
    words = fullest(NewUpload, "name", "title", "body")
    kind = "a/" + "b" * (most(NewUpload, "type") - 2)
    upload = make(ada, "/api/uploads", {"size": 3, "type": kind, **words, **everywhere("here")})
    ada.stack.send(upload["form"], b"abc")
    ada.stack.settle()
    address = ada.get(f"/api/items/{upload['item']}/file-url", download="true").body

    assert address["name"] == words["name"]
    assert ada.stack.fetch(address["url"]) == b"abc"

    # And so does a replacement, with one more expected, in a history as full.
    path, other = f"/api/items/{upload['item']}", {"name": words["name"], "size": 4, "type": kind}
    for data in (b"abcd", b"abce"):
        another = make(ada, f"{path}/file", other)
        ada.stack.send(another["form"], data)
        ada.stack.settle()
    make(ada, f"{path}/file", other)
    first = ada.get(f"{path}/file-url", version=1, download="true").body
    assert ada.stack.fetch(first["url"]) == b"abc"
    reply = send(ada, "PATCH", path, {"body": "Else."} | everywhere("there"))
    assert reply.status == 200, reply.body


@pytest.mark.parametrize("size", [3, 20 * 1024**2])
def test_media_type_must_fit_a_header(ada: Someone, size: int) -> None:
    reply = send(ada, "POST", "/api/uploads", {"name": "a", "size": size, "type": "текст/plain"})

    assert (reply.status, reply.body["field"]) == (422, "type")


@pytest.mark.parametrize("letter", [WIDE, SWELLING, "가", "ΐ", "Ǆ"])
def test_longest_names_are_accepted(ada: Someone, letter: str) -> None:
    name = letter * most(NewChannel, "name")
    channel = make(ada, "/api/channels", {"name": name, **fullest(NewChannel, "about")})
    make(ada, "/api/groups", {"name": letter * most(NewGroup, "name")})
    names = {it: letter * most(NewOrganisation, it) for it in ("name", "your_name")}
    make(Someone(ada.stack, ada.stack.person("new@a.example"), "New"), "/api/organisations", names)
    ada.stack.settle()

    assert ada.get(f"/api/channels/{channel['id']}").body["name"] == name
    assert send(ada, "POST", "/api/channels", {"name": name}).status == 409
    renamed = send(ada, "PATCH", f"/api/channels/{channel['id']}", {"name": name[1:]})
    assert renamed.status == 200, renamed.body


@pytest.mark.parametrize("name", ["\u00b4", "\u0301", "\u00a8 \u00a8"])
def test_channel_name_may_normalise_to_nothing(ada: Someone, name: str) -> None:
    make(ada, "/api/channels", {"name": name})

    assert send(ada, "POST", "/api/channels", {"name": name}).status == 409


def test_fullest_profile_is_saved_and_projected(ada: Someone) -> None:
    lines = ("title", "department", "location")
    texts = ("how_i_work", "working_on", "wants_to_learn", "helps_with")
    about = fullest(ProfileFields, "name", *lines, *texts) | {"languages": ["en-GB"] * 20}
    reply = send(ada, "PUT", "/api/me/profile", about)
    ada.stack.settle()

    assert reply.status == 200, reply.body
    assert send(ada, "PUT", "/api/me/profile", about | {"name": SWELLING * 80}).status == 200
    ada.stack.settle()


def test_largest_member_list_is_added_at_once(ada: Someone, pat: Someone) -> None:
    people = like(pat, most(NewGroup, "members"))
    make(ada, "/api/groups", {**fullest(NewGroup, "name"), "members": people})
    address = f"{'a' * 57}{{}}@{'b' * 60}.{'c' * 60}.{'d' * 55}.example"
    pasted = "\n".join(address.format(f"{it:03}") for it in range(200))

    assert make(ada, "/api/invitations", {"people": pasted})["invited"] == 200


def test_fullest_assignment_is_created_and_declined(ada: Someone, pat: Someone) -> None:
    ids = most(NewAssignments, "items")
    title = fullest(NewItem, "title")
    items = [make(ada, "/api/items", {"kind": "note", **title})["id"] for _ in range(ids)]
    day = [(now() + timedelta(days=it)).date().isoformat() for it in (20, 80)]
    body = {"items": items, "due": day[0], "zone": "America/Argentina/ComodRivadavia"}
    body |= {"task": "review", "reviewer": pat.member, **fullest(NewAssignments, "note")}
    to = [pat.member, *like(pat, MAX_ASSIGNMENTS_PER_REQUEST // ids - 1)]
    given = make(ada, "/api/assignments", {**body, "members": to})["items"]
    ada.stack.settle()

    assert len(given) == MAX_ASSIGNMENTS_PER_REQUEST
    its = f"/api/assignments/{given[0]['to']}/{given[0]['id']}"
    words = fullest(DeclineRequest, "comment")
    assert (
        send(pat, "PUT", f"{its}/mine/decline", {"decline_reason": "other", **words}).status == 200
    )
    assert send(pat, "PUT", f"{its}/mine/extension", {"due": day[1], **words}).status == 200
    assert send(pat, "PUT", f"{its}/mine", {"state": "ready"}).status == 200
    verdict = {"accepted": False, **fullest(ReviewDecision, "review_comment")}
    review = f"{its}/people/{pat.member}/review"
    assert send(pat, "PUT", review, verdict).status == 200
    ada.stack.settle()
    assert len(pat.get(its).body["review_comment"]) == most(ReviewDecision, "review_comment")


def test_fullest_channel_is_renamed_and_merged(ada: Someone, pat: Someone) -> None:
    words = fullest(NewChannel, "about")
    here, there = (make(ada, "/api/channels", {"name": it, **words})["id"] for it in ("A", "B"))
    path = f"/api/channels/{here}"
    people = [pat.member, *like(pat, most(CuratorsUpdate, "members") - 1)]
    note = {"kind": "note", "channels": [here], **fullest(NewItem, "title")}
    pins = [make(ada, "/api/items", note)["id"] for _ in range(most(PinsUpdate, "items"))]

    assert send(ada, "PUT", f"{path}/curators", {"members": people}).status == 200
    assert send(ada, "PUT", f"{path}/pinned", {"items": pins}).status < 300
    for number in range(MAX_FORMER_NAMES + 2):
        name = SWELLING * (most(NewChannel, "name") - 2) + f"{number:02}"
        assert send(ada, "PATCH", path, {"name": name}).status == 200
    ada.stack.settle()
    assert send(ada, "POST", f"{path}/merge", {"into": there}).status < 300
    ada.stack.settle()
    assert len(ada.get(f"/api/channels/{there}/items").body["items"]) == len(pins)
