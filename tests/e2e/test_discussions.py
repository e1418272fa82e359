"""Discussions of a note: two windows, and an anchored passage that moves."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from e2e.person import Someone, unique

ADMIN, COLLEAGUE = "nadia.osei@pellworth.example", "marek.dudek@pellworth.example"
SOON = 5_000
TEXT = "The stone is cold at six. The door is shut. The vent stays open."
SELECT = """words => {
  const root = document.querySelector("[data-discussed]");
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.nodeValue.indexOf(words);
    if (at < 0) continue;
    const range = new Range();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
}"""


def talk(who: Someone) -> Locator:
    """Returns the discussion on the current page."""
    return who.main.get_by_role("region", name="Discussion")


def post(who: Someone, words: str) -> None:
    """Posts a text by keyboard."""
    talk(who).get_by_role("textbox", name="Add a comment").fill(words)
    who.page.keyboard.press("Control+Enter")
    expect(talk(who).get_by_role("article").filter(has_text=words)).to_be_visible()


def test_discussion_updates_live_for_two_people(someone: Callable[[], Someone]) -> None:
    author, reader = someone(), someone()
    author.sign_in_as(ADMIN)
    place = author.publish_note(unique("Cold stone"), TEXT)
    reader.sign_in_as(COLLEAGUE)
    reader.page.goto(place)
    expect(talk(reader).get_by_text("No comments yet")).to_be_visible()

    talk(author).get_by_text("Question", exact=True).click()
    post(author, "Why is it cold?")
    question = talk(reader).get_by_role("article", name="Question by Nadia")
    expect(question).to_be_visible(timeout=SOON)
    question.get_by_role("button", name="Reply").click()
    talk(reader).get_by_role("textbox", name="Reply").fill("The vent.")
    reader.page.keyboard.press("Control+Enter")
    answer = talk(author).get_by_role("article").filter(has_text="The vent.")
    expect(answer).to_be_visible(timeout=SOON)
    answer.get_by_role("button", name="Mark as answer").click()
    expect(talk(reader).get_by_text("Answered", exact=True)).to_be_visible(timeout=SOON)
    expect(reader.page.get_by_role("button", name="Notifications, new")).to_be_visible(
        timeout=70_000
    )


def test_passage_anchor_follows_edits_or_reports_loss(
    someone: Callable[[], Someone],
) -> None:
    author = someone()
    author.sign_in_as(ADMIN)
    place = author.publish_note(unique("Vents"), TEXT)
    expect(author.main.get_by_text(TEXT)).to_be_visible()
    expect(talk(author).get_by_role("textbox", name="Add a comment")).to_be_visible()
    author.page.evaluate(SELECT, "The door is shut.")
    author.page.get_by_role("button", name="Comment on this").click()
    post(author, "Is it?")
    quoted = talk(author).get_by_role("button", name="The door is shut.")

    for text, is_there in ((f"First of all: {TEXT}", True), ("All is new and warm here.", False)):
        author.page.goto(f"{place}/edit")
        author.page.get_by_role("textbox", name="Text").fill(text)
        author.page.get_by_role("button", name="Save").click()
        expect(author.main.get_by_text(text)).to_be_visible()
        expect(quoted).to_be_enabled() if is_there else expect(quoted).to_be_disabled()
    expect(talk(author).get_by_text("That passage was changed or removed.")).to_be_visible()


def test_unsent_comment_survives_reload(someone: Callable[[], Someone]) -> None:
    author = someone()
    author.sign_in_as(ADMIN)
    author.publish_note(unique("Half"), TEXT)
    box = talk(author).get_by_role("textbox", name="Add a comment")
    box.fill("I was about to")
    author.page.reload()
    expect(box).to_have_value("I was about to")
