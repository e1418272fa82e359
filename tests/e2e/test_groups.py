"""A lead pastes names and addresses, creates a group and adds the project's files."""

from collections.abc import Callable

from playwright.sync_api import expect

from e2e.person import Someone, unique

LEAD = "nadia.osei@pellworth.example"
PASTED = "kenji mori\nTheo Marchetti <theo.marchetti@pellworth.example>\nnobody of this name"


def test_group_is_created_from_pasted_list(someone: Callable[[], Someone]) -> None:
    lead = someone()
    page, name = lead.page, unique("Fair in Milan")
    lead.sign_in_as(LEAD)
    page.goto("/groups")
    lead.main.get_by_role("button", name="New group").first.click()
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("textbox", name="Purpose").fill("The stand, from oven to bread.")
    page.get_by_role("textbox", name="People").fill(PASTED)
    page.get_by_role("button", name="Check list").click()
    lines = page.get_by_role("list", name="Matches").get_by_role("listitem")
    expect(lines.nth(0)).to_contain_text("Kenji Mori")
    expect(lines.nth(1)).to_contain_text("Daybook lead")
    expect(lines.nth(2)).to_contain_text("No member with this name")
    page.get_by_role("button", name="Create group").click()
    lead.expect_page(name)

    members = page.get_by_role("list", name="Members").get_by_role("listitem")
    expect(members).to_have_count(3)
    expect(members.nth(0)).to_contain_text("created the group")
    expect(members.nth(1)).to_contain_text("added by Nadia Osei")
    page.get_by_role("navigation", name=name).get_by_role("link", name="Items").click()
    expect(page.get_by_text("No items yet")).to_be_visible()
    lead.drop_files({"plan.txt": b"The stand opens on Monday."})
    expect(lead.row("plan")).to_be_visible()
    lead.row("plan").get_by_role("button", name="Pin").click()
    page.get_by_role("navigation", name=name).get_by_role("link", name="About").click()
    expect(page.get_by_role("region", name="Pinned")).to_contain_text("plan")


def test_membership_rule_is_previewed_before_creation(someone: Callable[[], Someone]) -> None:
    lead = someone()
    page, name = lead.page, unique("Money people")
    lead.sign_in_as(LEAD)
    page.goto("/groups")
    lead.main.get_by_role("button", name="New group").first.click()
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_text("By rule").click()
    which = page.get_by_role("textbox", name="Values").or_(
        page.get_by_role("combobox", name="Values")
    )
    which.first.fill("Finance")
    page.keyboard.press("Enter")
    expect(page.get_by_text("people join:")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Create group").click()
    lead.expect_page(name)

    expect(page.get_by_text("rule: department is Finance").first).to_be_visible()
