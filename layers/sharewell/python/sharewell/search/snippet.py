"""Cuts the few lines out of a text that show why it was found."""

from collections.abc import Sequence
from typing import NamedTuple

from sharewell.search.model import SnippetPart

SNIPPET_LENGTH = 240
"""Characters of a snippet, give or take a word."""


class Mark(NamedTuple):
    """Characters `start` to `end` of a text match the query's token number `token`."""

    start: int
    end: int
    token: int


def build_snippet(
    text: str, marks: Sequence[Mark], long: int = SNIPPET_LENGTH
) -> list[SnippetPart]:
    """Returns the section of `text` with the most distinct words of the query, marked."""
    start, end = _window(text, marks, long)
    shown = [mark for mark in marks if mark.start >= start and mark.end <= end]
    pieces = split_at_marks(text[:end], shown, start)
    if start > 0 and pieces:
        pieces[0] = (
            SnippetPart(text="…" + pieces[0].text, hit=False) if not pieces[0].hit else pieces[0]
        )
        if pieces[0].hit:
            pieces.insert(0, SnippetPart(text="…"))
    if end < len(text):
        pieces.append(SnippetPart(text="…"))
    return pieces


def split_at_marks(text: str, marks: Sequence[Mark], start: int = 0) -> list[SnippetPart]:
    """Returns `text` from `start`, cut where marks begin and end; white space becomes one space."""
    pieces: list[SnippetPart] = []
    for begin, end in _merge_marks(marks):
        if begin > start:
            pieces.append(SnippetPart(text=_collapse_whitespace(text[start:begin])))
        pieces.append(SnippetPart(text=_collapse_whitespace(text[begin:end]), hit=True))
        start = end
    if start < len(text):
        pieces.append(SnippetPart(text=_collapse_whitespace(text[start:])))
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
    """Returns the start of the next word within 20 characters of `at`, or `at`."""
    if at <= 0:
        return 0
    blank = next((i for i in range(at - 1, min(at + 20, len(text))) if text[i].isspace()), None)
    return at if blank is None else blank + 1


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    blank = next((i for i in range(at, max(at - 20, 0), -1) if text[i].isspace()), None)
    return at if blank is None else blank


def _merge_marks(marks: Sequence[Mark]) -> list[tuple[int, int]]:
    spans = sorted({(mark.start, mark.end) for mark in marks})
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _collapse_whitespace(text: str) -> str:
    inner = " ".join(text.split())
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and inner else ""
    return before + inner + after
