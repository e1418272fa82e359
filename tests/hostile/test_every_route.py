"""Every route rejects invalid requests in the same way: with a 4xx that names the field."""

import base64
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import pytest

from helpers.openapi import ULID, Operation, complete, operations, sensible, sensible_query, whole
from hostile.fixtures import SeededOrganisation, count, problem_of, seeded_organisation
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
    "list_unanswered_questions": NOTHING,
    "list_channel_items": NOTHING,
    "list_person_items": NOTHING,
    "list_channel_highlights": {"verified": [], "sharers": []},
}
"""Lists that are empty for an unknown id, which saves a read."""
CLIENT_NAMED = ("save_draft",)
"""Operations that create something under an id chosen by the client."""
SIMILAR_VALUES = {
    frozenset({"boolean"}): True,
    frozenset({"string"}): "1",
    frozenset({"integer", "number"}): 1,
}
"""A value that is easily mistaken for one of another type, by the types that it has."""
IDEMPOTENT_DELETIONS = {
    "unfollow_channel": "channel",
    "discard_draft": "draft",
    "reject_group_request": "member",
    "withdraw_group_invitation": "member",
    "unpin_item": "item",
}
"""Deletions that succeed for unknown ids: unfollowed, undrafted, never requested."""


@pytest.fixture(scope="module")
def seeded() -> Iterator[SeededOrganisation]:
    """Returns one organisation for all tests: rejected requests change nothing."""
    with seeded_organisation() as seeded:
        yield seeded


def parametrize_by_kind(some: list[Operation]) -> Callable[[Test], Test]:
    """Parametrises a test with operations, grouped by kind as most are very short."""
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


@parametrize_by_kind(WITH_BODY)
def test_unknown_field_is_named(seeded: SeededOrganisation, operation: Operation) -> None:
    reply = seeded.send(operation, {**sensible(operation), "surprise": 1})

    assert problem_of(reply, 422, "invalid")["field"] == "surprise"


@parametrize_by_kind(ALL)
def test_unknown_query_parameter_is_named(seeded: SeededOrganisation, operation: Operation) -> None:
    body = sensible(operation) if operation.body else None
    reply = seeded.send(operation, body, **sensible_query(operation), surprise="1")

    assert problem_of(reply, 422, "invalid")["field"] == "surprise"


@parametrize_by_kind(WITH_BODY)
def test_field_of_wrong_type_is_named(seeded: SeededOrganisation, operation: Operation) -> None:
    fields = (operation.body or {})["properties"]
    for name in complete(operation):
        takes = {it.get("type") for it in _choices(fields[name])}
        near = [it for type, it in SIMILAR_VALUES.items() if not type & takes]
        for wrong in ({"a": {"b": 1}}, [[["x"]]], 1.5, -(10**40), *near):
            reply = seeded.send(operation, {**sensible(operation), name: wrong})
            field = problem_of(reply, 422, "invalid")["field"]
            assert field.split(".")[0] == name, (wrong, field)


@parametrize_by_kind([it for it in WITH_BODY if sensible(it)])
def test_missing_field_is_named(seeded: SeededOrganisation, operation: Operation) -> None:
    body = sensible(operation)
    for name in body:
        reply = seeded.send(operation, {n: value for n, value in body.items() if n != name})
        assert problem_of(reply, 422, "invalid")["field"] == name


@parametrize_by_kind(WITH_BODY)
def test_overlong_field_is_named(seeded: SeededOrganisation, operation: Operation) -> None:
    fields = (operation.body or {})["properties"]
    for name, schema in fields.items():
        for long in _too_long(schema):
            reply = seeded.send(operation, {**sensible(operation), name: long})
            assert problem_of(reply, 422, "invalid")["field"].split(".")[0] == name


@parametrize_by_kind(WITH_QUERY)
def test_invalid_query_parameter_is_named(seeded: SeededOrganisation, operation: Operation) -> None:
    for name, schema in operation.query.items():
        wrong = [it for it in _too_long(schema) if isinstance(it, str)]
        if any(it.get("type") in ("integer", "boolean") for it in _choices(schema)):
            wrong.append("perhaps")
        if any(it.get("format") == "date-time" for it in _choices(schema)):
            wrong += ["next Tuesday", "0.5"]
        for value in wrong:
            reply = seeded.send(operation, **{name: value})
            assert problem_of(reply, 422, "invalid")["field"].split(".")[0] == name


@parametrize_by_kind(WITH_BODY)
def test_body_without_json_object_is_rejected(
    seeded: SeededOrganisation, operation: Operation
) -> None:
    for raw in ("", "null", "[]", '"x"', "{", "\x00", "NaN", "[" * 20_000, '{"a":' * 5_000):
        problem_of(seeded.raw(operation, raw), 422, "invalid")
    latin = base64.b64encode('{"name": "Zoë"}'.encode("latin-1")).decode()
    problem_of(seeded.raw(operation, latin, isBase64Encoded=True), 422, "invalid")
    problem_of(seeded.raw(operation, "no base64!", isBase64Encoded=True), 422, "invalid")


@parametrize_by_kind(WITH_BODY)
def test_body_above_a_megabyte_is_rejected(
    seeded: SeededOrganisation, operation: Operation
) -> None:
    problem_of(seeded.raw(operation, '{"a": "' + "x" * 1_000_000 + '"}'), 413, "too_large")


@parametrize_by_kind(CLOSED)
def test_request_without_token_is_rejected(
    seeded: SeededOrganisation, operation: Operation
) -> None:
    path = operation.at(**seeded.ids)
    assert seeded.ask(operation.method, path).status == 401


@parametrize_by_kind(CLOSED)
def test_unverified_request_is_rejected_by_function(
    seeded: SeededOrganisation, operation: Operation
) -> None:
    identity = {"sub": seeded.admin.person, "token_use": "id", "iat": "9999999999"}
    every: list[Any] = [{}, {"jwt": {}}, {"jwt": {"claims": {}}}, {"jwt": {"claims": identity}}]
    for authorizer in every:
        context = {"requestId": "r", "authorizer": authorizer}
        reply = seeded.raw(operation, "{}", requestContext=context)
        problem_of(reply, 401, "unauthorized")


@parametrize_by_kind(CLOSED)
def test_token_is_rejected_after_signing_out_everywhere(
    seeded: SeededOrganisation, operation: Operation, signed_out: Someone
) -> None:
    body = sensible(operation) if operation.body else None
    path = operation.at(**seeded.ids)
    reply = seeded.ask(operation.method, path, body, as_=signed_out.person, signed_in_at=1_000_000)
    if operation.name == "accept_invitation":
        assert problem_of(reply, 404)  # the link is checked first, and is invalid
    else:
        problem_of(reply, 401, "unauthorized")


@parametrize_by_kind(VERSIONED)
def test_stale_version_is_rejected_with_412(
    seeded: SeededOrganisation, operation: Operation
) -> None:
    for version in ('"4711"', 'W/"4711"', "0"):
        problem_of(seeded.versioned(operation, version), 412, "version_conflict")
    for version in ("", '"one"', "*", "²"):
        reply = seeded.versioned(operation, version)
        assert problem_of(reply, 422, "invalid")["field"] == "If-Match"


@parametrize_by_kind(WITH_ID)
def test_unknown_id_is_not_found(seeded: SeededOrganisation, operation: Operation) -> None:
    body = sensible(operation) if operation.body else None
    for name in operation.in_path:
        for id in (ULID, ULID.lower(), "x", "%00", "..%2F..", "A" * 300, "%F0%9F%A6%86"):
            path = operation.at(**seeded.ids | {name: id})
            reply = count(seeded.admin.ask(operation.method, path, body))
            if operation.name in EMPTY_LISTS and id == ULID:
                assert (reply.status, reply.body) == (200, EMPTY_LISTS[operation.name])
            elif operation.name in CLIENT_NAMED and id == ULID:
                assert reply.status == 200
            elif IDEMPOTENT_DELETIONS.get(operation.name) == name and id == ULID:
                assert reply.status == 204
            else:
                problem_of(reply, 404, "not_found")


@pytest.fixture(scope="module")
def signed_out(seeded: SeededOrganisation) -> Someone:
    """Returns a member who has signed out everywhere."""
    zoe = newcomer(seeded.stack, seeded.admin, "Zoe", "kettle")
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
