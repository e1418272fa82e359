"""Channels."""

from unittest.mock import patch

from isolation.world import note
from resilience.fixtures import IDEMPOTENCY_KEY, SeededOrganisation
from resilience.workflows.builders import consumer_workflow, request_workflow

NOTE = {"kind": "note", "title": "Late", "body": "…"}


def add_items_to_both(seeded: SeededOrganisation) -> None:
    """Adds items to the channel to be merged, one of them to both; Cleo follows it."""
    ada, other = seeded.people["ada"], seeded.ids["other"]
    note(ada, "Bone", channels=[other, seeded.ids["channel"]])
    note(ada, "Hush", channels=[other], groups=[seeded.ids["group"]])
    seeded.request_ok("cleo", "PUT", "/api/channels/{other}/follow")


def merge_channels(seeded: SeededOrganisation) -> None:
    """Merges it, one item a step."""
    with patch("sharewell.content.channel_move.BATCH_SIZE", 1):
        seeded.request_ok("ada", "POST", "/api/channels/{other}/merge", {"into": "{channel}"})
        seeded.stack.settle()


def lock_channel(seeded: SeededOrganisation) -> None:
    """Locks the discussions of a channel's items, one item a step."""
    with patch("sharewell.discussions.mode_inheritance.BATCH_SIZE", 1):
        seeded.request_ok("ada", "PATCH", "/api/channels/{channel}", {"discussion": "locked"})
        seeded.stack.settle()


def move_into_locked_channel(seeded: SeededOrganisation) -> None:
    """Adds an item to a channel with locked discussions."""
    seeded.request_ok("ada", "POST", "/api/items", {**NOTE, "channels": ["{channel}"]})
    seeded.request_ok("ada", "PATCH", "/api/items/{note}", {"channels": ["{other}", "{channel}"]})
    seeded.request_ok("ada", "PATCH", "/api/items/{whisper}", {"channels": ["{other}"]})
    seeded.stack.settle()


def _merged(seeded: SeededOrganisation) -> None:
    seeded.stack.skipped_handler = None  # search forgets it
    seeded.request_ok("ada", "POST", "/api/channels/{other}/merge", {"into": "{channel}"})


WORKFLOWS = [
    request_workflow(
        "create_channel",
        "channels",
        "POST /api/channels",
        {"name": "Salt"},
        idempotency_key=IDEMPOTENCY_KEY,
    ),
    request_workflow(
        "describe_channel", "channel_admin", "PATCH /api/channels/{channel}", {"about": "Glass"}
    ),
    request_workflow(
        "rename_channel",
        "channel_admin",
        "PATCH /api/channels/{channel}",
        {"name": "Glass"},
        if_match='"1"',
    ),
    request_workflow("follow_channel", "channels", "PUT /api/channels/{channel}/follow", by="cleo"),
    request_workflow(
        "unfollow_channel", "channels", "DELETE /api/channels/{channel}/follow", by="ben"
    ),
    request_workflow(
        "archive_channel", "channel_admin", "PATCH /api/channels/{other}", {"archived": True}
    ),
    request_workflow(
        "set_curators",
        "channel_admin",
        "PUT /api/channels/{other}/curators",
        {"members": ["{cleo}"]},
    ),
    request_workflow(
        "merge_channel",
        "channel_admin",
        "POST /api/channels/{other}/merge",
        {"into": "{channel}"},
        seed=add_items_to_both,
    ),
    request_workflow(
        "publish_into_merged_channel",
        "items",
        "POST /api/items",
        {"kind": "note", "title": "Late", "body": "…", "channels": ["{other}"]},
        seed=_merged,
        idempotency_key=IDEMPOTENCY_KEY,
    ),
    request_workflow("mark_item_read", "feed", "PUT /api/items/{item}/read", by="ben"),
    consumer_workflow(
        "sync_channel_modes", "consumers.discussions", move_into_locked_channel, seed=lock_channel
    ),
    consumer_workflow("discussion_mode_job", "workers.job_worker", lock_channel),
    consumer_workflow(
        "channel_merge_job", "workers.job_worker", merge_channels, seed=add_items_to_both
    ),
]
