"""Imports: a folder of 200 files, an export of Notion, an interrupted upload of 200 MB."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Request, Route, expect

from e2e.person import Someone, unique
from files import archives

SENDER = "kenji.mori@pellworth.example"
MANY = 200
READ_WITHIN = 300_000  # ms: a process of its own reads each file, a few at a time
PART = 16 * 1024 * 1024
WHOLE = 200 * 1024 * 1024
SEND = re.compile(r"/sharewell-datastack-[^/]*content-")


def test_folder_import_resumes_after_interruption(
    someone: Callable[[], Someone], tmp_path: Path, figure: Callable[[str], None]
) -> None:
    sender = someone()
    sender.sign_in_as(SENDER)
    name, lab = unique("Handbook"), unique("Bench")  # its files come first in the list
    folder = tmp_path / name
    (folder / lab).mkdir(parents=True)
    (folder / "Desk" / "Old").mkdir(parents=True)
    for number in range(MANY):
        place = folder / (lab if number % 2 else "Desk/Old" if number % 4 else "Desk")
        (place / f"page {number}.txt").write_text(f"Page {number} of {name} says why kilns crack.")
    (folder / ".DS_Store").write_text("of the computer")
    gone: list[Route] = []

    def half_goes(route: Route) -> None:  # and then the connection breaks
        gone.append(route)
        if len(gone) <= MANY // 2:
            route.continue_()

    sender.page.route(SEND, half_goes)
    sender.page.goto("/imports")
    sender.main.get_by_role("button", name="Choose folder").click()
    dialog = sender.page.get_by_role("dialog", name="Upload a folder")
    with sender.page.expect_file_chooser() as chooser:
        dialog.get_by_role("button", name="Choose folder").click()
    chooser.value.set_files(folder)
    preview = dialog.get_by_role("region", name="Preview")
    expect(preview).to_contain_text(f"{name}: {MANY} files")
    expect(preview).to_contain_text(f"# {lab} (new channel)")
    expect(preview).to_contain_text("1 system file skipped")
    dialog.get_by_role("button", name=f"Upload {MANY} files").click()
    sender.expect_page(name)
    sending = sender.main.get_by_role("region", name="Upload")
    expect(sending).to_contain_text(f"{MANY // 2} of {MANY} files", timeout=120_000)

    sender.page.on("dialog", lambda it: it.accept())
    sender.page.reload()
    sender.page.unroute(SEND)
    going_on = sender.main.get_by_role("region", name="Continue import")
    missing = f"{MANY // 2} files missing"  # once those that arrived are processed
    expect(going_on).to_contain_text(missing, timeout=READ_WITHIN)
    sent: list[str] = []
    sender.page.on("requestfinished", lambda it: sent.extend([it.url] if _is_upload(it) else []))
    with sender.page.expect_file_chooser() as chooser:
        going_on.get_by_role("button", name="Choose the folder again").click()
    chooser.value.set_files(folder)
    expect(_progress(sender)).to_contain_text(f"Done: {MANY} files imported", timeout=READ_WITHIN)
    assert len(sent) == MANY // 2
    expect(sender.main.get_by_role("button", name=f"{MANY} imported")).to_be_visible()
    with sender.page.expect_download() as saved:
        sender.main.get_by_role("button", name="Download CSV").click()
    assert len(saved.value.path().read_text().splitlines()) == MANY + 1
    sender.main.get_by_role("link", name=f"{lab}/page 7.txt").click()
    sender.expect_page("page 7")
    expect(sender.main).to_contain_text(f"# {lab}")


def test_notion_export_becomes_linked_notes(someone: Callable[[], Someone], tmp_path: Path) -> None:
    sender = someone()
    sender.sign_in_as(SENDER)
    path = tmp_path / f"{unique('Export')}.zip"
    path.write_bytes(archives.notion())
    sender.page.goto("/imports")
    sender.main.get_by_role("button", name="Choose export").click()
    dialog = sender.page.get_by_role("dialog", name="Import ZIP")
    with sender.page.expect_file_chooser() as chooser:
        dialog.get_by_role("button", name="Choose ZIP").click()
    chooser.value.set_files(path)
    dialog.get_by_role("button", name="Import", exact=True).click()
    sender.expect_page(path.name)
    expect(sender.main).to_contain_text("Notion export", timeout=60_000)
    expect(_progress(sender)).to_contain_text("Done: 4 files imported", timeout=60_000)
    book = re.compile(r"^Kiln book [0-9a-f]{32}\.md$")
    sender.main.get_by_role("link", name=book).click()
    sender.expect_page("Kiln book")
    expect(sender.main).to_contain_text("5 October 2023")
    kiln = sender.main.get_by_role("img", name="the kiln")
    expect(kiln).to_have_js_property("naturalWidth", 1)
    sender.main.get_by_role("link", name="the glazes").click()
    sender.expect_page("Glazes")


def test_markdown_folder_becomes_notes_with_links_and_pictures(
    someone: Callable[[], Someone], tmp_path: Path
) -> None:
    sender = someone()
    sender.sign_in_as(SENDER)
    folder = tmp_path / unique("Manual")
    (folder / "Lab").mkdir(parents=True)
    (folder / "Start.md").write_text("# Where to start\n\nWith [the lab](Lab/Rules.md).\n")
    rules = "# Rules of the lab\n\n![a sign](sign.png)\n\nBack to [the start](../Start.md).\n"
    (folder / "Lab" / "Rules.md").write_text(rules)
    (folder / "Lab" / "sign.png").write_bytes(archives.PICTURE)
    sender.page.goto("/imports")
    sender.main.get_by_role("button", name="Choose folder").click()
    dialog = sender.page.get_by_role("dialog", name="Upload a folder")
    with sender.page.expect_file_chooser() as chooser:
        dialog.get_by_role("button", name="Choose folder").click()
    chooser.value.set_files(folder)
    expect(dialog.get_by_role("checkbox", name="Convert 2 Markdown pages to notes")).to_be_checked()
    dialog.get_by_role("button", name="Upload 3 files").click()
    sender.expect_page(folder.name)
    expect(_progress(sender)).to_contain_text("Done: 3 files imported", timeout=60_000)
    sender.main.get_by_role("link", name="Start.md").click()
    sender.expect_page("Where to start")
    sender.main.get_by_role("link", name="the lab", exact=True).click()
    sender.expect_page("Rules of the lab")
    sign = sender.main.get_by_role("img", name="a sign")
    expect(sign).to_have_js_property("naturalWidth", 1)
    sender.main.get_by_role("link", name="the start", exact=True).click()
    sender.expect_page("Where to start")


def test_large_upload_resumes_with_missing_parts_only(
    someone: Callable[[], Someone], tmp_path: Path, figure: Callable[[str], None]
) -> None:
    sender = someone()
    sender.sign_in_as(SENDER)
    sender.create_channel(unique("Recordings"))
    name = unique("Recording")
    path = tmp_path / f"{name}.bin"
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for number in range(WHOLE // PART + 1):
            piece = bytes([number + 1]) * min(PART, WHOLE - number * PART)
            digest.update(piece)
            file.write(piece)
    parts = -(-WHOLE // PART)
    sent: list[int] = []
    sender.page.on("requestfinished", lambda it: sent.extend(_parts(it)))
    later = re.compile(r"partNumber=([7-9]|1\d)\b")
    sender.page.route(later, lambda _: None)  # the connection breaks in the middle
    sender.main.get_by_role("button", name="Files").click()
    dialog = sender.page.get_by_role("dialog", name="Upload files")
    with sender.page.expect_file_chooser() as chooser:
        dialog.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(path)
    dialog.get_by_role("button", name="Upload").click()
    while len(sent) < 6:
        sender.page.wait_for_event("requestfinished", timeout=120_000)
    first = sorted(sent)

    sender.page.on("dialog", lambda it: it.accept())
    sender.page.reload()
    sender.page.unroute(later)
    sender.row(name).get_by_role("link", name=name).click()
    sender.expect_page(name)
    with sender.page.expect_file_chooser() as chooser:
        sender.main.get_by_role("button", name="Choose the file again").click()
    chooser.value.set_files(path)
    expect(sender.main).to_contain_text("No preview for this file type", timeout=180_000)
    item = sender.page.url.rpartition("/")[2]
    token = sender.stack.token(SENDER)
    _, view = sender.stack.ask("GET", f"/api/items/{item}", token)

    assert first == [1, 2, 3, 4, 5, 6]
    assert sorted(sent) == list(range(1, parts + 1))  # none of them twice
    assert (view["file"]["size"], view["file"]["sha256"]) == (WHOLE, digest.hexdigest())
    path.unlink()  # remove what would only fill the disk
    figure(f"200 MB: {parts} parts, {len(first)} before the cut, {parts - len(first)} after it")


def _progress(sender: Someone) -> Locator:
    return sender.main.get_by_role("status").filter(has_text=re.compile("files? imported"))


def _is_upload(request: Request) -> bool:
    return request.method == "POST" and SEND.search(request.url) is not None


def _parts(request: Request) -> list[int]:
    found = re.findall(r"partNumber=(\d+)", request.url) if request.method == "PUT" else []
    return [int(it) for it in found]
