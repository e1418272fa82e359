"""A lead pastes eight addresses, assigns three items to the group and follows the progress."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from e2e.person import PATIENCE, Someone, unique
from files.make import pdf

LEAD, MEMBER = "nadia.osei@pellworth.example", "kenji.mori@pellworth.example"
OTHERS = ["theo.marchetti", "leila.farrokh", "dele.akintola", "bea.fontaine", "rafael.ibarra"]
PASTED = "\n".join([LEAD, MEMBER, *(f"{it}@pellworth.example" for it in OTHERS), "Saoirse Kearney"])
LONG = "\n\n".join(f"Paragraph {number} of what everybody should know." for number in range(60))


def test_assignments_show_progress_to_members_and_lead(someone: Callable[[], Someone]) -> None:
    lead, member = someone(), someone()
    page, group = lead.page, unique("Fair crew")
    lead.sign_in_as(LEAD)
    note, other, plan = (unique(it) for it in ("Read me first", "Then this", "plan"))
    lead.publish_note(note, LONG)
    lead.publish_note(other, "Short.")
    for title in (note, other):
        lead.expect_found(title, title)

    # Eight addresses and names become a group.
    page.goto("/groups")
    lead.main.get_by_role("button", name="New group").first.click()
    page.get_by_role("textbox", name="Name").fill(group)
    page.get_by_role("textbox", name="People").fill(PASTED)
    page.get_by_role("button", name="Check list").click()
    lines = page.get_by_role("list", name="Matches").get_by_role("listitem")
    expect(lines).to_have_count(8)
    page.get_by_role("button", name="Create group").click()
    lead.expect_page(group)

    # The project's files are dropped anywhere on its page.
    tabs = page.get_by_role("navigation", name=group)
    lead.drop_files({f"{plan}.pdf": pdf(["One.", "Two."])})
    tabs.get_by_role("link", name="Items").click()
    expect(lead.row(plan)).to_be_visible(timeout=PATIENCE)
    expect(lead.row(plan)).not_to_contain_text("uploading", ignore_case=True, timeout=PATIENCE)

    # Three items are to be read by Friday.
    tabs.get_by_role("link", name="Assignments").click()
    page.get_by_role("button", name="Assign items").click()
    what = page.get_by_role("combobox", name="Items")
    for title in (note, other, plan):
        what.fill(title)
        page.get_by_role("option", name=title).click(timeout=PATIENCE)
    page.get_by_role("button", name="Assign 3 items").click()
    lines = lead.main.get_by_role("listitem")
    expect(lines).to_have_count(3)
    expect(lines.first).to_contain_text(re.compile("Due by (Friday|tomorrow)"))
    expect(lines.first).to_contain_text("0 of 8 done")

    # A member opens them, reads a note to its end and a PDF to its last page.
    member.sign_in_as(MEMBER)
    member.page.goto("/assignments")
    for title in (note, other, plan):
        expect(member.row(title)).to_be_visible()
    member.row(note).get_by_role("link").click()
    panel = member.page.get_by_role("region", name="Assignment")
    expect(panel).to_contain_text("Read this by")
    expect(member.page.get_by_text("Paragraph 59")).to_be_attached()
    member.page.keyboard.press("End")
    expect(panel).to_contain_text("Completed. Assigned by Nadia Osei.", timeout=PATIENCE)
    member.page.goto("/assignments")
    member.row(plan).get_by_role("link").click()
    expect(member.page.get_by_text("of 2", exact=True)).to_be_visible()
    member.page.get_by_role("button", name="Next page").click()
    expect(panel).to_contain_text("Completed. Assigned by Nadia Osei.", timeout=PATIENCE)
    member.page.goto("/assignments/done")
    expect(member.row(note)).to_be_visible()

    # In the group's list members see their own progress.
    member.page.goto(page.url)
    expect(member.row(note)).to_contain_text("Completed")
    expect(member.row(other)).to_contain_text("Not completed yet")

    # The lead sees each member's progress.
    page.reload()
    line = lead.row(note)
    expect(line).to_contain_text("1 of 8 done")
    line.get_by_role("button", name="People").click()
    person = page.get_by_role("dialog").get_by_role("listitem").filter(has_text="Kenji Mori")
    expect(person).to_contain_text("Done")
