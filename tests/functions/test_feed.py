"""The feed: unread items and marking them read."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from conftest import Crew, Someone
from functions.test_channels import channel, note
from sharewell.core.clock import now


def unread_titles(by: Someone) -> list[str]:
    """Returns the titles of unread cards on all pages."""
    found: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = by.get("/api/feed", **after).body
        found += [card["title"] for card in page["items"] if card["unread"]]
        if not page["next"]:
            return found
        after = {"after": page["next"]}


def unread_summary(by: Someone) -> Any:
    return by.get("/api/feed/unread").body


def test_item_is_unread_for_others_until_opened(crew: Crew) -> None:
    glazing = channel(crew.ben)
    crew.cleo.put(f"/api/channels/{glazing}/follow")
    first, _ = note(crew.ben, "First", glazing), note(crew.ben, "Second", glazing)
    note(crew.cleo, "Her own", glazing)

    assert unread_titles(crew.cleo) == ["Second", "First"]
    assert unread_summary(crew.cleo) == {"count": 2, "channels": [glazing], "upto": None}
    for _ in range(2):
        assert crew.cleo.put(f"/api/items/{first}/read").status == 204
    assert unread_titles(crew.cleo) == ["Second"]
    assert unread_titles(crew.ben) == ["Her own"]


def test_mark_all_read_applies_at_once_and_can_be_undone(crew: Crew) -> None:
    glazing = channel(crew.ben)
    crew.cleo.put(f"/api/channels/{glazing}/follow")
    first, second = (note(crew.ben, it, glazing) for it in ("First", "Second"))
    crew.cleo.put(f"/api/items/{first}/read")

    assert crew.cleo.put("/api/feed/read", {"upto": second}).status == 204
    assert (unread_titles(crew.cleo), unread_summary(crew.cleo)["upto"]) == ([], second)
    note(crew.ben, "Third", glazing)
    assert unread_titles(crew.cleo) == ["Third"]
    assert crew.cleo.put("/api/feed/read", {"upto": None}).status == 204
    assert unread_titles(crew.cleo) == ["Third", "Second"]


def test_unread_marks_are_exact_after_many_reads_elsewhere(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sharewell.feed.store.SCAN_SIZE", 3)
    glazing, firing = channel(crew.ben), channel(crew.ben, "Firing")
    crew.cleo.put(f"/api/channels/{glazing}/follow")
    read = note(crew.ben, "Read", glazing)
    note(crew.ben, "Unread", glazing)
    crew.cleo.put(f"/api/items/{read}/read")
    for number in range(5):
        other = note(crew.ben, f"Elsewhere {number}", firing)
        assert crew.cleo.put(f"/api/items/{other}/read").status == 204

    assert unread_titles(crew.cleo) == ["Unread"]
    assert unread_summary(crew.cleo)["count"] == 1


def test_long_feed_is_marked_read_page_by_page(crew: Crew) -> None:
    glazing = channel(crew.ben)
    crew.cleo.put(f"/api/channels/{glazing}/follow")
    ids = [note(crew.ben, f"Note {number}", glazing) for number in range(23)]
    crew.cleo.put("/api/feed/read", {"upto": ids[0]})
    crew.cleo.put(f"/api/items/{ids[1]}/read")

    assert unread_titles(crew.cleo) == [f"Note {number}" for number in reversed(range(2, 23))]
    assert unread_summary(crew.cleo)["count"] == 21


def test_items_older_than_ninety_days_are_not_unread(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    glazing = channel(crew.ben)
    crew.cleo.put(f"/api/channels/{glazing}/follow")
    note(crew.ben, "Old", glazing)
    from sharewell.feed.service import feed

    later = replace(feed, now=lambda: now() + timedelta(days=91))
    monkeypatch.setattr("routes.feed.feed", later)

    assert unread_titles(crew.cleo) == []
    assert unread_summary(crew.cleo)["count"] == 0


def test_group_item_is_not_unread_for_non_members(crew: Crew) -> None:
    glazing = channel(crew.ben)
    crew.cleo.put(f"/api/channels/{glazing}/follow")
    kiln = crew.ben.post("/api/groups", {"name": "Kiln team", "members": []}).body["id"]
    quiet = note(crew.ben, "Quiet", glazing, groups=[kiln])

    assert unread_summary(crew.cleo) == {"count": 0, "channels": [], "upto": None}
    assert crew.cleo.put(f"/api/items/{quiet}/read").status == 404


@pytest.mark.parametrize("upto", ["7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "nonsense", 7])
def test_mark_read_rejects_future_or_invalid_upto(crew: Crew, upto: object) -> None:
    reply = crew.cleo.put("/api/feed/read", {"upto": upto})

    assert (reply.status, reply.body["field"]) == (422, "upto")
