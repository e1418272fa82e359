"""Assignments."""

from datetime import UTC, datetime, timedelta
from functools import partial

from resilience.fixtures import IDEMPOTENCY_KEY, SeededOrganisation
from resilience.workflows.builders import consumer_workflow, request_seed, request_workflow
from resilience.workflows.uploads import upload_file
from resilience.workflows.verification import purge_after_31_days

DUE, LATER, LATEST = (
    (datetime.now(UTC) + timedelta(days=days)).date().isoformat() for days in (20, 30, 40)
)
THIS = "/api/assignments/{to}/{assignment}"
ITEMS, GROUPS = "consumers.assignments_items", "consumers.assignments_groups"
NOTIFY, REVIEWERS = "consumers.assignments_notifications", "consumers.assignments_reviewers"
OF_BEN = THIS + "/people/{ben}"
THAT = "/api/assignments/{to}/{reviewed}"
REVIEW_PATH = THAT + "/people/{ben}/review"
REVIEW = {"items": ["{whisper}"], "group": "{group}", "task": "review", "due": DUE, "zone": "UTC"}


def submit_for_review(seeded: SeededOrganisation, *, is_submitted: bool = True) -> None:
    """Creates an assignment to review for Ben, which he submits."""
    [it] = seeded.request_ok("ada", "POST", "/api/assignments", REVIEW)["items"]
    seeded.ids["reviewed"] = it["id"]
    if is_submitted:
        seeded.request_ok("ben", "PUT", THAT + "/mine", {"state": "ready"})


def make_cleo_reviewer(seeded: SeededOrganisation) -> None:
    """Makes Cleo the reviewer of what Ben submits."""
    about = {"items": ["{note}"], "members": ["{ben}"], "task": "review", "reviewer": "{cleo}"}
    body = {**about, "due": DUE, "zone": "UTC"}
    seeded.ids["reviewed"] = seeded.request_ok("ada", "POST", "/api/assignments", body)["items"][0][
        "id"
    ]
    seeded.request_ok("ben", "PUT", "/api/assignments/{ben}/{reviewed}/mine", {"state": "ready"})


def assign_pdf(seeded: SeededOrganisation) -> None:
    """Assigns an unread PDF to the group."""
    upload_file(seeded)
    body = {"items": ["{file}"], "group": "{group}", "due": DUE, "zone": "UTC"}
    seeded.ids["pages"] = seeded.request_ok("ada", "POST", "/api/assignments", body)["items"][0][
        "id"
    ]


def delete_submitted_item(seeded: SeededOrganisation) -> None:
    """Deletes the item that Ben submitted for review, with all consequences."""
    submit_for_review(seeded)
    seeded.stack.settle()
    seeded.request_ok("ada", "DELETE", "/api/items/{whisper}")


def delete_group_with_submission(seeded: SeededOrganisation) -> None:
    """Deletes the group in which Ben submitted something for review."""
    submit_for_review(seeded)
    seeded.stack.settle()
    seeded.request_ok("ada", "DELETE", "/api/groups/{group}")


def complete_and_leave(seeded: SeededOrganisation) -> None:
    """Completes Ben's assignment and removes him from the group."""
    seeded.request_ok("ben", "PUT", THIS + "/mine", {"state": "done"})
    seeded.request_ok("ada", "DELETE", "/api/groups/{group}/members/{ben}")


CREATED = [
    request_workflow(
        "assign_to_group",
        "assignments",
        "POST /api/assignments",
        {"items": ["{whisper}"], "group": "{group}", "due": DUE, "zone": "UTC"},
        idempotency_key=IDEMPOTENCY_KEY,
    ),
    request_workflow(
        "assign_to_members",
        "assignments",
        "POST /api/assignments",
        {"items": ["{note}"], "members": ["{ben}", "{cleo}"], "due": DUE, "zone": "UTC"},
        idempotency_key=IDEMPOTENCY_KEY,
    ),
    request_workflow(
        "change_due_date", "assignments", f"PATCH {THIS}", {"due": LATER}, if_match='"1"'
    ),
    request_workflow("withdraw_assignment", "assignments", f"PATCH {THIS}", {"phase": "withdrawn"}),
    request_workflow("remind_assignees", "assignments", f"POST {THIS}/reminders"),
]
DONE = [
    request_workflow(
        "complete_assignment", "my_assignments", f"PUT {THIS}/mine", {"state": "done"}, by="ben"
    ),
    request_workflow(
        "reopen_assignment",
        "my_assignments",
        f"PUT {THIS}/mine",
        {"state": "open"},
        by="ben",
        seed=request_seed("ben", f"PUT {THIS}/mine", {"state": "done"}),
    ),
    request_workflow(
        "submit_for_review",
        "my_assignments",
        f"PUT {THAT}/mine",
        {"state": "ready"},
        by="ben",
        seed=partial(submit_for_review, is_submitted=False),
    ),
    request_workflow(
        "record_page",
        "my_assignments",
        "PUT /api/assignments/{to}/{pages}/mine/page",
        {"page": 9},
        by="ben",
        seed=assign_pdf,
    ),
    request_workflow(
        "decline_assignment",
        "my_assignments",
        f"PUT {THIS}/mine/decline",
        {"decline_reason": "no-time"},
        by="ben",
    ),
    request_workflow(
        "withdraw_decline",
        "my_assignments",
        f"DELETE {THIS}/mine/decline",
        by="ben",
        seed=request_seed("ben", f"PUT {THIS}/mine/decline", {"decline_reason": "no-time"}),
    ),
    request_workflow(
        "request_extension",
        "my_assignments",
        f"PUT {THIS}/mine/extension",
        {"due": LATER},
        by="ben",
    ),
]
LED = [
    request_workflow("grant_extension", "assignees", f"PUT {OF_BEN}/extension", {"due": LATER}),
    request_workflow(
        "reject_extension",
        "assignees",
        f"DELETE {OF_BEN}/extension",
        seed=request_seed("ben", f"PUT {THIS}/mine/extension", {"due": LATER}),
    ),
    request_workflow(
        "accept_submission",
        "assignees",
        f"PUT {REVIEW_PATH}",
        {"accepted": True},
        seed=submit_for_review,
    ),
]
CONSUMED = [
    consumer_workflow(
        "sync_changed_item",
        ITEMS,
        request_seed("ada", "PATCH /api/items/{whisper}", {"title": "Loud"}),
        seed=partial(submit_for_review, is_submitted=True),
    ),
    consumer_workflow(
        "sync_deleted_item",
        ITEMS,
        request_seed("ada", "DELETE /api/items/{note}"),
    ),
    consumer_workflow("sync_file_pages", ITEMS, assign_pdf),
    consumer_workflow(
        "purge_assignments_of_item", ITEMS, purge_after_31_days, seed=delete_submitted_item
    ),
    consumer_workflow(
        "purge_assignments_of_group", GROUPS, purge_after_31_days, seed=delete_group_with_submission
    ),
    consumer_workflow(
        "sync_archived_group",
        GROUPS,
        request_seed("ada", "PATCH /api/groups/{group}", {"archived": True, "name": "Deck"}),
    ),
    consumer_workflow(
        "sync_deleted_group",
        GROUPS,
        request_seed("ada", "DELETE /api/groups/{group}"),
        seed=submit_for_review,
    ),
    consumer_workflow(
        "sync_new_member",
        GROUPS,
        request_seed("ada", "PUT /api/groups/{group}/members/{ben}"),
        seed=complete_and_leave,
    ),
    consumer_workflow(
        "sync_leaver",
        GROUPS,
        request_seed("ada", "DELETE /api/groups/{group}/members/{ben}"),
        seed=request_seed("ben", f"PUT {THIS}/mine", {"state": "done"}),
    ),
    consumer_workflow(
        "sync_member_role",
        GROUPS,
        request_seed("ada", "PATCH /api/groups/{group}/members/{ben}", {"role": "observer"}),
        seed=request_seed("ben", f"PUT {THIS}/mine", {"state": "done"}),
    ),
    consumer_workflow(
        "sync_deactivated_member",
        "consumers.groups_memberships",
        request_seed("ada", "PATCH /api/members/{ben}", {"active": False}),
        seed=request_seed("ben", f"PUT {THIS}/mine", {"state": "done"}),
    ),
    consumer_workflow(
        "assignee_fanout_job",
        "workers.job_worker",
        request_seed("ada", f"POST {THIS}/reminders"),
        seed=request_seed("ada", f"PUT {THIS}/mine", {"state": "done"}),
    ),
    consumer_workflow(
        "replace_reviewer",
        REVIEWERS,
        request_seed("ada", "PATCH /api/members/{cleo}", {"active": False}),
        seed=make_cleo_reviewer,
    ),
    consumer_workflow(
        "transfer_reviews",
        REVIEWERS,
        request_seed("ada", "PATCH /api/members/{cleo}", {"active": False}),
        seed=make_cleo_reviewer,
    ),
    consumer_workflow("notify_reviewer", NOTIFY, submit_for_review),
    consumer_workflow(
        "notify_reviewed",
        NOTIFY,
        request_seed("ada", f"PUT {REVIEW_PATH}", {"accepted": False, "review_comment": "Hotter"}),
        seed=submit_for_review,
    ),
    consumer_workflow(
        "notify_assigner",
        NOTIFY,
        request_seed("ben", f"PUT {THIS}/mine/extension", {"due": LATER}),
    ),
    consumer_workflow(
        "notify_extended",
        NOTIFY,
        request_seed("ada", f"PUT {OF_BEN}/extension", {"due": LATER}),
    ),
]
WORKFLOWS = [*CREATED, *DONE, *LED, *CONSUMED]
