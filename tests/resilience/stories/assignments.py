"""Stories of assignments, reviews and progress."""

from functools import partial

from resilience.fixtures import SeededOrganisation
from resilience.stories.builders import MEMBERSHIPS, Do, Story
from resilience.workflows.assignments import (
    LATER,
    LATEST,
    OF_BEN,
    REVIEW_PATH,
    THAT,
    THIS,
    assign_pdf,
    complete_and_leave,
    delete_group_with_submission,
    delete_submitted_item,
    make_cleo_reviewer,
    submit_for_review,
)
from resilience.workflows.builders import request_seed
from resilience.workflows.verification import (
    purge_after_31_days,
)

ITEMS, GROUPS = "consumers.assignments_items.handler", "consumers.assignments_groups.handler"
NOTIFY = "consumers.assignments_notifications.handler"
REVIEWERS = "consumers.assignments_reviewers.handler"
_add_ben = request_seed("ada", "PUT /api/groups/{group}/members/{ben}")
_remove_ben = request_seed("ada", "DELETE /api/groups/{group}/members/{ben}")


def _assign_to(member: str) -> Do:
    body = {"items": ["{whisper}"], "members": ["{ada}"], "due": LATER, "zone": "UTC"}
    if member == "{ben}":
        return request_seed("ada", "POST /api/assignments", {**body, "members": [member]})
    return request_seed(
        "ada", "POST /api/assignments", {**body, "items": ["{note}"], "members": [member]}
    )


def _submit_again(seeded: SeededOrganisation) -> None:
    for state in ("open", "ready"):
        seeded.request_ok("ben", "PUT", THAT + "/mine", {"state": state})


def _deactivate_reviewer_cleo(seeded: SeededOrganisation) -> None:
    make_cleo_reviewer(seeded)
    seeded.request_ok("ada", "PATCH", "/api/members/{cleo}", {"active": False})


def _deactivate_reviewer_ben(seeded: SeededOrganisation) -> None:
    about = {"items": ["{whisper}"], "members": ["{ada}"], "task": "review", "reviewer": "{ben}"}
    body = {**about, "due": LATER, "zone": "UTC"}
    seeded.ids["own"] = seeded.request_ok("ada", "POST", "/api/assignments", body)["items"][0]["id"]
    seeded.request_ok("ada", "PUT", "/api/assignments/{ada}/{own}/mine", {"state": "ready"})
    seeded.request_ok("ada", "PATCH", "/api/members/{ben}", {"active": False})


def _review_submission(
    seeded: SeededOrganisation, *, accepted: bool = False, first: bool = False
) -> None:
    (submit_for_review if first else _submit_again)(seeded)
    seeded.request_ok("ada", "PUT", REVIEW_PATH, {"accepted": accepted})


STORIES: dict[str, Story] = {
    "sync_changed_items": Story(
        ITEMS,
        [
            request_seed("ada", "PATCH /api/items/{note}", {"title": "Blue"}),
            request_seed("ada", "PATCH /api/items/{note}", {"title": "Bluer"}),
            request_seed("ada", "PATCH /api/items/{note}", {"groups": ["{group}"]}),
        ],
    ),
    "sync_deleted_items": Story(
        ITEMS,
        [
            request_seed("ada", "DELETE /api/items/{note}"),
            request_seed("ada", "POST /api/items/{note}/restore"),
            request_seed("ada", "DELETE /api/items/{note}"),
        ],
    ),
    "sync_file_pages": Story(ITEMS, [assign_pdf, assign_pdf]),
    "purge_items": Story(ITEMS, [delete_submitted_item, purge_after_31_days]),
    "purge_groups": Story(GROUPS, [delete_group_with_submission, purge_after_31_days]),
    "sync_groups": Story(
        GROUPS,
        [
            request_seed("ada", "PATCH /api/groups/{group}", {"archived": True}),
            request_seed("ada", "DELETE /api/groups/{group}"),
            request_seed("ada", "POST /api/groups/{group}/restore"),
        ],
    ),
    "sync_joined_and_left": Story(GROUPS, [complete_and_leave, _add_ben, _remove_ben, _add_ben]),
    "sync_left": Story(GROUPS, [complete_and_leave, _add_ben, _remove_ben]),
    "sync_roles": Story(
        GROUPS,
        [
            request_seed("ada", "PATCH /api/groups/{group}/members/{ben}", {"role": it})
            for it in ("observer", "member", "observer")
        ],
    ),
    "sync_deactivated": Story(
        MEMBERSHIPS,
        [
            request_seed("ada", "PATCH /api/members/{ben}", {"active": it})
            for it in (False, True, False)
        ],
    ),
    "assignee_fanout_job": Story(
        "workers.job_worker.handler",
        [request_seed("ada", f"POST {THIS}/reminders"), _assign_to("{ben}"), _assign_to("{cleo}")],
    ),
    "replace_reviewer": Story(
        REVIEWERS,
        [
            _deactivate_reviewer_cleo,
            request_seed("ada", "PATCH /api/members/{cleo}", {"active": True}),
            request_seed("ada", "PATCH /api/members/{cleo}", {"active": False}),
        ],
        events_expected=4,
    ),
    "transfer_reviews": Story(
        REVIEWERS, [_deactivate_reviewer_cleo, _deactivate_reviewer_ben], events_expected=4
    ),
    "notify_reviewer": Story(NOTIFY, [submit_for_review, _submit_again, _submit_again]),
    "notify_reviewed": Story(
        NOTIFY,
        [partial(_review_submission, first=True), partial(_review_submission, accepted=True)],
        events_expected=4,
    ),
    "notify_assigner": Story(
        NOTIFY,
        [request_seed("ben", f"PUT {THIS}/mine/extension", {"due": it}) for it in (LATER, LATEST)],
    ),
    "notify_extended": Story(
        NOTIFY,
        [request_seed("ada", f"PUT {OF_BEN}/extension", {"due": it}) for it in (LATER, LATEST)],
    ),
}
