"""Signing in and out, by the pool's own page."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from e2e.running import Stack

ADMIN = "nadia.osei@pellworth.example"


def test_member_signs_in_to_home(running: Stack, signed_in: Callable[[str], Page]) -> None:
    page = signed_in(ADMIN)
    assert page.url.startswith(running.url)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_sign_in_returns_to_requested_page(
    running: Stack, page: Page, signed_in: Callable[[str], Page]
) -> None:
    signed_in(ADMIN)
    page.goto("/people")
    expect(page).to_have_url(re.compile("/people"))
    expect(page.get_by_role("main")).to_contain_text("Amara Devereux")


def test_wrong_password_is_rejected(running: Stack, page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Sign in", exact=False).first.click()
    page.wait_for_url(f"{running.place.sign_in}/**")
    page.locator("input[name=username]").fill(ADMIN)
    page.locator("input[name=password]").fill("not this one")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_load_state()
    assert page.url.startswith(running.place.sign_in)
