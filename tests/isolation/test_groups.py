"""What is for a group shows to nobody else in the organisation: not in a list, a count or a hint.

Everything that outsiders can read is written down before the group says anything and once more
afterwards: the answers must be the same, byte for byte. Administrators who are not in the group
are outsiders too.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import boto3
import pytest
from moto import mock_aws

from helpers.openapi import ANOTHER, ULID, Operation, operations, sensible, sensible_value
from isolation.world import (
    OURS,
    WHISPERED,
    Heard,
    Someone,
    assign,
    bring,
    founder,
    kept,
    listening,
    make_something_of,
    newcomer,
    note,
    say,
    send,
)
from local.stack import ENVIRONMENT, Stack
from resilience import figures
from resilience.moto_snapshot import keep, lay, sent

OUTSIDERS = ("outsider", "curator", "admin")
ASKED = (WHISPERED, WHISPERED[:6], WHISPERED.replace("ll", "l"), "cobalt", "cobalx", "coba", "")
"""Words of the group's, whole, begun and misspelt; words of everybody's that are like them."""


class House(NamedTuple):
    """People by role, where they meet, and what the group keeps to itself."""

    people: dict[str, Someone]
    ids: dict[str, str]
    hidden: dict[str, list[str]]
    """What outsiders may not know of, by the name that paths use."""
    before: dict[str, dict[str, Any]]
    thumb: str
    state: bytes


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """An organisation before and after a group of two in it whispers."""
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
        hidden = _whisper(people, channel)
        thumb = author.get(f"/api/items/{hidden['item'][2]}")["file"]["thumb"]
        yield House(people, ids, hidden, before, thumb, keep(stack))


@pytest.fixture(autouse=True)
def _as_at_first(house: House) -> None:
    lay(house.people["admin"].stack, house.state)


def _whisper(people: dict[str, Someone], channel: str) -> dict[str, list[str]]:
    """Two who are in a private group and a secret one do there whatever can be done."""
    author, friend, outsider = (people[it] for it in ("author", "friend", "outsider"))
    board, cabal = (
        author.make("/api/groups", named | {"members": [friend.member]})["id"]
        for named in (
            {"name": f"{WHISPERED} circle", "visibility": "private"},
            {"name": f"{WHISPERED} cabal", "visibility": "secret", "purpose": WHISPERED},
        )
    )
    into = {"channels": [channel], "groups": [board]}
    link = {"kind": "link", "title": WHISPERED, "url": f"https://{WHISPERED}.example/"}
    items = [
        note(author, f"{WHISPERED} cobald", **into),
        author.make("/api/items", link | into)["id"],
        send(author, f"{WHISPERED} cobald", **into),
        note(author, f"{WHISPERED} cobalt", channels=[channel], groups=[cabal]),
    ]
    author.stack.settle()
    everybody = " ".join(f"[@{name}](/people/{it.member})" for name, it in people.items())
    talks = [*items[::3], board, cabal]
    asked = [say(author, it, f"{everybody} {WHISPERED}?", kind="question") for it in talks]
    for item in items[::3]:
        make_something_of(author, item, WHISPERED, outsider)
        chosen = {"verifier": friend.member, "interval": 30}
        assert author.ask("PUT", f"/api/items/{item}/verification", chosen).status == 200
        assert friend.ask("POST", f"/api/items/{item}/verify").status == 200
    for place, post in zip(talks, asked, strict=True):
        say(friend, place, f"{WHISPERED}, {everybody}", reply_to=post)
    given = [
        assign(author, WHISPERED, it, group=to) for it, to in ((items[0], board), (items[3], cabal))
    ]
    batches = [bring(author, WHISPERED, groups=[it]) for it in (board, cabal)]
    author.stack.settle()
    return {
        "item": items,
        "group": [board, cabal],
        "discussion": talks,
        "post": asked,
        "to": [board, cabal],
        "assignment": given,
        "batch": batches,
    }


@pytest.mark.parametrize("role", OUTSIDERS)
def test_everything_reads_as_if_the_group_had_never_spoken(house: House, role: str) -> None:
    now = _seen(house.people[role], **house.ids)
    leaks = [what for what, said in now.items() if said != house.before[role][what]]
    figures.add("isolation leaks", len(leaks))

    assert leaks == []


def test_who_is_in_the_group_sees_all_of_it(house: House) -> None:
    friend = house.people["friend"]
    seen, before = _seen(friend, **house.ids), house.before["outsider"]
    changed = {what.partition("?")[0] for what in seen if seen[what] != before[what]}

    assert changed == {
        "/api/assignments",
        "/api/feed",
        "/api/feed/unread",
        f"/api/channels/{house.ids['channel']}/unanswered",
        "/api/channel-suggestions",
        f"/api/channels/{house.ids['channel']}/strips",
        f"/api/channels/{house.ids['channel']}/items",
        f"/api/items/{house.ids['item']}/related",
        f"/api/people/{house.ids['member']}/items",
        "/api/groups",
        "/api/me",
        "/api/me/profile",
        "/api/notices",
        "/api/notices/unread",
        "/api/search",
        "/api/suggestions",
    }
    assert friend.get("/api/search", q=WHISPERED, kind="item")["total"] == len(house.hidden["item"])
    assert house.thumb in friend.get("/api/pictures", key=house.thumb)["urls"]


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_door_opens_on_what_is_for_a_group(house: House, role: str) -> None:
    asker, heard = house.people[role], Heard()
    before, opened = kept(asker.organisation), []
    for operation in operations():
        closed = [house.hidden[it] for it in operation.in_path if it in house.hidden]
        for some in zip(*closed, strict=False) if closed else ():
            named = [it for it in operation.in_path if it in house.hidden]
            ids = {"member": asker.member, **dict(zip(named, some, strict=True))}
            body = sensible(operation) if operation.body else None
            with listening(heard, str(operation)):
                said = asker.ask(operation.method, operation.at(**ids), body)
            figures.add("isolation requests")
            heard.note(str(operation), f"{said.headers} {said.body}")
            if said.status != 404:
                opened.append((str(operation), said.status, said.body))
    cards = asker.get("/api/items", id=house.hidden["item"])
    heard.note("cards", str(cards))
    assert opened == []

    leaks = heard.of([WHISPERED, house.thumb])
    figures.add("isolation leaks", len(leaks))
    assert leaks == []
    assert kept(asker.organisation) == before


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nothing_comes_of_naming_it_in_a_request(house: House, role: str) -> None:
    asker, heard = house.people[role], Heard()
    closed = {id for ids in house.hidden.values() for id in ids}

    def rows() -> dict[str, Any]:
        return {
            key: row for key, row in kept(asker.organisation).items()
            if any(id in key.partition(" ")[0] for id in closed)
        }  # fmt: skip

    before = rows()
    for number, operation in enumerate(operations()):
        if number % len(OUTSIDERS) != OUTSIDERS.index(role):
            continue  # they share what they ask
        for field, schema in (operation.body or {}).get("properties", {}).items():
            usual = sensible_value(field, schema)
            if usual not in (ULID, [ULID], [], ANOTHER):
                continue
            for ids in house.hidden.values():
                named = [ids[0]] if isinstance(usual, list) else ids[0]
                home = operation.at(**house.ids | {"member": asker.member})
                what = f"{operation} {field}"
                with listening(heard, what):
                    said = asker.ask(operation.method, home, {**sensible(operation), field: named})
                figures.add("isolation requests")
                heard.note(what, f"{said.headers} {said.body}")
                assert said.status < 500, (what, said.body)
    asker.stack.settle()
    heard.note("mail", str(sent()))

    leaks = heard.of([WHISPERED, house.thumb])
    figures.add("isolation leaks", len(leaks))
    assert leaks == []
    assert rows() == before


def test_nobody_puts_a_word_in_a_group_that_they_are_not_in(house: House) -> None:
    for role in OUTSIDERS:
        asker = house.people[role]
        for group in house.hidden["group"]:
            body = {"kind": "note", "title": "Let me in", "groups": [group]}
            assert asker.ask("POST", "/api/items", body).body["field"] == "groups"
            upload = {"name": "a.txt", "size": 3, "groups": [group]}
            assert asker.ask("POST", "/api/uploads", upload).body["field"] == "groups"


def _seen(who: Someone, **ids: str) -> dict[str, Any]:
    """Every answer that somebody can get by asking around: each GET there is, whatever it takes."""
    seen: dict[str, Any] = {}
    for operation in operations():
        if operation.method == "GET":
            path = operation.at(**ids)
            for asked in ({}, *_asked(operation, ids)):
                said = who.ask("GET", path, **asked)
                figures.add("isolation requests")
                seen[f"{path}?{asked}"] = said.status, _lasting(said.body)
    return seen


def _asked(operation: Operation, ids: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Words, where it takes words, and everything else that it takes beside them."""
    others = {"kind": "item", "channel": ids["channel"], "author": ids["member"]}
    for words in ASKED if "q" in operation.query else ():
        yield {"q": words}
        for name in operation.query.keys() & others.keys():
            yield {"q": words, name: others[name]}


def _lasting(body: Any) -> Any:
    """An answer without what is new each time: a request's id, an address for a while."""
    new = ("id", "instance") if "code" in body else ("as_of", "url", "expires_at", "since")
    return {name: it for name, it in body.items() if name not in new}
