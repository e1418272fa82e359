"""Two organisations in one table, one bucket, one bus: neither learns of the other or harms it.

Every operation of the OpenAPI document is called by everybody of ours with every id of theirs: in
path, query, body, as a cursor, as a picture's key, whole and mangled. Their word stands in each of
their texts and must never be heard; their rows and objects must be the same afterwards.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple
from urllib.parse import quote

import boto3
import pytest
from moto import mock_aws

from helpers.openapi import ULID, Operation, operations, sensible, sensible_value, text_fields
from isolation.world import (
    OURS,
    SPOKEN,
    THEIRS,
    Heard,
    House,
    Someone,
    furnished,
    kept,
    listening,
)
from local.stack import ENVIRONMENT, Stack
from resilience import figures
from resilience.moto_snapshot import keep, lay, sent

ROLES = ("anonymous", "member", "outsider", "curator", "admin")
PARTS = 2
"""Of all operations, so that several processes share them."""
MANGLED = (
    *("{1}#{0}", "{0}%00", "..%2F{0}", "..%2F..%2F{1}%2F{0}", "{2}", "{0}{0}", "{0}%23GROUP", "-"),
    *("{1}", "%20{0}", "{0}%20", "{0}%0A", "{0}.", "%2A", "{0}%2F{0}", "ITEM%23{1}%23{0}", "0{0}"),
)
"""Ways to write an id {0} of organisation {1}; {2} is the id in small letters."""
SPOILT = ("{1}", "-", "{1}%23{0}", "..%2F{1}", "%00{0}", "x{0}")
"""Ways to write the end of a link; a longer one is another test's matter."""


class World(NamedTuple):
    """Our organisation, theirs, and everybody of ours by role."""

    ours: House
    theirs: House
    askers: dict[str, Someone]
    state: bytes


class Call(NamedTuple):
    """One request that names something of theirs, or nothing."""

    path: str
    query: dict[str, Any]
    body: Any
    headers: dict[str, str] = {}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Both organisations, furnished alike."""
    with mock_aws():
        stack = Stack()
        boto3.client("sesv2").create_email_identity(EmailIdentity=ENVIRONMENT["MAIL_FROM"])
        names = (("member", "member"), ("outsider", "member"), ("curator", "curator"))
        ours = furnished(stack, OURS, *names)
        theirs = furnished(stack, THEIRS, ("bob", "member"))
        nobody = Someone(stack, None)
        yield World(ours, theirs, {"anonymous": nobody, **ours.people}, keep(stack))


@pytest.fixture(autouse=True)
def _as_at_first(world: World) -> None:
    lay(world.askers["anonymous"].stack, world.state)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("role", ROLES)
def test_nobody_reaches_into_another_organisation(world: World, role: str, part: int) -> None:
    asked = list(operations())[part::PARTS]
    # Whatever can be asked is asked by one of ours at least.
    number, of = ROLES.index(role), len(ROLES)
    _ask_everything(world.askers[role], number, of, asked, world.ours, world.theirs)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("name", ["bob", "admin"])
def test_nor_do_they_into_ours(world: World, name: str, part: int) -> None:
    asked = list(operations())[part::PARTS]
    number = ("bob", "admin").index(name)
    _ask_everything(world.theirs.people[name], number, 10, asked, world.theirs, world.ours)


def _ask_everything(
    asker: Someone, number: int, of: int, asked: list[Operation], ours: House, theirs: House
) -> None:
    """Each route with something of theirs, and of the rest what is `number` of every `of`."""
    heard, before = Heard(), kept(theirs.organisation)
    told, fetched = list[str](), set[str]()
    for operation in asked:
        for place, call in enumerate(_calls(operation, ours, theirs)):
            if place and place % of != number:
                continue
            what = f"{operation.method} {call.path} {call.query} {call.body} {call.headers}"
            with listening(heard, what):
                said = asker.ask(
                    operation.method, call.path, call.body, headers=call.headers, **call.query
                )
            figures.add("isolation requests")
            heard.note(what, f"{said.headers} {said.body}")
            for url in _signed(said.body) - fetched:
                fetched.add(url)
                heard.note(f"{url} of {what}", asker.stack.fetch(url).decode("latin-1"))
            if said.status >= 500 or (asker.person is None and not _may(operation, said.status)):
                told.append(f"{said.status} {what}")
            if operation.name == "open_organisation" and said.status == 201:
                home = {"organisation": ours.organisation}
                assert asker.ask("PUT", "/api/me/organisation", home).status == 200
    asker.stack.settle()
    heard.note("mail", str(sent()))
    leaks = heard.of([theirs.word, *(f"/{key}" for key in theirs.keys)])
    figures.add("isolation leaks", len(leaks))

    assert told == []
    assert leaks == []
    assert any(key.startswith("index/") for key in before)
    assert kept(theirs.organisation) == before


def test_the_same_calls_at_home_are_answered(world: World) -> None:
    """What the test above asks in vain is there to be had by who belongs there."""
    admin, heard = world.theirs.people["admin"], Heard()
    for operation in operations():
        if operation.method == "GET" and "token" not in operation.in_path:
            for path in _paths(operation, world.theirs.ids):
                heard.note(str(operation), f"{admin.ask('GET', path, q=THEIRS).body}")
                answer = admin.ask("GET", path).body
                heard.note(str(operation), f"{answer}")
                for url in _signed(answer):
                    heard.note("fetched", admin.stack.fetch(url).decode("latin-1"))
                if "since" in operation.query:
                    heard.note(str(operation), f"{admin.ask('GET', path, since=ULID).body}")
    assert heard.of([f"Page 1 says {THEIRS}"]) != [], "what an address gives was not looked at"
    silent = {str(it) for it in operations() if it.method == "GET"} - set(heard.of([THEIRS]))

    assert silent == {
        "GET /api/health",
        "GET /api/openapi.json",
        "GET /api/invitation-links/{token}",
        "GET /api/channel-names",  # needs ids
        "GET /api/deleted-groups",  # no group is deleted on the first day
        "GET /api/items",  # needs ids
        "GET /api/feed/unread",  # says numbers and ids alone
        "GET /api/notices/unread",  # yes or no
        "GET /api/pictures",  # needs keys
        "GET /api/saved",  # says ids alone
        "GET /api/uploads/{item}/parts",
        "GET /api/verifications",  # nothing is due on the first day
        "GET /api/imports/{batch}/parts",
    }


def test_their_cursors_ids_and_keys_are_nothing_in_our_lists(world: World) -> None:
    ours, theirs = world.ours, world.theirs
    admin = ours.people["admin"]
    for cursor in theirs.cursors:
        said = admin.ask("GET", f"/api/channels/{ours.ids['channel'][0]}/items", after=cursor)
        assert (said.status, said.body["field"]) == (422, "after")
    assert THEIRS not in str(admin.get("/api/items", id=theirs.ids["item"][:4]))
    assert admin.get("/api/pictures", key=theirs.keys) == {"urls": {}}
    for answer in (admin.get("/api/search", q=THEIRS), admin.get("/api/search", q=THEIRS[:4])):
        assert answer["total"] == 0
    assert admin.get("/api/suggestions", q=THEIRS[:4]) == {"items": []}
    for name, id in (("channel", theirs.ids["channel"][0]), ("author", theirs.ids["member"][0])):
        assert admin.get("/api/search", **{name: id})["total"] == 0


def test_their_word_stands_in_every_text_there_is() -> None:
    unspoken = {str(it): fields for it in operations() if (fields := text_fields(it) - SPOKEN)}

    assert unspoken == {}, "let isolation/world.py say the word there, and add it to SPOKEN"


def test_the_link_of_somebody_elses_invitation_lets_nobody_in(world: World) -> None:
    [token] = world.theirs.ids["token"]
    for role in ROLES[1:]:
        path = f"/api/invitation-links/{token}/accept"
        assert world.askers[role].ask("POST", path, {"name": "Me"}).status == 403
        places = world.askers[role].get("/api/me")["memberships"]
        assert world.theirs.organisation not in [it["organisation"] for it in places]


def _calls(operation: Operation, ours: House, theirs: House) -> Iterator[Call]:
    """Whatever of theirs can be named in a request, wherever it has a place for something."""
    body = sensible(operation) if operation.body else None
    for path in (*_paths(operation, theirs.ids), *_astray(operation, theirs)):
        yield Call(path, {}, body)
    for name in operation.query:
        for value in _in_query(name, theirs):
            for ids in (ours.ids, theirs.ids):
                yield Call(next(_paths(operation, ids)), {name: value}, None)
    home = next(_paths(operation, {} if operation.method in ("DELETE", "POST") else ours.ids))
    fields = (operation.body or {}).get("properties", {})
    for field, value in product(fields, _one_of_each(theirs)):
        listed = [value] if isinstance(sensible_value(field, fields[field]), list) else value
        yield Call(home, {}, {**(body or {}), field: listed})
    if operation.takes_key:
        for value in _one_of_each(theirs):
            yield Call(home, {}, body, {"idempotency-key": value})


def _one_of_each(house: House) -> list[str]:
    """An id of every kind, and everything else by which something of theirs is known."""
    ids = [some[0] for name, some in house.ids.items() if name != "token"]
    people = [it.person for it in house.people.values() if it.person]
    return [*ids, house.organisation, people[0], *house.keys, f"{house.organisation}#{ids[0]}"]


def _astray(operation: Operation, house: House) -> Iterator[str]:
    """Their ids in place of others, and theirs misspelt."""
    usual = {it: house.ids[it][0] for it in operation.in_path}
    for name in operation.in_path:
        if name == "token":  # a whole link is a key to what it offers
            wrong = [way.format(usual[name], house.organisation, "") for way in SPOILT]
        else:
            wrong = _one_of_each(house)
            wrong += [way.format(usual[name], house.organisation, usual[name].lower())
                      for way in MANGLED]  # fmt: skip
        for value in wrong:
            yield operation.at(**usual | {name: quote(value, safe="%")})


def _paths(operation: Operation, ids: dict[str, list[str]]) -> Iterator[str]:
    """The operation's addresses for all of these ids."""
    if "token" in operation.in_path:
        ids = ids | {"token": []}  # a whole link is a key to what it offers; mangled ones follow
    choices = [ids.get(name) or ["01ARZ3NDEKTSV4RRFFQ69G5FAV"] for name in operation.in_path]
    for chosen in product(*choices):
        yield operation.at(**dict(zip(operation.in_path, chosen, strict=True)))


def _in_query(name: str, house: House) -> list[Any]:
    values: dict[str, list[Any]] = {
        "after": house.cursors,
        "id": [house.ids["item"][:3]],
        "key": [house.keys],
        "q": [THEIRS, THEIRS[:5]],
        "channel": house.ids["channel"],
        "author": house.ids["member"],
        "tag": [f"{THEIRS} tag"],
        "department": [f"{THEIRS} department"],
        "location": [f"{THEIRS} location"],
    }
    return values.get(name, [])


def _signed(body: Any) -> set[str]:
    """The addresses in an answer under which something can be had for a while."""
    if isinstance(body, dict | list):
        inside = body.values() if isinstance(body, dict) else body
        return {url for it in inside for url in _signed(it)}
    is_signed = isinstance(body, str) and "X-Amz-Signature=" in body
    return {body} if is_signed and "uploadId=" not in body else set()  # that is to send parts to


def _may(operation: Operation, status: int) -> bool:
    return operation.is_public or status == 401
