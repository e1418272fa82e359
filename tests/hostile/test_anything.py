"""Random requests made of the contract's own fields get an answer below 500."""

import base64
import json
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from helpers.openapi import ULID, Operation, complete, operations, whole
from hostile.fixtures import SeededOrganisation, problem_of, seeded_organisation

SEED = 20260302
BODIES, QUERIES, IDS, BYTES = 1_700, 600, 350, 500
"""Number of requests of each kind, shared by the operations that take them."""
MIN_PER_OPERATION = 8
"""Minimum per operation and kind."""
HARMFUL = ("create_organisation", "change_member")
"""Operations that other tests send: they would move or lock out the caller."""
WORDS = [
    *(
        "",
        " ",
        "x",
        "\x00",
        "\r\n",
        "\u202e",
        "\ufeff",
        "ﬀ",
        "İ",
        "🦆" * 40,
        "é" * 300,
        "a" * 5_000,
    ),
    *("null", "true", "-1", "1e309", "0x10", "{}", "[]", "{{7*7}}", "${HOME}", "%s%n", "%00"),
    *("../../etc/passwd", "<script>alert(1)</script>", "' OR 1=1 --", "#", "ITEM#x", '"', "\\"),
    *(
        "0001-01-01",
        "9999-12-31T23:59:59+14:00",
        "0000-00-00",
        "2026-02-30",
        "24:00",
        "\uff11\uff12:00",
    ),
    *("AND", "OR NOT", '"open', "a* b~ ^2 (", "title:x", "-", "+", "kind:item", "\ud7ff\ue000"),
    *("http://", "javascript:alert(1)", "https://[::1]:99999/", "https://ex ample.org", ULID),
    *("photos/a/b.webp", "thumbs//x.webp", "photos/../../x.webp", "Europe/../../etc/passwd"),
]
PLAIN: list[Any] = [None, True, False, 0, -1, 1, 7, 2**31, 2**63, 10**40, 1.5, -0.0, 1e308, *WORDS]
INVALID_JSON = [
    "\\ud800",
    "\\u0000",
    "NaN",
    "Infinity",
    "01",
    ".5",
    "tru",
    '"\\x"',
    "1" * 5_000,
    "\x7f",
]
"""Fragments that are no valid JSON, or that parsers read differently."""


@pytest.fixture(scope="module")
def seeded() -> Iterator[SeededOrganisation]:
    """Returns an organisation to send anything to."""
    with seeded_organisation() as seeded:
        yield seeded


def test_random_body_gets_no_5xx(seeded: SeededOrganisation) -> None:
    random = _random(0)
    chosen = [it for it in operations() if it.body and it.name not in HARMFUL]
    _assert_no_5xx(
        seeded.send(operation, _mutated(random, operation))
        for operation in chosen
        for _ in range(_each(BODIES, chosen))
    )


def test_random_query_gets_no_5xx(seeded: SeededOrganisation) -> None:
    random = _random(1)
    chosen = [it for it in operations() if it.query]
    for operation in chosen:
        for _ in range(_each(QUERIES, chosen)):
            names = random.sample(sorted(operation.query), random.randint(1, len(operation.query)))
            query = {name: _asked(random, operation.query[name]) for name in names}
            reply = seeded.send(operation, **query)
            if reply.status != 200:
                problem = problem_of(reply, reply.status)
                assert problem.get("field") or reply.status == 409, (str(operation), query)


def test_random_id_gets_no_5xx(seeded: SeededOrganisation) -> None:
    random = _random(2)
    chosen = [it for it in operations() if it.in_path]
    for operation in chosen:
        for name in operation.in_path:
            for _ in range(_each(IDS, chosen)):
                given = random.choice(WORDS) or "."
                wanted = {it: seeded.ids[it] for it in operation.in_path} | {name: given}
                reply = seeded.raw(operation, "{}", pathParameters=wanted)
                assert reply.status < 500, (str(operation), given, reply.body)


def test_random_bytes_get_no_5xx(seeded: SeededOrganisation) -> None:
    random = _random(3)
    chosen = [it for it in operations() if it.body and it.name not in HARMFUL]
    for operation in chosen:
        for _ in range(_each(BYTES, chosen) // 2):
            text = json.dumps(complete(operation))
            at = random.randrange(len(text))
            damaged = text[:at] + random.choice(INVALID_JSON) + text[at + random.randint(0, 3) :]
            assert seeded.raw(operation, damaged).status < 500, damaged
            noise = base64.b64encode(random.randbytes(40)).decode()
            problem_of(seeded.raw(operation, noise, isBase64Encoded=True), 422)


def test_duplicate_field_uses_last_value(seeded: SeededOrganisation) -> None:
    [make] = [it for it in operations() if it.name == "create_group"]
    reply = seeded.raw(make, '{"name": "One", "name": "Two"}')

    assert (reply.status, reply.body["name"]) == (201, "Two")


def _each(total: int, among: list[Operation]) -> int:
    return max(MIN_PER_OPERATION, total // len(among))


def _random(number: int) -> Random:
    return Random(SEED + number)  # noqa: S311  # the same luck every time


def _assert_no_5xx(answers: Iterator[Any]) -> None:
    seen = Counter[int]()
    for reply in answers:
        seen[reply.status] += 1
        if reply.status >= 300:
            problem = problem_of(reply, reply.status)
            assert reply.status < 500, problem
    assert seen[422] > 100, "what is sent should mostly be wrong"
    assert sum(seen[status] for status in (200, 201, 204)) > 10, "and now and then be right"


def _mutated(random: Random, operation: Operation) -> Any:
    body = complete(operation)
    for _ in range(random.choice((1, 1, 2, 3))):
        name = random.choice([*body, "surprise"]) if body else "surprise"
        schema = (operation.body or {})["properties"].get(name, {})
        if random.random() < 0.1:
            body.pop(name, None)
        else:
            body[name] = _anything(random, schema)
    return body


def _anything(random: Random, schema: dict[str, Any], depth: int = 0) -> Any:
    chance = random.random()
    if chance < 0.4:
        return random.choice(PLAIN)
    if chance < 0.5 and "anyOf" in schema:
        return _anything(random, random.choice(schema["anyOf"]), depth)
    if chance < 0.75 and "items" in schema:
        return [_anything(random, schema["items"], depth + 1) for _ in range(random.randint(0, 60))]
    fields = whole(schema).get("properties")
    if chance < 0.9 and fields:
        return {name: _anything(random, it, depth + 1) for name, it in fields.items()}
    if depth > 3:
        return {}
    deeper = [_anything(random, {}, depth + 1) for _ in range(random.randint(0, 3))]
    return deeper if chance < 0.95 else {str(random.choice(PLAIN)): it for it in deeper}


def _asked(random: Random, schema: dict[str, Any]) -> Any:
    if random.random() < 0.2:
        return [random.choice(WORDS) for _ in range(random.randint(1, 30))]
    if "anyOf" in schema and random.random() < 0.2:
        return [ULID] * random.randint(1, 25)
    return random.choice(["1", "-1", "999", "2026-03-02", "2026-03-02T09:00", *WORDS])
