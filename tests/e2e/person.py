"""A person at a browser: actions in the app, by what is visible on the screen."""

import base64
import mimetypes
import re
import secrets
import time
from collections.abc import Callable, Iterable

from playwright.sync_api import Browser, Locator, Page, expect

from e2e.running import Stack
from local_stack import demo_accounts

PATIENCE = 20_000  # ms for what happens in the background, on a busy machine
DRAGGED = """files => {
  const carried = new DataTransfer();
  for (const { name, type, data } of files) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    carried.items.add(new File([bytes], name, { type }));
  }
  return carried;
}"""


def unique(name: str) -> str:
    """Returns a unique name, for stacks that are tested more than once."""
    return f"{name} {secrets.token_hex(3)}"


def open_window(browser: Browser, stack: Stack, errors: list[str]) -> "Someone":
    """Returns a person with a new browser window; `errors` collects uncaught errors."""
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
        """Returns the page's main area."""
        return self.page.get_by_role("main")

    @property
    def uploads(self) -> Locator:
        """Returns the upload panel."""
        return self.page.get_by_role("region", name="Uploads")

    @property
    def palette(self) -> Locator:
        """Returns the search palette that Ctrl-K opens."""
        return self.page.get_by_role("dialog", name="Search everything")

    def search_palette(self, words: str) -> None:
        """Searches with Ctrl-K, from any page."""
        expect(self.page.get_by_role("button", name="Search everything")).to_be_visible()
        self.page.keyboard.press("Control+k")
        self.palette.locator("input").fill(words)

    def sign_in(self, address: str, password: str = demo_accounts.PASSWORD) -> None:
        """Signs in from the current page, by the pool's own page and back."""
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url(f"{self.stack.place.sign_in}/**")
        self.page.locator("input[name=username]").fill(address)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("input[name=password]").press("Enter")
        self.page.wait_for_url(f"{self.stack.url}/**")

    def sign_in_as(self, address: str) -> None:
        """Signs in and opens the home page."""
        self.page.goto("/")
        self.sign_in(address)
        self.expect_page("Home")

    def expect_page(self, heading: str) -> None:
        """Expects a page with this heading."""
        found = self.page.get_by_role("heading", name=heading, level=1)
        expect(found).to_be_visible()

    def create_channel(self, name: str) -> str:
        """Creates a channel, opens its page and returns its address."""
        self.page.goto("/channels")
        self.main.get_by_role("button", name="New channel").click()
        self.page.get_by_role("textbox", name="Name").fill(name)
        self.page.get_by_role("button", name="Create channel").click()
        self.expect_page(name)
        return re.sub("^https?://[^/]+", "", self.page.url)

    def drop_files(self, files: dict[str, bytes], veil: str = "Drop to upload") -> None:
        """Drops files onto the page and expects their progress."""
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
        """Returns the row of an item in a list."""
        link = self.page.get_by_role("link", name=title, exact=True)
        return self.main.get_by_role("listitem").filter(has=link)

    def upload(self, name: str) -> Locator:
        """Returns the row of a file in the upload panel."""
        return self.uploads.get_by_role("listitem").filter(has_text=name)

    def publish_note(self, title: str, body: str, groups: Iterable[str] = ()) -> str:
        """Publishes a note for everyone or for groups; returns its address."""
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
        self.expect_page(title)
        return re.sub("^https?://[^/]+", "", self.page.url)

    def search(self, words: str) -> None:
        """Searches on the search page."""
        self.page.goto("/search")
        box = self.main.get_by_role("textbox", name="Search everything")
        with self.page.expect_response(re.compile(r"/api/search\?q=[^&]")):
            box.fill(words)
        self.expect_results()

    def expect_results(self) -> None:
        """Waits until the search has results, or none, for the text in the box."""
        hits = self.main.locator("section[aria-busy=false]")
        expect(hits.or_(self.main.get_by_text("No results for"))).to_be_visible()

    def expect_found(self, words: str, title: str) -> None:
        """Searches until an item is found."""
        self.search(words)
        self._search_until(lambda: self.hits(title).count() > 0)

    def expect_nothing_found(self, words: str) -> None:
        """Searches until nothing is found."""
        self.search(words)
        self._search_until(lambda: self.main.get_by_text("No results for").count() > 0)

    def hits(self, title: str) -> Locator:
        """Returns the hits of this title on the search page."""
        found = self.main.get_by_role("region", name="Results")
        return found.get_by_role("link", name=title, exact=True)

    def _search_until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE / 1000
        while not holds():
            assert time.monotonic() < end, f"still not so: {self.main.inner_text()}"
            self.page.reload()
            self.expect_results()
