"""Channels as topics: where a draft may belong, and what a channel's page shows."""

from typing import Any

import pytest

from conftest import Crew, Someone
from functions.test_channels import channel, note

pytestmark = pytest.mark.usefixtures("fresh_searches")


def suggested(by: Someone, draft: str) -> list[str]:
    return [it["name"] for it in by.get("/api/channel-suggestions", q=draft).body["items"]]


def strips(by: Someone, id: str) -> Any:
    return by.get(f"/api/channels/{id}/strips").body


def test_a_draft_is_offered_the_channels_of_what_is_like_it(crew: Crew) -> None:
    glazing, firing = channel(crew.ben, "Glazing"), channel(crew.ben, "Firing")
    old = channel(crew.ben, "Cobalt archive")
    for number in range(3):
        note(crew.ben, f"Cobalt runs when it is hot {number}", glazing)
    note(crew.ben, "Cones and pyrometers", firing)
    crew.ben.patch(f"/api/channels/{old}", {"archived": True})
    crew.ben.stack.settle()

    draft = "Why cobalt runs\n\nIn the big kiln it was hot, and the glaze was all over the shelf."
    assert suggested(crew.cleo, draft) == ["Glazing"]
    assert suggested(crew.cleo, "What I learned of firing")[0] == "Firing"
    assert suggested(crew.cleo, "") == []
    assert suggested(crew.eve, draft) == []
    assert crew.cleo.get("/api/channel-suggestions", q="x" * 1001).status == 422


def test_what_is_for_a_group_suggests_nothing_to_others(crew: Crew) -> None:
    glazing = channel(crew.ben, "Blue")
    kiln = crew.ben.post("/api/groups", {"name": "Kiln team"}).body["id"]
    note(crew.ben, "Vanadium oxide suppliers", glazing, groups=[kiln])
    crew.ben.stack.settle()

    assert suggested(crew.ben, "Vanadium oxide") == ["Blue"]
    assert suggested(crew.cleo, "Vanadium oxide") == []
    assert strips(crew.cleo, glazing)["sharers"] == []
    assert [it["name"] for it in strips(crew.ben, glazing)["sharers"]] == ["Ben"]


def test_a_channel_shows_who_shares_there_and_what_is_verified(crew: Crew) -> None:
    glazing = channel(crew.ben)
    sure = note(crew.ben, "Sure", glazing)
    note(crew.ben, "Other", glazing)
    note(crew.cleo, "Hers", glazing)
    said = crew.ben.put(
        f"/api/items/{sure}/verification", {"verifier": crew.ben.member, "interval": 90}
    )
    assert said.status == 200, said.body
    assert crew.ben.post(f"/api/items/{sure}/verify").status == 200
    crew.ben.stack.settle()

    seen = strips(crew.cleo, glazing)
    assert [(it["name"], it["count"]) for it in seen["sharers"]] == [("Ben", 2), ("Cleo", 1)]
    assert [card["title"] for card in seen["verified"]] == ["Sure"]
