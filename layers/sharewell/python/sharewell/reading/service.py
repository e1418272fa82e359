"""Reads a file in a process of its own, so that no file can hurt or hold up whoever asks."""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from base64 import b64decode
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from sharewell.reading.limits import Limits
from sharewell.reading.model import Reading

_PASSED_ON: Final = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "TZ")
"""The child starts without the rest of the environment: no credentials to be found there."""

_TOO_LONG: Final = "It takes too long to read this file."
_DAMAGED: Final = "This file could not be read: it is damaged or needs too much memory."


def read(
    path: Path,
    name: str,
    claimed: str | None = None,
    limits: Limits | None = None,
    *,
    size: int | None = None,
) -> Reading:
    """The reading of the file at `path` that was uploaded as `name` with the type `claimed`.

    Every fault of the file becomes `Reading.refusal`. `size` is the file's true size in bytes
    when `path` holds only its beginning (enough for media and for what is too large to read).
    """
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="reading-") as room:
        told = Path(room, "told")
        order = {
            "path": str(path.resolve()),
            "name": name,
            "claimed": claimed,
            "size": size,
            "told": str(told),
            "limits": limits._asdict(),
        }
        failure = carried_out(order, Path(room), limits)
        return _understood(lines(told, told_bytes(limits)), failure)


def carried_out(order: dict[str, Any], room: Path, limits: Limits) -> str | None:
    """Lets the child carry out the order; why it did not come to its end, or None."""
    asked = room / "order"
    asked.write_text(json.dumps(order), encoding="utf-8")
    kept = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    paths = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path if entry)
    own = {"PYTHONPATH": paths, "PYTHONUTF8": "1", "TMPDIR": str(room), "HOME": str(room)}
    # The child holds the other end of this pipe, so its end is known at once, without polling.
    ended, alive = os.pipe()
    try:
        child = subprocess.Popen(  # noqa: S603  (our own module; nothing of the user's in the line)
            [sys.executable, "-P", "-S", "-m", "sharewell.reading.child", str(asked)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=room,
            env=kept | own,
            pass_fds=[alive],
            start_new_session=True,
        )
        os.close(alive)
        select.select([ended], [], [], limits.seconds)
        return _ended(child)
    finally:
        os.close(ended)


def _ended(child: subprocess.Popen[bytes]) -> str | None:
    """Why the child failed, once its time is over or it has let go of its pipe."""
    try:
        code = child.wait(timeout=0.2)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        return _TOO_LONG
    if code in (-signal.SIGXCPU, -signal.SIGALRM):
        return _TOO_LONG
    return None if code == 0 else _DAMAGED


def lines(told: Path, most: int) -> list[dict[str, Any]]:
    """What the child has told in up to `most` bytes, line by line, as far as they are whole."""
    if not told.is_file() or told.stat().st_size > most:
        return []
    found = []
    for line in told.read_bytes().split(b"\n"):
        try:
            said = json.loads(line)
        except ValueError:
            break
        if not isinstance(said, dict):
            break
        found.append(said)
    return found


def told_bytes(limits: Limits) -> int:
    """The most that a child may write: its text escaped, and a thumbnail."""
    return 3 * limits.text_bytes + 4_000_000


def _understood(lines: list[dict[str, Any]], failure: str | None) -> Reading:
    """The reading from what was told; what no honest child would tell is not believed."""
    try:
        return _reading(lines, failure)
    except (ValidationError, ValueError, TypeError, AttributeError, KeyError):
        return Reading(type="application/octet-stream", family="other", refusal=_DAMAGED)


def _reading(lines: list[dict[str, Any]], failure: str | None) -> Reading:
    """The reading from what was told until the end or until something failed."""
    fields: dict[str, Any] = {"type": "application/octet-stream", "family": "other"}
    pages: list[dict[str, Any]] = []
    whole = False
    for said in lines:
        if "page" in said:
            pages.append(said["page"])
        elif "thumbnail" in said:
            fields["thumbnail"] = b64decode(said["thumbnail"], validate=True)
        else:
            whole = whole or said.get("end", False)
            fields |= {name: value for name, value in said.items() if name != "end"}
    if not whole:
        fields["refusal"] = _partly(pages[-1]) if pages else failure or _DAMAGED
        fields["truncated"] = bool(pages)
    last = pages[-1]["number"] if pages else 0
    fields["page_count"] = max(fields.get("page_count", 0), last)
    return Reading(**fields, pages=pages)


def _partly(last: dict[str, Any]) -> str:
    """How far reading came before it was ended."""
    number = last.get("number", 1)
    return f"Only its first {f'{number:,} pages' if number != 1 else 'page'} could be read."
