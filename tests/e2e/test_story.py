"""The main job: a file comes in, and a colleague finds a sentence on one of its pages."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from e2e.documents import PAGE, Document
from e2e.person import Someone, fresh

NEWCOMER = "kenji.mori@pellworth.example"
COLLEAGUE = "amara.devereux@pellworth.example"
SECONDS = 15  # upload to findable, on a machine that does other things as well
ON_ITS_WAY = re.compile("Uploading|Processing")


@pytest.mark.parametrize("round", ["first", "second"])
def test_dropped_pdf_is_found_and_opens_on_the_page(
    round: str,
    someone: Callable[[], Someone],
    manual: Document,
    figure: Callable[[str], None],
) -> None:
    title = fresh("Encodings")
    newcomer, colleague = someone(), someone()
    colleague.comes_as(COLLEAGUE)
    newcomer.comes_as(NEWCOMER)
    newcomer.opens_a_channel(fresh("Formats"))

    took = _brings(newcomer, f"{title}.pdf", manual)
    figure(f"upload to findable, PDF of {len(manual.data) // 1000} kB: {took:.1f} s")

    page = colleague.page
    colleague.asks(manual.question)
    hits = colleague.palette.get_by_role("option").filter(has_text=title)
    hit = hits.filter(has_text=f"page {PAGE}")
    expect(hit).to_contain_text(manual.words[0], ignore_case=True)
    hit.click()

    colleague.sees(title)
    expect(page.get_by_role("textbox", name="Page", exact=True)).to_have_value(str(PAGE))
    leaf = page.locator(f'.page[data-page-number="{PAGE}"]')
    expect(leaf).to_be_in_viewport()
    for word in manual.words:
        marked = leaf.locator(".highlight").filter(has_text=re.compile(word, re.IGNORECASE))
        expect(marked.first).to_be_visible()


def test_word_file_is_processed_and_found(
    someone: Callable[[], Someone], letter: Document, figure: Callable[[str], None]
) -> None:
    title = fresh("A letter in no language")
    newcomer, colleague = someone(), someone()
    newcomer.comes_as(NEWCOMER)
    newcomer.opens_a_channel(fresh("Letters"))
    took = _brings(newcomer, f"{title}.docx", letter)
    figure(f"upload to findable, Word file of {len(letter.data) // 1000} kB: {took:.1f} s")

    colleague.comes_as(COLLEAGUE)
    colleague.finds(letter.question, title)
    colleague.hits(title).first.click()
    colleague.sees(title)
    marks = colleague.main.locator("mark")
    for word in letter.words:
        marked = marks.filter(has_text=re.compile(word, re.IGNORECASE)).first
        expect(marked).to_be_in_viewport()


def _brings(newcomer: Someone, name: str, document: Document) -> float:
    """Drop a file, see it appear and change by itself; seconds until it could be found."""
    title = name.rpartition(".")[0]
    token = newcomer.stack.token(COLLEAGUE)
    began = time.monotonic()
    newcomer.drops({name: document.data})
    expect(newcomer.row(title)).to_contain_text(ON_ITS_WAY)
    while not _found(newcomer, token, document.question, title):
        assert time.monotonic() - began < SECONDS, "the file cannot be found"
        time.sleep(0.1)
    took = time.monotonic() - began
    expect(newcomer.row(title)).not_to_contain_text(ON_ITS_WAY)
    expect(newcomer.upload(name)).to_contain_text("Ready, searchable in a few seconds")
    return took


def _found(newcomer: Someone, token: str, question: str, title: str) -> bool:
    path = f"/api/search?q={question.replace(' ', '+')}"
    status, answer = newcomer.stack.ask("GET", path, token)
    assert status == 200, answer
    return any(title in "".join(it["text"] for it in hit["title"]) for hit in answer["hits"])
