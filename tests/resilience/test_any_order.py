"""Events in any order, and any of them twice, lead to the same state.

Related things happen while the events of one function are held back. Then it receives them in every
order, and in every order with each event repeated.
"""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

import pytest

from local_stack import templates
from local_stack.in_process import INDEX
from resilience import figures, invariants
from resilience.delivery_orders import Orders
from resilience.fixtures import SeededOrganisation, seeded_organisation
from resilience.moto_snapshot import dump_state, restore_snapshot, take_snapshot
from resilience.workflows import groups as of_groups
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
from resilience.workflows.imports import WITH_A_FILE, upload_archive, upload_unreadable_folder_file
from resilience.workflows.items import PUBLISHED, mention_in_note
from resilience.workflows.links import change_url, create_link, publish_link
from resilience.workflows.people import ABOUT, backdate_invitation, invite_by_mail, upload_photo
from resilience.workflows.pictures import reference_and_purge, reference_in_group, reference_in_note
from resilience.workflows.uploads import (
    PDF,
    add_file,
    upload_file,
    upload_replacement,
    upload_unreadable_file,
)
from resilience.workflows.verification import (
    choose_ben_as_verifier,
    deactivate_ben,
    purge_after_31_days,
    verify_as_ben,
)
from sharewell.aws import bucket, tenant_guard

Do = Callable[[SeededOrganisation], Any]
ITEMS, GROUPS = "consumers.assignments_items.handler", "consumers.assignments_groups.handler"
NOTIFY = "consumers.assignments_notifications.handler"
REVIEWERS = "consumers.assignments_reviewers.handler"
MEMBERSHIPS = "consumers.groups_memberships.handler"
GROUP_NOTIFICATIONS = "consumers.groups_notifications.handler"
DISCUSSIONS = "consumers.discussions.handler"
VERIFICATION = "consumers.verification.handler"


class Story(NamedTuple):
    """What happens, with one event for the function each, or `events_expected` of them in all."""

    handler: str
    actions: list[Do]
    events_expected: int = 0


def _rename_ada(name: str) -> Do:
    return request_seed("ada", "PUT /api/me/profile", {**ABOUT, "name": name})


def _resend_invitation(seeded: SeededOrganisation) -> None:
    backdate_invitation(seeded)
    seeded.request_ok("ada", "POST", "/api/invitations/{invitation}/resend")


def _merge_into_new_channel(seeded: SeededOrganisation, source: str, name: str) -> None:
    """Cleo follows the channel that is to be merged, which has an item."""
    seeded.ids[name] = seeded.request_ok("ada", "POST", "/api/channels", {"name": name})["id"]
    seeded.request_ok("cleo", "PUT", f"/api/channels/{{{source}}}/follow")
    body = {**PUBLISHED, "channels": [f"{{{source}}}"], "groups": ["{group}"]}
    seeded.request_ok("ada", "POST", "/api/items", body)
    seeded.request_ok("ada", "POST", f"/api/channels/{{{source}}}/merge", {"into": f"{{{name}}}"})


def _upload_again(seeded: SeededOrganisation) -> None:
    seeded.request_ok("ada", "DELETE", "/api/uploads/{file}")
    upload_file(seeded, name="again.pdf")


def _replace_file(seeded: SeededOrganisation) -> None:
    reads, seeded.stack.skipped_handler = seeded.stack.skipped_handler, None
    add_file(seeded)
    seeded.stack.skipped_handler = reads
    upload_replacement(seeded)


def _replace_with_other_file(seeded: SeededOrganisation) -> None:
    seeded.request_ok("ada", "DELETE", "/api/uploads/{file}")
    upload_replacement(seeded, PDF)


def _touch_file(seeded: SeededOrganisation) -> None:
    [first, *_] = sorted(it for it in invariants.objects() if it.startswith("files/"))
    with tenant_guard.unscoped("what S3 says twice"):
        bucket.touch(first, "application/pdf")


def _invite_and_withdraw(seeded: SeededOrganisation) -> None:
    invite_by_mail(seeded, "vain@kettle.example")
    seeded.request_ok("ada", "DELETE", "/api/invitations/{guest}")


def _choose_and_deactivate_ben(seeded: SeededOrganisation) -> None:
    choose_ben_as_verifier(seeded)
    seeded.stack.settle()
    deactivate_ben(seeded)


def _join_by_mail(seeded: SeededOrganisation) -> None:
    of_groups.invite_by_email(seeded)
    of_groups.accept_invitation(seeded)


def _set_rule_and_match(seeded: SeededOrganisation) -> None:
    of_groups.set_rule(seeded)
    _change_department("Clay")(seeded)


def _change_department(department: str) -> Do:
    return request_seed(
        "ben", "PUT /api/me/profile", {"name": "Ben kettle", "department": department}
    )


_lock_channel = request_seed("ada", "PATCH /api/channels/{channel}", {"discussion": "locked"})
_unlock_channel = request_seed(
    "ada", "PATCH /api/channels/{channel}", {"discussion": "questions-only"}
)


def _lock_channel_and_tag(seeded: SeededOrganisation) -> None:
    _lock_channel(seeded)
    seeded.request_ok("ada", "PATCH", "/api/items/{note}", {"channels": ["{channel}", "{other}"]})


def _move_into_locked_channel(seeded: SeededOrganisation) -> None:
    seeded.request_ok("ada", "PATCH", "/api/channels/{other}", {"discussion": "locked"})
    seeded.stack.settle()
    seeded.request_ok("ada", "PATCH", "/api/items/{note}", {"channels": ["{other}"]})


def _unlock_channel_and_retag(seeded: SeededOrganisation) -> None:
    _unlock_channel(seeded)
    seeded.request_ok("ada", "PATCH", "/api/items/{note}", {"channels": ["{channel}"]})


def _set_other_rule(seeded: SeededOrganisation) -> None:
    rule = {"rule": {"condition": {"field": "location", "among": ["Graz"]}}}
    seeded.request_ok("ada", "PUT", "/api/groups/{group}/rule", rule)


def _leave_and_join_again(seeded: SeededOrganisation) -> None:
    seeded.request_ok("cleo", "DELETE", "/api/groups/{group}/members/{cleo}")
    of_groups.add_cleo(seeded)


_add_ben = request_seed("ada", "PUT /api/groups/{group}/members/{ben}")
_remove_ben = request_seed("ada", "DELETE /api/groups/{group}/members/{ben}")


def _invite_and_add_cleo(seeded: SeededOrganisation) -> None:
    of_groups.invite_cleo(seeded)
    of_groups.add_cleo(seeded)


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


_choose_cleo_as_verifier = request_seed(
    "ada", "PUT /api/items/{note}/verification", {"verifier": "{cleo}", "interval": 90}
)
MENTIONS_BOARD = {"text": "[@Board](/groups/{group}), look."}
REPLY = {"text": "So.", "reply_to": "{asked}"}


def _publish_in_locked_channel(seeded: SeededOrganisation) -> None:
    out, seeded.stack.skipped_handler = seeded.stack.skipped_handler, None
    seeded.request_ok("ada", "PATCH", "/api/channels/{channel}", {"discussion": "locked"})
    seeded.stack.settle()
    seeded.stack.skipped_handler = out
    seeded.request_ok("ada", "POST", "/api/items", {**PUBLISHED, "channels": ["{channel}"]})


def _mention_cleo(seeded: SeededOrganisation) -> None:
    body = {"text": f"[@Cleo](/people/{seeded.ids['cleo']}), why?"}
    seeded.request_ok("ben", "PATCH", "/api/discussions/{note}/posts/{asked}", body)


def _ask_question(seeded: SeededOrganisation) -> None:
    body = {"text": "Why?", "kind": "question"}
    seeded.ids["asked"] = seeded.request_ok("ben", "POST", "/api/discussions/{note}/posts", body)[
        "id"
    ]


STORIES = {
    "relay": Story(
        "workers.relay.handler",
        [
            request_seed("ada", "POST /api/items", {**PUBLISHED, "channels": ["{channel}"]}),
            request_seed("ada", "DELETE /api/items/{note}"),
            _rename_ada("Augusta"),
        ],
    ),
    "index": Story(
        INDEX,
        [
            request_seed("ada", "PATCH /api/items/{note}", {"title": "Blue"}),
            request_seed("ada", "DELETE /api/items/{note}"),
            request_seed("ada", "POST /api/items/{note}/restore"),
        ],
    ),
    "process_file": Story(
        "workers.file_processor.handler",
        [upload_photo, upload_file, partial(upload_photo, size=50)],
    ),
    "process_unreadable_file": Story(
        "workers.file_processor.handler",
        [upload_unreadable_file, _upload_again, partial(upload_photo, who="ben")],
    ),
    "process_replacement": Story(
        "workers.file_processor.handler", [_replace_file, _replace_with_other_file, _touch_file]
    ),
    "import_files": Story(
        "workers.import_worker.handler",
        [
            upload_unreadable_folder_file,
            request_seed("ada", "POST /api/uploads/{of_folder}/retry"),
            partial(upload_archive, data=b"no archive"),
        ],
    ),
    "import_unpacking_job": Story(
        "workers.job_worker.handler",
        [
            partial(upload_archive, structure="tags"),
            partial(upload_archive, data=WITH_A_FILE, structure="flat"),
            partial(upload_archive, data=b"no archive"),
        ],
    ),
    "send_mail": Story(
        "consumers.invitation_mail.handler",
        [
            partial(invite_by_mail, address="one@kettle.example"),
            partial(invite_by_mail, address="two@kettle.example"),
            _resend_invitation,
            _invite_and_withdraw,
        ],
    ),
    "notify_mentioned": Story(
        "consumers.mentions.handler",
        [
            mention_in_note("[@Ben](/people/{ben})"),
            mention_in_note("[@Ben](/people/{ben}), [@Cleo](/people/{cleo})"),
            mention_in_note("[@Cleo](/people/{cleo}), [@Board](/groups/{group})"),
        ],
    ),
    "mention_fanout_job": Story(
        "workers.job_worker.handler",
        [
            mention_in_note("[@Board](/groups/{group})"),
            request_seed("ben", "POST /api/discussions/{note}/posts", MENTIONS_BOARD),
            request_seed("ben", "POST /api/discussions/{group}/posts", MENTIONS_BOARD),
        ],
    ),
    "channel_merge_job": Story(
        "workers.job_worker.handler",
        [
            partial(_merge_into_new_channel, source="other", name="Salt"),
            partial(_merge_into_new_channel, source="Salt", name="Ash"),
            partial(_merge_into_new_channel, source="channel", name="Bone"),
        ],
    ),
    "fetch_link": Story(
        "consumers.link_previews.handler",
        [
            create_link,
            partial(change_url, url="https://kettle.example/other"),
            request_seed("ada", "POST /api/items/{link}/preview"),
            publish_link,
        ],
    ),
    "sync_verification": Story(
        VERIFICATION,
        [
            choose_ben_as_verifier,
            verify_as_ben,
            request_seed("ada", "DELETE /api/items/{note}"),
            request_seed("ada", "POST /api/items/{note}/restore"),
        ],
        events_expected=5,
    ),
    "replace_verifier": Story(
        VERIFICATION,
        [
            deactivate_ben,
            request_seed("ada", "PATCH /api/members/{ben}", {"active": True}),
            _choose_and_deactivate_ben,
            request_seed("ada", "PATCH /api/members/{cleo}", {"active": False}),
        ],
        events_expected=6,
    ),
    "sync_discussions": Story(
        DISCUSSIONS,
        [
            _ask_question,
            request_seed(
                "cleo", "POST /api/discussions/{note}/posts", {"text": "So.", "reply_to": "{asked}"}
            ),
            request_seed("ada", "PATCH /api/items/{note}", {"channels": ["{other}"]}),
        ],
    ),
    "sync_names": Story(
        "consumers.names.handler",
        [_rename_ada(it) for it in ("Agathe", "Alma", "Antje", "Augusta")],
    ),
}

STORIES |= {
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
    "close_join_requests": Story(MEMBERSHIPS, [_invite_and_add_cleo, _leave_and_join_again]),
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


STORIES |= {
    "sync_channels": Story(
        DISCUSSIONS,
        [
            request_seed("ada", "PATCH /api/items/{note}", {"channels": ["{channel}", "{other}"]}),
            request_seed("ada", "POST /api/items", {**PUBLISHED, "channels": ["{channel}"]}),
            _move_into_locked_channel,
        ],
    ),
    "discussion_mode_job": Story(
        "workers.job_worker.handler",
        [
            _lock_channel_and_tag,
            request_seed("ada", "PATCH /api/channels/{other}", {"discussion": "questions-only"}),
            _unlock_channel_and_retag,
        ],
    ),
    "inherit_modes": Story(
        DISCUSSIONS,
        [
            _publish_in_locked_channel,
            request_seed("ada", "PATCH /api/items/{note}", {"channels": ["{other}"]}),
            request_seed("ada", "PATCH /api/items/{note}", {"channels": ["{channel}", "{other}"]}),
        ],
    ),
    "sync_group_discussion": Story(
        DISCUSSIONS,
        [
            request_seed("ben", "POST /api/discussions/{group}/posts", {"text": "It runs."}),
            request_seed("ada", "DELETE /api/groups/{group}"),
        ],
    ),
    "sync_edited_posts": Story(DISCUSSIONS, [_ask_question, _mention_cleo]),
    "apply_accepted_invitation": Story(MEMBERSHIPS, [_join_by_mail]),
    "reevaluate_rules": Story(
        MEMBERSHIPS, [_set_rule_and_match, *map(_change_department, ("Clay", "Salt"))]
    ),
    "group_membership_job": Story(
        "workers.job_worker.handler", [of_groups.set_rule, _set_other_rule]
    ),
    "notify_leads": Story(GROUP_NOTIFICATIONS, [of_groups.request_to_join]),
    "notify_added_members": Story(GROUP_NOTIFICATIONS, [of_groups.add_cleo, _leave_and_join_again]),
    "notify_verifiers": Story(
        VERIFICATION, [choose_ben_as_verifier, _choose_cleo_as_verifier], events_expected=4
    ),
    "record_picture_references": Story(
        "consumers.picture_references.handler",
        [reference_in_note, reference_in_group, reference_and_purge],
    ),
    "notify_invited_members": Story(GROUP_NOTIFICATIONS, [of_groups.invite_cleo]),
}


@pytest.fixture(scope="module")
def play_story() -> Iterator[Callable[[Story], Orders]]:
    """Returns a story whose function has not received its events yet."""
    with seeded_organisation() as seeded:
        empty = take_snapshot(seeded.stack)
        yield lambda story: _play_story(seeded, empty, story)


@pytest.mark.parametrize("name", STORIES)
def test_events_in_any_order_end_in_same_state(
    play_story: Callable[[Story], Orders], name: str
) -> None:
    orders = play_story(STORIES[name])

    assert len(orders.events) == (STORIES[name].events_expected or len(STORIES[name].actions))
    [(_, expected), *others] = orders.ends()
    for order, end in others:
        assert end == expected, order
    figures.add("permutations", len(orders))


def test_every_consumer_has_a_story() -> None:
    consuming = {
        it["Handler"] for _, it in templates.functions() if not it["Handler"].endswith(".api")
    }

    assert {it.handler for it in STORIES.values()} == consuming - {
        "workers.reindex.handler",
        "workers.purge.handler",
    }


def _play_story(seeded: SeededOrganisation, empty: bytes, story: Story) -> Orders:
    stack = seeded.stack
    restore_snapshot(stack, empty)
    stack.skipped_handler, stack.skipped_records = story.handler, []
    for actions in story.actions:
        actions(seeded)
        stack.settle()
    events, state = stack.skipped_records, take_snapshot(stack)
    times = invariants.ids_and_times_in(dump_state(), json.dumps(events, default=str))
    return Orders(stack, story.handler, state, events, invariants.ids(), times)
