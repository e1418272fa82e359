"""Pictures in texts: sent by a form, shown to whoever holds their key."""

import pytest

from conftest import Crew
from local.stack import Stack

DATA = b"\x89PNG and so on"


def test_a_picture_in_a_text_is_shown_to_whoever_sees_the_text(crew: Crew, stack: Stack) -> None:
    said = crew.ben.post("/api/pictures", {"size": len(DATA), "type": "image/png"})
    assert said.status == 201
    key = said.body["key"]
    stack.send(said.body["form"], DATA)
    crew.ben.post("/api/items", {"kind": "note", "title": "Kiln", "body": f"![Kiln](/{key})"})

    url = crew.cleo.get("/api/pictures", key=key).body["urls"][key]
    assert stack.fetch(url) == DATA
    assert crew.eve.get("/api/pictures", key=key).body == {"urls": {}}


def test_a_picture_is_announced_once_however_often_it_is_asked_for(crew: Crew) -> None:
    from datetime import UTC, datetime

    from sharewell.ids import mint

    once = {"idempotency-key": mint(datetime.now(UTC))}
    body = {"size": 3, "type": "image/webp"}
    keys = [crew.ben.post("/api/pictures", body, **once).body["key"] for _ in range(2)]

    assert keys[0] == keys[1]
    assert crew.cleo.post("/api/pictures", body, **once).body["key"] != keys[0]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"type": "image/svg+xml"}, "type"), ({"size": 0}, "size"), ({"size": 11 * 1024**2}, "size")],
)
def test_only_pictures_of_a_sensible_size_are_taken(
    crew: Crew, wrong: dict[str, object], field: str
) -> None:
    said = crew.ben.post("/api/pictures", {"size": 3, "type": "image/png", **wrong})

    assert (said.status, said.body["field"]) == (422, field)
