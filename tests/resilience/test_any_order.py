"""Events come in any order, and any of them twice: it all ends in the same state.

Related things happen, and what one function would hear of them is kept back. Then it hears it in
every order, and in every order with each event once more.
"""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

import pytest

from local import template
from local.stack import INDEX
from resilience import figures, invariants
from resilience.delivery_orders import Orders
from resilience.fixtures import House, seeded_organisation
from resilience.moto_snapshot import everything, keep, lay
from resilience.workflows import groups as of_groups
from resilience.workflows.assignments import (
    LATER,
    LATEST,
    OF_BEN,
    THAT,
    THIS,
    VERDICT,
    cleo_reviews,
    pages_to_read,
    ready_and_deleted,
    ready_and_ended,
    ticked_and_left,
    to_review,
)
from resilience.workflows.imports import WITH_A_FILE, refuse_of_folder, send_archive
from resilience.workflows.items import PUBLISHED, mentions
from resilience.workflows.links import moves, share, shares
from resilience.workflows.people import ABOUT, invited_yesterday, invites, send_photo
from resilience.workflows.pictures import group_shows, shows_and_is_purged, shows_another
from resilience.workflows.upkeep import asks_ben, ben_leaves, ben_verifies, purges
from resilience.workflows.uploads import PDF, had_file, send_another, send_file, send_nonsense
from resilience.workflows.words import does
from sharewell import bucket, tenant_guard

Do = Callable[[House], Any]
ITEMS, GROUPS = "consumers.assignments_items.handler", "consumers.assignments_groups.handler"
NOTIFY = "consumers.assignments_notifications.handler"
REVIEWERS = "consumers.assignments_reviewers.handler"
MEMBERSHIPS = "consumers.groups_memberships.handler"
GROUP_NOTIFICATIONS = "consumers.groups_notifications.handler"
DISCUSSIONS = "consumers.discussions.handler"
VERIFICATION = "consumers.verification.handler"


class Story(NamedTuple):
    """What happens, each with one event that the function hears, or `heard` of them in all."""

    handler: str
    happens: list[Do]
    heard: int = 0


def _renamed(name: str) -> Do:
    return does("ada", "PUT /api/me/profile", {**ABOUT, "name": name})


def _invited_again(house: House) -> None:
    invited_yesterday(house)
    house.did("ada", "POST", "/api/invitations/{invitation}/resend")


def _goes_into_a_new_one(house: House, source: str, name: str) -> None:
    """Somebody follows the channel that goes into another, and something is in it."""
    house.ids[name] = house.did("ada", "POST", "/api/channels", {"name": name})["id"]
    house.did("cleo", "PUT", f"/api/channels/{{{source}}}/follow")
    body = {**PUBLISHED, "channels": [f"{{{source}}}"], "groups": ["{group}"]}
    house.did("ada", "POST", "/api/items", body)
    house.did("ada", "POST", f"/api/channels/{{{source}}}/merge", {"into": f"{{{name}}}"})


def _sent_anew(house: House) -> None:
    house.did("ada", "DELETE", "/api/uploads/{file}")
    send_file(house, name="again.pdf")


def _replaced(house: House) -> None:
    reads, house.stack.leaves_out = house.stack.leaves_out, None
    had_file(house)
    house.stack.leaves_out = reads
    send_another(house)


def _replaced_otherwise(house: House) -> None:
    house.did("ada", "DELETE", "/api/uploads/{file}")
    send_another(house, PDF)


def _read_again(house: House) -> None:
    [first, *_] = sorted(it for it in invariants.objects() if it.startswith("files/"))
    with tenant_guard.unscoped("what S3 says twice"):
        bucket.touch(first, "application/pdf")


def _invited_in_vain(house: House) -> None:
    invites(house, "vain@kettle.example")
    house.did("ada", "DELETE", "/api/invitations/{guest}")


def _asked_and_gone(house: House) -> None:
    asks_ben(house)
    house.stack.settle()
    ben_leaves(house)


def _comes_by_mail(house: House) -> None:
    of_groups.comes(house)
    of_groups.accepts(house)


def _ruled(house: House) -> None:
    of_groups.fills(house)
    _works_in("Clay")(house)


def _works_in(department: str) -> Do:
    return does("ben", "PUT /api/me/profile", {"name": "Ben kettle", "department": department})


_locks = does("ada", "PATCH /api/channels/{channel}", {"discussion": "locked"})
_unlocks = does("ada", "PATCH /api/channels/{channel}", {"discussion": "questions-only"})


def _locks_and_tags(house: House) -> None:
    _locks(house)
    house.did("ada", "PATCH", "/api/items/{note}", {"channels": ["{channel}", "{other}"]})


def _locks_where_it_goes(house: House) -> None:
    house.did("ada", "PATCH", "/api/channels/{other}", {"discussion": "locked"})
    house.stack.settle()
    house.did("ada", "PATCH", "/api/items/{note}", {"channels": ["{other}"]})


def _unlocks_and_tags_otherwise(house: House) -> None:
    _unlocks(house)
    house.did("ada", "PATCH", "/api/items/{note}", {"channels": ["{channel}"]})


def _fills_otherwise(house: House) -> None:
    rule = {"rule": {"takes": {"field": "location", "among": ["Graz"]}}}
    house.did("ada", "PUT", "/api/groups/{group}/rule", rule)


def _leaves_and_is_let_in(house: House) -> None:
    house.did("cleo", "DELETE", "/api/groups/{group}/members/{cleo}")
    of_groups.lets_in(house)


_ben_comes_back = does("ada", "PUT /api/groups/{group}/members/{ben}")
_ben_leaves_again = does("ada", "DELETE /api/groups/{group}/members/{ben}")


def _asked_in_and_let_in(house: House) -> None:
    of_groups.asks_in(house)
    of_groups.lets_in(house)


def _assigned(member: str) -> Do:
    body = {"items": ["{whisper}"], "members": ["{ada}"], "due": LATER, "zone": "UTC"}
    if member == "{ben}":
        return does("ada", "POST /api/assignments", {**body, "members": [member]})
    return does("ada", "POST /api/assignments", {**body, "items": ["{note}"], "members": [member]})


def _ready_again(house: House) -> None:
    for state in ("open", "ready"):
        house.did("ben", "PUT", THAT + "/mine", {"state": state})


def _cleo_reviews_and_leaves(house: House) -> None:
    cleo_reviews(house)
    house.did("ada", "PATCH", "/api/members/{cleo}", {"active": False})


def _ben_reviews_and_leaves(house: House) -> None:
    about = {"items": ["{whisper}"], "members": ["{ada}"], "task": "review", "reviewer": "{ben}"}
    body = {**about, "due": LATER, "zone": "UTC"}
    house.ids["own"] = house.did("ada", "POST", "/api/assignments", body)["items"][0]["id"]
    house.did("ada", "PUT", "/api/assignments/{ada}/{own}/mine", {"state": "ready"})
    house.did("ada", "PATCH", "/api/members/{ben}", {"active": False})


def _judged(house: House, *, accepted: bool = False, first: bool = False) -> None:
    (to_review if first else _ready_again)(house)
    house.did("ada", "PUT", VERDICT, {"accepted": accepted})


_asks_cleo = does(
    "ada", "PUT /api/items/{note}/verification", {"verifier": "{cleo}", "interval": 90}
)
CALLS_BOARD = {"text": "[@Board](/groups/{group}), look."}
REPLIED = {"text": "So.", "reply_to": "{asked}"}


def _published_where_it_is_locked(house: House) -> None:
    out, house.stack.leaves_out = house.stack.leaves_out, None
    house.did("ada", "PATCH", "/api/channels/{channel}", {"discussion": "locked"})
    house.stack.settle()
    house.stack.leaves_out = out
    house.did("ada", "POST", "/api/items", {**PUBLISHED, "channels": ["{channel}"]})


def _mentions_cleo(house: House) -> None:
    said = {"text": f"[@Cleo](/people/{house.ids['cleo']}), why?"}
    house.did("ben", "PATCH", "/api/discussions/{note}/posts/{asked}", said)


def _asks(house: House) -> None:
    body = {"text": "Why?", "kind": "question"}
    house.ids["asked"] = house.did("ben", "POST", "/api/discussions/{note}/posts", body)["id"]


STORIES = {
    "relay": Story(
        "workers.relay.handler",
        [
            does("ada", "POST /api/items", {**PUBLISHED, "channels": ["{channel}"]}),
            does("ada", "DELETE /api/items/{note}"),
            _renamed("Augusta"),
        ],
    ),
    "index": Story(
        INDEX,
        [
            does("ada", "PATCH /api/items/{note}", {"title": "Blue"}),
            does("ada", "DELETE /api/items/{note}"),
            does("ada", "POST /api/items/{note}/restore"),
        ],
    ),
    "read_file": Story(
        "workers.file_processor.handler", [send_photo, send_file, partial(send_photo, size=50)]
    ),
    "read_refused": Story(
        "workers.file_processor.handler",
        [send_nonsense, _sent_anew, partial(send_photo, who="ben")],
    ),
    "read_new_file": Story(
        "workers.file_processor.handler", [_replaced, _replaced_otherwise, _read_again]
    ),
    "take_in": Story(
        "workers.import_worker.handler",
        [
            refuse_of_folder,
            does("ada", "POST /api/uploads/{of_folder}/retry"),
            partial(send_archive, data=b"no archive"),
        ],
    ),
    "import_unpacking_job": Story(
        "workers.job_worker.handler",
        [
            partial(send_archive, structure="tags"),
            partial(send_archive, data=WITH_A_FILE, structure="flat"),
            partial(send_archive, data=b"no archive"),
        ],
    ),
    "send_mail": Story(
        "consumers.invitation_mail.handler",
        [
            partial(invites, address="one@kettle.example"),
            partial(invites, address="two@kettle.example"),
            _invited_again,
            _invited_in_vain,
        ],
    ),
    "tell_mentioned": Story(
        "consumers.mentions.handler",
        [
            mentions("[@Ben](/people/{ben})"),
            mentions("[@Ben](/people/{ben}), [@Cleo](/people/{cleo})"),
            mentions("[@Cleo](/people/{cleo}), [@Board](/groups/{group})"),
        ],
    ),
    "mention_fanout_job": Story(
        "workers.job_worker.handler",
        [
            mentions("[@Board](/groups/{group})"),
            does("ben", "POST /api/discussions/{note}/posts", CALLS_BOARD),
            does("ben", "POST /api/discussions/{group}/posts", CALLS_BOARD),
        ],
    ),
    "channel_merge_job": Story(
        "workers.job_worker.handler",
        [
            partial(_goes_into_a_new_one, source="other", name="Salt"),
            partial(_goes_into_a_new_one, source="Salt", name="Ash"),
            partial(_goes_into_a_new_one, source="channel", name="Bone"),
        ],
    ),
    "read_link": Story(
        "consumers.link_previews.handler",
        [
            share,
            partial(moves, url="https://kettle.example/other"),
            does("ada", "POST /api/items/{link}/preview"),
            shares,
        ],
    ),
    "keep_up": Story(
        VERIFICATION,
        [
            asks_ben,
            ben_verifies,
            does("ada", "DELETE /api/items/{note}"),
            does("ada", "POST /api/items/{note}/restore"),
        ],
        heard=5,
    ),
    "replace_verifier": Story(
        VERIFICATION,
        [
            ben_leaves,
            does("ada", "PATCH /api/members/{ben}", {"active": True}),
            _asked_and_gone,
            does("ada", "PATCH /api/members/{cleo}", {"active": False}),
        ],
        heard=6,
    ),
    "follow_discussions": Story(
        DISCUSSIONS,
        [
            _asks,
            does(
                "cleo", "POST /api/discussions/{note}/posts", {"text": "So.", "reply_to": "{asked}"}
            ),
            does("ada", "PATCH /api/items/{note}", {"channels": ["{other}"]}),
        ],
    ),
    "carry_names": Story(
        "consumers.names.handler",
        [_renamed(it) for it in ("Agathe", "Alma", "Antje", "Augusta")],
    ),
}

STORIES |= {
    "follow_changed": Story(
        ITEMS,
        [
            does("ada", "PATCH /api/items/{note}", {"title": "Blue"}),
            does("ada", "PATCH /api/items/{note}", {"title": "Bluer"}),
            does("ada", "PATCH /api/items/{note}", {"groups": ["{group}"]}),
        ],
    ),
    "follow_deleted": Story(
        ITEMS,
        [
            does("ada", "DELETE /api/items/{note}"),
            does("ada", "POST /api/items/{note}/restore"),
            does("ada", "DELETE /api/items/{note}"),
        ],
    ),
    "follow_read": Story(ITEMS, [pages_to_read, pages_to_read]),
    "follow_purged": Story(ITEMS, [ready_and_deleted, purges]),
    "follow_purged_groups": Story(GROUPS, [ready_and_ended, purges]),
    "follow_groups": Story(
        GROUPS,
        [
            does("ada", "PATCH /api/groups/{group}", {"archived": True}),
            does("ada", "DELETE /api/groups/{group}"),
            does("ada", "POST /api/groups/{group}/restore"),
        ],
    ),
    "follow_joined_and_left": Story(
        GROUPS, [ticked_and_left, _ben_comes_back, _ben_leaves_again, _ben_comes_back]
    ),
    "follow_left": Story(GROUPS, [ticked_and_left, _ben_comes_back, _ben_leaves_again]),
    "close_requests": Story(MEMBERSHIPS, [_asked_in_and_let_in, _leaves_and_is_let_in]),
    "follow_cast": Story(
        GROUPS,
        [
            does("ada", "PATCH /api/groups/{group}/members/{ben}", {"role": it})
            for it in ("observer", "member", "observer")
        ],
    ),
    "count_present": Story(
        MEMBERSHIPS,
        [does("ada", "PATCH /api/members/{ben}", {"active": it}) for it in (False, True, False)],
    ),
    "assignee_fanout_job": Story(
        "workers.job_worker.handler",
        [does("ada", f"POST {THIS}/reminders"), _assigned("{ben}"), _assigned("{cleo}")],
    ),
    "replace_reviewer": Story(
        REVIEWERS,
        [
            _cleo_reviews_and_leaves,
            does("ada", "PATCH /api/members/{cleo}", {"active": True}),
            does("ada", "PATCH /api/members/{cleo}", {"active": False}),
        ],
        heard=4,
    ),
    "hand_reviews_on": Story(
        REVIEWERS, [_cleo_reviews_and_leaves, _ben_reviews_and_leaves], heard=4
    ),
    "tell_reviewer": Story(NOTIFY, [to_review, _ready_again, _ready_again]),
    "tell_reviewed": Story(
        NOTIFY,
        [partial(_judged, first=True), partial(_judged, accepted=True)],
        heard=4,
    ),
    "tell_giver": Story(
        NOTIFY,
        [does("ben", f"PUT {THIS}/mine/extension", {"due": it}) for it in (LATER, LATEST)],
    ),
    "tell_extended": Story(
        NOTIFY,
        [does("ada", f"PUT {OF_BEN}/extension", {"due": it}) for it in (LATER, LATEST)],
    ),
}


STORIES |= {
    "follow_channels": Story(
        DISCUSSIONS,
        [
            does("ada", "PATCH /api/items/{note}", {"channels": ["{channel}", "{other}"]}),
            does("ada", "POST /api/items", {**PUBLISHED, "channels": ["{channel}"]}),
            _locks_where_it_goes,
        ],
    ),
    "discussion_mode_job": Story(
        "workers.job_worker.handler",
        [
            _locks_and_tags,
            does("ada", "PATCH /api/channels/{other}", {"discussion": "questions-only"}),
            _unlocks_and_tags_otherwise,
        ],
    ),
    "inherit_modes": Story(
        DISCUSSIONS,
        [
            _published_where_it_is_locked,
            does("ada", "PATCH /api/items/{note}", {"channels": ["{other}"]}),
            does("ada", "PATCH /api/items/{note}", {"channels": ["{channel}", "{other}"]}),
        ],
    ),
    "follow_group_talk": Story(
        DISCUSSIONS,
        [
            does("ben", "POST /api/discussions/{group}/posts", {"text": "It runs."}),
            does("ada", "DELETE /api/groups/{group}"),
        ],
    ),
    "follow_edits": Story(DISCUSSIONS, [_asks, _mentions_cleo]),
    "welcome_member": Story(MEMBERSHIPS, [_comes_by_mail]),
    "follow_rules": Story(MEMBERSHIPS, [_ruled, *map(_works_in, ("Clay", "Salt"))]),
    "group_membership_job": Story(
        "workers.job_worker.handler", [of_groups.fills, _fills_otherwise]
    ),
    "tell_leads": Story(GROUP_NOTIFICATIONS, [of_groups.asks]),
    "tell_let_in": Story(GROUP_NOTIFICATIONS, [of_groups.lets_in, _leaves_and_is_let_in]),
    "tell_verifiers": Story(VERIFICATION, [asks_ben, _asks_cleo], heard=4),
    "keep_pictures": Story(
        "consumers.picture_references.handler", [shows_another, group_shows, shows_and_is_purged]
    ),
    "tell_asked_in": Story(GROUP_NOTIFICATIONS, [of_groups.asks_in]),
}


@pytest.fixture(scope="module")
def happened() -> Iterator[Callable[[Story], Orders]]:
    """A story, when its function has yet to hear it."""
    with seeded_organisation() as house:
        empty = keep(house.stack)
        yield lambda story: _happened(house, empty, story)


@pytest.mark.parametrize("name", STORIES)
def test_it_ends_in_the_same_state(happened: Callable[[Story], Orders], name: str) -> None:
    orders = happened(STORIES[name])

    assert len(orders.events) == (STORIES[name].heard or len(STORIES[name].happens))
    [(_, expected), *others] = orders.ends()
    for order, end in others:
        assert end == expected, order
    figures.add("permutations", len(orders))


def test_every_function_that_hears_events_is_told_a_story() -> None:
    consuming = {
        it["Handler"] for _, it in template.functions() if not it["Handler"].endswith(".api")
    }

    assert {it.handler for it in STORIES.values()} == consuming - {
        "workers.reindex.handler",
        "workers.purge.handler",
    }


def _happened(house: House, empty: bytes, story: Story) -> Orders:
    stack = house.stack
    lay(stack, empty)
    stack.leaves_out, stack.left_out = story.handler, []
    for happens in story.happens:
        happens(house)
        stack.settle()
    events, state = stack.left_out, keep(stack)
    times = invariants.said_in(everything(), json.dumps(events, default=str))
    return Orders(stack, story.handler, state, events, invariants.ids(), times)
