"""Link previews, of a page that the test serves as if on the internet."""

import re
from collections.abc import Callable
from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

from e2e.person import Someone, unique
from resilience.site import Page, says, site

AUTHOR = "kenji.mori@pellworth.example"
ABOUT = "Above 1240 °C cobalt runs."


def page(title: str) -> Page:
    return says(
        200,
        f"""<title>Plain</title><meta property="og:title" content="{title}">
        <meta property="og:description" content="{ABOUT}">
        <meta property="og:image" content="/kiln.png">""".encode(),
        "text/html; charset=utf-8",
    )


def picture() -> Page:
    drawn = BytesIO()
    Image.new("RGB", (800, 400), "teal").save(drawn, "PNG")
    return says(200, drawn.getvalue(), "image/png")


def test_link_preview_shows_in_dialog_on_item_and_after_refresh(
    someone: Callable[[], Someone],
) -> None:
    title, other = unique("Why cobalt runs"), unique("What cobalt does")
    pages = {"/cobalt": page(title), "/kiln.png": picture()}
    author = someone()
    author.sign_in_as(AUTHOR)
    with site(pages) as there:
        author.page.keyboard.press("l")
        dialog = author.page.get_by_role("dialog", name="Add a link")
        dialog.get_by_role("textbox", name="URL").fill(f"{there.url}/cobalt")
        expect(dialog.get_by_role("status").get_by_text(ABOUT)).to_be_visible()
        expect(dialog.get_by_role("status").locator("img")).to_be_visible()
        expect(dialog.get_by_role("textbox", name="Title")).to_have_value(title)
        dialog.get_by_role("button", name="Add link").click()

        author.expect_page(title)
        card = author.main.get_by_role("link", name=re.compile(f"^{title}"))
        expect(card.get_by_text(ABOUT)).to_be_visible()
        expect(card.locator("img")).to_have_js_property("naturalWidth", 480)

        pages["/cobalt"] = page(other)
        author.main.get_by_role("button", name="More", exact=True).click()
        author.page.get_by_role("menuitem", name="Refresh preview").click()
        expect(author.main.get_by_role("link", name=re.compile(f"^{other}"))).to_be_visible()
    author.expect_page(title)  # titles are for members to change
