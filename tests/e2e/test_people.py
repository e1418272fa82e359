"""Joining by invitation, and signing out everywhere."""

import json
import re
from collections.abc import Callable
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from e2e.person import PATIENCE, Someone, unique
from e2e.running import Stack

ADMIN = "nadia.osei@pellworth.example"


def test_invitation_email_leads_to_membership(
    running: Stack, someone: Callable[[], Someone]
) -> None:
    admin, newcomer = someone(), someone()
    address = f"{unique('wren')}@pellworth.example".replace(" ", ".")
    pasted = f"Wren Abara <{address}>\n{ADMIN}\nnobody in particular\n{address}"
    admin.sign_in_as(ADMIN)
    admin.page.goto("/admin/invitations")
    admin.page.get_by_role("textbox", name="Email addresses").fill(pasted)
    admin.page.get_by_role("button", name="Send invitations").click()
    report = admin.page.get_by_role("region", name="Invitation results")
    expect(report.get_by_role("status")).to_have_text("1 invitation sent")
    outcomes = (
        "Invited",
        "Already a member",
        "No email address",
        "Duplicate",
    )
    for row, outcome in zip(report.get_by_role("row").all()[1:], outcomes, strict=True):
        expect(row).to_contain_text(outcome)
    expect(admin.page.get_by_role("region", name="Invitations")).to_contain_text(address)

    newcomer.page.goto(_link(newcomer, address))
    newcomer.expect_page("Join Pellworth Ovens")
    expect(newcomer.main).to_contain_text(f"Nadia Osei invited {address}")
    running.sign_up(address)
    newcomer.sign_in(address)
    name = unique("Wren Abara")
    newcomer.page.get_by_role("textbox", name="Your name").fill(name)
    newcomer.page.get_by_role("button", name="Join").click()
    newcomer.expect_page("Home")
    expect(newcomer.main).to_contain_text(re.compile("Good (morning|afternoon|evening), Wren."))

    admin.expect_found(name, name)
    admin.hits(name).click()
    admin.expect_page(name)
    admin.page.goto("/admin/invitations")
    admin.page.get_by_role("heading", name="Pending").wait_for()
    expect(admin.main.get_by_text(address)).to_have_count(0)


def test_invalid_invitation_link_is_rejected(someone: Callable[[], Someone]) -> None:
    stranger = someone()
    stranger.page.goto("/invitation/not-a-real-token")
    stranger.expect_page("This invitation has expired or was withdrawn")


def test_sign_out_everywhere_ends_other_sessions(
    someone: Callable[[], Someone],
) -> None:
    here, there = someone(), someone()
    for window in (here, there):
        window.sign_in_as("matthias.kehrle@pellworth.example")
    here.page.goto("/settings/sessions")
    here.main.get_by_role("button", name="Sign out everywhere").click()
    here.expect_page("Sharewell")
    expect(here.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()

    there.page.get_by_role("link", name="People", exact=True).first.click()
    there.expect_page("You\u2019ve been signed out")
    there.page.reload()
    expect(there.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    there.sign_in("matthias.kehrle@pellworth.example")
    there.expect_page("People")


def _link(visitor: Someone, address: str) -> str:
    """Returns the link in the mail to `address`."""
    url = f"{visitor.stack.place.emulator}/_ministack/ses/messages"
    for _ in range(PATIENCE // 100):
        with urlopen(url) as answer:
            boxes = json.load(answer)["messages"].values()
        for mail in (mail for box in boxes for mail in box if address in mail["To"]):
            return str(re.findall(r"/invitation/\S+", mail["BodyText"])[0])
        visitor.page.wait_for_timeout(100)
    pytest.fail(f"no mail went to {address}")
