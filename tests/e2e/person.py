"""Somebody at a browser: what people do in the app, by what they see on it."""

import base64
import mimetypes
import re
import secrets
import time
from collections.abc import Callable, Iterable

from playwright.sync_api import Browser, Locator, Page, expect

from e2e.running import Stack
from local import accounts

PATIENCE = 20_000  # ms for what has to happen behind the page, on a busy machine
DRAGGED = """files => {
  const carried = new DataTransfer();
  for (const { name, type, data } of files) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    carried.items.add(new File([bytes], name, { type }));
  }
  return carried;
}"""


def fresh(name: str) -> str:
    """A name that nothing has yet, on a stack that is tested more than once."""
    return f"{name} {secrets.token_hex(3)}"


def at_a_window(browser: Browser, stack: Stack, errors: list[str]) -> "Someone":
    """Somebody who has just opened a browser; `errors` gets what no code caught."""
    context = browser.new_context(base_url=stack.url, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    return Someone(page, stack)


class Someone:
    """One person at one window."""

    def __init__(self, page: Page, stack: Stack) -> None:
        self.page, self.stack = page, stack

    @property
    def main(self) -> Locator:
        """The page's own part of the page."""
        return self.page.get_by_role("main")

    @property
    def uploads(self) -> Locator:
        """The panel of files on their way."""
        return self.page.get_by_role("region", name="Uploads")

    @property
    def palette(self) -> Locator:
        """The box that Ctrl-K opens, with what it found."""
        return self.page.get_by_role("dialog", name="Search everything")

    def asks(self, words: str) -> None:
        """By Ctrl-K, wherever they are."""
        expect(self.page.get_by_role("button", name="Search everything")).to_be_visible()
        self.page.keyboard.press("Control+k")
        self.palette.locator("input").fill(words)

    def sign_in(self, address: str, password: str = accounts.PASSWORD) -> None:
        """From the page that is open now, by the pool's own page and back."""
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url(f"{self.stack.place.sign_in}/**")
        self.page.locator("input[name=username]").fill(address)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("input[name=password]").press("Enter")
        self.page.wait_for_url(f"{self.stack.url}/**")

    def comes_as(self, address: str) -> None:
        """To their home."""
        self.page.goto("/")
        self.sign_in(address)
        self.sees("Home")

    def sees(self, heading: str) -> None:
        """A page with this heading."""
        found = self.page.get_by_role("heading", name=heading, level=1)
        expect(found).to_be_visible()

    def opens_a_channel(self, name: str) -> str:
        """And is on its page; answers its address."""
        self.page.goto("/channels")
        self.main.get_by_role("button", name="New channel").click()
        self.page.get_by_role("textbox", name="Name").fill(name)
        self.page.get_by_role("button", name="Create channel").click()
        self.sees(name)
        return re.sub("^https?://[^/]+", "", self.page.url)

    def drops(self, files: dict[str, bytes], veil: str = "Drop to upload") -> None:
        """From the desk onto the page, which says what becomes of them."""
        carried = [
            {
                "name": name,
                "type": mimetypes.guess_type(name)[0] or "",
                "data": base64.b64encode(data).decode(),
            }
            for name, data in files.items()
        ]
        dragged = self.page.evaluate_handle(DRAGGED, carried)
        self.page.dispatch_event("body", "dragenter", {"dataTransfer": dragged})
        expect(self.page.get_by_text(veil)).to_be_visible()
        self.page.dispatch_event("body", "drop", {"dataTransfer": dragged})
        expect(self.page.get_by_text(veil)).to_be_hidden()

    def row(self, title: str) -> Locator:
        """The line of an item in a list."""
        link = self.page.get_by_role("link", name=title, exact=True)
        return self.main.get_by_role("listitem").filter(has=link)

    def upload(self, name: str) -> Locator:
        """The line of a file in the panel."""
        return self.uploads.get_by_role("listitem").filter(has_text=name)

    def writes_a_note(self, title: str, body: str, groups: Iterable[str] = ()) -> str:
        """And publishes it, to everyone or to some groups; answers its address."""
        self.page.goto("/new/note")
        self.page.get_by_role("textbox", name="Title").fill(title)
        self.page.get_by_role("textbox", name="Text").fill(body)
        for number, group in enumerate(groups):
            if number == 0:
                self.page.get_by_text("Selected groups").click()
            self.page.get_by_role("combobox", name="Groups with access").fill(group)
            self.page.get_by_role("option", name=group).click()
            self.page.keyboard.press("Escape")
        self.page.get_by_role("button", name="Publish").click()
        self.sees(title)
        return re.sub("^https?://[^/]+", "", self.page.url)

    def searches(self, words: str) -> None:
        """On the page for it, in the box."""
        self.page.goto("/search")
        box = self.main.get_by_role("textbox", name="Search everything")
        with self.page.expect_response(re.compile(r"/api/search\?q=[^&]")):
            box.fill(words)
        self.has_an_answer()

    def has_an_answer(self) -> None:
        """Whether hits or none: search has answered what stands in the box."""
        hits = self.main.locator("section[aria-busy=false]")
        expect(hits.or_(self.main.get_by_text("No results for"))).to_be_visible()

    def finds(self, words: str, title: str) -> None:
        """Searches until it is there, as somebody would who was told that it will be."""
        self.searches(words)
        self._until(lambda: self.hits(title).count() > 0)

    def finds_nothing(self, words: str) -> None:
        """Searches until there is nothing."""
        self.searches(words)
        self._until(lambda: self.main.get_by_text("No results for").count() > 0)

    def hits(self, title: str) -> Locator:
        """Hits of this title on the page of a search."""
        found = self.main.get_by_role("region", name="Results")
        return found.get_by_role("link", name=title, exact=True)

    def _until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE / 1000
        while not holds():
            assert time.monotonic() < end, f"still not so: {self.main.inner_text()}"
            self.page.reload()
            self.has_an_answer()
