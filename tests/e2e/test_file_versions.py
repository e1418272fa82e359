"""File replacement: dropped, processed, compared and restored; and a damaged one."""

from collections.abc import Callable

from playwright.sync_api import FilePayload, expect

from e2e.person import Someone, unique
from files import make

SENDER = "kenji.mori@pellworth.example"
READY = "Ready, searchable in a few seconds"
VEIL = "Drop to upload a new version"
OLD, NEW = "Ovens were quiet in spring.", "Ovens are loud in autumn."


def test_new_file_version_replaces_file_and_can_be_restored(
    someone: Callable[[], Someone],
) -> None:
    sender = someone()
    sender.sign_in_as(SENDER)
    sender.create_channel(unique("Versions"))
    name = unique("Ovens")
    sender.drop_files({f"{name}.txt": OLD.encode()})
    expect(sender.upload(name)).to_contain_text(READY)
    sender.row(name).get_by_role("link", name=name).click()
    sender.expect_page(name)
    expect(sender.main).to_contain_text(OLD)

    sender.drop_files({"broken.docx": make.word([NEW])[:900]}, VEIL)
    _send_file(sender, "broken.docx")
    state = sender.main.get_by_role("status", name="New version")
    expect(state).to_contain_text("is damaged")
    expect(state).to_contain_text("The current file is unchanged.")
    expect(sender.main).to_contain_text(OLD)
    state.get_by_role("button", name="Discard").click()
    expect(state).to_have_count(0)

    sender.main.get_by_role("button", name="New version…").click()
    dialog = sender.page.get_by_role("dialog", name="New version")
    with sender.page.expect_file_chooser() as chooser:
        dialog.get_by_role("button", name="Choose file").click()
    word: FilePayload = {
        "name": "autumn.docx",
        "mimeType": "application/octet-stream",
        "buffer": make.word([NEW]),
    }
    chooser.value.set_files(word)
    _send_file(sender, "autumn.docx")
    expect(sender.main).to_contain_text(NEW)
    expect(sender.main).not_to_contain_text(OLD)
    sender.expect_found("loud in autumn", name)

    sender.hits(name).click()
    sender.main.get_by_role("button", name="More").click()
    sender.page.get_by_role("menuitem", name="Versions").click()
    sender.expect_page("Versions")
    files = sender.main.get_by_role("table", name="Files")
    expect(files.locator("del").first).to_have_text(f"{name}.txt")
    expect(files.locator("ins").first).to_have_text("autumn.docx")
    with sender.page.expect_download() as saved:
        sender.main.get_by_role("button", name="Download this file").click()
    assert saved.value.path().read_text() == OLD
    sender.main.get_by_role("button", name="Restore this version").click()
    sender.expect_page(name)
    expect(sender.main).to_contain_text(OLD)
    expect(sender.main).not_to_contain_text(NEW)


def _send_file(sender: Someone, name: str) -> None:
    dialog = sender.page.get_by_role("dialog", name="New version")
    expect(dialog).to_contain_text(name)
    dialog.get_by_role("button", name="Upload").click()
