"""Uploads and texts run no script: in the app, at their own address, or on other sites.

Each attack of files/attacks.py carries a canary: a script that sets a flag, opens a dialog and
calls a listener on this machine. None may run; a first test proves that canaries can.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import NamedTuple

import pytest
import requests
from playwright.sync_api import Browser, Dialog, Error, Page, expect

from e2e.person import PATIENCE, Someone, unique
from e2e.running import Stack
from files import attacks

WRITER = "kenji.mori@pellworth.example"
INLINE = (
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "audio/",
    "video/",
)
"""Media types that browsers may show inline; all others are only downloaded."""
LIVE = """() => [...document.querySelectorAll("main *")].filter((it) =>
  [...it.attributes].some((of) => of.name.startsWith("on"))
  || ["SCRIPT", "IFRAME", "OBJECT", "EMBED", "BASE", "META", "LINK", "FORM"].includes(it.tagName)
     && it.closest("[class*=prose]")
  || ["href", "xlink:href"].some((of) =>
       /^\\s*(javascript|vbscript|data):/i.test(it.getAttribute(of)))
  || ["javascript:", "data:", "vbscript:"].includes(it.protocol)
).map((it) => it.outerHTML)"""
"""Elements that could run something."""


class Stranger:
    """Another site on this machine: listens for canaries and serves pages that embed content."""

    def __init__(self) -> None:
        self.called: list[str] = []
        self.pages: dict[str, str] = {}
        own = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path.startswith("/ran/"):
                    own.called.append(self.path)
                page = own.pages.get(self.path, "").encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *_: object) -> None:
                """Logs nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def canary(self, name: str) -> str:
        """Returns a script that reports that it ran, in every possible way."""
        where = f"{self.url}/ran/{name}"
        return (
            f"window.ran=`{name}`;document.title=`ran`;new Image().src=`{where}`;"
            f"fetch(`{where}`,{{mode:`no-cors`}});try{{top.ran=`{name}`}}catch(e){{}};alert(`{name}`)"
        )

    def stop(self) -> None:
        """Stops listening."""
        self._server.shutdown()
        self._server.server_close()


class Watch:
    """A window, and what canaries did in it."""

    def __init__(self, page: Page, stranger: Stranger) -> None:
        self.page, self._stranger, self._said = page, stranger, list[str]()
        page.on("dialog", self._hear)

    @property
    def ran(self) -> list[str]:
        """Returns the canaries that have run so far, in any frame."""
        flags = []
        for frame in self.page.frames:
            with suppress(Error):  # gone, or of a plug-in
                flags.append(frame.evaluate("window.ran"))
        titled = ["a title"] if self.page.title() == "ran" else []
        return [*self._said, *self._stranger.called, *titled, *filter(None, flags)]

    def _hear(self, dialog: Dialog) -> None:
        self._said.append(f"dialog {dialog.message}")
        dialog.dismiss()


class Sent(NamedTuple):
    """An uploaded file, its item and its two addresses."""

    file: attacks.File
    item: str
    title: str
    addresses: list[str]


@pytest.fixture(scope="module")
def stranger() -> Iterator[Stranger]:
    """Returns one other site for all of these tests."""
    stranger = Stranger()
    yield stranger
    stranger.stop()


@pytest.fixture(scope="module")
def token(running: Stack) -> str:
    """Returns the token of the attacker."""
    return running.token(WRITER)


@pytest.fixture(scope="module")
def sent(running: Stack, stranger: Stranger, token: str) -> list[Sent]:
    """Returns all files, processed or rejected."""
    begun = [(it, _send(running, token, it)) for it in attacks.files(stranger.canary)]
    arrived = []
    for file, item in begun:
        title = _until_read(running, token, item)
        shown = [
            running.ask("GET", f"/api/items/{item}/file-url?download={how}", token)[1]["url"]
            for how in ("false", "true")
        ]
        arrived.append(Sent(file, item, title, shown))
    return arrived


@pytest.fixture
def watch(someone: Callable[[], Someone], stranger: Stranger) -> Watch:
    """Returns a watched window of a member."""
    window = someone()
    window.sign_in_as(WRITER)
    return Watch(window.page, stranger)


def test_unblocked_canary_is_detected(browser: Browser) -> None:
    stranger = Stranger()
    page = browser.new_page()
    watch = Watch(page, stranger)
    stranger.pages["/page"] = f"<script>{stranger.canary('page')}</script>"
    page.goto(f"{stranger.url}/page")
    page.wait_for_load_state("networkidle")
    ran = watch.ran
    page.close()
    stranger.stop()

    assert {"dialog page", "/ran/page", "a title", "page"} <= set(ran)


def test_note_runs_no_script(
    running: Stack, watch: Watch, stranger: Stranger, token: str, figure: Callable[[str], None]
) -> None:
    notes = attacks.markdown(stranger.canary("note"))
    for name, body in notes.items():
        new = {"kind": "note", "title": name, "body": f"Here it begins.\n\n{body}"}
        status, note = running.ask("POST", "/api/items", token, new)
        assert status == 201, (name, note)
        watch.page.goto(f"/items/{note['id']}")
        expect(watch.page.get_by_text("Here it begins.")).to_be_visible()
        assert watch.page.evaluate(LIVE) == [], name
        assert watch.ran == [], name
    for word in attacks.WORDS:
        link = {"kind": "link", "title": "A link", "url": word}
        assert running.ask("POST", "/api/items", token, link)[0] == 422
    figure(f"attacks by Markdown: {len(notes)}, none ran")


def test_name_runs_no_script(running: Stack, watch: Watch, token: str) -> None:
    _, before = running.ask("GET", "/api/me/profile", token)
    unchanged = {"languages": ["en"], "manager": None, "name": before["name"]}
    fields = ("title", "department", "location", "helps_with", "working_on", "how_i_work")
    for word in attacks.WORDS:
        about = unchanged | dict.fromkeys(fields, word)
        assert running.ask("PUT", "/api/me/profile", token, about)[0] == 200
        made = [
            running.ask("POST", path, token, {"name": unique(word), "members": []} if "gr" in path
                        else {"name": unique(word), "about": word})
            for path in ("/api/channels", "/api/groups")
        ]  # fmt: skip
        assert [status for status, _ in made] == [201, 201], made
        channel, group = (it["id"] for _, it in made)
        note = {"kind": "note", "title": word, "body": word, "channels": [channel]}
        item = running.ask("POST", "/api/items", token, note)[1]["id"]
        places = (f"channels/{channel}", f"groups/{group}", f"items/{item}", "feed", "settings")
        for place in places:
            watch.page.goto(f"/{place}")
            expect(watch.page.get_by_role("main")).to_be_visible()
            watch.page.wait_for_load_state("networkidle")
            assert watch.page.evaluate(LIVE) == [], (place, word)
            assert watch.ran == [], (place, word)
    again = {name: it for name, it in before.items() if name in (*unchanged, *fields)}
    running.ask("PUT", "/api/me/profile", token, again)


def test_file_runs_no_script_on_its_page(
    watch: Watch, sent: list[Sent], figure: Callable[[str], None]
) -> None:
    for it in sent:
        watch.page.goto(f"/items/{it.item}")
        expect(watch.page.get_by_role("heading", level=1)).to_have_text(it.title)
        watch.page.wait_for_load_state("networkidle")
        assert watch.page.evaluate(LIVE) == [], it.file.name
        assert watch.ran == [], it.file.name
    # Even a script that was injected into the app's page in another way is blocked.
    for it in sent:
        watch.page.evaluate(INSERTED, [it.addresses[0], it.file.data.decode("latin-1")])
    watch.page.wait_for_load_state("networkidle")
    assert watch.ran == []
    figure(f"attacks by files: {len(sent)}, none ran in the app, opened, or embedded elsewhere")


INSERTED = """([url, text]) => {
  const far = document.createElement("script");
  far.src = url;
  const near = document.createElement("script");
  near.textContent = text;
  document.head.append(far, near);
}"""


def test_file_runs_no_script_at_its_address(
    running: Stack, browser: Browser, stranger: Stranger, sent: list[Sent]
) -> None:
    for it in sent:
        for address in it.addresses:
            assert not address.startswith(running.url), "on an origin of its own"
            headers = requests.get(address, timeout=30).headers
            policy = headers["content-security-policy"]
            assert re.match(r"sandbox;\s+default-src 'none';", policy)
            assert "script-src" not in policy
            assert headers["x-content-type-options"] == "nosniff"
            how, type = headers["content-disposition"], headers["content-type"]
            assert how.startswith("attachment") or type.startswith(INLINE)
            assert type == "application/octet-stream" or type.startswith(INLINE)
            page = browser.new_page()
            watch = Watch(page, stranger)
            with suppress(Error):  # downloads open no page
                page.goto(address, wait_until="networkidle")
            assert watch.ran == [], it.file.name
            page.close()
        # Another media type needs another signature.
        changed = re.sub(r"(response-content-type=)[^&]*", r"\1text%2Fhtml", it.addresses[0])
        assert changed != it.addresses[0]
        assert requests.get(changed, timeout=30).status_code == 403


def test_file_runs_no_script_on_another_site(
    browser: Browser, stranger: Stranger, sent: list[Sent]
) -> None:
    page = browser.new_page()
    watch = Watch(page, stranger)
    for number, it in enumerate(sent):
        url = it.addresses[0].replace("&", "&amp;")
        stranger.pages[f"/{number}"] = (
            f'<title>x</title><script src="{url}"></script><iframe src="{url}"></iframe>'
            f'<link rel="stylesheet" href="{url}"><object data="{url}"></object>'
            f'<embed src="{url}"><img src="{url}"><video src="{url}"></video>'
        )
        page.goto(f"{stranger.url}/{number}", wait_until="load")
        assert watch.ran == [], it.file.name
    page.close()


def _send(stack: Stack, token: str, file: attacks.File) -> str:
    new = {"name": file.name, "size": len(file.data), "type": file.type}
    status, upload = stack.ask("POST", "/api/uploads", token, new)
    assert status == 201, upload
    form = upload["form"]
    reply = requests.post(form["url"], form["fields"], files={"file": file.data}, timeout=30)
    assert reply.ok, reply.text
    return str(upload["item"])


def _until_read(stack: Stack, token: str, item: str) -> str:
    """Returns an item's title, once it is processed or has an error with a sentence."""
    end = time.monotonic() + 3 * PATIENCE / 1000
    while True:
        _, it = stack.ask("GET", f"/api/items/{item}", token)
        if it["file"]["state"] in ("ready", "refused"):
            assert it["file"]["state"] == "ready" or it["file"]["problem"], it
            return str(it["title"])
        assert time.monotonic() < end, it
        time.sleep(0.3)
