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
from resilience.workflows.imports import refuse_of_folder, send_archive
from resilience.workflows.items import PUBLISHED, mentions
from resilience.workflows.links import moves, share, shares
from resilience.workflows.people import ABOUT, invited_yesterday, invites, send_photo
from resilience.workflows.pictures import group_shows, shows_and_is_purged, shows_another
from resilience.workflows.upkeep import asks_ben, ben_leaves, ben_verifies, purges
from resilience.workflows.uploads import PDF, had_file, send_another, send_file, send_nonsense
from resilience.workflows.words import does
from sharewell import bucket, tripwire

Do = Callable[[House], Any]


class Story(NamedTuple):
    """What happens, each with one event that the function hears."""

    handler: str
    happens: list[Do]


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
    with tripwire.anywhere("what S3 says twice"):
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


def _fills_otherwise(house: House) -> None:
    rule = {"rule": {"takes": {"field": "location", "among": ["Graz"]}}}
    house.did("ada", "PUT", "/api/groups/{group}/rule", rule)


def _leaves_and_is_let_in(house: House) -> None:
    house.did("cleo", "DELETE", "/api/groups/{group}/members/{cleo}")
    of_groups.lets_in(house)


def _restored_and_deleted(house: House) -> None:
    house.did("ada", "POST", "/api/items/{note}/restore")
    house.did("ada", "DELETE", "/api/items/{note}")


def _reviewed_and_purged(house: House) -> None:
    ready_and_deleted(house)
    house.stack.settle()
    purges(house)


def _ended_and_purged(house: House) -> None:
    ready_and_ended(house)
    house.stack.settle()
    purges(house)


def _ticked_and_back(house: House) -> None:
    ticked_and_left(house)
    house.did("ada", "PUT", "/api/groups/{group}/members/{ben}")


def _left_and_back(house: House) -> None:
    house.did("ada", "DELETE", "/api/groups/{group}/members/{ben}")
    house.did("ada", "PUT", "/api/groups/{group}/members/{ben}")


def _back_and_left(house: House) -> None:
    house.did("ada", "PUT", "/api/groups/{group}/members/{ben}")
    house.did("ada", "DELETE", "/api/groups/{group}/members/{ben}")


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
REPLIED = {"text": "So.", "reply_to": "{asked}"}


def _mentions_cleo(house: House) -> None:
    said = {"text": f"[@Cleo](/people/{house.ids['cleo']}), why?"}
    house.did("ben", "PATCH", "/api/discussions/{note}/posts/{asked}", said)


def _asks(house: House) -> None:
    body = {"text": "Why?", "kind": "question"}
    house.ids["asked"] = house.did("ben", "POST", "/api/discussions/{note}/posts", body)["id"]


STORIES = {
    "relay": Story(
        "relay.handler",
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
    "read_file": Story("read_file.handler", [send_photo, send_file, partial(send_photo, size=50)]),
    "read_refused": Story(
        "read_file.handler",
        [send_nonsense, _sent_anew, partial(send_photo, who="ben")],
    ),
    "read_new_file": Story("read_file.handler", [_replaced, _replaced_otherwise, _read_again]),
    "take_in": Story(
        "take_in.handler",
        [
            refuse_of_folder,
            does("ada", "POST /api/uploads/{of_folder}/retry"),
            partial(send_archive, data=b"no archive"),
        ],
    ),
    "send_mail": Story(
        "send_mail.handler",
        [
            partial(invites, address="one@kettle.example"),
            partial(invites, address="two@kettle.example"),
            _invited_again,
            _invited_in_vain,
        ],
    ),
    "tell_mentioned": Story(
        "tell_mentioned.handler",
        [
            mentions("[@Ben](/people/{ben})"),
            mentions("[@Ben](/people/{ben}), [@Cleo](/people/{cleo})"),
            mentions("[@Cleo](/people/{cleo}), [@Board](/groups/{group})"),
        ],
    ),
    "move_channel": Story(
        "move_channel.handler",
        [
            partial(_goes_into_a_new_one, source="other", name="Salt"),
            partial(_goes_into_a_new_one, source="Salt", name="Ash"),
            partial(_goes_into_a_new_one, source="channel", name="Bone"),
        ],
    ),
    "read_link": Story(
        "read_link.handler",
        [
            share,
            partial(moves, url="https://kettle.example/other"),
            does("ada", "POST /api/items/{link}/preview"),
            shares,
        ],
    ),
    "keep_up": Story(
        "keep_up.handler",
        [
            asks_ben,
            ben_verifies,
            does("ada", "DELETE /api/items/{note}"),
            does("ada", "POST /api/items/{note}/restore"),
        ],
    ),
    "replace_verifier": Story(
        "replace_verifier.handler",
        [
            ben_leaves,
            does("ada", "PATCH /api/members/{ben}", {"active": True}),
            _asked_and_gone,
            does("ada", "PATCH /api/members/{cleo}", {"active": False}),
        ],
    ),
    "follow_discussions": Story(
        "follow_discussions.handler",
        [
            _asks,
            does(
                "cleo", "POST /api/discussions/{note}/posts", {"text": "So.", "reply_to": "{asked}"}
            ),
            does("ada", "PATCH /api/items/{note}", {"channels": ["{other}"]}),
        ],
    ),
    "carry_names": Story(
        "carry_names.handler", [_renamed(it) for it in ("Agathe", "Alma", "Antje", "Augusta")]
    ),
}

STORIES |= {
    "follow_changed": Story(
        "follow_items.changed",
        [
            does("ada", "PATCH /api/items/{note}", {"title": "Blue"}),
            does("ada", "PATCH /api/items/{note}", {"title": "Bluer"}),
            does("ada", "PATCH /api/items/{note}", {"groups": ["{group}"]}),
        ],
    ),
    "follow_deleted": Story(
        "follow_items.deleted",
        [does("ada", "DELETE /api/items/{note}"), _restored_and_deleted],
    ),
    "follow_read": Story("follow_items.read", [pages_to_read, pages_to_read]),
    "follow_purged": Story("follow_items.purged", [_reviewed_and_purged]),
    "follow_purged_groups": Story("follow_groups.purged", [_ended_and_purged]),
    "follow_groups": Story(
        "follow_groups.changed",
        [
            does("ada", "PATCH /api/groups/{group}", {"archived": True}),
            does("ada", "DELETE /api/groups/{group}"),
            does("ada", "POST /api/groups/{group}/restore"),
        ],
    ),
    "follow_joined": Story("follow_people.joined", [_ticked_and_back, _left_and_back]),
    "follow_left": Story("follow_people.left", [ticked_and_left, _back_and_left]),
    "follow_cast": Story(
        "follow_people.cast",
        [
            does("ada", "PATCH /api/groups/{group}/members/{ben}", {"role": it})
            for it in ("observer", "member", "observer")
        ],
    ),
    "count_present": Story(
        "count_present.handler",
        [does("ada", "PATCH /api/members/{ben}", {"active": it}) for it in (False, True, False)],
    ),
    "call_assignees": Story(
        "call_assignees.handler",
        [does("ada", f"POST {THIS}/reminders"), _assigned("{ben}"), _assigned("{cleo}")],
    ),
    "replace_reviewer": Story(
        "replace_reviewer.handler",
        [
            _cleo_reviews_and_leaves,
            does("ada", "PATCH /api/members/{cleo}", {"active": True}),
            does("ada", "PATCH /api/members/{cleo}", {"active": False}),
        ],
    ),
    "hand_reviews_on": Story(
        "hand_reviews_on.handler", [_cleo_reviews_and_leaves, _ben_reviews_and_leaves]
    ),
    "tell_reviewer": Story(
        "tell_of_assignments.review_asked", [to_review, _ready_again, _ready_again]
    ),
    "tell_reviewed": Story(
        "tell_of_assignments.review_given",
        [partial(_judged, first=True), _judged, partial(_judged, accepted=True)],
    ),
    "tell_giver": Story(
        "tell_of_assignments.extension_asked",
        [does("ben", f"PUT {THIS}/mine/extension", {"due": it}) for it in (LATER, LATEST)],
    ),
    "tell_extended": Story(
        "tell_of_assignments.extension_decided",
        [does("ada", f"PUT {OF_BEN}/extension", {"due": it}) for it in (LATER, LATEST)],
    ),
}


STORIES |= {
    "follow_channels": Story(
        "follow_channels.handler",
        [
            does("ada", "PATCH /api/channels/{channel}", {"discussion": "locked"}),
            does("ada", "PATCH /api/items/{note}", {"channels": ["{channel}", "{other}"]}),
            does("ada", "PATCH /api/channels/{other}", {"discussion": "questions-only"}),
        ],
    ),
    "follow_group_talk": Story(
        "follow_discussions.handler",
        [
            does("ben", "POST /api/discussions/{group}/posts", {"text": "It runs."}),
            does("ada", "DELETE /api/groups/{group}"),
        ],
    ),
    "follow_edits": Story("follow_discussions.handler", [_asks, _mentions_cleo]),
    "welcome_member": Story("welcome_member.handler", [_comes_by_mail]),
    "follow_rules": Story("follow_rules.handler", [_ruled, *map(_works_in, ("Clay", "Salt"))]),
    "fill_group": Story("fill_group.handler", [of_groups.fills, _fills_otherwise]),
    "tell_leads": Story("tell_leads.handler", [of_groups.asks]),
    "tell_let_in": Story("tell_let_in.handler", [of_groups.lets_in, _leaves_and_is_let_in]),
    "tell_verifiers": Story("tell_verifiers.handler", [asks_ben, _asks_cleo]),
    "keep_pictures": Story(
        "keep_pictures.handler", [shows_another, group_shows, shows_and_is_purged]
    ),
    "tell_asked_in": Story("tell_asked_in.handler", [of_groups.asks_in]),
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

    assert len(orders.events) == len(STORIES[name].happens)
    [(_, expected), *others] = orders.ends()
    for order, end in others:
        assert end == expected, order
    figures.add("permutations", len(orders))


def test_every_function_that_hears_events_is_told_a_story() -> None:
    consuming = {
        it["Handler"] for _, it in template.functions() if not it["Handler"].endswith(".api")
    }

    assert {it.handler for it in STORIES.values()} == consuming - {
        "reindex.handler",
        "purge.handler",
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
