"""How text becomes the terms of the index, and where in a text a question's words stand."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from sharewell.search.snippet import Mark
from sharewell.search.words import Token, near

LONGEST_TERM = 60
"""Longer runs become several terms, so that none vanishes."""
SHORTEST_FUZZY = 4
SHORTEST_INSIDE = 3

# Scripts written without blanks between words: each character is a term, a run of them a phrase.
_RUNS = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_TERM = rf"[{_RUNS}]|[[\p{{L}}\p{{N}}\p{{M}}]--[{_RUNS}]]{{1,{LONGEST_TERM}}}(?:\+\+|#)?"


class Term(NamedTuple):
    """A term of a text: as written (folded, lower case), its stem, and where it stands."""

    word: str
    stem: str
    start: int
    end: int


class Terms(NamedTuple):
    """What a question's token asks of the index: its terms, as written and stemmed."""

    token: Token
    words: list[str]
    stems: list[str]

    @property
    def unbroken(self) -> bool:
        """Whether it is a run of a script without blanks."""
        return len(self.words) > 1 and all(
            len(word) == 1 and not word.isascii() for word in self.words
        )


class Analysis:
    """The two readings of a text: words as written, and stems of a language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.words: TextAnalyzer = _folding().build()
        self.stems: TextAnalyzer = _folding().filter(Filter.stemmer(language)).build()

    def terms(self, token: Token) -> Terms:
        """The terms that one word or phrase of a question becomes."""
        return Terms(token, self.words.analyze(token.text), self.stems.analyze(token.text))

    def read(self, text: str) -> list[Term]:
        """Every term of a text; offsets are characters."""
        words = self.words.pre_tokenize(text).tokens
        stems = self.stems.analyze(text)
        return [
            Term(word.text, stem, word.char_offset_from, word.char_offset_to or 0)
            for word, stem in zip(words, stems, strict=True)
        ]

    def marks(self, text: str, asked: Sequence[Terms]) -> list[Mark]:
        """Where a text says what was asked: as typed; if it does not, by a slip; if not, inside."""
        terms = self.read(text)
        found: list[Mark] = []
        for number, one in enumerate(asked):
            for way in (_as_typed, _by_a_slip, _inside):
                spans = way(terms, one)
                if spans:
                    found += [Mark(start, end, number) for start, end in spans]
                    break
        if any(not asked[mark.token].token.optional for mark in found):
            found = [mark for mark in found if not asked[mark.token].token.optional]
        return sorted(found)


@cache
def analysis(language: str) -> Analysis:
    """The readings of a language: to make them takes longer than to open an index."""
    return Analysis(language)


def _folding() -> TextAnalyzerBuilder:
    tokenizer = Tokenizer.regex(_TERM)
    return TextAnalyzerBuilder(tokenizer).filter(Filter.ascii_fold()).filter(Filter.lowercase())


def _as_typed(terms: list[Term], asked: Terms) -> list[tuple[int, int]]:
    length = len(asked.stems)
    if not length:
        return []
    spans = []
    for at in range(len(terms) - length + 1):
        last = terms[at + length - 1]
        if not (
            last.stem == asked.stems[-1]
            or (asked.token.prefix and last.word.startswith(asked.words[-1]))
        ):
            continue
        if all(terms[at + i].stem == asked.stems[i] for i in range(length - 1)):
            spans.append((terms[at].start, last.end))
    return spans


def _by_a_slip(terms: list[Term], asked: Terms) -> list[tuple[int, int]]:
    if asked.token.phrase or len(asked.words) != 1 or len(asked.words[0]) < SHORTEST_FUZZY:
        return []
    typed, prefix = asked.words[0], asked.token.prefix
    return _where(terms, lambda word: near(typed, word, prefix=prefix))


def _inside(terms: list[Term], asked: Terms) -> list[tuple[int, int]]:
    if asked.token.phrase or len(asked.words) != 1 or len(asked.words[0]) < SHORTEST_INSIDE:
        return []
    typed = asked.words[0]
    return _where(terms, lambda word: typed in word)


def _where(terms: list[Term], fits: Callable[[str], bool]) -> list[tuple[int, int]]:
    known: dict[str, bool] = {}
    spans = []
    for term in terms:
        if term.word not in known:
            known[term.word] = fits(term.word)
        if known[term.word]:
            spans.append((term.start, term.end))
    return spans
