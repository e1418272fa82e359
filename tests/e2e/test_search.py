"""Who finds what, and who does not, as the app shows it."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from e2e.person import Someone, unique
from e2e.running import Stack

AUTHOR = "kenji.mori@pellworth.example"
COLLEAGUE = "amara.devereux@pellworth.example"


def test_deleted_item_leaves_search_and_undo_restores_it(
    someone: Callable[[], Someone],
) -> None:
    author, colleague = someone(), someone()
    word = unique("Quillwort").replace(" ", "")
    title = f"Notes on {word}"
    author.sign_in_as(AUTHOR)
    author.publish_note(title, "It grows where the gutter drips.")
    colleague.sign_in_as(COLLEAGUE)
    colleague.expect_found(word, title)

    author.page.get_by_role("button", name="More", exact=True).click()
    author.page.get_by_role("menuitem", name="Delete").click()
    undo = author.page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    undo.hover()  # hovering keeps it from closing
    colleague.expect_nothing_found(word)

    undo.click()
    expect(undo).to_be_hidden()
    colleague.expect_found(word, title)
    colleague.hits(title).click()
    colleague.expect_page(title)


def test_group_note_is_hidden_from_search_of_others(
    running: Stack, someone: Callable[[], Someone]
) -> None:
    author, friend, outsider = someone(), someone(), someone()
    word = unique("Zirconia").replace(" ", "")
    title, group = f"{word} prices", unique("Buyers")
    outsider.sign_in_as("nadia.osei@pellworth.example")
    outsider.search("prices")
    before = _count(outsider)

    author.sign_in_as(AUTHOR)
    _create_group(author, group, "Amara Devereux")
    address = author.publish_note(title, f"The {word} offer is for us alone.", [group])
    friend.sign_in_as(COLLEAGUE)
    friend.expect_found(word, title)

    outsider.expect_nothing_found(word)
    expect(outsider.main).not_to_contain_text(title)
    outsider.search("prices")
    assert _count(outsider) == before
    expect(outsider.main).not_to_contain_text(word)
    outsider.page.goto("/")
    outsider.search_palette(word[:-2])
    everywhere = outsider.palette.get_by_role("option").filter(has_text="everywhere")
    expect(everywhere).to_be_visible()
    expect(outsider.palette.get_by_role("option").filter(has_text=title)).to_have_count(0)
    token = running.token("nadia.osei@pellworth.example")
    assert running.ask("GET", f"/api/suggestions?q={word[:6]}", token)[1]["items"] == []
    outsider.page.goto(address)
    outsider.expect_page("Page not found")


def _create_group(author: Someone, name: str, member: str) -> None:
    author.page.goto("/groups")
    author.main.get_by_role("button", name="New group").first.click()
    dialog = author.page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill(name)
    dialog.get_by_text("Add people").click()
    dialog.get_by_label("Members besides you").first.fill(member)
    author.page.get_by_role("option", name=member).click()
    author.page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Create group").click()
    author.expect_page(name)


def _count(visitor: Someone) -> int:
    text = visitor.main.get_by_role("status").filter(has_text=re.compile("result")).inner_text()
    return int(text.split()[0].replace(",", ""))
