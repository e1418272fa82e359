"""The few lines of a text that show why it was found."""

from collections.abc import Sequence
from typing import NamedTuple

from sharewell.search.model import Piece

LONG = 240
"""Characters of a snippet, give or take a word."""


class Mark(NamedTuple):
    """Characters `start` to `end` of a text are what the question's word `token` asked for."""

    start: int
    end: int
    token: int


def snippet(text: str, marks: Sequence[Mark], long: int = LONG) -> list[Piece]:
    """The stretch of `text` with the most different words of the question, marked."""
    start, end = _window(text, marks, long)
    shown = [mark for mark in marks if mark.start >= start and mark.end <= end]
    pieces = pieces_of(text[:end], shown, start)
    if start > 0 and pieces:
        pieces[0] = Piece(text="…" + pieces[0].text, hit=False) if not pieces[0].hit else pieces[0]
        if pieces[0].hit:
            pieces.insert(0, Piece(text="…"))
    if end < len(text):
        pieces.append(Piece(text="…"))
    return pieces


def pieces_of(text: str, marks: Sequence[Mark], start: int = 0) -> list[Piece]:
    """All of `text` from `start`, cut where marks begin and end; white space becomes one blank."""
    pieces: list[Piece] = []
    for begin, end in _merged(marks):
        if begin > start:
            pieces.append(Piece(text=_flat(text[start:begin])))
        pieces.append(Piece(text=_flat(text[begin:end]), hit=True))
        start = end
    if start < len(text):
        pieces.append(Piece(text=_flat(text[start:])))
    return pieces


def _window(text: str, marks: Sequence[Mark], long: int) -> tuple[int, int]:
    if len(text) <= long:
        return 0, len(text)
    if not marks:
        return 0, _word_end(text, long)
    best, most = marks[0], (0, 0)
    for number, first in enumerate(marks):
        inside = [it for it in marks[number : number + 50] if it.end <= first.start + long * 3 // 4]
        worth = (len({it.token for it in inside}), len(inside))
        if worth > most:
            best, most = first, worth
    start = _word_start(text, max(0, best.start - long // 4))
    start = max(0, min(start, _word_start(text, len(text) - long)))
    return start, max(_word_end(text, min(len(text), start + long)), best.end)


def _word_start(text: str, at: int) -> int:
    """Where the word around `at` ends, so that none is cut; texts without blanks are cut there."""
    if at <= 0:
        return 0
    blank = next((i for i in range(at - 1, min(at + 20, len(text))) if text[i].isspace()), None)
    return at if blank is None else blank + 1


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    blank = next((i for i in range(at, max(at - 20, 0), -1) if text[i].isspace()), None)
    return at if blank is None else blank


def _merged(marks: Sequence[Mark]) -> list[tuple[int, int]]:
    spans = sorted({(mark.start, mark.end) for mark in marks})
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _flat(text: str) -> str:
    inner = " ".join(text.split())
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and inner else ""
    return before + inner + after
