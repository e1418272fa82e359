"""What is found by whom, and what is not, by what the app shows."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from e2e.person import Someone, fresh
from e2e.running import Stack

AUTHOR = "kenji.mori@pellworth.example"
COLLEAGUE = "amara.devereux@pellworth.example"


def test_deleted_item_leaves_search_and_undo_restores_it(
    someone: Callable[[], Someone],
) -> None:
    author, colleague = someone(), someone()
    word = fresh("Quillwort").replace(" ", "")
    title = f"Notes on {word}"
    author.comes_as(AUTHOR)
    author.writes_a_note(title, "It grows where the gutter drips.")
    colleague.comes_as(COLLEAGUE)
    colleague.finds(word, title)

    author.page.get_by_role("button", name="More", exact=True).click()
    author.page.get_by_role("menuitem", name="Delete").click()
    undo = author.page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    undo.hover()  # whoever points at it keeps it from going away
    colleague.finds_nothing(word)

    undo.click()
    expect(undo).to_be_hidden()
    colleague.finds(word, title)
    colleague.hits(title).click()
    colleague.sees(title)


def test_group_note_is_hidden_from_search_of_others(
    running: Stack, someone: Callable[[], Someone]
) -> None:
    author, friend, outsider = someone(), someone(), someone()
    word = fresh("Zirconia").replace(" ", "")
    title, group = f"{word} prices", fresh("Buyers")
    outsider.comes_as("nadia.osei@pellworth.example")
    outsider.searches("prices")
    before = _count(outsider)

    author.comes_as(AUTHOR)
    _makes_a_group(author, group, "Amara Devereux")
    address = author.writes_a_note(title, f"The {word} offer is for us alone.", [group])
    friend.comes_as(COLLEAGUE)
    friend.finds(word, title)

    outsider.finds_nothing(word)
    expect(outsider.main).not_to_contain_text(title)
    outsider.searches("prices")
    assert _count(outsider) == before
    expect(outsider.main).not_to_contain_text(word)
    outsider.page.goto("/")
    outsider.asks(word[:-2])
    everywhere = outsider.palette.get_by_role("option").filter(has_text="everywhere")
    expect(everywhere).to_be_visible()
    expect(outsider.palette.get_by_role("option").filter(has_text=title)).to_have_count(0)
    token = running.token("nadia.osei@pellworth.example")
    assert running.ask("GET", f"/api/suggestions?q={word[:6]}", token)[1]["items"] == []
    outsider.page.goto(address)
    outsider.sees("Page not found")


def _makes_a_group(author: Someone, name: str, member: str) -> None:
    author.page.goto("/groups")
    author.main.get_by_role("button", name="New group").first.click()
    dialog = author.page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill(name)
    dialog.get_by_text("Add people").click()
    dialog.get_by_label("Members besides you").first.fill(member)
    author.page.get_by_role("option", name=member).click()
    author.page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Create group").click()
    author.sees(name)


def _count(visitor: Someone) -> int:
    said = visitor.main.get_by_role("status").filter(has_text=re.compile("result")).inner_text()
    return int(said.split()[0].replace(",", ""))
