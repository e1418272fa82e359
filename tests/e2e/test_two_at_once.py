"""Two windows change one thing: the second is warned and keeps its text."""

from collections.abc import Callable

from playwright.sync_api import expect

from e2e.person import Someone, unique

WRITER = "kenji.mori@pellworth.example"
CURATOR = "amara.devereux@pellworth.example"
TOLD = "Someone else just changed this"


def test_note_conflict_shows_both_texts_to_second_writer(someone: Callable[[], Someone]) -> None:
    quick, slow = someone(), someone()
    quick.sign_in_as(WRITER)
    slow.sign_in_as(CURATOR)
    note = quick.publish_note(unique("Glaze"), "As it was.")
    for window, text in ((slow, "Slowly written."), (quick, "Quickly written.")):
        window.page.goto(f"{note}/edit")
        window.page.get_by_role("textbox", name="Text").fill(text)
    quick.page.get_by_role("button", name="Save").click()
    expect(quick.main.get_by_text("Quickly written.")).to_be_visible()

    slow.page.get_by_role("button", name="Save").click()
    alert = slow.page.get_by_role("alert")
    expect(alert).to_contain_text("changed this while you were writing")
    both = slow.page.get_by_role("textbox", name="Merged text")
    expect(both).to_have_value("Quickly written.\nSlowly written.")
    quick.page.reload()
    expect(quick.main.get_by_text("Quickly written.")).to_be_visible()


def test_profile_conflict_keeps_typed_values(
    someone: Callable[[], Someone],
) -> None:
    quick, slow = someone(), someone()
    for window in (quick, slow):
        window.sign_in_as(WRITER)
        window.page.goto("/settings")
        window.page.get_by_role("textbox", name="Location").fill(unique("Place"))
    typed = slow.page.get_by_role("textbox", name="Location").input_value()
    quick.page.get_by_role("button", name="Save").click()
    expect(quick.page.get_by_text("Profile saved.")).to_be_visible()

    slow.page.get_by_role("button", name="Save").click()
    expect(slow.page.get_by_text(TOLD)).to_be_visible()
    expect(slow.page.get_by_role("textbox", name="Location")).to_have_value(typed)
