"""Helpers for tests of assignments: create, list and update them through the API."""

from datetime import UTC, datetime, timedelta
from typing import Any

from conftest import Someone
from local_stack.in_process import Reply

SOON = (datetime.now(UTC) + timedelta(days=4)).date().isoformat()
LATER = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()


def note(by: Someone, title: str, **more: Any) -> str:
    reply = by.post("/api/items", {"kind": "note", "title": title, "body": title, **more})
    assert reply.status == 201, reply.body
    return str(reply.body["id"])


def file(by: Someone, data: bytes) -> str:
    """Uploads bytes as a PDF; returns the item."""
    body = {"name": "kiln.pdf", "size": len(data), "type": "application/pdf"}
    upload = by.post("/api/uploads", body).body
    by.stack.send(upload["form"], data)
    by.stack.settle()
    return str(upload["item"])


def group(by: Someone, name: str, *members: Someone) -> str:
    reply = by.post("/api/groups", {"name": name, "members": [it.member for it in members]})
    assert reply.status == 201, reply.body
    return str(reply.body["id"])


def assign(by: Someone, *items: str, **more: Any) -> Reply:
    body = {"items": list(items), "due": SOON, "zone": "Europe/Lisbon", **more}
    return by.post("/api/assignments", body)


def create_assignment(by: Someone, *items: str, **more: Any) -> str:
    """Assigns items; returns the path of the first assignment."""
    reply = assign(by, *items, **more)
    assert reply.status == 201, reply.body
    first = reply.body["items"][0]
    return f"/api/assignments/{first['to']}/{first['id']}"


def assigned_titles(who: Someone, **query: Any) -> list[str]:
    reply = who.get("/api/assignments", **query)
    assert reply.status == 200, reply.body
    return [it["title"] for it in reply.body["items"]]


def set_state(who: Someone, address: str, state: str) -> Reply:
    return who.put(f"{address}/mine", {"state": state})


def counts(lead: Someone, group: str) -> dict[str, Any]:
    [it] = lead.get(f"/api/groups/{group}/assignments").body["items"]
    return {name: n for name, n in it["counts"].items() if n} | {
        "assignee_count": it["assignee_count"]
    }


def assignee_statuses(lead: Someone, address: str, **query: Any) -> dict[str, str]:
    reply = lead.get(f"{address}/people", **query)
    assert reply.status == 200, reply.body
    return {it["member"]["name"]: it["status"] for it in reply.body["items"]}
