"""Helpers for tests of discussions: post, mark and read posts through the API."""

from typing import Any

from conftest import Someone
from local_stack.in_process import Reply


def note(by: Someone, **more: Any) -> str:
    reply = by.post("/api/items", {"kind": "note", "title": "Cobalt", "body": "It runs.", **more})
    assert reply.status == 201, reply.body
    return str(reply.body["id"])


def group(by: Someone, *members: Someone) -> str:
    body = {"name": "Kiln", "members": [it.member for it in members]}
    return str(by.post("/api/groups", body).body["id"])


def discussion_path(discussion: str, rest: str = "posts") -> str:
    return f"/api/discussions/{discussion}/{rest}"


def create_post(by: Someone, discussion: str, text: str = "Why?", **more: Any) -> str:
    reply = by.post(discussion_path(discussion), {"text": text, **more})
    assert reply.status == 201, reply.body
    by.stack.settle()
    return str(reply.body["id"])


def create_question(by: Someone, discussion: str, text: str = "Why?") -> str:
    return create_post(by, discussion, text, kind="question")


def put_on_post(by: Someone, discussion: str, post: str, what: str, **body: Any) -> Reply:
    reply = by.put(discussion_path(discussion, f"posts/{post}/{what}"), body)
    by.stack.settle()
    return reply


def list_posts(by: Someone, discussion: str) -> list[dict[str, Any]]:
    reply = by.get(discussion_path(discussion))
    assert reply.status == 200, reply.body
    return list(reply.body["items"])


def get_post(by: Someone, discussion: str, post: str) -> dict[str, Any]:
    [found] = [it for it in list_posts(by, discussion) if it["id"] == post]
    return found


def notification_kinds(who: Someone) -> list[str]:
    who.stack.settle()
    kinds = sorted(it["kind"] for it in who.get("/api/notifications").body["items"])
    return [it for it in kinds if it != "joined"]


def set_mode(by: Someone, discussion: str, to: str | None) -> Reply:
    return by.put(discussion_path(discussion, "mode"), {"mode": to})


def open_questions(by: Someone, channel: str) -> list[str]:
    by.stack.settle()
    return [it["post"] for it in by.get(f"/api/channels/{channel}/unanswered").body["items"]]


def channel(by: Someone, name: str, discussion: str = "open") -> str:
    return str(by.post("/api/channels", {"name": name, "discussion": discussion}).body["id"])


def set_channel_mode(by: Someone, channel: str, discussion: str) -> None:
    assert by.patch(f"/api/channels/{channel}", {"discussion": discussion}).status == 200
    by.stack.settle()


def get_modes(by: Someone, item: str) -> tuple[str, str | None]:
    by.stack.settle()
    page = by.get(discussion_path(item)).body
    return page["mode"], page["own_mode"]
