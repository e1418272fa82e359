"""The feed: what is new for oneself, and what of it one is done with."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from conftest import Crew, Someone
from functions.test_channels import channel, note
from sharewell.clock import now


def unread(by: Someone) -> list[str]:
    """Titles that are marked, all pages through."""
    found: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = by.get("/api/feed", **after).body
        found += [card["title"] for card in page["items"] if card["unread"]]
        if not page["next"]:
            return found
        after = {"after": page["next"]}


def waiting(by: Someone) -> Any:
    return by.get("/api/feed/unread").body


def test_what_others_share_is_unread_until_it_is_opened_anywhere(crew: Crew) -> None:
    glazing = channel(crew.ben)
    crew.cleo.put(f"/api/channels/{glazing}/follow")
    first, _ = note(crew.ben, "First", glazing), note(crew.ben, "Second", glazing)
    note(crew.cleo, "Her own", glazing)

    assert unread(crew.cleo) == ["Second", "First"]
    assert waiting(crew.cleo) == {"count": 2, "channels": [glazing], "upto": None}
    for _ in range(2):
        assert crew.cleo.put(f"/api/items/{first}/read").status == 204
    assert unread(crew.cleo) == ["Second"]
    assert unread(crew.ben) == ["Her own"]


def test_all_is_marked_read_at_once_and_that_can_be_undone(crew: Crew) -> None:
    glazing = channel(crew.ben)
    crew.cleo.put(f"/api/channels/{glazing}/follow")
    first, second = (note(crew.ben, it, glazing) for it in ("First", "Second"))
    crew.cleo.put(f"/api/items/{first}/read")

    assert crew.cleo.put("/api/feed/read", {"upto": second}).status == 204
    assert (unread(crew.cleo), waiting(crew.cleo)["upto"]) == ([], second)
    note(crew.ben, "Third", glazing)
    assert unread(crew.cleo) == ["Third"]
    assert crew.cleo.put("/api/feed/read", {"upto": None}).status == 204
    assert unread(crew.cleo) == ["Third", "Second"]


def test_marks_are_exact_however_much_was_opened_elsewhere(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sharewell.feed.store.LATEST", 3)
    glazing, firing = channel(crew.ben), channel(crew.ben, "Firing")
    crew.cleo.put(f"/api/channels/{glazing}/follow")
    read = note(crew.ben, "Read", glazing)
    note(crew.ben, "Unread", glazing)
    crew.cleo.put(f"/api/items/{read}/read")
    for number in range(5):
        other = note(crew.ben, f"Elsewhere {number}", firing)
        assert crew.cleo.put(f"/api/items/{other}/read").status == 204

    assert unread(crew.cleo) == ["Unread"]
    assert waiting(crew.cleo)["count"] == 1


def test_a_long_feed_is_marked_page_by_page(crew: Crew) -> None:
    glazing = channel(crew.ben)
    crew.cleo.put(f"/api/channels/{glazing}/follow")
    ids = [note(crew.ben, f"Note {number}", glazing) for number in range(23)]
    crew.cleo.put("/api/feed/read", {"upto": ids[0]})
    crew.cleo.put(f"/api/items/{ids[1]}/read")

    assert unread(crew.cleo) == [f"Note {number}" for number in reversed(range(2, 23))]
    assert waiting(crew.cleo)["count"] == 21


def test_what_is_older_than_ninety_days_is_no_news(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    glazing = channel(crew.ben)
    crew.cleo.put(f"/api/channels/{glazing}/follow")
    note(crew.ben, "Old", glazing)
    from sharewell.feed.service import feed

    later = replace(feed, now=lambda: now() + timedelta(days=91))
    monkeypatch.setattr("routes.feed.feed", later)

    assert unread(crew.cleo) == []
    assert waiting(crew.cleo)["count"] == 0


def test_what_is_for_a_group_is_unread_for_those_in_it_alone(crew: Crew) -> None:
    glazing = channel(crew.ben)
    crew.cleo.put(f"/api/channels/{glazing}/follow")
    kiln = crew.ben.post("/api/groups", {"name": "Kiln team", "members": []}).body["id"]
    quiet = note(crew.ben, "Quiet", glazing, groups=[kiln])

    assert waiting(crew.cleo) == {"count": 0, "channels": [], "upto": None}
    assert crew.cleo.put(f"/api/items/{quiet}/read").status == 404


@pytest.mark.parametrize("upto", ["7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "nonsense", 7])
def test_nobody_is_done_with_what_has_yet_to_come(crew: Crew, upto: object) -> None:
    said = crew.cleo.put("/api/feed/read", {"upto": upto})

    assert (said.status, said.body["field"]) == (422, "upto")
