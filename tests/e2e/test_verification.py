"""Keeping content accurate: verification, link previews, restored deletions."""

from collections.abc import Callable

from playwright.sync_api import expect

from e2e.person import Someone, unique

AUTHOR = "kenji.mori@pellworth.example"
VERIFIER = "nadia.osei@pellworth.example"
STALE = "Your first two weeks"


def _make_verifier(author: Someone, who: str) -> None:
    author.page.get_by_role("button", name="Choose verifier").click()
    dialog = author.page.get_by_role("dialog", name="Verifier")
    dialog.get_by_role("combobox", name="Verifier").fill(who)
    author.page.get_by_role("option", name=who).click()
    dialog.get_by_role("button", name="Save").click()
    expect(author.main.get_by_text(f"Next check: {who}, by")).to_be_visible()


def test_verifier_is_notified_and_verifies_with_one_click(
    someone: Callable[[], Someone],
) -> None:
    title = unique("How long a stone holds")
    author, verifier = someone(), someone()
    author.sign_in_as(AUTHOR)
    address = author.publish_note(title, "Two minutes.")
    _make_verifier(author, "Nadia Osei")

    verifier.sign_in_as(VERIFIER)
    verifier.page.goto("/verify")
    expect(verifier.row(title)).to_be_visible()
    verifier.page.get_by_role("button", name="Notifications").click()
    expect(verifier.page.get_by_text("Kenji Mori asked you to verify this").first).to_be_visible()
    verifier.page.keyboard.press("Escape")
    verifier.page.get_by_role("button", name=f"“{title}” is still correct").click()
    expect(verifier.row(title)).to_have_count(0)
    author.page.goto(address)
    expect(author.main.get_by_text("Verified by Nadia Osei")).to_be_visible()
    expect(author.main.get_by_text("Verified", exact=True).first).to_be_visible()


def test_stale_item_is_marked_in_search_and_on_its_page(
    someone: Callable[[], Someone],
) -> None:
    reader = someone()
    reader.sign_in_as(AUTHOR)
    reader.expect_found(STALE, STALE)
    expect(reader.main.get_by_text("May be out of date").first).to_be_visible()
    reader.hits(STALE).first.click()
    reader.expect_page(STALE)
    expect(reader.main.get_by_text("May be out of date").first).to_be_visible()


def test_link_without_preview_is_added_with_reason(
    someone: Callable[[], Someone],
) -> None:
    title = unique("The kiln's own page")
    author = someone()
    author.sign_in_as(AUTHOR)
    author.page.keyboard.press("l")
    dialog = author.page.get_by_role("dialog", name="Add a link")
    dialog.get_by_role("textbox", name="URL").fill("http://127.0.0.1:9/kiln")
    dialog.get_by_role("textbox", name="Title").fill(title)
    dialog.get_by_role("button", name="Add link").click()
    author.expect_page(title)
    expect(author.main.get_by_role("link", name="Open on 127.0.0.1")).to_be_visible()
    expect(author.main.get_by_text("could not be fetched")).to_be_visible()
    expect(author.main.get_by_role("button", name="Try again")).to_be_visible()


def test_deleted_item_is_restored_by_undo_and_from_list(
    someone: Callable[[], Someone],
) -> None:
    title = unique("Not to be lost")
    author = someone()
    page = author.page
    author.sign_in_as(AUTHOR)
    address = author.publish_note(title, "Still here.")

    def delete() -> None:
        page.get_by_role("button", name="More").click()
        page.get_by_role("menuitem", name="Delete").click()
        expect(page.get_by_role("button", name="Undo")).to_be_visible()

    delete()
    page.get_by_role("button", name="Undo").click()
    page.goto(address)
    author.expect_page(title)
    delete()
    page.goto("/deleted")
    page.get_by_role("button", name=f"Restore “{title}”").click()
    expect(page.get_by_role("button", name=f"Restore “{title}”")).to_have_count(0)
    page.goto(address)
    author.expect_page(title)


def test_deleted_group_is_restored_from_list(someone: Callable[[], Someone]) -> None:
    name = unique("Kiln keepers")
    lead = someone()
    lead.sign_in_as(AUTHOR)
    token = lead.stack.token(AUTHOR)
    _, made = lead.stack.ask("POST", "/api/groups", token, {"name": name})
    lead.stack.ask("DELETE", f"/api/groups/{made['id']}", token)

    lead.page.goto("/deleted")
    lead.page.get_by_role("button", name=f"Restore “{name}”").click()
    expect(lead.page.get_by_text(f"{name} was restored.")).to_be_visible()
    lead.page.goto(f"/groups/{made['id']}")
    lead.expect_page(name)
