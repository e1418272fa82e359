"""Turns text into the terms of the index, and finds the words of a query in a text."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from sharewell.search.snippet import Mark
from sharewell.search.tokens import Token, is_one_edit_away

MAX_TERM_LENGTH = 60
"""Characters. Longer runs become several terms, so that none is lost."""
MIN_FUZZY_LENGTH = 4
MIN_SUBSTRING_LENGTH = 3

# Scripts written without spaces between words: each character is a term, a run of them a phrase.
_RUNS = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_TERM = rf"[{_RUNS}]|[[\p{{L}}\p{{N}}\p{{M}}]--[{_RUNS}]]{{1,{MAX_TERM_LENGTH}}}(?:\+\+|#)?"


class Term(NamedTuple):
    """A term of a text: as written (folded, lower case), its stem, and its character offsets."""

    word: str
    stem: str
    start: int
    end: int


class QueryTerms(NamedTuple):
    """The index terms of one token of a query, as written and stemmed."""

    token: Token
    words: list[str]
    stems: list[str]

    @property
    def is_unsegmented(self) -> bool:
        """Returns whether the token is a run of a script without spaces."""
        return len(self.words) > 1 and all(
            len(word) == 1 and not word.isascii() for word in self.words
        )


class Analyzer:
    """Analyses text in two ways: words as written, and stems of a language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.words: TextAnalyzer = _folding_filter().build()
        self.stems: TextAnalyzer = _folding_filter().filter(Filter.stemmer(language)).build()

    def terms(self, token: Token) -> QueryTerms:
        """Returns the terms of one word or phrase of a query."""
        return QueryTerms(token, self.words.analyze(token.text), self.stems.analyze(token.text))

    def analyze(self, text: str) -> list[Term]:
        """Returns every term of a text; offsets count characters."""
        words = self.words.pre_tokenize(text).tokens
        stems = self.stems.analyze(text)
        return [
            Term(word.text, stem, word.char_offset_from, word.char_offset_to or 0)
            for word, stem in zip(words, stems, strict=True)
        ]

    def find_marks(self, text: str, query: Sequence[QueryTerms]) -> list[Mark]:
        """Returns the sorted marks of a query's words in a text.

        Each word is marked as typed; if it does not occur, with one typo; if not, inside words.
        """
        terms = self.analyze(text)
        found: list[Mark] = []
        for number, wanted in enumerate(query):
            for find in (_exact_marks, _fuzzy_marks, _substring_marks):
                spans = find(terms, wanted)
                if spans:
                    found += [Mark(start, end, number) for start, end in spans]
                    break
        if any(not query[mark.token].token.is_optional for mark in found):
            found = [mark for mark in found if not query[mark.token].token.is_optional]
        return sorted(found)


@cache
def get_analyzer(language: str) -> Analyzer:
    """Returns a language's cached analyzer: building one takes longer than opening an index."""
    return Analyzer(language)


def _folding_filter() -> TextAnalyzerBuilder:
    tokenizer = Tokenizer.regex(_TERM)
    return TextAnalyzerBuilder(tokenizer).filter(Filter.ascii_fold()).filter(Filter.lowercase())


def _exact_marks(terms: list[Term], query: QueryTerms) -> list[tuple[int, int]]:
    length = len(query.stems)
    if not length:
        return []
    spans = []
    for at in range(len(terms) - length + 1):
        last = terms[at + length - 1]
        if not (
            last.stem == query.stems[-1]
            or (query.token.is_prefix and last.word.startswith(query.words[-1]))
        ):
            continue
        if all(terms[at + i].stem == query.stems[i] for i in range(length - 1)):
            spans.append((terms[at].start, last.end))
    return spans


def _fuzzy_marks(terms: list[Term], query: QueryTerms) -> list[tuple[int, int]]:
    if query.token.is_phrase or len(query.words) != 1 or len(query.words[0]) < MIN_FUZZY_LENGTH:
        return []
    typed, prefix = query.words[0], query.token.is_prefix
    return _find_terms(terms, lambda word: is_one_edit_away(typed, word, prefix=prefix))


def _substring_marks(terms: list[Term], query: QueryTerms) -> list[tuple[int, int]]:
    if query.token.is_phrase or len(query.words) != 1 or len(query.words[0]) < MIN_SUBSTRING_LENGTH:
        return []
    typed = query.words[0]
    return _find_terms(terms, lambda word: typed in word)


def _find_terms(terms: list[Term], fits: Callable[[str], bool]) -> list[tuple[int, int]]:
    known: dict[str, bool] = {}
    spans = []
    for term in terms:
        if term.word not in known:
            known[term.word] = fits(term.word)
        if known[term.word]:
            spans.append((term.start, term.end))
    return spans
