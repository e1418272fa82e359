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

from isolation.world import (
    OURS,
    WHISPERED,
    Heard,
    Someone,
    founder,
    kept,
    listening,
    newcomer,
    note,
    send,
)
from local.stack import ENVIRONMENT, Stack
from net import figures
from operations import Operation, operations, sensible
from sharewell.search import store

OUTSIDERS = ("outsider", "curator", "admin")
ASKED = (WHISPERED, WHISPERED[:6], WHISPERED.replace("ll", "l"), "cobalt", "cobalx", "coba", "")
"""Words of the group's, whole, begun and misspelt; words of everybody's that are like them."""


class House(NamedTuple):
    """People by role, where they meet, and what the group keeps to itself."""

    people: dict[str, Someone]
    ids: dict[str, str]
    group: str
    items: list[str]
    before: dict[str, dict[str, Any]]
    thumb: str


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """An organisation before and after a group of two in it whispers."""
    fresh, store.FRESH_FOR = store.FRESH_FOR, 0.0
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
        before = {name: _seen(people[name], **ids) for name in OUTSIDERS}
        friends = {"name": f"{WHISPERED} circle", "members": [people["friend"].member]}
        group = author.make("/api/groups", friends)["id"]
        hidden = {"channels": [channel], "groups": [group]}
        link = {"kind": "link", "title": WHISPERED, "url": f"https://{WHISPERED}.example/"}
        items = [
            note(author, f"{WHISPERED} cobald", **hidden),
            author.make("/api/items", link | hidden)["id"],
            send(author, f"{WHISPERED} cobald", **hidden),
        ]
        stack.settle()
        thumb = author.get(f"/api/items/{items[2]}")["file"]["thumb"]
        yield House(people, ids, group, items, before, thumb)
    store.FRESH_FOR = fresh


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
        "/api/feed",
        "/api/feed/unread",
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
    assert friend.get("/api/search", q=WHISPERED, kind="item")["total"] == len(house.items)
    assert house.thumb in friend.get("/api/pictures", key=house.thumb)["urls"]


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_door_opens_on_what_is_for_a_group(house: House, role: str) -> None:
    asker, heard = house.people[role], Heard()
    before = kept(asker.organisation)
    for operation in operations():
        for item in house.items if "item" in operation.in_path else [""]:
            if not {"item", "group"} & set(operation.in_path):
                continue
            path = operation.at(item=item, group=house.group, member=asker.member)
            body = sensible(operation) if operation.body else None
            with listening(heard, str(operation)):
                said = asker.ask(operation.method, path, body)
            figures.add("isolation requests")
            heard.note(str(operation), f"{said.headers} {said.body}")
            assert said.status == 404, (str(operation), said.body)
    cards = asker.get("/api/items", id=house.items)
    heard.note("cards", str(cards))

    leaks = heard.of([WHISPERED, house.thumb])
    figures.add("isolation leaks", len(leaks))
    assert leaks == []
    assert kept(asker.organisation) == before


def test_nobody_puts_a_word_in_a_group_that_they_are_not_in(house: House) -> None:
    for role in OUTSIDERS:
        asker = house.people[role]
        body = {"kind": "note", "title": "Let me in", "groups": [house.group]}
        assert asker.ask("POST", "/api/items", body).body["field"] == "groups"
        upload = {"name": "a.txt", "size": 3, "groups": [house.group]}
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
    new = ("id", "instance") if "code" in body else ("as_of", "url", "expires_at")
    return {name: it for name, it in body.items() if name not in new}
