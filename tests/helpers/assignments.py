"""Assignments as people ask for them, look at them and do them, in tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from conftest import Someone
from local.stack import Reply

SOON = (datetime.now(UTC) + timedelta(days=4)).date().isoformat()
LATER = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()


def note(by: Someone, title: str, **more: Any) -> str:
    said = by.post("/api/items", {"kind": "note", "title": title, "body": title, **more})
    assert said.status == 201, said.body
    return str(said.body["id"])


def file(by: Someone, data: bytes) -> str:
    """A PDF, as far as it is one."""
    body = {"name": "kiln.pdf", "size": len(data), "type": "application/pdf"}
    upload = by.post("/api/uploads", body).body
    by.stack.send(upload["form"], data)
    by.stack.settle()
    return str(upload["item"])


def group(by: Someone, name: str, *members: Someone) -> str:
    said = by.post("/api/groups", {"name": name, "members": [it.member for it in members]})
    assert said.status == 201, said.body
    return str(said.body["id"])


def ask(by: Someone, *items: str, **more: Any) -> Reply:
    body = {"items": list(items), "due": SOON, "zone": "Europe/Lisbon", **more}
    return by.post("/api/assignments", body)


def given(by: Someone, *items: str, **more: Any) -> str:
    """The address of the first of them."""
    said = ask(by, *items, **more)
    assert said.status == 201, said.body
    first = said.body["items"][0]
    return f"/api/assignments/{first['to']}/{first['id']}"


def todo(who: Someone, **query: Any) -> list[str]:
    said = who.get("/api/assignments", **query)
    assert said.status == 200, said.body
    return [it["title"] for it in said.body["items"]]


def say(who: Someone, address: str, state: str) -> Reply:
    return who.put(f"{address}/mine", {"state": state})


def counts(lead: Someone, group: str) -> dict[str, Any]:
    [it] = lead.get(f"/api/groups/{group}/assignments").body["items"]
    return {name: n for name, n in it["counts"].items() if n} | {"of": it["of"]}


def people(lead: Someone, address: str, **query: Any) -> dict[str, str]:
    said = lead.get(f"{address}/people", **query)
    assert said.status == 200, said.body
    return {it["member"]["name"]: it["where"] for it in said.body["items"]}
