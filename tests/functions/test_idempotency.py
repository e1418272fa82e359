"""Creating requests with an idempotency key."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from conftest import Crew
from sharewell.core.clock import now
from sharewell.core.ids import new_ulid

NOTE = {"kind": "note", "title": "Cobalt runs"}
CREATING_REQUESTS = [
    ("/api/items", NOTE, "id"),
    ("/api/uploads", {"name": "a.pdf", "size": 5}, "item"),
    ("/api/uploads", {"name": "a.mov", "size": 20 * 1024**2}, "item"),
    ("/api/channels", {"name": "Glazing"}, "id"),
    ("/api/groups", {"name": "Board"}, "id"),
]
each = pytest.mark.parametrize(("path", "body", "id"), CREATING_REQUESTS)


@each
def test_repeated_request_returns_the_first_result(
    crew: Crew, path: str, body: dict[str, Any], id: str
) -> None:
    key = new_ulid(now())
    first, second = (crew.ben.post(path, body, **{"idempotency-key": key}) for _ in range(2))

    assert (first.status, second.status) == (201, 201)
    assert first.body[id] == second.body[id] == key
    assert first.body.keys() == second.body.keys()


@each
def test_key_of_another_member_is_rejected_without_details(
    crew: Crew, path: str, body: dict[str, Any], id: str
) -> None:
    key = new_ulid(now())
    crew.ben.post(path, body, **{"idempotency-key": key})
    other = body | ({"name": "Another"} if "name" in body else {})
    reply = crew.cleo.post(path, other, **{"idempotency-key": key})

    assert reply.status == 409
    assert key not in str(reply.body)


def test_key_is_scoped_to_its_organisation(crew: Crew) -> None:
    key = new_ulid(now())
    reply = [it.post("/api/items", NOTE, **{"idempotency-key": key}) for it in (crew.ben, crew.eve)]

    assert [it.status for it in reply] == [201, 201]
    assert [it.get(f"/api/items/{key}").body["author"]["name"] for it in (crew.ben, crew.eve)] == [
        "Ben",
        "Eve",
    ]


def test_repeated_request_does_not_restore_deleted_item(crew: Crew) -> None:
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
def test_key_outside_the_time_window_is_rejected(crew: Crew, key: str) -> None:
    reply = crew.ben.post("/api/items", NOTE, **{"idempotency-key": key})

    assert (reply.status, reply.body["field"]) == (422, "Idempotency-Key")
