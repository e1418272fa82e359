"""What an action may cost, counted in AWS calls and request units: never flaky or generous."""

import json
from typing import Any

import pytest

from bars.ledger import Ledger
from conftest import Crew

FEW_WORDS = "Why cobalt runs above 1240 °C, and what to do about it"


@pytest.fixture
def busy(crew: Crew) -> str:
    """A channel with 30 items that Cleo follows."""
    channel = crew.ben.post("/api/channels", {"name": "Glazing"}).body["id"]
    crew.cleo.put(f"/api/channels/{channel}/follow")
    for number in range(30):
        title = f"{FEW_WORDS} {number}"
        crew.ben.post(
            "/api/items",
            {"kind": "note", "title": title, "body": "…" * 900, "channels": [channel]},
        )
    return str(channel)


def test_who_am_i(crew: Crew) -> None:
    with Ledger() as ledger:
        crew.cleo.get("/api/me")

    assert (ledger.calls, ledger.reads) == (["Query"], 1)


def test_the_feed(crew: Crew, busy: str) -> None:
    with Ledger() as ledger:
        answer = crew.cleo.get("/api/feed")

    assert len(answer.body["items"]) == 20
    assert (ledger.calls, ledger.reads, ledger.wasted) == (["Query", "Query"], 1.5, 0)
    assert _bytes(answer.body) <= 6_000


def test_a_channels_page(crew: Crew, busy: str) -> None:
    with Ledger() as ledger:
        answer = crew.cleo.get(f"/api/channels/{busy}/items")

    assert len(answer.body["items"]) == 20
    assert (ledger.calls, ledger.reads, ledger.wasted) == (["Query", "Query"], 1.5, 0)
    assert _bytes(answer.body) <= 6_000


def test_twenty_people(crew: Crew) -> None:
    with Ledger() as ledger:
        answer = crew.cleo.get("/api/people")

    assert (ledger.calls, ledger.reads, ledger.wasted) == (["Query", "Query"], 1, 0)
    assert _bytes(answer.body) <= 6_000


def test_opening_an_item(crew: Crew, busy: str) -> None:
    [first, *_] = crew.cleo.get("/api/feed").body["items"]
    with Ledger() as ledger:
        crew.cleo.get(f"/api/items/{first['id']}")

    assert (ledger.calls, ledger.reads) == (["Query", "GetItem"], 1)


def test_publishing_a_note(crew: Crew, busy: str) -> None:
    body = {"kind": "note", "title": FEW_WORDS, "body": "Short.", "channels": [busy]}
    with Ledger() as ledger:
        crew.ben.post("/api/items", body)

    assert ledger.calls == ["Query", "TransactWriteItems"]
    assert ledger.writes == 8  # the channel is there, the item, its line there and with its author


def test_changing_the_words_of_a_note(crew: Crew, busy: str) -> None:
    [first, *_] = crew.ben.get("/api/feed").body["items"]
    with Ledger() as ledger:
        crew.ben.patch(f"/api/items/{first['id']}", {"body": "Other words."})

    assert ledger.calls == ["Query", "GetItem", "PutItem"]
    assert ledger.writes == 1


def test_following_a_channel(crew: Crew, busy: str) -> None:
    with Ledger() as ledger:
        crew.ada.put(f"/api/channels/{busy}/follow")

    assert (ledger.calls, ledger.writes) == (["Query", "TransactWriteItems"], 6)


def _bytes(body: Any) -> int:
    return len(json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode())
