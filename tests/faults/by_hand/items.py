"""Items."""

from faults.by_hand.words import asked, consumed, does
from faults.house import ONCE, House

PUBLISHED = {"kind": "note", "title": "Salt", "body": "Salt glaze, briefly."}
publishes = does("ada", "POST /api/items", {**PUBLISHED, "channels": ["{channel}"]})


def _rebuild(house: House) -> None:
    house.stack.deliver("reindex.handler", {"organisation": house.ids["organisation"]}, [])


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
    consumed("relay_a_note", "relay", publishes),
    consumed("index_a_note", "index", publishes),
    consumed("index_a_deletion", "index", does("ada", "DELETE /api/items/{note}")),
    consumed("build_an_index_anew", "reindex", _rebuild),
]
WORKFLOWS = [*ITEMS, *CONSUMED]
