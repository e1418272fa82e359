"""Notes: concurrent edits, versions, drafts, pictures and reactions."""

import base64
import re
from collections.abc import Callable
from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

from e2e.person import DRAGGED, Someone, unique

AUTHOR = "kenji.mori@pellworth.example"
ADMIN = "nadia.osei@pellworth.example"
BODY = "# Cobalt\n\nIt runs above 1240 degrees.\n\nCool slowly."


def _text(who: Someone) -> str:
    field = who.page.get_by_role("textbox", name="Text")
    expect(field).to_be_visible()
    return field.input_value()


def _replace_text(who: Someone, old: str, new: str) -> None:
    field = who.page.get_by_role("textbox", name="Text")
    expect(field).to_have_value(re.compile(re.escape(old)))
    field.fill(field.input_value().replace(old, new))


def test_note_edits_of_two_people_are_merged(someone: Callable[[], Someone]) -> None:
    author, admin = someone(), someone()
    author.sign_in_as(AUTHOR)
    admin.sign_in_as(ADMIN)
    path = author.publish_note(title := unique("Cobalt"), BODY)
    for who in (author, admin):
        who.page.goto(f"{path}/edit")
    _replace_text(author, "1240 degrees", "1250 degrees")
    _replace_text(admin, "Cool slowly", "Cool very slowly")
    author.page.get_by_role("button", name="Save").click()
    author.expect_page(title)

    admin.page.get_by_role("button", name="Save").click()
    expect(admin.page.get_by_text("changed this while you were writing")).to_be_visible()
    expect(admin.page.get_by_text("so the text below has both")).to_be_visible()
    admin.page.get_by_role("button", name="Save merged text").click()
    admin.expect_page(title)
    expect(admin.main.get_by_text("It runs above 1250 degrees.")).to_be_visible()
    expect(admin.main.get_by_text("Cool very slowly.")).to_be_visible()

    author.page.goto(f"{path}/edit")
    admin.page.goto(f"{path}/edit")
    for who, words in ((author, "1260 degrees"), (admin, "1270 degrees")):
        _replace_text(who, "1250 degrees", words)
    author.page.get_by_role("button", name="Save").click()
    author.expect_page(title)
    admin.page.get_by_role("button", name="Save").click()
    expect(admin.page.get_by_text("Conflict 1 of 1")).to_be_visible()
    admin.page.get_by_text("Theirs", exact=True).click()
    admin.page.get_by_role("button", name="Save merged text").click()
    admin.expect_page(title)
    expect(admin.main.get_by_text("It runs above 1260 degrees.")).to_be_visible()


def test_note_version_is_compared_and_restored(someone: Callable[[], Someone]) -> None:
    author = someone()
    author.sign_in_as(AUTHOR)
    path = author.publish_note(title := unique("Kiln"), BODY)
    author.page.goto(f"{path}/edit")
    _replace_text(author, "slowly", "fast")
    author.page.get_by_role("button", name="Save").click()
    author.expect_page(title)

    author.page.get_by_role("button", name="More", exact=True).click()
    author.page.get_by_role("menuitem", name="Versions").click()
    author.expect_page("Versions")
    expect(author.main.locator("del")).to_have_text("slowly")
    expect(author.main.locator("ins")).to_have_text("fast")
    author.page.get_by_role("button", name="Restore this version").click()
    author.expect_page(title)
    expect(author.main.get_by_text("Cool slowly.")).to_be_visible()


def test_draft_continues_in_another_browser(someone: Callable[[], Someone]) -> None:
    author, later = someone(), someone()
    author.sign_in_as(AUTHOR)
    title = unique("Begun")
    author.page.goto("/new/note")
    author.page.get_by_role("textbox", name="Title").fill(title)
    author.page.get_by_role("textbox", name="Text").fill("So far.")
    expect(author.page.get_by_text("Draft saved", exact=True)).to_be_visible()
    author.page.reload()
    expect(author.page.get_by_role("textbox", name="Title")).to_have_value(title)

    later.sign_in_as(AUTHOR)
    later.page.goto("/saved/drafts")
    later.row(title).get_by_role("link", name=title).click()
    assert _text(later) == "So far."
    later.page.get_by_role("textbox", name="Text").fill("So far, and done.")
    later.page.get_by_role("button", name="Publish").click()
    later.expect_page(title)
    expect(later.main.get_by_text("So far, and done.")).to_be_visible()
    later.page.goto("/saved/drafts")
    later.expect_page("Saved")
    expect(later.row(title)).to_have_count(0)


def test_editor_keeps_focus_while_draft_is_saved(
    someone: Callable[[], Someone],
) -> None:
    author = someone()
    author.sign_in_as(AUTHOR)
    note = author.publish_note(unique("Kept"), "As it was.")
    author.page.goto(f"{note}/edit")
    field = author.page.get_by_role("textbox", name="Text")
    field.fill("As it is")
    with author.page.expect_response(lambda it: it.url.endswith("/api/drafts") and it.ok):
        expect(author.page.get_by_text("Draft saved", exact=True)).to_be_visible()
    author.page.keyboard.type(" now.")

    expect(field).to_be_focused()
    expect(field).to_have_value("As it is now.")
    expect(author.page.get_by_text("Restored your draft.")).to_have_count(0)


def test_note_with_picture_and_tasks_gets_reactions(someone: Callable[[], Someone]) -> None:
    author, reader = someone(), someone()
    author.sign_in_as(AUTHOR)
    author.page.goto("/new/note")
    author.page.get_by_role("textbox", name="Title").fill(title := unique("Glaze"))
    field = author.page.get_by_role("textbox", name="Text")
    field.fill("- [ ] Look at it\n\n")
    picture = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(picture, "PNG")
    data = base64.b64encode(picture.getvalue()).decode()
    dragged = author.page.evaluate_handle(
        DRAGGED, [{"name": "glaze.png", "type": "image/png", "data": data}]
    )
    field.dispatch_event("drop", {"dataTransfer": dragged})
    expect(field).to_have_value(re.compile(r"!\[glaze\]\(/pictures/.*#60x40\)"))
    author.page.get_by_role("button", name="Publish").click()
    author.expect_page(title)
    box = author.page.get_by_role("checkbox", name="Look at it")
    box.click()
    expect(box).to_be_checked()

    reader.sign_in_as(ADMIN)
    reader.page.goto(author.page.url)
    image = reader.main.get_by_role("img", name="glaze")
    expect(image).to_have_js_property("naturalWidth", 60)
    reader.page.get_by_role("button", name="Helpful").click()
    expect(reader.main.get_by_role("button", name=re.compile("^Helped Nadia"))).to_be_visible()
    reader.page.get_by_role("button", name="Save for later").click()
    expect(reader.page.get_by_role("button", name="Save for later", pressed=True)).to_be_visible()
    reader.page.goto("/saved")
    expect(reader.row(title)).to_be_visible()
