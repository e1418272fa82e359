"""Reads a file in a child process, so that no file can harm or block the caller."""

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

from sharewell.file_reader.limits import Limits
from sharewell.file_reader.model import Reading

_ENVIRONMENT: Final = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "TZ")
"""Variables passed on to the child; it must not see credentials in the others."""

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
    """Returns the reading of the file at `path`, uploaded as `name` with the type `claimed`.

    Every fault of the file becomes `Reading.refusal`. `size` is the file's true size in bytes
    when `path` has only its beginning (enough for media and for files too large to read).
    """
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="reading-") as folder:
        output = Path(folder, "output")
        order = {
            "path": str(path.resolve()),
            "name": name,
            "claimed": claimed,
            "size": size,
            "told": str(output),
            "limits": limits._asdict(),
        }
        failure = run_child(order, Path(folder), limits)
        return _validated_reading(parse_lines(output, max_output_bytes(limits)), failure)


def run_child(order: dict[str, Any], folder: Path, limits: Limits) -> str | None:
    """Runs the child with the order in `folder`; returns why it failed, or None."""
    order_file = folder / "order"
    order_file.write_text(json.dumps(order), encoding="utf-8")
    inherited = {key: os.environ[key] for key in _ENVIRONMENT if key in os.environ}
    paths = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path if entry)
    own = {"PYTHONPATH": paths, "PYTHONUTF8": "1", "TMPDIR": str(folder), "HOME": str(folder)}
    # The child has the other end of this pipe open, so its exit is noticed without polling.
    ended, alive = os.pipe()
    try:
        child = subprocess.Popen(  # noqa: S603  (our own module; no user input on the command line)
            [sys.executable, "-P", "-S", "-m", "sharewell.file_reader.child", str(order_file)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=inherited | own,
            pass_fds=[alive],
            start_new_session=True,
        )
        os.close(alive)
        select.select([ended], [], [], limits.seconds)
        return _failure_reason(child)
    finally:
        os.close(ended)


def _failure_reason(child: subprocess.Popen[bytes]) -> str | None:
    """Returns why the child failed, after its time is over or it closed its pipe; or None."""
    try:
        code = child.wait(timeout=0.2)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        return _TOO_LONG
    if code in (-signal.SIGXCPU, -signal.SIGALRM):
        return _TOO_LONG
    return None if code == 0 else _DAMAGED


def parse_lines(output: Path, most: int) -> list[dict[str, Any]]:
    """Returns the child's complete output lines; none if the output exceeds `most` bytes."""
    if not output.is_file() or output.stat().st_size > most:
        return []
    found = []
    for line in output.read_bytes().split(b"\n"):
        try:
            parsed = json.loads(line)
        except ValueError:
            break
        if not isinstance(parsed, dict):
            break
        found.append(parsed)
    return found


def max_output_bytes(limits: Limits) -> int:
    """Returns the maximum output of a child in bytes: its text escaped, and a thumbnail."""
    return 3 * limits.text_bytes + 4_000_000


def _validated_reading(lines: list[dict[str, Any]], failure: str | None) -> Reading:
    """Returns the reading from the output lines; invalid lines make the file unreadable."""
    try:
        return _reading(lines, failure)
    except (ValidationError, ValueError, TypeError, AttributeError, KeyError):
        return Reading(type="application/octet-stream", family="other", refusal=_DAMAGED)


def _reading(lines: list[dict[str, Any]], failure: str | None) -> Reading:
    """Returns the reading from the output lines up to the end or the failure."""
    fields: dict[str, Any] = {"type": "application/octet-stream", "family": "other"}
    pages: list[dict[str, Any]] = []
    whole = False
    for line in lines:
        if "page" in line:
            pages.append(line["page"])
        elif "thumbnail" in line:
            fields["thumbnail"] = b64decode(line["thumbnail"], validate=True)
        else:
            whole = whole or line.get("end", False)
            fields |= {name: value for name, value in line.items() if name != "end"}
    if not whole:
        fields["refusal"] = _partial_message(pages[-1]) if pages else failure or _DAMAGED
        fields["truncated"] = bool(pages)
    last = pages[-1]["number"] if pages else 0
    fields["page_count"] = max(fields.get("page_count", 0), last)
    return Reading(**fields, pages=pages)


def _partial_message(last: dict[str, Any]) -> str:
    """Returns the sentence for how much was read before the child ended."""
    number = last.get("number", 1)
    return f"Only its first {f'{number:,} pages' if number != 1 else 'page'} could be read."
