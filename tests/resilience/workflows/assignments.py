"""Assignments."""

from datetime import UTC, datetime, timedelta
from functools import partial

from resilience.fixtures import ONCE, House
from resilience.workflows.upkeep import purges
from resilience.workflows.uploads import send_file
from resilience.workflows.words import asked, consumed, does

DUE, LATER, LATEST = (
    (datetime.now(UTC) + timedelta(days=days)).date().isoformat() for days in (20, 30, 40)
)
THIS = "/api/assignments/{to}/{assignment}"
ITEMS, GROUPS = "consumers.assignments_items", "consumers.assignments_groups"
NOTIFY, REVIEWERS = "consumers.assignments_notifications", "consumers.assignments_reviewers"
OF_BEN = THIS + "/people/{ben}"
THAT = "/api/assignments/{to}/{reviewed}"
VERDICT = THAT + "/people/{ben}/review"
REVIEW = {"items": ["{whisper}"], "group": "{group}", "task": "review", "due": DUE, "zone": "UTC"}


def to_review(house: House, *, is_ready: bool = True) -> None:
    """Ben is asked to review something, and says that he has."""
    [it] = house.did("ada", "POST", "/api/assignments", REVIEW)["items"]
    house.ids["reviewed"] = it["id"]
    if is_ready:
        house.did("ben", "PUT", THAT + "/mine", {"state": "ready"})


def cleo_reviews(house: House) -> None:
    """Cleo is to review what Ben says is ready."""
    about = {"items": ["{note}"], "members": ["{ben}"], "task": "review", "reviewer": "{cleo}"}
    body = {**about, "due": DUE, "zone": "UTC"}
    house.ids["reviewed"] = house.did("ada", "POST", "/api/assignments", body)["items"][0]["id"]
    house.did("ben", "PUT", "/api/assignments/{ben}/{reviewed}/mine", {"state": "ready"})


def pages_to_read(house: House) -> None:
    """The group is asked to read a PDF that nobody has taken in yet."""
    send_file(house)
    body = {"items": ["{file}"], "group": "{group}", "due": DUE, "zone": "UTC"}
    house.ids["pages"] = house.did("ada", "POST", "/api/assignments", body)["items"][0]["id"]


def ready_and_deleted(house: House) -> None:
    """What Ben has ready for a review was deleted, with all that follows."""
    to_review(house)
    house.stack.settle()
    house.did("ada", "DELETE", "/api/items/{whisper}")


def ready_and_ended(house: House) -> None:
    """The group in which Ben has something ready for a review was deleted."""
    to_review(house)
    house.stack.settle()
    house.did("ada", "DELETE", "/api/groups/{group}")


def ticked_and_left(house: House) -> None:
    """Ben has done it, and is in the group no more."""
    house.did("ben", "PUT", THIS + "/mine", {"state": "done"})
    house.did("ada", "DELETE", "/api/groups/{group}/members/{ben}")


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
    asked("tick", "my_assignments", f"PUT {THIS}/mine", {"state": "done"}, by="ben"),
    asked(
        "untick",
        "my_assignments",
        f"PUT {THIS}/mine",
        {"state": "open"},
        by="ben",
        seed=does("ben", f"PUT {THIS}/mine", {"state": "done"}),
    ),
    asked(
        "say_ready",
        "my_assignments",
        f"PUT {THAT}/mine",
        {"state": "ready"},
        by="ben",
        seed=partial(to_review, is_ready=False),
    ),
    asked(
        "turn_page",
        "my_assignments",
        "PUT /api/assignments/{to}/{pages}/mine/page",
        {"page": 9},
        by="ben",
        seed=pages_to_read,
    ),
    asked("explain", "my_assignments", f"PUT {THIS}/mine/reason", {"why": "no-time"}, by="ben"),
    asked(
        "take_reason_back",
        "my_assignments",
        f"DELETE {THIS}/mine/reason",
        by="ben",
        seed=does("ben", f"PUT {THIS}/mine/reason", {"why": "no-time"}),
    ),
    asked("ask_for_time", "my_assignments", f"PUT {THIS}/mine/extension", {"due": LATER}, by="ben"),
]
LED = [
    asked("grant", "assignees", f"PUT {OF_BEN}/extension", {"due": LATER}),
    asked(
        "decline",
        "assignees",
        f"DELETE {OF_BEN}/extension",
        seed=does("ben", f"PUT {THIS}/mine/extension", {"due": LATER}),
    ),
    asked("accept_review", "assignees", f"PUT {VERDICT}", {"accepted": True}, seed=to_review),
]
CONSUMED = [
    consumed(
        "follow_a_change",
        ITEMS,
        does("ada", "PATCH /api/items/{whisper}", {"title": "Loud"}),
        seed=partial(to_review, is_ready=True),
    ),
    consumed(
        "follow_a_deletion",
        ITEMS,
        does("ada", "DELETE /api/items/{note}"),
    ),
    consumed("follow_a_file", ITEMS, pages_to_read),
    consumed("forget_for_good", ITEMS, purges, seed=ready_and_deleted),
    consumed("forget_a_group", GROUPS, purges, seed=ready_and_ended),
    consumed(
        "follow_an_archive",
        GROUPS,
        does("ada", "PATCH /api/groups/{group}", {"archived": True, "name": "Deck"}),
    ),
    consumed(
        "follow_a_deleted_group",
        GROUPS,
        does("ada", "DELETE /api/groups/{group}"),
        seed=to_review,
    ),
    consumed(
        "follow_a_comer",
        GROUPS,
        does("ada", "PUT /api/groups/{group}/members/{ben}"),
        seed=ticked_and_left,
    ),
    consumed(
        "follow_a_leaver",
        GROUPS,
        does("ada", "DELETE /api/groups/{group}/members/{ben}"),
        seed=does("ben", f"PUT {THIS}/mine", {"state": "done"}),
    ),
    consumed(
        "follow_a_role",
        GROUPS,
        does("ada", "PATCH /api/groups/{group}/members/{ben}", {"role": "observer"}),
        seed=does("ben", f"PUT {THIS}/mine", {"state": "done"}),
    ),
    consumed(
        "count_who_is_away",
        "consumers.groups_memberships",
        does("ada", "PATCH /api/members/{ben}", {"active": False}),
        seed=does("ben", f"PUT {THIS}/mine", {"state": "done"}),
    ),
    consumed(
        "assignee_fanout_job",
        "workers.job_worker",
        does("ada", f"POST {THIS}/reminders"),
        seed=does("ada", f"PUT {THIS}/mine", {"state": "done"}),
    ),
    consumed(
        "replace_reviewer",
        REVIEWERS,
        does("ada", "PATCH /api/members/{cleo}", {"active": False}),
        seed=cleo_reviews,
    ),
    consumed(
        "hand_reviews_on",
        REVIEWERS,
        does("ada", "PATCH /api/members/{cleo}", {"active": False}),
        seed=cleo_reviews,
    ),
    consumed("tell_reviewer", NOTIFY, to_review),
    consumed(
        "tell_reviewed",
        NOTIFY,
        does("ada", f"PUT {VERDICT}", {"accepted": False, "word": "Hotter"}),
        seed=to_review,
    ),
    consumed(
        "tell_giver",
        NOTIFY,
        does("ben", f"PUT {THIS}/mine/extension", {"due": LATER}),
    ),
    consumed(
        "tell_extended",
        NOTIFY,
        does("ada", f"PUT {OF_BEN}/extension", {"due": LATER}),
    ),
]
WORKFLOWS = [*GIVEN, *DONE, *LED, *CONSUMED]
