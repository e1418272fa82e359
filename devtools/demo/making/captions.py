"""Writes captions of a talk as WebVTT (W3C), with speakers and times."""

import re
from pathlib import Path

LINE = re.compile(r"(\d+):(\d\d) (?:([A-Z][^\s:]+(?: [A-Z][^\s:]+)?): )?(.+)")


def write_vtt(title: str, source: str, path: Path) -> None:
    """Writes one cue for each line `12:05 Speaker: words`; a cue ends where the next begins."""
    cues = [LINE.fullmatch(line.strip()) for line in source.splitlines() if line.strip()]
    starts = [int(cue[1]) * 60 + int(cue[2]) for cue in cues if cue]
    if None in cues or starts != sorted(set(starts)):
        raise ValueError(f"{title}: each line must be `minutes:seconds words`, in order")
    lines = ["WEBVTT", "", f"NOTE {title}", ""]
    speaker = ""
    for at, cue in enumerate(cue for cue in cues if cue):
        speaker = cue[3] or speaker
        end = min(starts[at + 1] if at + 1 < len(starts) else starts[at] + 6, starts[at] + 12)
        voice = f"<v {speaker}>" if speaker else ""
        lines += [f"{_clock(starts[at])} --> {_clock(end)}", f"{voice}{cue[4]}", ""]
    path.write_text("\n".join(lines), "utf-8")


def _clock(seconds: int) -> str:
    """Returns seconds as hours, minutes, seconds and milliseconds."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"
