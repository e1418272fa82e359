"""What somebody typed, taken apart; and near enough, for typos."""

import re
import unicodedata

from sharewell.values import Value

MOST_TOKENS = 16
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»「」『』\uff02"), '"')
_APART = re.compile(r"[\s,;:!?()\[\]{}<>|/\\=~^*]+")
_STOP_WORDS = """
a an and are as at be but by do does for from had has have how i if in into is it its me my no not
of on or our so such that the their them then there these they this to us was we were what when
where which who will with you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


class Token(Value):
    """One word or quoted phrase of a question; the word being typed may go on (`prefix`)."""

    text: str
    phrase: bool = False
    prefix: bool = False

    @property
    def optional(self) -> bool:
        """A word so common that a hit may lack it."""
        return not self.phrase and self.text.casefold() in STOP_WORDS


def normal(text: str) -> str:
    """The one spelling of a text for indexing, asking and marking (Unicode NFC)."""
    return unicodedata.normalize("NFC", text)


def tokens(question: str) -> list[Token]:
    """The words and "phrases" of a question; its last word counts as unfinished.

    Names like C++ and e-mail stay whole, and a quote that is still open is no phrase yet.
    """
    pieces = normal(question).translate(_QUOTES).split('"')
    if len(pieces) % 2 == 0:
        pieces[-2:] = [f"{pieces[-2]} {pieces[-1]}"]
    found: list[Token] = []
    for number, piece in enumerate(pieces):
        if number % 2:
            if piece.strip():
                found.append(Token(text=piece.strip(), phrase=True))
        else:
            found += [Token(text=word) for word in _APART.split(piece) if _says_something(word)]
    last = pieces[-1]
    if found and _says_something(last) and not _APART.match(last[-1]):
        found[-1] = found[-1].model_copy(update={"prefix": True})
    return found[:MOST_TOKENS]


def needed(count: int) -> int:
    """How many of `count` words a hit must have: all of three, three quarters of more."""
    return count if count <= 3 else -(-count * 3 // 4)


def near(typed: str, word: str, *, prefix: bool = False) -> bool:
    """Whether one slip of the finger makes `typed` into `word` (or into how `word` begins)."""
    if prefix and len(word) > len(typed):
        return any(_one_slip(typed, word[:end]) for end in range(len(typed) - 1, len(typed) + 2))
    return _one_slip(typed, word)


def _one_slip(one: str, other: str) -> bool:
    """Damerau-Levenshtein distance of at most one."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    return a[1:] == b if len(a) > len(b) else a == b[1:]


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)
