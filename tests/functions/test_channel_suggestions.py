"""Channel suggestions for drafts, and highlights of a channel."""

from typing import Any

import pytest

from conftest import Crew, Someone
from functions.test_channels import channel, note

pytestmark = pytest.mark.usefixtures("fresh_searches")


def suggested_channels(by: Someone, draft: str) -> list[str]:
    return [it["name"] for it in by.get("/api/channel-suggestions", q=draft).body["items"]]


def highlights(by: Someone, id: str) -> Any:
    return by.get(f"/api/channels/{id}/highlights").body


def test_draft_is_offered_channels_of_similar_items(crew: Crew) -> None:
    glazing, firing = channel(crew.ben, "Glazing"), channel(crew.ben, "Firing")
    old = channel(crew.ben, "Cobalt archive")
    for number in range(3):
        note(crew.ben, f"Cobalt runs when it is hot {number}", glazing)
    note(crew.ben, "Cones and pyrometers", firing)
    crew.ben.patch(f"/api/channels/{old}", {"archived": True})
    crew.ben.stack.settle()

    draft = "Why cobalt runs\n\nIn the big kiln it was hot, and the glaze was all over the shelf."
    assert suggested_channels(crew.cleo, draft) == ["Glazing"]
    assert suggested_channels(crew.cleo, "What I learned of firing")[0] == "Firing"
    assert suggested_channels(crew.cleo, "") == []
    assert suggested_channels(crew.eve, draft) == []
    assert crew.cleo.get("/api/channel-suggestions", q="x" * 1001).status == 422


def test_group_items_suggest_no_channels_to_others(crew: Crew) -> None:
    glazing = channel(crew.ben, "Blue")
    kiln = crew.ben.post("/api/groups", {"name": "Kiln team"}).body["id"]
    note(crew.ben, "Vanadium oxide suppliers", glazing, groups=[kiln])
    crew.ben.stack.settle()

    assert suggested_channels(crew.ben, "Vanadium oxide") == ["Blue"]
    assert suggested_channels(crew.cleo, "Vanadium oxide") == []
    assert highlights(crew.cleo, glazing)["sharers"] == []
    assert [it["name"] for it in highlights(crew.ben, glazing)["sharers"]] == ["Ben"]


def test_channel_highlights_show_sharers_and_verified_items(crew: Crew) -> None:
    glazing = channel(crew.ben)
    sure = note(crew.ben, "Sure", glazing)
    note(crew.ben, "Other", glazing)
    note(crew.cleo, "Hers", glazing)
    reply = crew.ben.put(
        f"/api/items/{sure}/verification", {"verifier": crew.ben.member, "interval": 90}
    )
    assert reply.status == 200, reply.body
    assert crew.ben.post(f"/api/items/{sure}/verify").status == 200
    crew.ben.stack.settle()

    seen = highlights(crew.cleo, glazing)
    assert [(it["name"], it["count"]) for it in seen["sharers"]] == [("Ben", 2), ("Cleo", 1)]
    assert [card["title"] for card in seen["verified"]] == ["Sure"]
