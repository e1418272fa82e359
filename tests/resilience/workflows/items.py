"""Items."""

from resilience.fixtures import ONCE, House
from resilience.workflows.words import Seed, asked, consumed, does

PUBLISHED = {"kind": "note", "title": "Salt", "body": "Salt glaze, briefly."}
publishes = does("ada", "POST /api/items", {**PUBLISHED, "channels": ["{channel}"]})


def mentions(text: str) -> Seed:
    """The note comes to mention somebody."""
    return does("ada", "PATCH /api/items/{note}", {"body": text})


def _rebuild(house: House) -> None:
    house.stack.deliver("workers.reindex.handler", {"organisation": house.ids["organisation"]}, [])


def _worsened(house: House) -> None:
    # Not what another workflow's seed has deleted.
    house.asks("ada", "PATCH", "/api/items/{note}", {"body": "Worse."})


def _reacted(house: House) -> None:
    for who in ("ada", "ben"):
        house.did(who, "PUT", "/api/items/{note}/reactions", {"reactions": ["helped", "thanks"]})


ITEMS = [
    asked("publish", "items", "POST /api/items", PUBLISHED, idempotency_key=ONCE),
    asked(
        "publish_in_places",
        "items",
        "POST /api/items",
        {**PUBLISHED, "channels": ["{channel}", "{other}"], "groups": ["{group}"]},
        idempotency_key=ONCE,
    ),
    asked("change_item", "items", "PATCH /api/items/{note}", {"body": "Cobalt, again."}),
    asked(
        "move_item",
        "items",
        "PATCH /api/items/{note}",
        {"title": "Blue", "channels": ["{other}"], "groups": ["{group}"]},
        if_match='"1"',
    ),
    asked(
        "share_the_writing",
        "items",
        "PATCH /api/items/{note}",
        {
            "body": "With [@Cleo](/people/{cleo}).",
            "co_authors": ["{ben}"],
            "credits": [{"member": "{cleo}", "what": "told it in Slack"}],
            "draft": "{note}",
        },
        if_match='"1"',
        seed=does("ada", "PUT /api/drafts/{note}", {"title": "Cobalt", "item": "{note}"}),
    ),
    asked(
        "take_up_words",
        "drafts",
        "PUT /api/items/{note}/words",
        {"version": 1},
        seed=_worsened,
    ),
    asked(
        "keep_a_draft_on",
        "drafts",
        "PUT /api/drafts/{note}",
        {"title": "Cobalt", "body": "Runs.", "item": "{note}", "began_with": 1},
        seed=does("ada", "PUT /api/drafts/{note}", {"title": "Cob"}),
    ),
    asked(
        "discard_draft",
        "drafts",
        "DELETE /api/drafts/{note}",
        seed=does("ada", "PUT /api/drafts/{note}", {"title": "Cob"}),
    ),
    asked(
        "react_otherwise",
        "reactions",
        "PUT /api/items/{note}/reactions",
        {"reactions": ["thanks", "laugh"]},
        seed=_reacted,
    ),
    asked("save_item", "reactions", "PUT /api/items/{note}/saved"),
    asked(
        "unsave_item",
        "reactions",
        "DELETE /api/items/{note}/saved",
        seed=does("ada", "PUT /api/items/{note}/saved"),
    ),
    asked("show_to_everyone", "items", "PATCH /api/items/{whisper}", {"groups": []}),
    asked("delete_item", "items", "DELETE /api/items/{note}"),
    asked(
        "restore_item",
        "items",
        "POST /api/items/{note}/restore",
        seed=does("ada", "DELETE /api/items/{note}"),
    ),
]
CONSUMED = [
    consumed("relay_a_note", "workers.relay", publishes),
    consumed("index_a_note", "workers.indexer", publishes),
    consumed("tell_mentioned", "consumers.mentions", mentions("[@B](/groups/{group})")),
    consumed("mention_fanout_job", "workers.job_worker", mentions("[@B](/groups/{group})")),
    consumed("index_a_deletion", "workers.indexer", does("ada", "DELETE /api/items/{note}")),
    consumed("build_an_index_anew", "workers.reindex", _rebuild),
]
WORKFLOWS = [*ITEMS, *CONSUMED]
