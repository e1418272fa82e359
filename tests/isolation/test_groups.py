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
from operations import operations, sensible
from sharewell.search import store

OUTSIDERS = ("outsider", "curator", "admin")
ASKED = (WHISPERED, WHISPERED[:6], WHISPERED.replace("ll", "l"), "cobalt", "cobalx", "coba", "")
"""Words of the group's, whole, begun and misspelt; words of everybody's that are like them."""


class House(NamedTuple):
    """People by role, where they meet, and what the group keeps to itself."""

    people: dict[str, Someone]
    channel: str
    author: str
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
        stack.settle()
        before = {name: _seen(people[name], channel, author.member) for name in OUTSIDERS}
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
        yield House(people, channel, author.member, group, items, before, thumb)
    store.FRESH_FOR = fresh


@pytest.mark.parametrize("role", OUTSIDERS)
def test_everything_reads_as_if_the_group_had_never_spoken(house: House, role: str) -> None:
    now = _seen(house.people[role], house.channel, house.author)

    assert [what for what, said in now.items() if said != house.before[role][what]] == []


def test_who_is_in_the_group_sees_all_of_it(house: House) -> None:
    friend = house.people["friend"]
    seen, before = _seen(friend, house.channel, house.author), house.before["outsider"]
    changed = {what.partition("?")[0] for what in seen if seen[what] != before[what]}

    assert changed == {
        "/api/feed",
        f"/api/channels/{house.channel}/items",
        f"/api/people/{house.author}/items",
        "/api/groups",
        "/api/me",
        "/api/me/profile",
        "/api/search",
        "/api/suggestions",
    }
    assert friend.get("/api/search", q=WHISPERED, kind="item")["total"] == len(house.items)
    assert house.thumb in friend.get("/api/pictures", key=house.thumb)["urls"]


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_door_opens_on_what_is_for_a_group(house: House, role: str) -> None:
    asker, heard = house.people[role], Heard()
    before = kept(house.group)
    for operation in operations():
        for item in house.items if "item" in operation.in_path else [""]:
            if not {"item", "group"} & set(operation.in_path):
                continue
            path = operation.at(item=item, group=house.group, member=asker.member)
            body = sensible(operation) if operation.body else None
            with listening(heard, str(operation)):
                said = asker.ask(operation.method, path, body)
            heard.note(str(operation), f"{said.headers} {said.body}")
            assert said.status == 404, (str(operation), said.body)
    cards = asker.get("/api/items", id=house.items)
    heard.note("cards", str(cards))

    assert heard.of([WHISPERED, house.thumb]) == []
    assert kept(house.group) == before


def test_nobody_puts_a_word_in_a_group_that_they_are_not_in(house: House) -> None:
    for role in OUTSIDERS:
        asker = house.people[role]
        body = {"kind": "note", "title": "Let me in", "groups": [house.group]}
        assert asker.ask("POST", "/api/items", body).body["field"] == "groups"
        upload = {"name": "a.txt", "size": 3, "groups": [house.group]}
        assert asker.ask("POST", "/api/uploads", upload).body["field"] == "groups"


def _seen(who: Someone, channel: str, author: str) -> dict[str, Any]:
    """Every answer that somebody can get by asking around."""
    paths = [
        *("/api/channels", "/api/feed", "/api/groups", "/api/people", "/api/me", "/api/me/profile"),
        *(f"/api/channels/{channel}", f"/api/channels/{channel}/items"),
        *(f"/api/people/{author}", f"/api/people/{author}/items"),
    ]
    seen: dict[str, Any] = {path: who.get(path) for path in paths}
    for words in ASKED:
        for name, value in (("kind", "item"), ("channel", channel), ("author", author)):
            asked: dict[str, Any] = {"q": words, name: value}
            seen[f"/api/search?{asked}"] = who.get("/api/search", **asked)
        seen[f"/api/search?{words}"] = who.get("/api/search", q=words)
        seen[f"/api/suggestions?{words}"] = who.get("/api/suggestions", q=words)
    return seen
