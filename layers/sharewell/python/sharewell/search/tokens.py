"""Splits a query into tokens, and compares words allowing for a typo."""

import re
import unicodedata

from sharewell.core.values import Value

MAX_TOKENS = 16
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»「」『』\uff02"), '"')
_SEPARATORS = re.compile(r"[\s,;:!?()\[\]{}<>|/\\=~^*]+")
_STOP_WORDS = """
a an and are as at be but by do does for from had has have how i if in into is it its me my no not
of on or our so such that the their them then there these they this to us was we were what when
where which who will with you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


class Token(Value):
    """A word or quoted phrase of a query; `is_prefix` marks the word still being typed."""

    text: str
    is_phrase: bool = False
    is_prefix: bool = False

    @property
    def is_optional(self) -> bool:
        """Returns whether the word is so common that a hit may lack it."""
        return not self.is_phrase and self.text.casefold() in STOP_WORDS


def normalise(text: str) -> str:
    """Returns the text in Unicode NFC, for indexing, querying and marking alike."""
    return unicodedata.normalize("NFC", text)


def tokenize(query: str) -> list[Token]:
    """Returns the first 16 words and "phrases" of a query; its last word counts as unfinished.

    Names like C++ and e-mail stay whole, and a quote that is still open is not a phrase yet.
    """
    pieces = normalise(query).translate(_QUOTES).split('"')
    if len(pieces) % 2 == 0:
        pieces[-2:] = [f"{pieces[-2]} {pieces[-1]}"]
    found: list[Token] = []
    for number, piece in enumerate(pieces):
        if number % 2:
            if piece.strip():
                found.append(Token(text=piece.strip(), is_phrase=True))
        else:
            found += [
                Token(text=word) for word in _SEPARATORS.split(piece) if _is_significant(word)
            ]
    last = pieces[-1]
    if found and _is_significant(last) and not _SEPARATORS.match(last[-1]):
        found[-1] = found[-1].model_copy(update={"is_prefix": True})
    return found[:MAX_TOKENS]


def required_matches(count: int) -> int:
    """Returns how many of `count` words a hit must have: all of three, three quarters of more."""
    return count if count <= 3 else -(-count * 3 // 4)


def is_one_edit_away(typed: str, word: str, *, prefix: bool = False) -> bool:
    """Returns whether one typo turns `typed` into `word` (or into the beginning of `word`)."""
    if prefix and len(word) > len(typed):
        return any(
            _within_one_edit(typed, word[:end]) for end in range(len(typed) - 1, len(typed) + 2)
        )
    return _within_one_edit(typed, word)


def _within_one_edit(one: str, other: str) -> bool:
    """Returns whether the Damerau-Levenshtein distance is at most one."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    return a[1:] == b if len(a) > len(b) else a == b[1:]


def _is_significant(text: str) -> bool:
    return any(character.isalnum() for character in text)
