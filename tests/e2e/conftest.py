"""Fixtures: the deployed stack, and a browser for tests that use the app as people do."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from e2e import documents
from e2e.person import PATIENCE, Someone, open_window
from e2e.running import Stack
from local_stack import demo_accounts

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
NO_BROWSER = (
    "NO BROWSER: these tests need Chromium. On Debian: apt-get install chromium "
    "(or say where yours is: CHROMIUM=/path/to/chromium make test)"
)
FAILED = pytest.StashKey[bool]()
FIGURES = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Returns a stack with the demo organisation, new for this run of the tests."""
    stack = Stack(tmp_path_factory.mktemp("stack"))
    stack.start()
    yield stack
    assert stack.stop() == 0


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Returns Chromium; where it is missing, warns loudly, or fails where it is required."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        _miss(NO_BROWSER)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def someone(
    running: Stack, browser: Browser, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[], Someone]]:
    """Returns what opens a window for a person; an uncaught error in it fails the test."""
    windows: list[Someone] = []
    errors: list[str] = []

    def open_for_person() -> Someone:
        windows.append(open_window(browser, running, errors))
        return windows[-1]

    yield open_for_person
    for number, window in enumerate(windows):
        if request.node.stash.get(FAILED, False):
            shot = tmp_path / f"window-{number}.png"
            window.page.screenshot(path=shot)
            text = f"{window.page.url}, as seen in {shot}"
            request.node.add_report_section("teardown", "page", text)
        window.page.context.close()
    assert not errors


@pytest.fixture
def page(someone: Callable[[], Someone]) -> Page:
    """Returns a new window."""
    return someone().page


@pytest.fixture
def signed_in(running: Stack, page: Page) -> Callable[[str], Page]:
    """Returns what signs a person in through the pool's own page."""

    def sign_in(address: str, password: str = demo_accounts.PASSWORD) -> Page:
        page.goto("/")
        Someone(page, running).sign_in(address, password)
        page.get_by_role("main").wait_for()
        return page

    return sign_in


@pytest.fixture(scope="session")
def manual() -> documents.Document:
    """Returns a PDF by a third party."""
    return documents.manual() or _miss(documents.MISSING)


@pytest.fixture(scope="session")
def letter() -> documents.Document:
    """Returns a Word file by a third party."""
    return documents.letter() or _miss(documents.MISSING)


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Returns what reports a measured figure at the end of the run."""
    figures: list[str] = request.config.stash.setdefault(FIGURES, [])
    return figures.append


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Prints the measured figures."""
    if figures := config.stash.get(FIGURES, []):
        terminalreporter.section("measured")
        for line in figures:
            terminalreporter.line(line)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tells fixtures whether their test failed."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def _miss(what: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)
