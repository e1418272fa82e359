"""Two organisations in one table, one bucket and one bus cannot read or change each other.

Calls each operation of the OpenAPI document as each of our members with each of their ids: in
path, query, body, as a cursor and as a picture's key, intact and mangled. Each of their texts has a
word that must never appear in an answer; their rows and objects must stay the same.
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
    TEXT_FIELDS,
    THEIRS,
    Recorder,
    SeededOrganisation,
    Someone,
    recording,
    rows_and_objects,
    seed_organisation,
)
from local_stack.in_process import ENVIRONMENT, Stack
from resilience import figures
from resilience.moto_snapshot import restore_snapshot, sent_mails, take_snapshot

ROLES = ("anonymous", "member", "outsider", "curator", "admin")
PARTS = 2
"""Parts of all operations, shared by several processes."""
MANGLED = (
    *("{1}#{0}", "{0}%00", "..%2F{0}", "..%2F..%2F{1}%2F{0}", "{2}", "{0}{0}", "{0}%23GROUP", "-"),
    *("{1}", "%20{0}", "{0}%20", "{0}%0A", "{0}.", "%2A", "{0}%2F{0}", "ITEM%23{1}%23{0}", "0{0}"),
)
"""Ways to write an id {0} of organisation {1}; {2} is the id in lower case."""
SPOILT = ("{1}", "-", "{1}%23{0}", "..%2F{1}", "%00{0}", "x{0}")
"""Ways to mangle the end of a link; another test covers longer ones."""


class World(NamedTuple):
    """Our organisation, theirs, and our members by role."""

    ours: SeededOrganisation
    theirs: SeededOrganisation
    callers: dict[str, Someone]
    state: bytes


class Call(NamedTuple):
    """One request that names one of their ids, or none."""

    path: str
    query: dict[str, Any]
    body: Any
    headers: dict[str, str] = {}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Returns two organisations with the same contents."""
    with mock_aws():
        stack = Stack()
        boto3.client("sesv2").create_email_identity(EmailIdentity=ENVIRONMENT["MAIL_FROM"])
        names = (("member", "member"), ("outsider", "member"), ("curator", "curator"))
        ours = seed_organisation(stack, OURS, *names)
        theirs = seed_organisation(stack, THEIRS, ("bob", "member"))
        nobody = Someone(stack, None)
        yield World(ours, theirs, {"anonymous": nobody, **ours.people}, take_snapshot(stack))


@pytest.fixture(autouse=True)
def _restored(world: World) -> None:
    restore_snapshot(world.callers["anonymous"].stack, world.state)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("role", ROLES)
def test_member_cannot_reach_other_organisation(world: World, role: str, part: int) -> None:
    chosen = list(operations())[part::PARTS]
    # Together our callers make each possible request at least once.
    number, of = ROLES.index(role), len(ROLES)
    _send_all(world.callers[role], number, of, chosen, world.ours, world.theirs)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("name", ["bob", "admin"])
def test_stranger_cannot_reach_our_organisation(world: World, name: str, part: int) -> None:
    chosen = list(operations())[part::PARTS]
    number = ("bob", "admin").index(name)
    _send_all(world.theirs.people[name], number, 10, chosen, world.theirs, world.ours)


def _send_all(
    caller: Someone,
    number: int,
    of: int,
    chosen: list[Operation],
    ours: SeededOrganisation,
    theirs: SeededOrganisation,
) -> None:
    """Calls each operation with their ids; of the rest, every `of`th call from `number` on."""
    recorder, before = Recorder(), rows_and_objects(theirs.organisation)
    failures, fetched = list[str](), set[str]()
    for operation in chosen:
        for place, call in enumerate(_calls(operation, ours, theirs)):
            if place and place % of != number:
                continue
            what = f"{operation.method} {call.path} {call.query} {call.body} {call.headers}"
            with recording(recorder, what):
                reply = caller.ask(
                    operation.method, call.path, call.body, headers=call.headers, **call.query
                )
            figures.add("isolation requests")
            recorder.note(what, f"{reply.headers} {reply.body}")
            for url in _signed(reply.body) - fetched:
                fetched.add(url)
                recorder.note(f"{url} of {what}", caller.stack.fetch(url).decode("latin-1"))
            if reply.status >= 500 or (caller.person is None and not _may(operation, reply.status)):
                failures.append(f"{reply.status} {what}")
            if operation.name == "create_organisation" and reply.status == 201:
                home = {"organisation": ours.organisation}
                assert caller.ask("PUT", "/api/me/organisation", home).status == 200
    caller.stack.settle()
    recorder.note("mail", str(sent_mails()))
    leaks = recorder.of([theirs.word, *(f"/{key}" for key in theirs.keys)])
    figures.add("isolation leaks", len(leaks))

    assert failures == []
    assert leaks == []
    assert any(key.startswith("index/") for key in before)
    assert rows_and_objects(theirs.organisation) == before


def test_same_calls_at_home_succeed(world: World) -> None:
    """The calls that fail across organisations succeed for their own members."""
    admin, recorder = world.theirs.people["admin"], Recorder()
    for operation in operations():
        if operation.method == "GET" and "token" not in operation.in_path:
            for path in _paths(operation, world.theirs.ids):
                recorder.note(str(operation), f"{admin.ask('GET', path, q=THEIRS).body}")
                answer = admin.ask("GET", path).body
                recorder.note(str(operation), f"{answer}")
                for url in _signed(answer):
                    recorder.note("fetched", admin.stack.fetch(url).decode("latin-1"))
                if "since" in operation.query:
                    recorder.note(str(operation), f"{admin.ask('GET', path, since=ULID).body}")
    assert recorder.of([f"Page 1 says {THEIRS}"]) != [], "what an address gives was not looked at"
    silent = {str(it) for it in operations() if it.method == "GET"} - set(recorder.of([THEIRS]))

    assert silent == {
        "GET /api/health",
        "GET /api/openapi.json",
        "GET /api/invitation-links/{token}",
        "GET /api/channel-names",  # needs ids
        "GET /api/deleted-groups",  # no group was deleted yet
        "GET /api/items",  # needs ids
        "GET /api/feed/unread",  # only numbers and ids
        "GET /api/notifications/unread",  # yes or no
        "GET /api/pictures",  # needs keys
        "GET /api/saved",  # only ids
        "GET /api/uploads/{item}/parts",
        "GET /api/verifications",  # nothing is due yet
        "GET /api/imports/{batch}/parts",
    }


def test_foreign_cursors_and_ids_are_invalid_in_our_lists(world: World) -> None:
    ours, theirs = world.ours, world.theirs
    admin = ours.people["admin"]
    for cursor in theirs.cursors:
        reply = admin.ask("GET", f"/api/channels/{ours.ids['channel'][0]}/items", after=cursor)
        assert (reply.status, reply.body["field"]) == (422, "after")
    assert THEIRS not in str(admin.get("/api/items", id=theirs.ids["item"][:4]))
    assert admin.get("/api/pictures", key=theirs.keys) == {"urls": {}}
    for answer in (admin.get("/api/search", q=THEIRS), admin.get("/api/search", q=THEIRS[:4])):
        assert answer["total"] == 0
    assert admin.get("/api/suggestions", q=THEIRS[:4]) == {"items": []}
    for name, id in (("channel", theirs.ids["channel"][0]), ("author", theirs.ids["member"][0])):
        assert admin.get("/api/search", **{name: id})["total"] == 0


def test_world_fills_every_text_field() -> None:
    unspoken = {str(it): fields for it in operations() if (fields := text_fields(it) - TEXT_FIELDS)}

    assert unspoken == {}, "let isolation/world.py say the word there, and add it to TEXT_FIELDS"


def test_invitation_link_of_another_address_is_rejected(world: World) -> None:
    [token] = world.theirs.ids["token"]
    for role in ROLES[1:]:
        path = f"/api/invitation-links/{token}/accept"
        assert world.callers[role].ask("POST", path, {"name": "Me"}).status == 403
        places = world.callers[role].get("/api/me")["memberships"]
        assert world.theirs.organisation not in [it["organisation"] for it in places]


def _calls(
    operation: Operation, ours: SeededOrganisation, theirs: SeededOrganisation
) -> Iterator[Call]:
    """Yields the requests of an operation with their ids wherever it takes one."""
    body = sensible(operation) if operation.body else None
    for path in (*_paths(operation, theirs.ids), *_misplaced(operation, theirs)):
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


def _one_of_each(seeded: SeededOrganisation) -> list[str]:
    """Returns an id of each kind, and all other values that identify their things."""
    ids = [some[0] for name, some in seeded.ids.items() if name != "token"]
    people = [it.person for it in seeded.people.values() if it.person]
    return [*ids, seeded.organisation, people[0], *seeded.keys, f"{seeded.organisation}#{ids[0]}"]


def _misplaced(operation: Operation, seeded: SeededOrganisation) -> Iterator[str]:
    """Returns their ids in place of others, and mangled."""
    usual = {it: seeded.ids[it][0] for it in operation.in_path}
    for name in operation.in_path:
        if name == "token":  # a whole link grants access by itself
            wrong = [way.format(usual[name], seeded.organisation, "") for way in SPOILT]
        else:
            wrong = _one_of_each(seeded)
            wrong += [way.format(usual[name], seeded.organisation, usual[name].lower())
                      for way in MANGLED]  # fmt: skip
        for value in wrong:
            yield operation.at(**usual | {name: quote(value, safe="%")})


def _paths(operation: Operation, ids: dict[str, list[str]]) -> Iterator[str]:
    """Yields the operation's paths for all of these ids."""
    if "token" in operation.in_path:
        ids = ids | {"token": []}  # a whole link grants access by itself; mangled ones follow
    choices = [ids.get(name) or ["01ARZ3NDEKTSV4RRFFQ69G5FAV"] for name in operation.in_path]
    for chosen in product(*choices):
        yield operation.at(**dict(zip(operation.in_path, chosen, strict=True)))


def _in_query(name: str, seeded: SeededOrganisation) -> list[Any]:
    values: dict[str, list[Any]] = {
        "after": seeded.cursors,
        "id": [seeded.ids["item"][:3]],
        "key": [seeded.keys],
        "q": [THEIRS, THEIRS[:5]],
        "channel": seeded.ids["channel"],
        "author": seeded.ids["member"],
        "tag": [f"{THEIRS} tag"],
        "department": [f"{THEIRS} department"],
        "location": [f"{THEIRS} location"],
    }
    return values.get(name, [])


def _signed(body: Any) -> set[str]:
    """Yields the presigned download URLs of an answer."""
    if isinstance(body, dict | list):
        inside = body.values() if isinstance(body, dict) else body
        return {url for it in inside for url in _signed(it)}
    is_signed = isinstance(body, str) and "X-Amz-Signature=" in body
    return {body} if is_signed and "uploadId=" not in body else set()  # a URL for uploads


def _may(operation: Operation, status: int) -> bool:
    return operation.is_public or status == 401
