"""Discussions."""

from resilience.fixtures import IDEMPOTENCY_KEY, SeededOrganisation
from resilience.workflows.builders import consumer_workflow, request_seed, request_workflow

ONE = "/api/discussions/{item}/posts"
POST, ASKED_POST, IDEA = (f"{ONE}/{{{it}}}" for it in ("post", "asked", "idea"))
QUESTION = {"text": "Why?", "kind": "question"}
COMMENT = {"text": "It runs."}
REMOVED_LIKE = {"reaction": "like", "is_on": False}
MENTIONS = "[@Ben](/people/{ben}) [@Board](/groups/{group})"
HELLO = {"text": "[@Ben](/people/{ben}), hello.", "reply_to": "{asked}"}


def add_posts(seeded: SeededOrganisation) -> None:
    """Adds a question of Ben, an answer of Cleo and ideas of both."""
    to_posts = "POST", ONE
    seeded.ids["asked"] = seeded.request_ok("ben", *to_posts, QUESTION)["id"]
    seeded.ids["reply"] = seeded.request_ok("cleo", *to_posts, COMMENT | {"reply_to": "{asked}"})[
        "id"
    ]
    seeded.ids["post"] = seeded.request_ok("ada", *to_posts, COMMENT)["id"]
    seeded.ids["idea"] = seeded.request_ok("ada", *to_posts, {"text": "A rack.", "kind": "idea"})[
        "id"
    ]
    seeded.ids["same"] = seeded.request_ok("ada", *to_posts, {"text": "Racks.", "kind": "idea"})[
        "id"
    ]
    seeded.request_ok("cleo", "PUT", f"{IDEA}/reaction", {"reaction": "like"})


def accept_answer(seeded: SeededOrganisation) -> None:
    """Accepts the answer of a question."""
    seeded.request_ok("ben", "PUT", f"{ASKED_POST}/answer", {"answer": "{reply}"})


def delete_post(seeded: SeededOrganisation) -> None:
    """Deletes a post of Ada."""
    add_posts(seeded)
    seeded.request_ok("ada", "DELETE", POST)


def lock_channel(seeded: SeededOrganisation) -> None:
    """Locks the discussions of a channel's items."""
    seeded.request_ok("ada", "PATCH", "/api/channels/{channel}", {"discussion": "locked"})


def publish_into_locked_channel(seeded: SeededOrganisation) -> None:
    """Opens another channel's discussions; moves a note there and publishes another."""
    seeded.request_ok("ada", "PATCH", "/api/items/{whisper}", {"channels": ["{channel}"]})
    about = {"kind": "note", "title": "Salt", "body": "Briefly.", "channels": ["{channel}"]}
    seeded.request_ok("ada", "POST", "/api/items", about)


API = [
    request_workflow(
        "write_post", "discussions", f"POST {ONE}", COMMENT, idempotency_key=IDEMPOTENCY_KEY
    ),
    request_workflow(
        "edit_post", "discussions", f"PATCH {POST}", COMMENT, seed=add_posts, if_match='"1"'
    ),
    request_workflow("delete_post", "discussions", f"DELETE {POST}", seed=add_posts),
    request_workflow("restore_post", "discussions", f"POST {POST}/restore", seed=delete_post),
    request_workflow(
        "react", "discussions", f"PUT {POST}/reaction", {"reaction": "like"}, seed=add_posts
    ),
    request_workflow(
        "unreact", "discussions", f"PUT {IDEA}/reaction", REMOVED_LIKE, by="cleo", seed=add_posts
    ),
    request_workflow(
        "answer", "discussions", f"PUT {ASKED_POST}/answer", {"answer": "{reply}"}, seed=add_posts
    ),
    request_workflow(
        "set_idea_status", "discussions", f"PUT {IDEA}/status", {"status": "done"}, seed=add_posts
    ),
    request_workflow(
        "merge_ideas", "discussions", f"PUT {IDEA}/merged", {"into": "{same}"}, seed=add_posts
    ),
    request_workflow(
        "mute", "discussions", f"PUT {ASKED_POST}/muted", {"muted": True}, by="cleo", seed=add_posts
    ),
    request_workflow(
        "set_discussion_mode",
        "discussions",
        "PUT /api/discussions/{item}/mode",
        {"mode": "off"},
    ),
]
FOLLOWING = "consumers.discussions"
CONSUMED = [
    consumer_workflow("sync_question", FOLLOWING, request_seed("ben", f"POST {ONE}", QUESTION)),
    consumer_workflow(
        "sync_reply", FOLLOWING, request_seed("cleo", f"POST {ONE}", HELLO), seed=add_posts
    ),
    consumer_workflow(
        "sync_edited_post",
        FOLLOWING,
        request_seed("ada", f"PATCH {POST}", {"text": MENTIONS}),
        seed=add_posts,
    ),
    consumer_workflow("sync_answer", FOLLOWING, accept_answer, seed=add_posts),
    consumer_workflow("inherit_mode", FOLLOWING, publish_into_locked_channel, seed=lock_channel),
]
WORKFLOWS = [*API, *CONSUMED]
