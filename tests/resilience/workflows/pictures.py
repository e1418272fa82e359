"""Pictures in texts, from being sent until nothing shows them."""

from resilience.fixtures import ONCE, House
from resilience.workflows.upkeep import purges
from resilience.workflows.words import Seed, asked, consumed, does

NEW = {"size": 3, "type": "image/png"}
TEXT = "![Kiln](/{picture}) above all."


def send_picture(house: House, data: bytes = b"abc") -> None:
    """A picture is there, and no text shows it."""
    said = house.did("ada", "POST", "/api/pictures", NEW)
    house.ids["picture"] = said["key"]
    house.stack.send(said["form"], data)


def shows(body: str = TEXT) -> Seed:
    """The note comes to show it."""
    return does("ada", "PATCH /api/items/{note}", {"body": body})


def shown_and_deleted(house: House) -> None:
    """What showed a picture is deleted; another was never shown."""
    send_picture(house)
    shows()(house)
    house.stack.settle()
    send_picture(house)
    house.did("ada", "DELETE", "/api/items/{note}")


def group_shows(house: House) -> None:
    """A group comes to show another."""
    send_picture(house)
    house.did("ada", "PATCH", "/api/groups/{group}", {"purpose": TEXT})


def shows_another(house: House) -> None:
    """The note comes to show another, and not the first any more."""
    send_picture(house)
    shows()(house)


def shows_and_is_purged(house: House) -> None:
    """The note shows one more, and is deleted for good."""
    shows_another(house)
    house.did("ada", "DELETE", "/api/items/{note}")
    house.stack.settle()
    purges(house)


ASKED = [
    asked("begin_picture", "uploads", "POST /api/pictures", NEW, idempotency_key=ONCE),
    asked(
        "draft_a_picture",
        "drafts",
        "PUT /api/drafts/{note}",
        {"title": "Kiln", "body": TEXT, "item": "{note}"},
        seed=send_picture,
    ),
]
CONSUMED = [
    consumed("keep_a_picture", "consumers.picture_references", shows(), seed=send_picture),
    consumed("purge_pictures", "workers.purge", purges, seed=shown_and_deleted),
]
WORKFLOWS = [*ASKED, *CONSUMED]
