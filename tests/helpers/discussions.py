"""Saying things in discussions, and looking at what was said."""

from typing import Any

from conftest import Someone
from local.stack import Reply


def note(by: Someone, **more: Any) -> str:
    said = by.post("/api/items", {"kind": "note", "title": "Cobalt", "body": "It runs.", **more})
    assert said.status == 201, said.body
    return str(said.body["id"])


def group(by: Someone, *members: Someone) -> str:
    body = {"name": "Kiln", "members": [it.member for it in members]}
    return str(by.post("/api/groups", body).body["id"])


def at(discussion: str, rest: str = "posts") -> str:
    return f"/api/discussions/{discussion}/{rest}"


def say(by: Someone, discussion: str, text: str = "Why?", **more: Any) -> str:
    said = by.post(at(discussion), {"text": text, **more})
    assert said.status == 201, said.body
    by.stack.settle()
    return str(said.body["id"])


def ask(by: Someone, discussion: str, text: str = "Why?") -> str:
    return say(by, discussion, text, kind="question")


def mark(by: Someone, discussion: str, post: str, what: str, **body: Any) -> Reply:
    said = by.put(at(discussion, f"posts/{post}/{what}"), body)
    by.stack.settle()
    return said


def posts(by: Someone, discussion: str) -> list[dict[str, Any]]:
    said = by.get(at(discussion))
    assert said.status == 200, said.body
    return list(said.body["items"])


def one(by: Someone, discussion: str, post: str) -> dict[str, Any]:
    [found] = [it for it in posts(by, discussion) if it["id"] == post]
    return found


def told(who: Someone) -> list[str]:
    who.stack.settle()
    kinds = sorted(it["kind"] for it in who.get("/api/notices").body["items"])
    return [it for it in kinds if it != "joined"]


def switch(by: Someone, discussion: str, to: str | None) -> Reply:
    return by.put(at(discussion, "switch"), {"switch": to})


def unanswered(by: Someone, channel: str) -> list[str]:
    by.stack.settle()
    return [it["post"] for it in by.get(f"/api/channels/{channel}/unanswered").body["items"]]


def channel(by: Someone, name: str, discussion: str = "open") -> str:
    return str(by.post("/api/channels", {"name": name, "discussion": discussion}).body["id"])


def says(by: Someone, channel: str, discussion: str) -> None:
    assert by.patch(f"/api/channels/{channel}", {"discussion": discussion}).status == 200
    by.stack.settle()


def discussed(by: Someone, item: str) -> tuple[str, str | None]:
    by.stack.settle()
    page = by.get(at(item)).body
    return page["switch"], page["own_switch"]
