"""Real documents from two of Debian's packages; `.ci/documents` downloads them."""

import io
import itertools
import re
from dataclasses import dataclass
from pathlib import Path

import docx
import pypdfium2  # type: ignore[import-untyped]

from local_stack.workspace import TOOLS

FOLDERS = (TOOLS / "documents", Path("/usr/share/doc"), Path("/usr/lib/R/site-library"))
MANUAL = "libtasn1-doc/libtasn1.pdf"
LETTER = "officer/doc_examples/example.docx"
MISSING = (
    "NO DOCUMENTS: these tests need files that others made. On Debian: .ci/documents "
    "(fetches libtasn1-doc and r-cran-officer, installs nothing)"
)
PAGE = 7
# Whole words only: half a word, cut by the end of a line, is nothing to search for.
WORD = re.compile(r"(?<![\w\ufffe-])[A-Za-z]{7,}(?![\w\ufffe-])")
SAME_BEGINNING = 5


@dataclass(frozen=True, slots=True)
class Document:
    """A file, and two words of one sentence that no other page of it has both of."""

    data: bytes
    words: tuple[str, str]

    @property
    def question(self) -> str:
        """Returns the two words as typed in a hurry: the second lacks a letter."""
        first, second = self.words
        return f"{first} {second[:4]}{second[5:]}".lower()


def manual() -> Document | None:
    """Returns a PDF of many pages, with the two words on page 7."""
    path = _find(MANUAL)
    if path is None:
        return None
    with pypdfium2.PdfDocument(path) as book:
        pages = [book[number].get_textpage().get_text_range() for number in range(len(book))]
    return Document(path.read_bytes(), _two_words(pages, PAGE - 1))


def letter() -> Document | None:
    """Returns a Word file."""
    path = _find(LETTER)
    if path is None:
        return None
    data = path.read_bytes()
    paragraphs = [it.text for it in docx.Document(io.BytesIO(data)).paragraphs]
    longest = paragraphs.index(max(paragraphs, key=len))
    return Document(data, _two_words(paragraphs, longest))


def _find(name: str) -> Path | None:
    for folder in FOLDERS:
        for found in folder.glob(f"**/{name}"):
            return found
    return None


def _two_words(parts: list[str], at: int) -> tuple[str, str]:
    others = [_beginnings(part) for part in (*parts[:at], *parts[at + 1 :])]
    best, fewest = None, len(parts)
    for sentence in re.split(r"[.:!?](?:\s|$)", parts[at]):
        for first, second in itertools.combinations(dict.fromkeys(WORD.findall(sentence)), 2):
            pair = _beginnings(f"{first} {second}")
            elsewhere = sum(bool(pair & other) for other in others)
            together = any(pair <= other for other in others)
            if len(pair) == 2 and not together and elsewhere < fewest:
                best, fewest = (first, second), elsewhere
    assert best, "no sentence in this part of the document has words of its own"
    return best


def _beginnings(text: str) -> set[str]:
    return {word[:SAME_BEGINNING].lower() for word in re.findall(r"[A-Za-z]+", text)}
