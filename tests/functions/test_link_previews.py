"""Link previews: title, description and picture of the page behind a link."""

import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any
from unittest.mock import patch

import pytest
from PIL import Image

from conftest import Crew, Someone
from resilience import invariants
from resilience.site import Page, Site, Visit, hangs_up, says, site

HEAD = b"""<!doctype html><html><head><title>Plain</title>
<meta property="og:title" content="Cobalt, and why it runs">
<meta property="og:description" content="Above 1240 &deg;C it runs.">
<meta property="og:image" content="/kiln.png"></head><body>Words</body></html>"""


def picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (800, 400), "teal").save(drawn, "PNG")
    return drawn.getvalue()


def drips(visit: Visit) -> None:
    visit.send_response(200)
    visit.send_header("Content-Type", "text/html")
    visit.end_headers()
    with suppress(OSError):
        for _ in range(200):
            visit.wfile.write(b" ")
            time.sleep(0.05)


class FailsOnce:
    """A page that answers 503 to the first request."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, visit: Visit) -> None:
        self.asked += 1
        says(503 if self.asked == 1 else 200, HEAD)(visit)


PAGES: dict[str, Page] = {
    "/page": says(200, HEAD),
    "/kiln.png": says(200, picture(), "image/png"),
    "/moved": says(302, b"", Location="/page"),
    "/round": says(302, b"", Location="/round"),
    "/inside": says(302, b"", Location="http://169.254.169.254/latest/meta-data/"),
    "/private": says(302, b"", Location="http://10.0.0.1/"),
    "/file": says(302, b"", Location="file:///etc/passwd"),
    "/broken": says(500, b""),
    "/none": says(404, b""),
    "/hangs": hangs_up,
    "/cut": says(200, HEAD, **{"Content-Length": "9999"}),
    "/drips": drips,
    "/once": FailsOnce(),
    "/huge": says(200, HEAD + b"x" * 3_000_000),
    "/nonsense": says(200, bytes(range(256)) * 50),
    "/report.pdf": says(200, b"%PDF-1.7", "application/pdf"),
    "/lies": says(200, HEAD.replace(b"/kiln.png", b"/page")),
    "/picture-inside": says(200, HEAD.replace(b"/kiln.png", b"http://10.0.0.1/x.png")),
    "/script": says(200, b"<title>&lt;script&gt;alert(1)&lt;/script&gt;</title><body>x</body>"),
}


WRONG = {
    "/inside": "public internet",
    "/private": "public internet",
    "/file": "web pages",
    "/round": "too many times",
    "/broken": "500",
    "/none": "404",
    "/hangs": "was interrupted",
    "/cut": "was interrupted",
}
"""Pages that cannot be fetched, with words of the reason."""
LATE = {"/drips": "in time"}


@pytest.fixture(scope="module")
def pages() -> Iterator[Site]:
    with site(PAGES) as found:
        yield found


@pytest.fixture(autouse=True)
def short_timeouts() -> Iterator[None]:
    with (
        patch("sharewell.content.links.preview_worker.PAUSES", (0.0,)),
        patch("sharewell.content.links.page_summary.TIMEOUT_SECONDS", 1.5),
    ):
        yield


def send(by: Someone, url: str) -> str:
    reply = by.post("/api/items", {"kind": "link", "title": "Cobalt", "url": url})
    assert reply.status == 201, reply.body
    return f"/api/items/{reply.body['id']}"


def share(by: Someone, url: str) -> Any:
    link = send(by, url)
    by.stack.settle()
    return by.get(link).body


def test_preview_shows_title_description_and_picture(crew: Crew, pages: Site) -> None:
    item = share(crew.ben, f"{pages.url}/page")
    preview = item["preview"]

    assert preview["state"] == "ready"
    assert preview["title"] == "Cobalt, and why it runs"
    assert preview["about"] == "Above 1240 °C it runs."
    [url] = crew.cleo.get("/api/pictures", key=[preview["thumb"]]).body["urls"].values()
    with Image.open(BytesIO(crew.ben.stack.fetch(url))) as small:
        assert (small.format, small.size) == ("WEBP", (480, 240))
    [card] = crew.cleo.get("/api/items", id=[item["id"]]).body["items"]
    assert card["thumb"] == preview["thumb"]


def test_preview_request_reveals_nothing_of_the_member(crew: Crew, pages: Site) -> None:
    pages.seen.clear()
    share(crew.ben, f"{pages.url}/page")

    for headers in pages.seen:
        assert headers.keys() <= {
            *("host", "accept", "accept-encoding", "connection", "user-agent"),
        }


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/moved", "Cobalt, and why it runs"),
        ("/once", "Cobalt, and why it runs"),
        ("/huge", "Cobalt, and why it runs"),
        ("/script", "<script>alert(1)</script>"),
        ("/report.pdf", None),
        ("/nonsense", None),
    ],
)
def test_preview_follows_redirects_retries_and_odd_content(
    crew: Crew, pages: Site, path: str, title: str | None
) -> None:
    preview = share(crew.ben, pages.url + path)["preview"]

    assert (preview["state"], preview["title"]) == ("ready", title)


@pytest.mark.parametrize("path", ["/lies", "/picture-inside"])
def test_preview_leaves_out_picture_that_is_none(crew: Crew, pages: Site, path: str) -> None:
    preview = share(crew.ben, pages.url + path)["preview"]

    assert (preview["state"], preview["thumb"]) == ("ready", None)


@pytest.mark.parametrize(("wrong", "seconds"), [(WRONG, 1.5), (LATE, 0.3)], ids=["wrong", "late"])
def test_failed_preview_gives_reason_and_is_retried(
    crew: Crew, pages: Site, wrong: dict[str, str], seconds: float
) -> None:
    with patch("sharewell.content.links.page_summary.TIMEOUT_SECONDS", seconds):
        links = {path: send(crew.ben, pages.url + path) for path in wrong}
        crew.ben.stack.settle()
    for path, link in links.items():
        preview = crew.ben.get(link).body["preview"]
        assert preview["state"] == "failed", path
        assert wrong[path] in preview["problem"]
        assert crew.cleo.post(f"{link}/preview").status == 403

    with patch.dict(PAGES, dict.fromkeys(wrong, says(200, HEAD))):
        for link in links.values():
            again = crew.ben.post(f"{link}/preview")
            assert (again.status, again.body["preview"]["state"]) == (200, "fetching")
        crew.ben.stack.settle()
    for path, link in links.items():
        assert crew.ben.get(link).body["preview"]["state"] == "ready", path


def test_changed_url_fetches_a_new_preview(crew: Crew, pages: Site) -> None:
    item = share(crew.ben, f"{pages.url}/none")
    crew.ben.patch(f"/api/items/{item['id']}", {"url": f"{pages.url}/page"})
    crew.ben.stack.settle()

    assert crew.ben.get(f"/api/items/{item['id']}").body["preview"]["state"] == "ready"


def test_changed_preview_deletes_the_old_thumbnail(crew: Crew, pages: Site) -> None:
    item = share(crew.ben, f"{pages.url}/page")
    path, first = f"/api/items/{item['id']}", item["preview"]["thumb"]
    crew.ben.post(f"{path}/preview")
    crew.ben.stack.settle()
    assert _thumbs(item) == {first}

    crew.ben.patch(path, {"url": f"{pages.url}/moved"})
    crew.ben.stack.settle()
    second = crew.ben.get(path).body["preview"]["thumb"]
    assert _thumbs(item) == {second} != {first}

    crew.ben.patch(path, {"url": f"{pages.url}/lies"})
    crew.ben.stack.settle()
    assert _thumbs(item) == set()


def _thumbs(item: Any) -> set[str]:
    return {it for it in invariants.objects() if it.startswith("thumbs/") and item["id"] in it}


def test_preview_is_available_before_publishing(crew: Crew, pages: Site) -> None:
    reply = crew.ben.post("/api/link-previews", {"url": f"{pages.url}/page"}).body
    assert reply["title"] == "Cobalt, and why it runs"
    kind, _, data = reply["picture"].partition(",")
    assert kind == "data:image/webp;base64"
    assert len(b64decode(data)) < 5_000

    reply = crew.ben.post("/api/link-previews", {"url": f"{pages.url}/inside"})
    assert (reply.status, reply.body["title"]) == (200, None)
    assert "public internet" in reply.body["problem"]
