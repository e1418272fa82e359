"""What belongs to a group is invisible to others in the organisation: in lists, counts and hints.

Records everything that outsiders can read before the group writes anything and again afterwards:
the answers must be identical, byte for byte. Administrators outside the group are outsiders too.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import boto3
import pytest
from moto import mock_aws

from helpers.openapi import ANOTHER, ULID, Operation, operations, sensible, sensible_value
from isolation.world import (
    GROUP_WORD,
    OURS,
    Recorder,
    Someone,
    add_everything_to,
    assign,
    create_import,
    founder,
    newcomer,
    note,
    recording,
    rows_and_objects,
    say,
    send,
)
from local_stack.in_process import ENVIRONMENT, Stack
from resilience import figures
from resilience.moto_snapshot import restore_snapshot, sent_mails, take_snapshot

OUTSIDERS = ("outsider", "curator", "admin")
QUERIES = (
    GROUP_WORD,
    GROUP_WORD[:6],
    GROUP_WORD.replace("ll", "l"),
    "cobalt",
    "cobalx",
    "coba",
    "",
)
"""The group's words, whole, cut short and misspelt, and similar words that everyone may find."""


class SeededOrganisation(NamedTuple):
    """People by role, their organisation, and what the group hides."""

    people: dict[str, Someone]
    ids: dict[str, str]
    hidden: dict[str, list[str]]
    """Ids that outsiders must not see, by path parameter."""
    before: dict[str, dict[str, Any]]
    thumb: str
    state: bytes


@pytest.fixture(scope="module")
def seeded() -> Iterator[SeededOrganisation]:
    """Returns an organisation before and after a private group of two in it has been active."""
    with mock_aws():
        stack = Stack()
        boto3.client("sesv2").create_email_identity(EmailIdentity=ENVIRONMENT["MAIL_FROM"])
        ada = founder(stack, OURS)
        roles = {"curator": "curator", "outsider": "member", "author": "member", "friend": "member"}
        people = {"admin": ada}
        people |= {name: newcomer(stack, ada, name, OURS, role) for name, role in roles.items()}
        author = people["author"]
        channel = author.make("/api/channels", {"name": "Glazing"})["id"]
        for someone in people.values():
            someone.ask("PUT", f"/api/channels/{channel}/follow")
        for number in range(3):
            note(author, f"Cobalt {number}", channels=[channel])
        open_to_all = send(author, "Cobalt", channels=[channel])
        stack.settle()
        ids = {"channel": channel, "member": author.member, "item": open_to_all}
        ids["discussion"] = open_to_all
        before = {name: _seen(people[name], **ids) for name in OUTSIDERS}
        hidden = _act_in_group(people, channel)
        thumb = author.get(f"/api/items/{hidden['item'][2]}")["file"]["thumb"]
        yield SeededOrganisation(people, ids, hidden, before, thumb, take_snapshot(stack))


@pytest.fixture(autouse=True)
def _restored(seeded: SeededOrganisation) -> None:
    restore_snapshot(seeded.people["admin"].stack, seeded.state)


def _act_in_group(people: dict[str, Someone], channel: str) -> dict[str, list[str]]:
    """Lets two members of a private and a secret group do everything that is possible there."""
    author, friend, outsider = (people[it] for it in ("author", "friend", "outsider"))
    board, cabal = (
        author.make("/api/groups", named | {"members": [friend.member]})["id"]
        for named in (
            {"name": f"{GROUP_WORD} circle", "visibility": "private"},
            {"name": f"{GROUP_WORD} cabal", "visibility": "secret", "purpose": GROUP_WORD},
        )
    )
    into = {"channels": [channel], "groups": [board]}
    link = {"kind": "link", "title": GROUP_WORD, "url": f"https://{GROUP_WORD}.example/"}
    items = [
        note(author, f"{GROUP_WORD} cobald", **into),
        author.make("/api/items", link | into)["id"],
        send(author, f"{GROUP_WORD} cobald", **into),
        note(author, f"{GROUP_WORD} cobalt", channels=[channel], groups=[cabal]),
    ]
    author.stack.settle()
    everybody = " ".join(f"[@{name}](/people/{it.member})" for name, it in people.items())
    talks = [*items[::3], board, cabal]
    questions = [say(author, it, f"{everybody} {GROUP_WORD}?", kind="question") for it in talks]
    for item in items[::3]:
        add_everything_to(author, item, GROUP_WORD, outsider)
        chosen = {"verifier": friend.member, "interval": 30}
        assert author.ask("PUT", f"/api/items/{item}/verification", chosen).status == 200
        assert friend.ask("POST", f"/api/items/{item}/verify").status == 200
    for place, post in zip(talks, questions, strict=True):
        say(friend, place, f"{GROUP_WORD}, {everybody}", reply_to=post)
    given = [
        assign(author, GROUP_WORD, it, group=to)
        for it, to in ((items[0], board), (items[3], cabal))
    ]
    batches = [create_import(author, GROUP_WORD, groups=[it]) for it in (board, cabal)]
    author.stack.settle()
    return {
        "item": items,
        "group": [board, cabal],
        "discussion": talks,
        "post": questions,
        "to": [board, cabal],
        "assignment": given,
        "batch": batches,
    }


@pytest.mark.parametrize("role", OUTSIDERS)
def test_outsider_reads_same_after_group_activity(seeded: SeededOrganisation, role: str) -> None:
    now = _seen(seeded.people[role], **seeded.ids)
    leaks = [what for what, reply in now.items() if reply != seeded.before[role][what]]
    figures.add("isolation leaks", len(leaks))

    assert leaks == []


def test_group_member_sees_group_activity(seeded: SeededOrganisation) -> None:
    friend = seeded.people["friend"]
    seen, before = _seen(friend, **seeded.ids), seeded.before["outsider"]
    changed = {what.partition("?")[0] for what in seen if seen[what] != before[what]}

    assert changed == {
        "/api/assignments",
        "/api/feed",
        "/api/feed/unread",
        f"/api/channels/{seeded.ids['channel']}/unanswered",
        "/api/channel-suggestions",
        f"/api/channels/{seeded.ids['channel']}/highlights",
        f"/api/channels/{seeded.ids['channel']}/items",
        f"/api/items/{seeded.ids['item']}/related",
        f"/api/people/{seeded.ids['member']}/items",
        "/api/groups",
        "/api/me",
        "/api/me/profile",
        "/api/notifications",
        "/api/notifications/unread",
        "/api/search",
        "/api/suggestions",
    }
    assert friend.get("/api/search", q=GROUP_WORD, kind="item")["total"] == len(
        seeded.hidden["item"]
    )
    assert seeded.thumb in friend.get("/api/pictures", key=seeded.thumb)["urls"]


@pytest.mark.parametrize("role", OUTSIDERS)
def test_outsider_gets_404_for_group_content(seeded: SeededOrganisation, role: str) -> None:
    caller, recorder = seeded.people[role], Recorder()
    before, opened = rows_and_objects(caller.organisation), []
    for operation in operations():
        closed = [seeded.hidden[it] for it in operation.in_path if it in seeded.hidden]
        for some in zip(*closed, strict=False) if closed else ():
            named = [it for it in operation.in_path if it in seeded.hidden]
            ids = {"member": caller.member, **dict(zip(named, some, strict=True))}
            body = sensible(operation) if operation.body else None
            with recording(recorder, str(operation)):
                reply = caller.ask(operation.method, operation.at(**ids), body)
            figures.add("isolation requests")
            recorder.note(str(operation), f"{reply.headers} {reply.body}")
            if reply.status != 404:
                opened.append((str(operation), reply.status, reply.body))
    cards = caller.get("/api/items", id=seeded.hidden["item"])
    recorder.note("cards", str(cards))
    assert opened == []

    leaks = recorder.of([GROUP_WORD, seeded.thumb])
    figures.add("isolation leaks", len(leaks))
    assert leaks == []
    assert rows_and_objects(caller.organisation) == before


@pytest.mark.parametrize("role", OUTSIDERS)
def test_outsider_request_with_group_ids_changes_nothing(
    seeded: SeededOrganisation, role: str
) -> None:
    caller, recorder = seeded.people[role], Recorder()
    closed = {id for ids in seeded.hidden.values() for id in ids}

    def rows() -> dict[str, Any]:
        return {
            key: row for key, row in rows_and_objects(caller.organisation).items()
            if any(id in key.partition(" ")[0] for id in closed)
        }  # fmt: skip

    before = rows()
    for number, operation in enumerate(operations()):
        if number % len(OUTSIDERS) != OUTSIDERS.index(role):
            continue  # they share what they search for
        for field, schema in (operation.body or {}).get("properties", {}).items():
            usual = sensible_value(field, schema)
            if usual not in (ULID, [ULID], [], ANOTHER):
                continue
            for ids in seeded.hidden.values():
                named = [ids[0]] if isinstance(usual, list) else ids[0]
                home = operation.at(**seeded.ids | {"member": caller.member})
                what = f"{operation} {field}"
                with recording(recorder, what):
                    reply = caller.ask(
                        operation.method, home, {**sensible(operation), field: named}
                    )
                figures.add("isolation requests")
                recorder.note(what, f"{reply.headers} {reply.body}")
                assert reply.status < 500, (what, reply.body)
    caller.stack.settle()
    recorder.note("mail", str(sent_mails()))

    leaks = recorder.of([GROUP_WORD, seeded.thumb])
    figures.add("isolation leaks", len(leaks))
    assert leaks == []
    assert rows() == before


def test_outsider_cannot_write_into_group(seeded: SeededOrganisation) -> None:
    for role in OUTSIDERS:
        caller = seeded.people[role]
        for group in seeded.hidden["group"]:
            body = {"kind": "note", "title": "Let me in", "groups": [group]}
            assert caller.ask("POST", "/api/items", body).body["field"] == "groups"
            upload = {"name": "a.txt", "size": 3, "groups": [group]}
            assert caller.ask("POST", "/api/uploads", upload).body["field"] == "groups"


def _seen(who: Someone, **ids: str) -> dict[str, Any]:
    """Returns all answers that a member can get: each GET, with all its parameters."""
    seen: dict[str, Any] = {}
    for operation in operations():
        if operation.method == "GET":
            path = operation.at(**ids)
            for query in ({}, *_query_values(operation, ids)):
                reply = who.ask("GET", path, **query)
                figures.add("isolation requests")
                seen[f"{path}?{query}"] = reply.status, _stable(reply.body)
    return seen


def _query_values(operation: Operation, ids: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Returns values for the query parameters of an operation."""
    others = {"kind": "item", "channel": ids["channel"], "author": ids["member"]}
    for words in QUERIES if "q" in operation.query else ():
        yield {"q": words}
        for name in operation.query.keys() & others.keys():
            yield {"q": words, name: others[name]}


def _stable(body: Any) -> Any:
    """Returns an answer without what changes each time: request ids, presigned URLs."""
    new = ("id", "instance") if "code" in body else ("as_of", "url", "expires_at", "since")
    return {name: it for name, it in body.items() if name not in new}
