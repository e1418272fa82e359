"""Links, and the pages behind them: whose server may fail as well as AWS."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from unittest.mock import patch

from PIL import Image

from local.stack import Reply
from resilience.fixtures import ONCE, House
from resilience.outside import leading_to
from resilience.site import Page, says, site
from resilience.workflow import Workflow
from resilience.workflows.words import asked, consumed, does

NOWHERE = "http://kettle.example/page"
LINK = {"kind": "link", "title": "Kilns", "url": NOWHERE}
SAYS = b"<title>Kilns</title><meta property='og:image' content='/kiln.png'>"
SECONDS = 0.5
"""That a page may take: what never answers is waited for."""
shares = does("ada", "POST /api/items", LINK)


def picture() -> bytes:
    """A small one."""
    drawn = BytesIO()
    Image.new("RGB", (8, 4), "teal").save(drawn, "PNG")
    return drawn.getvalue()


PAGES: dict[str, Page] = {
    "/page": says(200, SAYS),
    "/kiln.png": says(200, picture(), "image/png"),
}


@contextmanager
def there() -> Iterator[None]:
    """A page is there, and says something of itself."""
    with (
        site(PAGES) as found,
        leading_to(found.port),
        patch("sharewell.content.links.page_summary.SECONDS", SECONDS),
        patch("sharewell.content.links.preview_worker.PAUSES", (0.0,)),
    ):
        yield


def share(house: House, **more: Any) -> None:
    """A link that is there for later."""
    house.ids["link"] = house.did("ada", "POST", "/api/items", LINK | more)["id"]


def looks_at_it(house: House) -> None:
    """Somebody shares it, and it is looked at."""
    with there():
        shares(house)
        house.stack.settle()


def glimpses(house: House) -> Reply:
    """Somebody looks at it before it is shared."""
    with there():
        said = house.asks("ada", "POST", "/api/link-previews", {"url": NOWHERE})
    assert said.status != 200 or said.body["problem"] or said.body["title"], said.body
    return said


def moves(house: House, url: str) -> None:
    """The link leads elsewhere."""
    house.did("ada", "PATCH", "/api/items/{link}", {"url": url})


ASKED = [
    asked("share_a_link", "items", "POST /api/items", LINK, idempotency_key=ONCE),
    Workflow("preview_link", "routes.links.api", glimpses, request="POST /api/link-previews"),
    asked("fetch_again", "links", "POST /api/items/{link}/preview", seed=share),
]
CONSUMED = [
    consumed("read_a_link", "consumers.link_previews", looks_at_it),
]
WORKFLOWS = [*ASKED, *CONSUMED]
