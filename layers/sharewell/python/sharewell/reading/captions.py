"""WebVTT and SRT: a page for about each minute, with the second at which it begins."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import webvtt

from sharewell.reading.limits import Leaf, Limits, Refused
from sharewell.reading.words import decode

_MINUTE: Final = 60
_MOST: Final = 20_000_000
_VOICE: Final = re.compile(r"<v(?:\.[^\s<>]{0,100})?\s{1,9}([^<>]{1,80})>")
_TAG: Final = re.compile(r"</?[^<>]{0,200}>|\{\\[^{}]{0,50}\}")


class Cue(NamedTuple):
    """What is said from a second on."""

    second: int
    text: str


def read(path: Path, kind: str, limits: Limits) -> Iterator[Leaf]:  # noqa: ARG001
    """What is said, minute by minute; a pause opens no empty page."""
    with path.open("rb") as file:
        text = decode(file.read(_MOST))
    if kind == "text/vtt" and not text.lstrip().startswith("WEBVTT"):
        raise Refused("This file says .vtt but does not begin as captions do, with WEBVTT.")
    cues = sorted(_cues(text, "vtt" if kind == "text/vtt" else "srt"), key=_second)
    if not cues:
        raise Refused("This file has no captions that can be read.")
    number, since, lines = 1, cues[0].second, list[str]()
    for cue in cues:
        if lines and cue.second - since >= _MINUTE:
            yield Leaf(number, "\n".join(lines), second=since)
            number, since, lines = number + 1, cue.second, []
        # Live captions say each line again while the next one rolls in.
        if (said := _said(cue.text)) and (not lines or lines[-1] != said):
            lines.append(said)
    yield Leaf(number, "\n".join(lines), second=since)


def _cues(text: str, form: str) -> list[Cue]:
    """The cues of a file in one of the two forms; broken ones are left out."""
    try:
        captions = webvtt.from_buffer(io.StringIO(text.lstrip()), format=form).captions
    except webvtt.errors.MalformedFileError:
        return []
    return [Cue(int(cue.start_in_seconds), cue.raw_text) for cue in captions]


def _second(cue: Cue) -> int:
    """What cues are sorted by."""
    return cue.second


def _said(text: str) -> str:
    """A cue in one line, with its speaker where it names one."""
    return " ".join(_TAG.sub("", _VOICE.sub(r"\1: ", text)).split())
