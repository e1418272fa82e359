"""Items."""

from resilience.fixtures import IDEMPOTENCY_KEY, SeededOrganisation
from resilience.workflows.builders import Seed, consumer_workflow, request_seed, request_workflow

PUBLISHED = {"kind": "note", "title": "Salt", "body": "Salt glaze, briefly."}
publish_note = request_seed("ada", "POST /api/items", {**PUBLISHED, "channels": ["{channel}"]})


def mention_in_note(text: str) -> Seed:
    """Changes the note to mention members."""
    return request_seed("ada", "PATCH /api/items/{note}", {"body": text})


def _rebuild(seeded: SeededOrganisation) -> None:
    seeded.stack.deliver(
        "workers.reindex.handler", {"organisation": seeded.ids["organisation"]}, []
    )


def _overwrite_note(seeded: SeededOrganisation) -> None:
    # Not what another workflow's seed has deleted.
    seeded.request("ada", "PATCH", "/api/items/{note}", {"body": "Worse."})


def _add_reactions(seeded: SeededOrganisation) -> None:
    for who in ("ada", "ben"):
        seeded.request_ok(
            who, "PUT", "/api/items/{note}/reactions", {"reactions": ["helped", "thanks"]}
        )


ITEMS = [
    request_workflow(
        "publish", "items", "POST /api/items", PUBLISHED, idempotency_key=IDEMPOTENCY_KEY
    ),
    request_workflow(
        "publish_for_groups",
        "items",
        "POST /api/items",
        {**PUBLISHED, "channels": ["{channel}", "{other}"], "groups": ["{group}"]},
        idempotency_key=IDEMPOTENCY_KEY,
    ),
    request_workflow("change_item", "items", "PATCH /api/items/{note}", {"body": "Cobalt, again."}),
    request_workflow(
        "move_item",
        "items",
        "PATCH /api/items/{note}",
        {"title": "Blue", "channels": ["{other}"], "groups": ["{group}"]},
        if_match='"1"',
    ),
    request_workflow(
        "set_contributors",
        "items",
        "PATCH /api/items/{note}",
        {
            "body": "With [@Cleo](/people/{cleo}).",
            "co_authors": ["{ben}"],
            "credits": [{"member": "{cleo}", "what": "told it in Slack"}],
            "draft": "{note}",
        },
        if_match='"1"',
        seed=request_seed("ada", "PUT /api/drafts/{note}", {"title": "Cobalt", "item": "{note}"}),
    ),
    request_workflow(
        "restore_note_version",
        "drafts",
        "PUT /api/items/{note}/version",
        {"version": 1},
        seed=_overwrite_note,
    ),
    request_workflow(
        "save_draft_again",
        "drafts",
        "PUT /api/drafts/{note}",
        {"title": "Cobalt", "body": "Runs.", "item": "{note}", "base_version": 1},
        seed=request_seed("ada", "PUT /api/drafts/{note}", {"title": "Cob"}),
    ),
    request_workflow(
        "discard_draft",
        "drafts",
        "DELETE /api/drafts/{note}",
        seed=request_seed("ada", "PUT /api/drafts/{note}", {"title": "Cob"}),
    ),
    request_workflow(
        "change_reactions",
        "reactions",
        "PUT /api/items/{note}/reactions",
        {"reactions": ["thanks", "laugh"]},
        seed=_add_reactions,
    ),
    request_workflow("save_item", "reactions", "PUT /api/items/{note}/saved"),
    request_workflow(
        "unsave_item",
        "reactions",
        "DELETE /api/items/{note}/saved",
        seed=request_seed("ada", "PUT /api/items/{note}/saved"),
    ),
    request_workflow("show_to_everyone", "items", "PATCH /api/items/{whisper}", {"groups": []}),
    request_workflow("delete_item", "items", "DELETE /api/items/{note}"),
    request_workflow(
        "restore_item",
        "items",
        "POST /api/items/{note}/restore",
        seed=request_seed("ada", "DELETE /api/items/{note}"),
    ),
]
CONSUMED = [
    consumer_workflow("relay_note", "workers.relay", publish_note),
    consumer_workflow("index_note", "workers.indexer", publish_note),
    consumer_workflow(
        "notify_mentioned", "consumers.mentions", mention_in_note("[@B](/groups/{group})")
    ),
    consumer_workflow(
        "mention_fanout_job", "workers.job_worker", mention_in_note("[@B](/groups/{group})")
    ),
    consumer_workflow(
        "index_deletion", "workers.indexer", request_seed("ada", "DELETE /api/items/{note}")
    ),
    consumer_workflow("rebuild_index", "workers.reindex", _rebuild),
]
WORKFLOWS = [*ITEMS, *CONSUMED]
