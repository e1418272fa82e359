"""The main job: a member uploads a file, and a colleague finds a sentence on one of its pages."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from e2e.documents import PAGE, Document
from e2e.person import Someone, unique

NEWCOMER = "kenji.mori@pellworth.example"
COLLEAGUE = "amara.devereux@pellworth.example"
SECONDS = 15  # from upload to searchable, on a machine that does other things as well
ON_ITS_WAY = re.compile("Uploading|Processing")


@pytest.mark.parametrize("round", ["first", "second"])
def test_dropped_pdf_is_found_and_opens_on_the_page(
    round: str,
    someone: Callable[[], Someone],
    manual: Document,
    figure: Callable[[str], None],
) -> None:
    title = unique("Encodings")
    newcomer, colleague = someone(), someone()
    colleague.sign_in_as(COLLEAGUE)
    newcomer.sign_in_as(NEWCOMER)
    newcomer.create_channel(unique("Formats"))

    took = _drop_and_wait(newcomer, f"{title}.pdf", manual)
    figure(f"upload to findable, PDF of {len(manual.data) // 1000} kB: {took:.1f} s")

    page = colleague.page
    colleague.search_palette(manual.question)
    hits = colleague.palette.get_by_role("option").filter(has_text=title)
    hit = hits.filter(has_text=f"page {PAGE}")
    expect(hit).to_contain_text(manual.words[0], ignore_case=True)
    hit.click()

    colleague.expect_page(title)
    expect(page.get_by_role("textbox", name="Page", exact=True)).to_have_value(str(PAGE))
    leaf = page.locator(f'.page[data-page-number="{PAGE}"]')
    expect(leaf).to_be_in_viewport()
    for word in manual.words:
        marked = leaf.locator(".highlight").filter(has_text=re.compile(word, re.IGNORECASE))
        expect(marked.first).to_be_visible()


def test_word_file_is_processed_and_found(
    someone: Callable[[], Someone], letter: Document, figure: Callable[[str], None]
) -> None:
    title = unique("A letter in no language")
    newcomer, colleague = someone(), someone()
    newcomer.sign_in_as(NEWCOMER)
    newcomer.create_channel(unique("Letters"))
    took = _drop_and_wait(newcomer, f"{title}.docx", letter)
    figure(f"upload to findable, Word file of {len(letter.data) // 1000} kB: {took:.1f} s")

    colleague.sign_in_as(COLLEAGUE)
    colleague.expect_found(letter.question, title)
    colleague.hits(title).first.click()
    colleague.expect_page(title)
    marks = colleague.main.locator("mark")
    for word in letter.words:
        marked = marks.filter(has_text=re.compile(word, re.IGNORECASE)).first
        expect(marked).to_be_in_viewport()


def _drop_and_wait(newcomer: Someone, name: str, document: Document) -> float:
    """Drops a file and watches its progress; returns the seconds until it could be found."""
    title = name.rpartition(".")[0]
    token = newcomer.stack.token(COLLEAGUE)
    began = time.monotonic()
    newcomer.drop_files({name: document.data})
    expect(newcomer.row(title)).to_contain_text(ON_ITS_WAY)
    while not _expect_hit(newcomer, token, document.question, title):
        assert time.monotonic() - began < SECONDS, "the file cannot be found"
        time.sleep(0.1)
    took = time.monotonic() - began
    expect(newcomer.row(title)).not_to_contain_text(ON_ITS_WAY)
    expect(newcomer.upload(name)).to_contain_text("Ready, searchable in a few seconds")
    return took


def _expect_hit(newcomer: Someone, token: str, question: str, title: str) -> bool:
    path = f"/api/search?q={question.replace(' ', '+')}"
    status, answer = newcomer.stack.ask("GET", path, token)
    assert status == 200, answer
    return any(title in "".join(it["text"] for it in hit["title"]) for hit in answer["hits"])
