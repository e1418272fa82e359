"""What the models allow at most fits into every limit of AWS, whose refusals all tests meet."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest
from pydantic import BaseModel

from conftest import Crew, Someone, joined
from local.stack import ENVIRONMENT, Reply
from resilience import invariants
from resilience.moto_snapshot import keep, lay
from sharewell.assignments.bodies import MOST_AT_ONCE, Explanation, NewAssignments, Verdict
from sharewell.channels.model import MOST_FORMER, Curators, NewChannel, Pins
from sharewell.clock import now
from sharewell.content.drafts.model import DraftWords
from sharewell.content.sent.model import NewCredit, NewItem
from sharewell.content.uploads.model import NewUpload
from sharewell.groups.model import NewGroup
from sharewell.ids import new_ulid
from sharewell.members.model import NewOrganisation
from sharewell.pictures.model import MOST_OF_A_DRAFT
from sharewell.profiles.model import About
from sharewell.values import LONGEST_MARKDOWN

TABLE = ENVIRONMENT["TABLE_NAME"]
WIDE = "😀"
"""Four bytes of one character."""
SWELLING = "ﷺ"
"""18 characters as people compare names."""


def most(model: type[BaseModel], field: str) -> int:
    """The characters of a text, or the things in a list."""
    said = model.model_json_schema()["properties"][field]
    [bound] = [
        it[name]
        for it in [said, *said.get("anyOf", [])]
        for name in ("maxLength", "maxItems")
        if name in it
    ]
    return int(bound)


def fullest(model: type[BaseModel], *fields: str) -> dict[str, str]:
    """Each of these texts as long and wide as it may be."""
    return {it: WIDE * min(most(model, it), LONGEST_MARKDOWN // 4) for it in fields}


def send(by: Someone, method: str, path: str, body: Any) -> Reply:
    """As browsers do, who leave four bytes four bytes."""
    raw = json.dumps(body, ensure_ascii=False)
    return by.stack.request(method, path, as_=by.person, raw=raw)


def make(by: Someone, path: str, body: Any) -> Any:
    said = send(by, "POST", path, body)
    assert said.status == 201, said.body
    return said.body


def everywhere(word: str, channels: int = 6) -> dict[str, list[str]]:
    """As many groups as an item can be for, and as many channels as it can be in then."""
    there = _made[word]
    return {"channels": there["channels"][:channels], "groups": there["groups"]}


def named() -> dict[str, list[Any]]:
    """As many people as an item can name, by the longest names."""
    ids = _made["people"]
    return {
        "co_authors": ids[: most(NewItem, "co_authors")],
        "credits": [{"member": it, **fullest(NewCredit, "what")} for it in ids],
    }


def like(someone: Someone, many: int) -> list[str]:
    """Members like somebody, as rows: to come in by the door would take each of them a while."""
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
    """Among people and places that are made once and laid anew."""
    if "laid" in _made:
        lay(crew.ada.stack, _made["laid"])
    else:
        _furnish(crew.ada)
        _made["laid"] = keep(crew.ada.stack)
    return crew.ada


_made: dict[str, Any] = {}


def _furnish(ada: Someone) -> None:
    many = {"channels": 6, "groups": most(NewItem, "groups")}
    for word in ("here", "there"):
        _made[word] = {
            place: [
                make(ada, f"/api/{place}", {"name": f"{word} {it}"})["id"]
                for it in range(many[place])
            ]
            for place in many
        }
    pat = joined(ada.stack, "Pat", by=ada)
    about = {**fullest(About, "name"), "languages": ["en"]}
    assert send(pat, "PUT", "/api/me/profile", about).status == 200
    ada.stack.settle()
    _made["people"] = [pat.member, *like(pat, most(NewItem, "credits") - 1)]
    _made["pat"] = pat.person


@pytest.fixture
def pat(ada: Someone) -> Someone:
    """Whose name is as long as one may be."""
    return Someone(ada.stack, _made["pat"], "Pat")


def test_the_fullest_note_is_published_and_moved_elsewhere_at_once(ada: Someone) -> None:
    words = fullest(NewItem, "title", "body")
    item = make(ada, "/api/items", {"kind": "note", **words, **everywhere("here")})
    moved = send(ada, "PATCH", f"/api/items/{item['id']}", everywhere("there"))
    ada.stack.settle()

    assert moved.status == 200, moved.body
    read = ada.get(f"/api/items/{item['id']}")
    assert (read.body["body"], len(read.body["channels"])) == (words["body"], 6)
    assert ada.delete(f"/api/items/{item['id']}").status == 204
    assert ada.post(f"/api/items/{item['id']}/restore").status == 200


def test_the_fullest_note_of_many_is_rewritten_and_moved_at_once(ada: Someone) -> None:
    words, people = fullest(NewItem, "title", "body"), named()
    draft = new_ulid(now())
    assert (
        send(ada, "PUT", f"/api/drafts/{draft}", fullest(DraftWords, "title", "body")).status == 200
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
    assert send(ada, "PUT", f"{path}/words", {"version": 1}).status == 200
    assert len(ada.get(f"{path}/versions").body["items"]) == 2
    assert send(ada, "PUT", f"/api/drafts/{item['id']}", fullest(DraftWords, "body")).status == 200


def test_the_fullest_note_with_more_pictures_than_a_draft_holds_is_kept(ada: Someone) -> None:
    first = make(ada, "/api/pictures", {"size": 3, "type": "image/png"})["key"]
    shown = "".join(f"![](/{first[:-12]}{it:08}.png)" for it in range(MOST_OF_A_DRAFT + 5))
    body = (shown + WIDE * ((LONGEST_MARKDOWN - len(shown)) // 4))[: most(NewItem, "body")]
    words, draft = {**fullest(NewItem, "title"), "body": body}, new_ulid(now())
    assert send(ada, "PUT", f"/api/drafts/{draft}", words).status == 200
    item = make(ada, "/api/items", {"kind": "note", **words, **named(), "draft": draft})
    ada.stack.settle()

    kept = [it for it in invariants.rows() if it["pk"].endswith(f"#item#{item['id']}")]
    assert len([it for it in kept if it["pk"].startswith("SHOWS#")]) == MOST_OF_A_DRAFT + 5


def test_a_text_has_no_more_bytes_than_a_row_takes(ada: Someone) -> None:
    body = WIDE * (LONGEST_MARKDOWN // 4 + 1)
    said = send(ada, "POST", "/api/items", {"kind": "note", "title": "Wide", "body": body})

    assert (said.status, said.body["field"]) == (422, "body")


def test_the_fullest_link_is_kept(ada: Someone) -> None:
    begins = "https://a.example/"
    wide = WIDE * ((most(NewItem, "url") - len(begins)) // 4)
    link = {"kind": "link", "url": begins + wide, **fullest(NewItem, "title", "body")}
    make(ada, "/api/items", link | everywhere("here"))
    too_long = {**link, "url": f"{begins}{wide}1234"}

    assert send(ada, "POST", "/api/items", too_long).status == 422


def test_the_fullest_upload_arrives_and_is_saved_under_its_name(ada: Someone) -> None:
    words = fullest(NewUpload, "name", "title", "body")
    kind = "a/" + "b" * (most(NewUpload, "type") - 2)
    upload = make(ada, "/api/uploads", {"size": 3, "type": kind, **words, **everywhere("here")})
    ada.stack.send(upload["form"], b"abc")
    ada.stack.settle()
    address = ada.get(f"/api/items/{upload['item']}/address", download="true").body

    assert address["name"] == words["name"]
    assert ada.stack.fetch(address["url"]) == b"abc"

    # And so does another in its place, with one more on its way, in a history as full.
    path, other = f"/api/items/{upload['item']}", {"name": words["name"], "size": 4, "type": kind}
    for data in (b"abcd", b"abce"):
        another = make(ada, f"{path}/file", other)
        ada.stack.send(another["form"], data)
        ada.stack.settle()
    make(ada, f"{path}/file", other)
    first = ada.get(f"{path}/address", version=1, download="true").body
    assert ada.stack.fetch(first["url"]) == b"abc"
    said = send(ada, "PATCH", path, {"body": "Else."} | everywhere("there"))
    assert said.status == 200, said.body


@pytest.mark.parametrize("size", [3, 20 * 1024**2])
def test_a_media_type_is_one_that_a_header_takes(ada: Someone, size: int) -> None:
    said = send(ada, "POST", "/api/uploads", {"name": "a", "size": size, "type": "текст/plain"})

    assert (said.status, said.body["field"]) == (422, "type")


@pytest.mark.parametrize("letter", [WIDE, SWELLING, "가", "ΐ", "Ǆ"])
def test_the_longest_names_are_taken(ada: Someone, letter: str) -> None:
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
def test_a_channel_may_be_called_what_people_do_not_compare(ada: Someone, name: str) -> None:
    make(ada, "/api/channels", {"name": name})

    assert send(ada, "POST", "/api/channels", {"name": name}).status == 409


def test_the_fullest_profile_is_kept_and_its_name_carried(ada: Someone) -> None:
    lines = ("title", "department", "location")
    texts = ("how_i_work", "working_on", "wants_to_learn", "helps_with")
    about = fullest(About, "name", *lines, *texts) | {"languages": ["en-GB"] * 20}
    said = send(ada, "PUT", "/api/me/profile", about)
    ada.stack.settle()

    assert said.status == 200, said.body
    assert send(ada, "PUT", "/api/me/profile", about | {"name": SWELLING * 80}).status == 200
    ada.stack.settle()


def test_as_many_people_as_may_be_are_let_in_at_once(ada: Someone, pat: Someone) -> None:
    people = like(pat, most(NewGroup, "members"))
    make(ada, "/api/groups", {**fullest(NewGroup, "name"), "members": people})
    address = f"{'a' * 57}{{}}@{'b' * 60}.{'c' * 60}.{'d' * 55}.example"
    pasted = "\n".join(address.format(f"{it:03}") for it in range(200))

    assert make(ada, "/api/invitations", {"people": pasted})["invited"] == 200


def test_as_much_as_may_be_is_assigned_at_once_and_excused_at_length(
    ada: Someone, pat: Someone
) -> None:
    ids = most(NewAssignments, "items")
    title = fullest(NewItem, "title")
    items = [make(ada, "/api/items", {"kind": "note", **title})["id"] for _ in range(ids)]
    day = [(now() + timedelta(days=it)).date().isoformat() for it in (20, 80)]
    body = {"items": items, "due": day[0], "zone": "America/Argentina/ComodRivadavia"}
    body |= {"task": "review", "reviewer": pat.member, **fullest(NewAssignments, "note")}
    to = [pat.member, *like(pat, MOST_AT_ONCE // ids - 1)]
    given = make(ada, "/api/assignments", {**body, "members": to})["items"]
    ada.stack.settle()

    assert len(given) == MOST_AT_ONCE
    its = f"/api/assignments/{given[0]['to']}/{given[0]['id']}"
    words = fullest(Explanation, "words")
    assert send(pat, "PUT", f"{its}/mine/reason", {"why": "other", **words}).status == 200
    assert send(pat, "PUT", f"{its}/mine/extension", {"due": day[1], **words}).status == 200
    assert send(pat, "PUT", f"{its}/mine", {"state": "ready"}).status == 200
    verdict = {"accepted": False, **fullest(Verdict, "word")}
    review = f"{its}/people/{pat.member}/review"
    assert send(pat, "PUT", review, verdict).status == 200
    ada.stack.settle()
    assert len(pat.get(its).body["word"]) == most(Verdict, "word")


def test_the_fullest_channel_is_tended_renamed_and_goes_into_another(
    ada: Someone, pat: Someone
) -> None:
    words = fullest(NewChannel, "about")
    here, there = (make(ada, "/api/channels", {"name": it, **words})["id"] for it in ("A", "B"))
    path = f"/api/channels/{here}"
    people = [pat.member, *like(pat, most(Curators, "members") - 1)]
    note = {"kind": "note", "channels": [here], **fullest(NewItem, "title")}
    pins = [make(ada, "/api/items", note)["id"] for _ in range(most(Pins, "items"))]

    assert send(ada, "PUT", f"{path}/curators", {"members": people}).status == 200
    assert send(ada, "PUT", f"{path}/pinned", {"items": pins}).status < 300
    for number in range(MOST_FORMER + 2):
        name = SWELLING * (most(NewChannel, "name") - 2) + f"{number:02}"
        assert send(ada, "PATCH", path, {"name": name}).status == 200
    ada.stack.settle()
    assert send(ada, "POST", f"{path}/merge", {"into": there}).status < 300
    ada.stack.settle()
    assert len(ada.get(f"/api/channels/{there}/items").body["items"]) == len(pins)
