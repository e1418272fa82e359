"""The upload panel: concurrent, cancelled, retried, resumed and rejected uploads."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Request, Route, expect

from e2e.person import Someone, unique
from files import make

SENDER = "kenji.mori@pellworth.example"
PART = 16 * 1024 * 1024
READY = "Ready, searchable in a few seconds"
SEND = re.compile(r"/sharewell-datastack-[^/]*content-")


def test_uploads_run_concurrently_and_one_is_cancelled(
    someone: Callable[[], Someone],
) -> None:
    sender = _in_a_channel(someone())
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    sender.page.route(SEND, hold)
    names = [unique(it) for it in ("Plan", "Budget", "Minutes")]
    sender.drop_files({f"{name}.txt": make.PROSE.encode() for name in names})
    for name in names:
        expect(sender.row(name)).to_contain_text("Uploading")
    expect(sender.uploads.get_by_role("status")).to_have_text("Uploading 3 files")

    sender.page.get_by_role("button", name=f"Cancel {names[1]}.txt").click()
    expect(sender.upload(names[1])).to_have_count(0)
    expect(sender.row(names[1])).to_have_count(0)
    for route in held:
        if names[1].encode() not in (route.request.post_data_buffer or b""):
            route.continue_()
    for name in (names[0], names[2]):
        expect(sender.upload(name)).to_contain_text(READY)
    expect(sender.uploads.get_by_role("status")).to_have_text("2 files uploaded")
    sender.uploads.get_by_role("button", name="Close").click()
    expect(sender.uploads).to_have_count(0)
    expect(sender.row(names[1])).to_have_count(0)


def test_upload_cancelled_before_announcement_leaves_nothing(
    someone: Callable[[], Someone],
) -> None:
    sender = _in_a_channel(someone())
    held: list[Route] = []
    sender.page.route("**/api/uploads", lambda route: held.append(route))  # noqa: PLW0108  # it wants a function of Python
    name = unique("Plan")
    sender.drop_files({f"{name}.txt": make.PROSE.encode()})
    sender.page.get_by_role("button", name=f"Cancel {name}.txt").click()
    expect(sender.upload(name)).to_have_count(0)

    with sender.page.expect_response(lambda it: it.request.method == "DELETE") as given_up:
        held[0].continue_()
    assert given_up.value.ok
    sender.page.reload()
    expect(sender.main.get_by_role("heading", level=1)).to_be_visible()
    expect(sender.row(name)).to_have_count(0)


def test_failed_upload_is_retried(someone: Callable[[], Someone]) -> None:
    sender = _in_a_channel(someone())
    name = unique("Report")
    sender.page.route(SEND, lambda route: route.fulfill(status=403, body="<Error/>"))
    sender.drop_files({f"{name}.txt": make.PROSE.encode()})
    expect(sender.uploads.get_by_role("status")).to_have_text("1 file failed to upload")
    expect(sender.upload(name)).to_contain_text("The upload failed.")
    sender.page.unroute(SEND)
    sender.page.get_by_role("button", name=f"Retry {name}.txt").click()
    expect(sender.upload(name)).to_contain_text(READY)
    expect(sender.row(name)).to_have_count(1)
    expect(sender.row(name)).not_to_contain_text("Uploading")


def test_multipart_upload_resumes_after_reload(
    someone: Callable[[], Someone], tmp_path: Path
) -> None:
    sender = _in_a_channel(someone())
    name = unique("Recording")
    path = tmp_path / f"{name}.bin"
    path.write_bytes(b"\1\2\3\4" * (PART // 2) + b"the rest")  # two whole parts and a bit
    sent: list[str] = []
    sender.page.on("requestfinished", lambda request: sent.extend(_part(request)))
    third = re.compile(r"partNumber=3\b")
    sender.page.route(third, lambda _: None)  # never arrives
    _choose_file(sender, path)
    parts = sender.upload(name)
    expect(parts).to_contain_text(re.compile("9[0-9]|100 %"))
    while sorted(sent) != ["1", "2"]:
        sender.page.wait_for_event("requestfinished")

    sender.page.on("dialog", lambda dialog: dialog.accept())
    sender.page.reload()
    sender.page.unroute(third)
    sender.row(name).get_by_role("link", name=name).click()
    sender.expect_page(name)
    expect(sender.main).to_contain_text("to continue where it stopped")
    with sender.page.expect_file_chooser() as chooser:
        sender.main.get_by_role("button", name="Choose the file again").click()
    chooser.value.set_files(path)
    expect(sender.main).to_contain_text("No preview for this file type")
    assert sorted(sent) == ["1", "2", "3"]


def test_unreadable_files_show_reasons_and_good_one_is_processed(
    someone: Callable[[], Someone],
) -> None:
    sender = _in_a_channel(someone())
    good = make.word([make.PROSE])
    files = {
        "broken.docx": (good[: len(good) // 2], "is damaged"),
        "locked.pdf": (make.locked_pdf(), "locked with a password"),
        "empty.pdf": (b"", "is empty"),
        "picture.pdf": (make.picture(), "named .pdf but is an image"),
    }
    names = {name: unique(name.partition(".")[0]) for name in files}
    fine = unique("fine")
    dropped = {f"{names[it]}.{it.partition('.')[2]}": data for it, (data, _) in files.items()}
    sender.drop_files({**dropped, f"{fine}.docx": good})
    expect(sender.upload(fine)).to_contain_text(READY)
    for name, (_, reason) in files.items():
        expect(sender.upload(names[name])).to_contain_text("Stored, text not searchable")
        sender.page.get_by_role("link", name=f"{names[name]}.").click()
        sender.expect_page(names[name])
        expect(sender.main.get_by_role("status").filter(has_text=reason)).to_be_visible()
        expect(sender.main.get_by_role("button", name="Download")).to_be_visible()
        expect(sender.main.get_by_role("button", name="Try again")).to_be_visible()


def _in_a_channel(sender: Someone) -> Someone:
    sender.sign_in_as(SENDER)
    sender.create_channel(unique("Uploads"))
    return sender


def _choose_file(sender: Someone, path: Path) -> None:
    sender.main.get_by_role("button", name="Files").click()
    dialog = sender.page.get_by_role("dialog", name="Upload files")
    with sender.page.expect_file_chooser() as chooser:
        dialog.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(path)
    dialog.get_by_role("button", name="Upload").click()


def _part(request: Request) -> list[str]:
    return re.findall(r"partNumber=(\d+)", request.url) if request.method == "PUT" else []
