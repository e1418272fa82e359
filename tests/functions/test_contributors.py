"""Co-authors, credits and mentions."""

import json
from typing import Any

import pytest

from conftest import Crew, Someone
from resilience.interceptor import Call, Send, wire

NOBODY = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


def note(by: Someone, **more: Any) -> Any:
    reply = by.post("/api/items", {"kind": "note", "title": "Cobalt", "body": "Runs.", **more})
    assert reply.status == 201, reply.body
    return reply.body


def titles(by: Someone, member: str) -> list[str]:
    return [it["title"] for it in by.get(f"/api/people/{member}/items").body["items"]]


def test_co_author_edits_and_lists_the_item(crew: Crew) -> None:
    item = note(crew.ben, co_authors=[crew.cleo.member, crew.ben.member, crew.cleo.member])
    path = f"/api/items/{item['id']}"

    assert [it["name"] for it in item["co_authors"]] == ["Cleo"]
    assert crew.cleo.get(path).body["may_edit"]
    assert crew.cleo.patch(path, {"title": "Cobalt blue"}).status == 200
    assert (
        titles(crew.ada, crew.cleo.member) == titles(crew.ada, crew.ben.member) == ["Cobalt blue"]
    )

    crew.ben.patch(path, {"co_authors": []})
    assert titles(crew.ada, crew.cleo.member) == []
    assert crew.cleo.patch(path, {"title": "Mine"}).status == 403


def test_co_author_sees_and_finds_item_of_another_group(crew: Crew) -> None:
    group = crew.ben.post("/api/groups", {"name": "Board"}).body["id"]
    item = note(crew.ben, groups=[group], co_authors=[crew.cleo.member])
    crew.ben.stack.settle()

    assert crew.cleo.get(f"/api/items/{item['id']}").status == 200
    assert crew.cleo.get("/api/search", q="cobalt").body["total"] == 1
    assert crew.ada.get(f"/api/items/{item['id']}").status == 404
    assert titles(crew.ada, crew.cleo.member) == []


def test_credited_member_is_shown_and_cannot_edit(crew: Crew) -> None:
    credit = {"member": crew.cleo.member, "what": "told it in Slack"}
    item = note(crew.ben, credits=[credit])

    assert item["credits"] == [{"id": crew.cleo.member, "name": "Cleo", "what": credit["what"]}]
    assert not crew.cleo.get(f"/api/items/{item['id']}").body["may_edit"]


@pytest.mark.parametrize(
    ("named", "field"),
    [
        ({"co_authors": [NOBODY]}, "co_authors"),
        ({"credits": [{"member": NOBODY, "what": "x"}]}, "credits"),
        ({"credits": [{"member": NOBODY, "what": ""}]}, "credits.0.what"),
        ({"co_authors": ["x"]}, "co_authors.0"),
        ({"co_authors": [NOBODY] * 6}, "co_authors"),
    ],
)
def test_invalid_contributor_is_rejected_with_its_field(crew: Crew, named: Any, field: str) -> None:
    item = note(crew.ben)
    reply = crew.ben.patch(f"/api/items/{item['id']}", named)

    assert (reply.status, reply.body["field"]) == (422, field)


def test_item_with_too_many_list_entries_is_rejected(crew: Crew) -> None:
    """One transaction must be able to move all list entries of an item."""
    groups = [crew.ben.post("/api/groups", {"name": f"G{it}"}).body["id"] for it in range(5)]
    topics = [crew.ben.post("/api/channels", {"name": f"C{it}"}).body["id"] for it in range(7)]
    body = {"kind": "note", "title": "Everywhere", "groups": groups}
    reply = crew.ben.post("/api/items", {**body, "channels": topics})

    assert (reply.status, reply.body["field"]) == (422, "channels")
    item = note(crew.ben, groups=groups, channels=topics[:6])
    named = crew.ben.patch(f"/api/items/{item['id']}", {"co_authors": [crew.cleo.member]})
    assert (named.status, named.body["field"]) == (422, "channels")
    upload = {"name": "a.txt", "size": 3, "groups": groups, "channels": topics}
    assert crew.ben.post("/api/uploads", upload).status == 422


def test_mention_notifies_only_members_who_can_read_item(crew: Crew) -> None:
    group = crew.ben.post("/api/groups", {"name": "Board", "members": [crew.ada.member]}).body["id"]
    everyone = f"[@Board](/groups/{group}) and [@Cleo](/people/{crew.cleo.member})"
    note(crew.ben, body=everyone, title="For all")
    note(crew.ben, body=everyone, title="For the board", groups=[group])
    note(crew.cleo, body=f"[@Board](/groups/{group})", title="From outside")
    crew.ben.stack.settle()

    def mentions(recipients: Someone) -> list[tuple[str, str]]:
        notices = recipients.get("/api/notifications").body["items"]
        return sorted((it["kind"], it["title"]) for it in notices if it["kind"] == "mention")

    assert mentions(crew.ada) == [("mention", "For all"), ("mention", "For the board")]
    assert mentions(crew.cleo) == [("mention", "For all")]
    assert mentions(crew.ben) == []


def test_mentions_are_announced_once_across_edits(crew: Crew) -> None:
    cleo, ada = crew.cleo.member, crew.ada.member
    mentions: list[Any] = []

    def listen(call: Call, send: Send) -> Any:
        if call.operation == "PutEvents":
            entries = [it for it in call.body["Entries"] if it["DetailType"] == "ItemMentioned"]
            mentions.extend(json.loads(it["Detail"]) for it in entries)
        return send()

    item = note(crew.ben, body=f"Ask [@Cleo](/people/{cleo}) and [@the board](/groups/{NOBODY}).")
    path = f"/api/items/{item['id']}"
    crew.ben.patch(path, {"body": f"[@Cleo](/people/{cleo}), again."})
    crew.ben.patch(path, {"body": f"[@Cleo](/people/{cleo}), [@Ada](/people/{ada})."})
    with wire.through(listen):
        crew.ben.stack.settle()

    assert [(it["members"], it["groups"]) for it in mentions] == [([cleo], [NOBODY]), ([ada], [])]
