"""Whatever is sent, the answer is an answer: made of the contract's own fields, at random."""

import base64
import json
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from helpers.openapi import ULID, Operation, complete, operations, whole
from hostile.house import House, furnished, refused

SEED = 20260302
BODIES, QUERIES, IDS, BYTES = 1_700, 600, 350, 500
"""How many of each are sent, shared by the operations that take them."""
LEAST = 8
"""How many of each every operation gets, however many there are."""
HARMFUL = ("open_organisation", "change_member")
"""Sent with care elsewhere: they would move or lock out who asks."""
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
BROKEN = ["\\ud800", "\\u0000", "NaN", "Infinity", "01", ".5", "tru", '"\\x"', "1" * 5_000, "\x7f"]
"""Pieces of JSON that are none, or none that everybody reads alike."""


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """One to be sent anything."""
    with furnished() as house:
        yield house


def test_anything_for_a_body(house: House) -> None:
    random = _luck(0)
    asked = [it for it in operations() if it.body and it.name not in HARMFUL]
    _all_well(
        house.send(operation, _mutated(random, operation))
        for operation in asked
        for _ in range(_each(BODIES, asked))
    )


def test_anything_for_a_query(house: House) -> None:
    random = _luck(1)
    asked = [it for it in operations() if it.query]
    for operation in asked:
        for _ in range(_each(QUERIES, asked)):
            names = random.sample(sorted(operation.query), random.randint(1, len(operation.query)))
            query = {name: _asked(random, operation.query[name]) for name in names}
            said = house.send(operation, **query)
            if said.status != 200:
                problem = refused(said, said.status)
                assert problem.get("field") or said.status == 409, (str(operation), query)


def test_anything_for_an_id(house: House) -> None:
    random = _luck(2)
    asked = [it for it in operations() if it.in_path]
    for operation in asked:
        for name in operation.in_path:
            for _ in range(_each(IDS, asked)):
                given = random.choice(WORDS) or "."
                wanted = {it: house.ids[it] for it in operation.in_path} | {name: given}
                said = house.raw(operation, "{}", pathParameters=wanted)
                assert said.status < 500, (str(operation), given, said.body)


def test_anything_for_bytes(house: House) -> None:
    random = _luck(3)
    asked = [it for it in operations() if it.body and it.name not in HARMFUL]
    for operation in asked:
        for _ in range(_each(BYTES, asked) // 2):
            text = json.dumps(complete(operation))
            at = random.randrange(len(text))
            spoilt = text[:at] + random.choice(BROKEN) + text[at + random.randint(0, 3) :]
            assert house.raw(operation, spoilt).status < 500, spoilt
            noise = base64.b64encode(random.randbytes(40)).decode()
            refused(house.raw(operation, noise, isBase64Encoded=True), 422)


def test_a_field_given_twice_counts_once(house: House) -> None:
    [make] = [it for it in operations() if it.name == "make_group"]
    said = house.raw(make, '{"name": "One", "name": "Two"}')

    assert (said.status, said.body["name"]) == (201, "Two")


def _each(total: int, among: list[Operation]) -> int:
    return max(LEAST, total // len(among))


def _luck(number: int) -> Random:
    return Random(SEED + number)  # noqa: S311  # the same luck every time


def _all_well(answers: Iterator[Any]) -> None:
    seen = Counter[int]()
    for said in answers:
        seen[said.status] += 1
        if said.status >= 300:
            problem = refused(said, said.status)
            assert said.status < 500, problem
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
