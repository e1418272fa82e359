"""The app without a mouse."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from e2e.person import Someone

MEMBER = "kenji.mori@pellworth.example"


def test_skip_link_skips_navigation(someone: Callable[[], Someone]) -> None:
    page = _at_home(someone)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").locator("a:focus, button:focus")).to_have_count(1)


def test_search_palette_opens_by_shortcut_and_takes_arrows(someone: Callable[[], Someone]) -> None:
    page = _at_home(someone)
    palette = page.get_by_role("dialog", name="Search everything")
    for key in ("/", "Control+k"):
        page.keyboard.press(key)
        expect(palette.locator("input")).to_be_focused()
        page.keyboard.press("Escape")
        expect(palette).to_have_count(0)

    page.keyboard.press("/")
    page.keyboard.type("retarder")
    chosen = palette.locator("[role=option][data-combobox-selected]")
    expect(palette.locator("mark").first).to_be_visible()
    first = chosen.inner_text()
    page.keyboard.press("ArrowDown")
    expect(chosen).not_to_have_text(first)
    page.keyboard.press("ArrowUp")
    title = chosen.locator("span > span").first.inner_text()
    page.keyboard.press("Enter")
    expect(palette).to_have_count(0)
    expect(page).to_have_url(re.compile("/(items|channels|people)/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.split(r"page \d", title)[0])


def test_search_shortcut_works_while_a_field_has_focus(
    someone: Callable[[], Someone],
) -> None:
    page = _at_home(someone)
    page.goto("/new/note")
    title = page.get_by_role("textbox", name="Title")
    title.fill("Either ")
    title.press("/")
    expect(title).to_have_value("Either /")
    title.press("Control+k")
    expect(page.get_by_role("dialog", name="Search everything").locator("input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(title).to_be_focused()


def test_menus_and_dialogs_restore_focus(someone: Callable[[], Someone]) -> None:
    page = _at_home(someone)
    new = page.get_by_role("button", name="New", exact=True)
    new.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Write a note")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=menuitem]:focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("menuitem")).to_have_count(0)
    expect(new).to_be_focused()

    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="Add a link").press("Enter")
    dialog = page.get_by_role("dialog", name="Add a link")
    expect(dialog.get_by_role("textbox", name="URL")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(new).to_be_focused()


def test_note_is_published_by_keyboard_only(
    someone: Callable[[], Someone],
) -> None:
    page = _at_home(someone)
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/new/note$"))
    title = page.get_by_role("textbox", name="Title")
    for _ in range(40):
        page.keyboard.press("Tab")
        if title.evaluate("it => it === document.activeElement"):
            break
    expect(title).to_be_focused()
    page.keyboard.type("Written by keyboard")
    page.keyboard.press("Tab")
    text = page.get_by_role("textbox", name="Text")
    while not text.evaluate("it => it === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("Every word of it.")
    publish = page.get_by_role("button", name="Publish")
    while not publish.evaluate("it => it === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Written by keyboard")


def _at_home(someone: Callable[[], Someone]) -> Page:
    visitor = someone()
    visitor.sign_in_as(MEMBER)
    visitor.page.reload()
    visitor.expect_page("Home")
    expect(visitor.main.get_by_role("listitem").first).to_be_visible()
    return visitor.page
