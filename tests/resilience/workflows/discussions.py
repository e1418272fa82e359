"""Discussions."""

from resilience.fixtures import ONCE, House
from resilience.workflows.words import asked, consumed, does

ONE = "/api/discussions/{item}/posts"
POST, ASKED, IDEA = (f"{ONE}/{{{it}}}" for it in ("post", "asked", "idea"))
WHY = {"text": "Why?", "kind": "question"}
SAID = {"text": "It runs."}
TAKEN = {"reaction": "like", "on": False}
NAMES = "[@Ben](/people/{ben}) [@Board](/groups/{group})"
HELLO = {"text": "[@Ben](/people/{ben}), hello.", "reply_to": "{asked}"}


def talk(house: House) -> None:
    """Ben asks, Cleo answers, both have ideas."""
    say = "POST", ONE
    house.ids["asked"] = house.did("ben", *say, WHY)["id"]
    house.ids["reply"] = house.did("cleo", *say, SAID | {"reply_to": "{asked}"})["id"]
    house.ids["post"] = house.did("ada", *say, SAID)["id"]
    house.ids["idea"] = house.did("ada", *say, {"text": "A rack.", "kind": "idea"})["id"]
    house.ids["same"] = house.did("ada", *say, {"text": "Racks.", "kind": "idea"})["id"]
    house.did("cleo", "PUT", f"{IDEA}/reaction", {"reaction": "like"})


def answer(house: House) -> None:
    """A question that was asked has its answer."""
    house.did("ben", "PUT", f"{ASKED}/answer", {"answer": "{reply}"})


def deleted(house: House) -> None:
    """Ada takes back what she said."""
    talk(house)
    house.did("ada", "DELETE", POST)


def locked(house: House) -> None:
    """Items of a channel are not to be discussed any more."""
    house.did("ada", "PATCH", "/api/channels/{channel}", {"discussion": "locked"})


def opens_elsewhere(house: House) -> None:
    """A note goes there, and a new one is published there."""
    house.did("ada", "PATCH", "/api/items/{whisper}", {"channels": ["{channel}"]})
    about = {"kind": "note", "title": "Salt", "body": "Briefly.", "channels": ["{channel}"]}
    house.did("ada", "POST", "/api/items", about)


API = [
    asked("say", "discussions", f"POST {ONE}", SAID, idempotency_key=ONCE),
    asked("edit_post", "discussions", f"PATCH {POST}", SAID, seed=talk, if_match='"1"'),
    asked("delete_post", "discussions", f"DELETE {POST}", seed=talk),
    asked("restore_post", "discussions", f"POST {POST}/restore", seed=deleted),
    asked("react", "discussions", f"PUT {POST}/reaction", {"reaction": "like"}, seed=talk),
    asked("unreact", "discussions", f"PUT {IDEA}/reaction", TAKEN, by="cleo", seed=talk),
    asked("answer", "discussions", f"PUT {ASKED}/answer", {"answer": "{reply}"}, seed=talk),
    asked("judge", "discussions", f"PUT {IDEA}/status", {"status": "done"}, seed=talk),
    asked("merge", "discussions", f"PUT {IDEA}/merged", {"into": "{same}"}, seed=talk),
    asked("mute", "discussions", f"PUT {ASKED}/muted", {"muted": True}, by="cleo", seed=talk),
    asked("switch", "discussions", "PUT /api/discussions/{item}/switch", {"switch": "off"}),
]
FOLLOWING = "consumers.discussions"
CONSUMED = [
    consumed("follow_a_question", FOLLOWING, does("ben", f"POST {ONE}", WHY)),
    consumed("follow_a_reply", FOLLOWING, does("cleo", f"POST {ONE}", HELLO), seed=talk),
    consumed("follow_an_edit", FOLLOWING, does("ada", f"PATCH {POST}", {"text": NAMES}), seed=talk),
    consumed("follow_an_answer", FOLLOWING, answer, seed=talk),
    consumed("inherit_a_mode", FOLLOWING, opens_elsewhere, seed=locked),
]
WORKFLOWS = [*API, *CONSUMED]
