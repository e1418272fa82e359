"""Each page is accessible and stable, light and dark, wide and narrow."""

import gzip
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Response, expect

from e2e.person import Someone, open_window
from e2e.running import Stack

ADMIN = "nadia.osei@pellworth.example"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# A theme changes nothing but colours.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
JUMP = 0.1  # "good" by the web vitals' measure of layout shift
REQUESTS, SCRIPT = 24, 190_000

PLACES = {
    "home": "/",
    "search": "/search",
    "hits": "/search?q=oven",
    "no hits": "/search?q=xylophonist",
    "channels": "/channels",
    "channel": "/channels/{channel}",
    "a channel by its old name": "/channels/by-name/Heat%20and%20steam",
    "a note": "/items/{note}",
    "a link": "/items/{link}",
    "a PDF": "/items/{application/pdf}",
    "a Word file": "/items/{wordprocessingml}",
    "slides": "/items/{presentationml}",
    "a sheet": "/items/{spreadsheetml}",
    "captions": "/items/{text/vtt}",
    "writing": "/new/note",
    "versions": "/items/{note}/versions",
    "saved items": "/saved/items",
    "drafts": "/saved/drafts",
    "people": "/people",
    "a person": "/people/{person}",
    "groups": "/groups",
    "open groups": "/groups/open",
    "a group": "/groups/{group}",
    "a group's items": "/groups/{group}/items",
    "a group's discussion": "/groups/{group}/discussion",
    "a group's people": "/groups/{group}/people",
    "a group's assignments": "/groups/{group}/assignments",
    "to verify": "/verify",
    "deleted items": "/deleted",
    "assigned to me": "/assignments",
    "done": "/assignments/done",
    "to review": "/assignments/reviews",
    "assigned by me": "/assignments/given",
    "profile": "/settings/profile",
    "appearance": "/settings/appearance",
    "sessions": "/settings/sessions",
    "organisations": "/settings/organisations",
    "members": "/admin/members",
    "invitations": "/admin/invitations",
    "the API": "/developers",
    "nowhere": "/no/such/page",
}
OPENED = {
    "palette": ("/", "Control+k", "dialog"),
    "keys": ("/", "Shift+?", "dialog"),
    "a new link": ("/", "l", "dialog"),
    "an upload": ("/", "u", "dialog"),
}
STILL = """() => !document.querySelector(
  "main [class*=Skeleton-root], main [class*=Loader-root], main [aria-busy=true]")"""
# Colours in transition belong to no theme.
AT_ONCE = "document.getAnimations().forEach((it) => it instanceof CSSTransition && it.finish())"
SHIFTS = """
window.jumped = [];
new PerformanceObserver((list) => {
  for (const it of list.getEntries()) {
    if (!it.hadRecentInput) window.jumped.push([it.value, it.sources.map((s) => s.node?.outerHTML
      ?.slice(0, 200) ?? s.node?.nodeName)]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def visitor(running: Stack, browser: Browser) -> Iterator[Someone]:
    """Returns an administrator for all pages; an uncaught error on any page fails the module."""
    errors: list[str] = []
    visitor = open_window(browser, running, errors)
    visitor.page.add_init_script(SHIFTS)
    visitor.sign_in_as(ADMIN)
    yield visitor
    visitor.page.context.close()
    assert not errors


@pytest.fixture(scope="module")
def known(running: Stack) -> dict[str, str]:
    """Returns an id of each kind of thing in the demo organisation."""
    token = running.token(ADMIN)
    channels = running.ask("GET", "/api/channels", token)[1]["items"]
    person = running.ask("GET", "/api/people", token)[1]["items"][0]["id"]
    group = running.ask("GET", "/api/groups", token)[1]["items"][0]["id"]
    found = {"channel": channels[0]["id"], "person": person, "group": group}
    for channel in channels:
        for card in running.ask("GET", f"/api/channels/{channel['id']}/items", token)[1]["items"]:
            type = card.get("type") or card["kind"]
            found.setdefault(re.sub(r".*\.(\w+ml)\..*", r"\1", type), card["id"])
    return found


@pytest.mark.parametrize("name", PLACES)
def test_page_is_accessible_and_stable(name: str, visitor: Someone, known: dict[str, str]) -> None:
    page = visitor.page
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    _open_page(visitor, PLACES[name], known)
    jumps: list[Any] = page.evaluate("window.jumped")
    found = _check_accessibility(visitor)
    assert not found, "\n".join(found)
    assert sum(value for value, _ in jumps) < JUMP, jumps


@pytest.mark.parametrize("name", OPENED)
def test_dialog_is_accessible(name: str, visitor: Someone, known: dict[str, str]) -> None:
    address, key, role = OPENED[name]
    visitor.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    _open_page(visitor, address, known)
    visitor.page.keyboard.press(key)
    expect(visitor.page.get_by_role(role)).to_be_visible()  # type: ignore[arg-type]
    if name == "palette":
        visitor.palette.locator("input").fill("oven")
        expect(visitor.palette.locator("mark").first).to_be_visible()
    found = _check_accessibility(visitor)
    assert not found, "\n".join(found)
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.get_by_role(role)).to_have_count(0)  # type: ignore[arg-type]


def test_rule_builder_with_groups_is_accessible(visitor: Someone, known: dict[str, str]) -> None:
    page = visitor.page
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    _open_page(visitor, "/groups/{group}/people", known)
    page.get_by_role("button", name=re.compile("Add rule|Edit rule")).first.click()
    dialog = page.get_by_role("dialog", name="Membership rule")
    expect(dialog.locator(":focus")).to_have_count(1)
    for _ in range(2):
        dialog.get_by_role("button", name="Add condition group", exact=True).first.press("Enter")
    together = dialog.get_by_role("combobox", name="Match")
    expect(together).to_have_count(3)
    expect(together.last).to_be_focused()
    found = _check_accessibility(visitor)
    assert not found, "\n".join(found)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    inside = "all => all.every(it => it.getBoundingClientRect().right <= innerWidth)"
    assert dialog.locator("select, input, button").evaluate_all(inside)
    dialog.get_by_role("button", name="Remove condition group").first.click()
    expect(dialog.get_by_role("button", name="Add condition", exact=True)).to_be_focused()
    page.keyboard.press("Escape")


def test_notifications_are_accessible(visitor: Someone, known: dict[str, str]) -> None:
    page = visitor.page
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    _open_page(visitor, "/", known)
    page.get_by_role("button", name=re.compile("^Notifications")).click()
    expect(page.get_by_role("dialog", name="Notifications")).to_be_visible()
    found = _check_accessibility(visitor)
    assert not found, "\n".join(found)
    page.keyboard.press("Escape")


@pytest.mark.parametrize("address", ["/", "/people", "/invitation/none", "/signed-in?code=old"])
def test_public_page_is_accessible_and_stable(address: str, someone: Callable[[], Someone]) -> None:
    stranger = someone()
    stranger.page.add_init_script(SHIFTS)
    stranger.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    stranger.page.goto(address)
    stranger.page.get_by_role("heading", level=1).filter(has_not_text="Loading").wait_for()
    stranger.page.get_by_role("main").get_by_role("button").or_(
        stranger.page.get_by_role("main").get_by_role("link")
    ).first.wait_for()
    found = _check_accessibility(stranger)
    assert not found, "\n".join(found)
    assert sum(value for value, _ in stranger.page.evaluate("window.jumped")) < JUMP


def test_first_visit_stays_within_budget(visitor: Someone, figure: Callable[[str], None]) -> None:
    page = visitor.page
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto("/")
    visitor.expect_page("Home")
    page.wait_for_function(STILL)
    page.wait_for_load_state("networkidle")
    page.remove_listener("response", note)
    scripts = [it for it in answers if it.request.resource_type == "script"]
    weight = sum(len(gzip.compress(it.body(), 9)) for it in scripts)
    urls = "\n".join(it.url for it in answers)
    figure(f"first load: {len(answers)} requests, {weight / 1000:.0f} kB of script gzipped")
    assert len(answers) <= REQUESTS, urls
    assert weight <= SCRIPT, urls


def _open_page(visitor: Someone, address: str, known: dict[str, str]) -> None:
    visitor.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    filled = re.sub(r"{(.+?)}", lambda it: known[it[1]], address)
    visitor.page.goto(filled)
    expect(visitor.main.get_by_role("heading", level=1).first).to_be_visible()
    visitor.page.wait_for_function(STILL)
    visitor.page.wait_for_load_state("networkidle")  # late content may shift what was there


def _check_accessibility(visitor: Someone) -> list[str]:
    """Checks accessibility in each theme and width, and that nothing is wider than a phone."""
    page, found = visitor.page, list[str]()
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            shown = f"[data-mantine-color-scheme={theme}]"
            expect(page.locator(f"html{shown}")).to_have_count(1)
            page.evaluate(AT_ONCE)
            rules = RULES if theme == "light" else COLOURS
            result = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
            found += [
                f"{size['width']} {theme} {it['id']}: {node['html'][:160]} {node['failureSummary']}"
                for it in result.response["violations"]
                for node in it["nodes"][:4]
            ]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > size["width"]:
            found.append(f"{size['width']}: the page is {wide} wide")
    return found
