"""Assignments."""

from datetime import UTC, datetime, timedelta
from functools import partial

from faults.by_hand.words import asked, does
from faults.house import ONCE, House

DUE, LATER = ((datetime.now(UTC) + timedelta(days=days)).date().isoformat() for days in (20, 30))
THIS = "/api/assignments/{to}/{assignment}"
OF_BEN = THIS + "/people/{ben}"
REVIEW = {"items": ["{whisper}"], "group": "{group}", "task": "review", "due": DUE, "zone": "UTC"}


def _to_review(house: House, *, is_ready: bool = True) -> None:
    """Ben is asked to review something, and says that he has."""
    [it] = house.did("ada", "POST", "/api/assignments", REVIEW)["items"]
    house.ids["assignment"] = it["id"]
    if is_ready:
        house.did("ben", "PUT", THIS + "/mine", {"state": "ready"})


GIVEN = [
    asked(
        "give_to_group",
        "assignments",
        "POST /api/assignments",
        {"items": ["{whisper}"], "group": "{group}", "due": DUE, "zone": "UTC"},
        idempotency_key=ONCE,
    ),
    asked(
        "give_to_members",
        "assignments",
        "POST /api/assignments",
        {"items": ["{note}"], "members": ["{ben}", "{cleo}"], "due": DUE, "zone": "UTC"},
        idempotency_key=ONCE,
    ),
    asked("put_off", "assignments", f"PATCH {THIS}", {"due": LATER}, if_match='"1"'),
    asked("withdraw_assignment", "assignments", f"PATCH {THIS}", {"phase": "withdrawn"}),
    asked("remind_them", "assignments", f"POST {THIS}/reminders"),
]
DONE = [
    asked("tick", "tasks", f"PUT {THIS}/mine", {"state": "done"}, by="ben"),
    asked(
        "untick",
        "tasks",
        f"PUT {THIS}/mine",
        {"state": "open"},
        by="ben",
        seed=does("ben", f"PUT {THIS}/mine", {"state": "done"}),
    ),
    asked(
        "say_ready",
        "tasks",
        f"PUT {THIS}/mine",
        {"state": "ready"},
        by="ben",
        seed=partial(_to_review, is_ready=False),
    ),
    asked("turn_page", "tasks", f"PUT {THIS}/mine/page", {"page": 2, "pages": 2}, by="ben"),
    asked("explain", "tasks", f"PUT {THIS}/mine/reason", {"why": "no-time"}, by="ben"),
    asked(
        "take_reason_back",
        "tasks",
        f"DELETE {THIS}/mine/reason",
        by="ben",
        seed=does("ben", f"PUT {THIS}/mine/reason", {"why": "no-time"}),
    ),
    asked("ask_for_time", "tasks", f"PUT {THIS}/mine/extension", {"due": LATER}, by="ben"),
]
LED = [
    asked("grant", "assignees", f"PUT {OF_BEN}/extension", {"due": LATER}),
    asked(
        "decline",
        "assignees",
        f"DELETE {OF_BEN}/extension",
        seed=does("ben", f"PUT {THIS}/mine/extension", {"due": LATER}),
    ),
    asked(
        "accept_review", "assignees", f"PUT {OF_BEN}/review", {"accepted": True}, seed=_to_review
    ),
]
WORKFLOWS = [*GIVEN, *DONE, *LED]
