"""What makes no sense is refused in the same way by every route: 4xx, with the field named."""

import base64
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import pytest

from helpers.openapi import ULID, Operation, complete, operations, sensible, sensible_query, whole
from hostile.house import House, count, furnished, refused
from isolation.world import Someone, newcomer

Test = Callable[..., None]
ALL = list(operations())
CLOSED = [it for it in ALL if not it.is_public]
WITH_BODY = [it for it in ALL if it.body]
WITH_QUERY = [it for it in ALL if it.query]
WITH_ID = [it for it in ALL if it.in_path]
VERSIONED = [it for it in ALL if it.takes_version]
NOTHING: dict[str, Any] = {"items": [], "next": None}
EMPTY_LISTS: dict[str, Any] = {
    "list_unanswered": NOTHING,
    "list_channel_items": NOTHING,
    "list_person_items": NOTHING,
    "read_strips": {"verified": [], "sharers": []},
}
"""Lists in which what is not there has nothing, at the cost of one read."""
NAMED_BY_WHO_MAKES_IT = ("save_draft",)
"""What is put under an id of one's own choice."""
NEARLY = {
    frozenset({"boolean"}): True,
    frozenset({"string"}): "1",
    frozenset({"integer", "number"}): 1,
}
"""What some take for a value of another type, by the types that it is of."""
DONE_ALREADY = {
    "unfollow_channel": "channel",
    "discard_draft": "draft",
    "decline_group_request": "member",
    "withdraw_group_invitation": "member",
    "unpin_item": "item",
}
"""Nobody follows what is not there or has begun to write it; who never asked waits for nothing."""


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """One for all of these tests: what is refused changes nothing."""
    with furnished() as house:
        yield house


def each(some: list[Operation]) -> Callable[[Test], Test]:
    """A test for these operations, together for those of a kind of things: many are very short."""
    kinds: dict[str, list[Operation]] = {}
    for it in some:
        kinds.setdefault(it.path.split("/")[2], []).append(it)

    def of_each(test: Test) -> Test:
        @wraps(test)
        def of_a_kind(operation: list[Operation], **more: Any) -> None:
            for it in operation:
                try:
                    test(operation=it, **more)
                except AssertionError as wrong:
                    wrong.add_note(str(it))
                    raise

        marked: Test = pytest.mark.parametrize("operation", kinds.values(), ids=kinds)(of_a_kind)
        return marked

    return of_each


@each(WITH_BODY)
def test_a_field_that_nobody_knows_is_named(house: House, operation: Operation) -> None:
    said = house.send(operation, {**sensible(operation), "surprise": 1})

    assert refused(said, 422, "invalid")["field"] == "surprise"


@each(ALL)
def test_a_question_that_nobody_knows_is_named(house: House, operation: Operation) -> None:
    body = sensible(operation) if operation.body else None
    said = house.send(operation, body, **sensible_query(operation), surprise="1")

    assert refused(said, 422, "invalid")["field"] == "surprise"


@each(WITH_BODY)
def test_a_field_of_another_type_is_named(house: House, operation: Operation) -> None:
    fields = (operation.body or {})["properties"]
    for name in complete(operation):
        takes = {it.get("type") for it in _choices(fields[name])}
        near = [it for type, it in NEARLY.items() if not type & takes]
        for wrong in ({"a": {"b": 1}}, [[["x"]]], 1.5, -(10**40), *near):
            said = house.send(operation, {**sensible(operation), name: wrong})
            field = refused(said, 422, "invalid")["field"]
            assert field.split(".")[0] == name, (wrong, field)


@each([it for it in WITH_BODY if sensible(it)])
def test_a_field_that_is_missing_is_named(house: House, operation: Operation) -> None:
    body = sensible(operation)
    for name in body:
        said = house.send(operation, {n: value for n, value in body.items() if n != name})
        assert refused(said, 422, "invalid")["field"] == name


@each(WITH_BODY)
def test_a_field_that_is_too_long_is_named(house: House, operation: Operation) -> None:
    fields = (operation.body or {})["properties"]
    for name, schema in fields.items():
        for long in _too_long(schema):
            said = house.send(operation, {**sensible(operation), name: long})
            assert refused(said, 422, "invalid")["field"].split(".")[0] == name


@each(WITH_QUERY)
def test_a_question_that_is_too_long_or_no_number_is_named(
    house: House, operation: Operation
) -> None:
    for name, schema in operation.query.items():
        wrong = [it for it in _too_long(schema) if isinstance(it, str)]
        if any(it.get("type") in ("integer", "boolean") for it in _choices(schema)):
            wrong.append("perhaps")
        if any(it.get("format") == "date-time" for it in _choices(schema)):
            wrong += ["next Tuesday", "0.5"]
        for value in wrong:
            said = house.send(operation, **{name: value})
            assert refused(said, 422, "invalid")["field"].split(".")[0] == name


@each(WITH_BODY)
def test_a_body_that_is_no_json_object_is_refused(house: House, operation: Operation) -> None:
    for raw in ("", "null", "[]", '"x"', "{", "\x00", "NaN", "[" * 20_000, '{"a":' * 5_000):
        refused(house.raw(operation, raw), 422, "invalid")
    latin = base64.b64encode('{"name": "Zoë"}'.encode("latin-1")).decode()
    refused(house.raw(operation, latin, isBase64Encoded=True), 422, "invalid")
    refused(house.raw(operation, "no base64!", isBase64Encoded=True), 422, "invalid")


@each(WITH_BODY)
def test_a_body_of_more_than_a_megabyte_is_refused(house: House, operation: Operation) -> None:
    refused(house.raw(operation, '{"a": "' + "x" * 1_000_000 + '"}'), 413, "too_large")


@each(CLOSED)
def test_without_a_token_nobody_gets_in(house: House, operation: Operation) -> None:
    path = operation.at(**house.ids)
    assert house.ask(operation.method, path).status == 401


@each(CLOSED)
def test_a_function_trusts_no_request_that_the_gateway_has_not_verified(
    house: House, operation: Operation
) -> None:
    identity = {"sub": house.admin.person, "token_use": "id", "iat": "9999999999"}
    every: list[Any] = [{}, {"jwt": {}}, {"jwt": {"claims": {}}}, {"jwt": {"claims": identity}}]
    for authorizer in every:
        context = {"requestId": "r", "authorizer": authorizer}
        said = house.raw(operation, "{}", requestContext=context)
        refused(said, 401, "unauthorized")


@each(CLOSED)
def test_who_signed_out_everywhere_is_out(
    house: House, operation: Operation, gone: Someone
) -> None:
    body = sensible(operation) if operation.body else None
    path = operation.at(**house.ids)
    said = house.ask(operation.method, path, body, as_=gone.person, signed_in_at=1_000_000)
    if operation.name == "accept_invitation":
        assert refused(said, 404)  # the link is looked at first, and is none
    else:
        refused(said, 401, "unauthorized")


@each(VERSIONED)
def test_what_somebody_else_changed_is_not_overwritten(house: House, operation: Operation) -> None:
    for version in ('"4711"', 'W/"4711"', "0"):
        refused(house.versioned(operation, version), 412, "stale")
    for version in ("", '"one"', "*", "²"):
        said = house.versioned(operation, version)
        assert refused(said, 422, "invalid")["field"] == "If-Match"


@each(WITH_ID)
def test_what_is_not_there_is_missing(house: House, operation: Operation) -> None:
    body = sensible(operation) if operation.body else None
    for name in operation.in_path:
        for id in (ULID, ULID.lower(), "x", "%00", "..%2F..", "A" * 300, "%F0%9F%A6%86"):
            path = operation.at(**house.ids | {name: id})
            said = count(house.admin.ask(operation.method, path, body))
            if operation.name in EMPTY_LISTS and id == ULID:
                assert (said.status, said.body) == (200, EMPTY_LISTS[operation.name])
            elif operation.name in NAMED_BY_WHO_MAKES_IT and id == ULID:
                assert said.status == 200
            elif DONE_ALREADY.get(operation.name) == name and id == ULID:
                assert said.status == 204
            else:
                refused(said, 404, "missing")


@pytest.fixture(scope="module")
def gone(house: House) -> Someone:
    """Somebody who has signed out everywhere."""
    zoe = newcomer(house.stack, house.admin, "Zoe", "kettle")
    assert zoe.ask("POST", "/api/me/sign-out-everywhere").status == 204
    return zoe


def _choices(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [whole(it) for it in schema.get("anyOf", [schema])]


def _too_long(schema: dict[str, Any]) -> Iterator[Any]:
    for choice in _choices(schema):
        if "maxLength" in choice:
            yield "x" * (choice["maxLength"] + 1)
        if "maxItems" in choice:
            yield [ULID] * (choice["maxItems"] + 1)
        if "maximum" in choice:
            yield choice["maximum"] + 1
        if "exclusiveMaximum" in choice:
            yield choice["exclusiveMaximum"]
