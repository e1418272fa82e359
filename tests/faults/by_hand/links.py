"""Links, and the pages behind them."""

from typing import Any
from unittest.mock import patch

from faults.by_hand.words import asked, consumed, does
from faults.house import ONCE, House
from sharewell.links.looking import Look

NOWHERE = "https://kettle.example/page"
LINK = {"kind": "link", "title": "Kilns", "url": NOWHERE}
SEEN = Look("Kilns", "All of them", b"a small picture")
shares = does("ada", "POST /api/items", LINK)


def share(house: House, **more: Any) -> None:
    """A link that is there for later."""
    house.ids["link"] = house.did("ada", "POST", "/api/items", LINK | more)["id"]


def looks_at_it(house: House) -> None:
    """A page is there, and says something of itself."""
    with patch("sharewell.links.taking.look", lambda *_: SEEN):
        shares(house)
        house.stack.settle()


def moves(house: House, url: str) -> None:
    """The link leads elsewhere."""
    house.did("ada", "PATCH", "/api/items/{link}", {"url": url})


ASKED = [
    asked("share_a_link", "items", "POST /api/items", LINK, idempotency_key=ONCE),
    asked("preview_link", "links", "POST /api/link-previews", {"url": NOWHERE}),
    asked("fetch_again", "links", "POST /api/items/{link}/preview", seed=share),
]
CONSUMED = [
    consumed("read_a_link", "read_link", looks_at_it),
    consumed("read_a_lost_link", "read_link", shares),
]
WORKFLOWS = [*ASKED, *CONSUMED]
