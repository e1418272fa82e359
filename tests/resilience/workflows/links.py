"""Links and previews of their pages, whose servers may fail as well as AWS."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from unittest.mock import patch

from PIL import Image

from local_stack.in_process import Reply
from resilience.external import redirecting_to
from resilience.fixtures import IDEMPOTENCY_KEY, SeededOrganisation
from resilience.site import Page, says, site
from resilience.workflow import Workflow
from resilience.workflows.builders import consumer_workflow, request_seed, request_workflow

PAGE_URL = "http://kettle.example/page"
LINK = {"kind": "link", "title": "Kilns", "url": PAGE_URL}
PAGE_HTML = b"<title>Kilns</title><meta property='og:image' content='/kiln.png'>"
TIMEOUT_SECONDS = 0.5
"""Timeout for a page in seconds, as some never answer."""
publish_link = request_seed("ada", "POST /api/items", LINK)


def picture() -> bytes:
    """Returns a small picture."""
    drawn = BytesIO()
    Image.new("RGB", (8, 4), "teal").save(drawn, "PNG")
    return drawn.getvalue()


PAGES: dict[str, Page] = {
    "/page": says(200, PAGE_HTML),
    "/kiln.png": says(200, picture(), "image/png"),
}


@contextmanager
def serve_page() -> Iterator[None]:
    """Serves a page with a preview."""
    with (
        site(PAGES) as found,
        redirecting_to(found.port),
        patch("sharewell.content.links.page_summary.TIMEOUT_SECONDS", TIMEOUT_SECONDS),
        patch("sharewell.content.links.preview_worker.PAUSES", (0.0,)),
    ):
        yield


def create_link(seeded: SeededOrganisation, **more: Any) -> None:
    """Creates a link to be changed later."""
    seeded.ids["link"] = seeded.request_ok("ada", "POST", "/api/items", LINK | more)["id"]


def create_and_fetch_link(seeded: SeededOrganisation) -> None:
    """Creates a link and fetches its preview."""
    with serve_page():
        publish_link(seeded)
        seeded.stack.settle()


def fetch_preview(seeded: SeededOrganisation) -> Reply:
    """Fetches a preview before the link is created."""
    with serve_page():
        reply = seeded.request("ada", "POST", "/api/link-previews", {"url": PAGE_URL})
    assert reply.status != 200 or reply.body["problem"] or reply.body["title"], reply.body
    return reply


def change_url(seeded: SeededOrganisation, url: str) -> None:
    """Changes a link's address."""
    seeded.request_ok("ada", "PATCH", "/api/items/{link}", {"url": url})


REQUESTS = [
    request_workflow(
        "create_link", "items", "POST /api/items", LINK, idempotency_key=IDEMPOTENCY_KEY
    ),
    Workflow("preview_link", "routes.links.api", fetch_preview, request="POST /api/link-previews"),
    request_workflow(
        "refresh_preview", "links", "POST /api/items/{link}/preview", seed=create_link
    ),
]
CONSUMED = [
    consumer_workflow("fetch_preview", "consumers.link_previews", create_and_fetch_link),
]
WORKFLOWS = [*REQUESTS, *CONSUMED]
