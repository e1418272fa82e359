"""Channels."""

from unittest.mock import patch

from isolation.world import note
from resilience.fixtures import ONCE, House
from resilience.workflows.words import asked, consumed

COMES = {"kind": "note", "title": "Late", "body": "…"}


def shared(house: House) -> None:
    """Things are in the channel that goes into another, one of them in both; Cleo follows it."""
    ada, other = house.people["ada"], house.ids["other"]
    note(ada, "Bone", channels=[other, house.ids["channel"]])
    note(ada, "Hush", channels=[other], groups=[house.ids["group"]])
    house.did("cleo", "PUT", "/api/channels/{other}/follow")


def merges(house: House) -> None:
    """It goes there, one item a step."""
    with patch("sharewell.content.moving.ITEMS", 1):
        house.did("ada", "POST", "/api/channels/{other}/merge", {"into": "{channel}"})
        house.stack.settle()


def locks(house: House) -> None:
    """Items of a channel are not to be discussed any more, one item a step."""
    with patch("sharewell.discussions.inheriting.ITEMS", 1):
        house.did("ada", "PATCH", "/api/channels/{channel}", {"discussion": "locked"})
        house.stack.settle()


def moves_into_a_locked_one(house: House) -> None:
    """An item comes into a channel whose items are not discussed any more."""
    house.did("ada", "POST", "/api/items", {**COMES, "channels": ["{channel}"]})
    house.did("ada", "PATCH", "/api/items/{note}", {"channels": ["{other}", "{channel}"]})
    house.did("ada", "PATCH", "/api/items/{whisper}", {"channels": ["{other}"]})
    house.stack.settle()


def _merged(house: House) -> None:
    house.stack.leaves_out = None  # search forgets it
    house.did("ada", "POST", "/api/channels/{other}/merge", {"into": "{channel}"})


WORKFLOWS = [
    asked("open_channel", "channels", "POST /api/channels", {"name": "Salt"}, idempotency_key=ONCE),
    asked("describe_channel", "channel_admin", "PATCH /api/channels/{channel}", {"about": "Glass"}),
    asked(
        "rename_channel",
        "channel_admin",
        "PATCH /api/channels/{channel}",
        {"name": "Glass"},
        if_match='"1"',
    ),
    asked("follow", "channels", "PUT /api/channels/{channel}/follow", by="cleo"),
    asked("unfollow", "channels", "DELETE /api/channels/{channel}/follow", by="ben"),
    asked("archive_channel", "channel_admin", "PATCH /api/channels/{other}", {"archived": True}),
    asked(
        "name_curators",
        "channel_admin",
        "PUT /api/channels/{other}/curators",
        {"members": ["{cleo}"]},
    ),
    asked(
        "merge_channel",
        "channel_admin",
        "POST /api/channels/{other}/merge",
        {"into": "{channel}"},
        seed=shared,
    ),
    asked(
        "publish_into_a_merged_channel",
        "items",
        "POST /api/items",
        {"kind": "note", "title": "Late", "body": "…", "channels": ["{other}"]},
        seed=_merged,
        idempotency_key=ONCE,
    ),
    asked("open_item", "feed", "PUT /api/items/{item}/read", by="ben"),
    consumed("follow_channels", "consumers.discussions", moves_into_a_locked_one, seed=locks),
    consumed("discussion_mode_job", "workers.job_worker", locks),
    consumed("channel_merge_job", "workers.job_worker", merges, seed=shared),
]
