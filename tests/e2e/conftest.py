"""The deployed stack and a browser, for tests that go through the door that people go through."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from e2e.running import Stack
from local import accounts

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# A function's first answer on a busy build machine takes seconds.
expect.set_options(timeout=15_000)
NO_BROWSER = (
    "NO BROWSER: these tests need Chromium. On Debian: apt-get install chromium "
    "(or say where yours is: CHROMIUM=/path/to/chromium make test)"
)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack with the demo organisation, fresh for this run of the tests."""
    stack = Stack(tmp_path_factory.mktemp("stack"))
    stack.start()
    yield stack
    assert stack.stop() == 0


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; a missing one is said loudly, and fails where it has to be there."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(
    running: Stack, browser: Browser, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Page]:
    """A new window at the app; what its console says as an error fails the test."""
    context = browser.new_context(base_url=running.url, locale="en-GB")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    if request.node.stash.get(FAILED, False):
        shot = tmp_path / "page.png"
        page.screenshot(path=shot)
        request.node.add_report_section("teardown", "page", f"{page.url}, as seen in {shot}")
    context.close()
    assert not errors


@pytest.fixture
def signed_in(running: Stack, page: Page) -> Callable[[str], Page]:
    """Sign somebody in, as they would: through the pool's own page."""

    def sign_in(address: str, password: str = accounts.PASSWORD) -> Page:
        page.goto("/")
        page.get_by_role("button", name="Sign in", exact=False).first.click()
        page.wait_for_url(f"{running.place.sign_in}/**")
        page.locator("input[name=username]").fill(address)
        page.locator("input[name=password]").fill(password)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(f"{running.url}/**")
        expect(page.get_by_role("main")).to_be_visible()
        return page

    return sign_in


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let fixtures know that their test failed."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report
