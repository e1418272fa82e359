"""What is sent again because no answer came is made once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from conftest import Crew
from sharewell.clock import now
from sharewell.ids import new_ulid

NOTE = {"kind": "note", "title": "Cobalt runs"}
MAKING = [
    ("/api/items", NOTE, "id"),
    ("/api/uploads", {"name": "a.pdf", "size": 5}, "item"),
    ("/api/uploads", {"name": "a.mov", "size": 20 * 1024**2}, "item"),
    ("/api/channels", {"name": "Glazing"}, "id"),
    ("/api/groups", {"name": "Board"}, "id"),
]
each = pytest.mark.parametrize(("path", "body", "id"), MAKING)


@each
def test_the_second_request_is_answered_with_what_the_first_made(
    crew: Crew, path: str, body: dict[str, Any], id: str
) -> None:
    key = new_ulid(now())
    first, second = (crew.ben.post(path, body, **{"idempotency-key": key}) for _ in range(2))

    assert (first.status, second.status) == (201, 201)
    assert first.body[id] == second.body[id] == key
    assert first.body.keys() == second.body.keys()


@each
def test_nobody_takes_what_somebody_else_has_made(
    crew: Crew, path: str, body: dict[str, Any], id: str
) -> None:
    key = new_ulid(now())
    crew.ben.post(path, body, **{"idempotency-key": key})
    other = body | ({"name": "Another"} if "name" in body else {})
    said = crew.cleo.post(path, other, **{"idempotency-key": key})

    assert said.status == 409
    assert key not in str(said.body)


def test_another_organisation_may_use_the_same_key(crew: Crew) -> None:
    key = new_ulid(now())
    said = [it.post("/api/items", NOTE, **{"idempotency-key": key}) for it in (crew.ben, crew.eve)]

    assert [it.status for it in said] == [201, 201]
    assert [it.get(f"/api/items/{key}").body["author"]["name"] for it in (crew.ben, crew.eve)] == [
        "Ben",
        "Eve",
    ]


def test_what_was_deleted_does_not_come_back_by_being_sent_again(crew: Crew) -> None:
    key = new_ulid(now())
    crew.ben.post("/api/items", NOTE, **{"idempotency-key": key})
    crew.ben.delete(f"/api/items/{key}")

    assert crew.ben.post("/api/items", NOTE, **{"idempotency-key": key}).status == 409
    assert crew.ben.get(f"/api/items/{key}").status == 404


@pytest.mark.parametrize(
    "key",
    [
        "mine",
        "Z" * 26,
        new_ulid(now()).lower(),
        new_ulid(now() - timedelta(days=2)),
        new_ulid(now() + timedelta(hours=1)),
        new_ulid(datetime(1970, 1, 1, tzinfo=UTC)),
    ],
    ids=["word", "beyond time", "small letters", "days ago", "in an hour", "long ago"],
)
def test_a_key_that_is_none_of_this_moment_is_named(crew: Crew, key: str) -> None:
    said = crew.ben.post("/api/items", NOTE, **{"idempotency-key": key})

    assert (said.status, said.body["field"]) == (422, "Idempotency-Key")
