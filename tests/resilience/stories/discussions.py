"""Stories of discussions, their modes and mentions, and merged channels."""

from functools import partial

from resilience.fixtures import SeededOrganisation
from resilience.stories.builders import Story
from resilience.workflows.builders import request_seed
from resilience.workflows.items import PUBLISHED, mention_in_note

DISCUSSIONS = "consumers.discussions.handler"


def _merge_into_new_channel(seeded: SeededOrganisation, source: str, name: str) -> None:
    """Cleo follows the channel that is to be merged, which has an item."""
    seeded.ids[name] = seeded.request_ok("ada", "POST", "/api/channels", {"name": name})["id"]
    seeded.request_ok("cleo", "PUT", f"/api/channels/{{{source}}}/follow")
    body = {**PUBLISHED, "channels": [f"{{{source}}}"], "groups": ["{group}"]}
    seeded.request_ok("ada", "POST", "/api/items", body)
    seeded.request_ok("ada", "POST", f"/api/channels/{{{source}}}/merge", {"into": f"{{{name}}}"})


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


MENTIONS_BOARD = {"text": "[@Board](/groups/{group}), look."}


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


STORIES: dict[str, Story] = {
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
}
