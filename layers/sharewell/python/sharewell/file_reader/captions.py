"""Reads WebVTT and SRT: one page for about each minute, with the second at which it begins."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import webvtt

from sharewell.file_reader.limits import Limits, RawPage, UnreadableFile
from sharewell.file_reader.words import decode

_MINUTE: Final = 60
_MAX_BYTES: Final = 20_000_000
_VOICE: Final = re.compile(r"<v(?:\.[^\s<>]{0,100})?\s{1,9}([^<>]{1,80})>")
_TAG: Final = re.compile(r"</?[^<>]{0,200}>|\{\\[^{}]{0,50}\}")


class Cue(NamedTuple):
    """A caption and the second at which it begins."""

    second: int
    text: str


def read(path: Path, kind: str, limits: Limits) -> Iterator[RawPage]:  # noqa: ARG001
    """Yields the captions minute by minute; a pause yields no empty page."""
    with path.open("rb") as file:
        text = decode(file.read(_MAX_BYTES))
    if kind == "text/vtt" and not text.lstrip().startswith("WEBVTT"):
        raise UnreadableFile("This file is named .vtt but does not begin with WEBVTT.")
    cues = sorted(_cues(text, "vtt" if kind == "text/vtt" else "srt"), key=_second)
    if not cues:
        raise UnreadableFile("This file contains no readable captions.")
    number, since, lines = 1, cues[0].second, list[str]()
    for cue in cues:
        if lines and cue.second - since >= _MINUTE:
            yield RawPage(number, "\n".join(lines), second=since)
            number, since, lines = number + 1, cue.second, []
        # Live captions repeat each line while the next one rolls in.
        if (line := _cue_text(cue.text)) and (not lines or lines[-1] != line):
            lines.append(line)
    yield RawPage(number, "\n".join(lines), second=since)


def _cues(text: str, form: str) -> list[Cue]:
    """Returns the cues of a file in format `vtt` or `srt`, without broken ones."""
    try:
        captions = webvtt.from_buffer(io.StringIO(text.lstrip()), format=form).captions
    except webvtt.errors.MalformedFileError:
        return []
    return [Cue(int(cue.start_in_seconds), cue.raw_text) for cue in captions]


def _second(cue: Cue) -> int:
    """Returns the sort key of a cue."""
    return cue.second


def _cue_text(text: str) -> str:
    """Returns a cue in one line, preceded by its speaker if it names one."""
    return " ".join(_TAG.sub("", _VOICE.sub(r"\1: ", text)).split())
