"""Channels in the browser: managed and merged; unread marks."""

from collections.abc import Callable

from playwright.sync_api import expect

from e2e.person import Someone, unique

CURATOR = "amara.devereux@pellworth.example"
READER = "kenji.mori@pellworth.example"


def _publish_in(who: Someone, address: str, title: str) -> None:
    who.page.goto(f"/new/note?channel={address.rpartition('/')[2]}")
    who.page.get_by_role("textbox", name="Title").fill(title)
    who.page.get_by_role("textbox", name="Text").fill("What there is to know.")
    who.page.get_by_role("button", name="Publish").click()
    who.expect_page(title)


def _manage(who: Someone, what: str) -> None:
    who.page.get_by_role("button", name="Manage channel").click()
    who.page.get_by_role("menuitem", name=what).click()


def test_channel_is_pinned_renamed_and_merged(
    someone: Callable[[], Someone],
) -> None:
    old, new, other = unique("Kilns"), unique("Ovens"), unique("Firing")
    title = unique("How hot is hot")
    curator = someone()
    page = curator.page
    curator.sign_in_as(CURATOR)
    target = curator.create_channel(other)
    source = curator.create_channel(old)
    _publish_in(curator, source, title)

    page.goto(source)
    with page.expect_response("**/pinned"):
        page.get_by_role("button", name=f"Pin “{title}”").click()
    pinned = curator.main.get_by_role("region", name="Pinned")
    expect(pinned.get_by_role("link", name=title, exact=True)).to_be_visible()

    _manage(curator, "Edit")
    page.get_by_role("textbox", name="Name").fill(new)
    page.get_by_role("button", name="Save").click()
    curator.expect_page(new)
    page.goto(f"/channels/by-name/{old}")
    curator.expect_page(new)

    _manage(curator, "Merge…")
    page.get_by_role("combobox", name="Into").fill(other)
    page.get_by_role("option", name=other).click()
    page.get_by_role("button", name="Merge", exact=True).click()
    page.wait_for_url(f"**{target}")
    curator.expect_page(other)
    expect(curator.main.get_by_role("link", name=title, exact=True).first).to_be_visible()
    page.goto(source)
    page.wait_for_url(f"**{target}")


def test_unread_mark_clears_on_open_and_mark_all_read(
    someone: Callable[[], Someone],
) -> None:
    first, second = unique("First"), unique("Second")
    curator, reader = someone(), someone()
    curator.sign_in_as(CURATOR)
    channel = curator.create_channel(unique("News"))
    reader.sign_in_as(READER)
    reader.page.goto(channel)
    reader.main.get_by_role("button", name="Follow").click()
    expect(reader.main.get_by_role("button", name="Following")).to_be_visible()
    for title in (first, second):
        _publish_in(curator, channel, title)

    page = reader.page
    page.goto("/")
    expect(reader.row(second).get_by_text("Unread")).to_be_attached()
    reader.row(first).get_by_role("link", name=first, exact=True).click()
    reader.expect_page(first)
    page.get_by_role("link", name="Home").first.click()
    expect(reader.row(first).get_by_text("Unread")).to_have_count(0)
    expect(reader.row(second).get_by_text("Unread")).to_be_attached()

    page.get_by_role("button", name="Mark all read").click()
    expect(reader.row(second).get_by_text("Unread")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(reader.row(second).get_by_text("Unread")).to_be_attached()
