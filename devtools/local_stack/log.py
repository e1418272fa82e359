"""The log of a running stack: important lines on the terminal, all lines in a file."""

import json
import re
import sys
import time
from typing import Any

from local_stack.workspace import Workspace

PLAIN = {
    "level", "location", "message", "timestamp", "service", "cold_start", "function_arn",
    "function_memory_size", "function_name", "function_request_id", "correlation_id",
    "exception", "exception_name", "stack_trace", "xray_trace_id",
}  # fmt: skip
COLOURS = {"grey": 90, "red": 31, "green": 32, "yellow": 33, "blue": 34, "bold": 1}
LEVELS = {"DEBUG": "grey", "INFO": "green", "WARNING": "yellow", "ERROR": "red", "CRITICAL": "red"}
EMULATOR = re.compile(r"^[\d: -]{19} (WARNING|ERROR|CRITICAL) \[(\w+)\] (.*)")
# sharewell-<stack>-<id>-<function>-<hash>; the end of a long function name is cut off.
FUNCTION = re.compile(r"sharewell-\w+-[0-9a-f]{8}-[0-9a-f]{3}-(\w+?)-?[0-9A-F]{13}$")
# Printed at every start, about features that are not used here.
IRRELEVANT = re.compile(r"cryptography package not installed")


class Log:
    """Writes to the terminal and to the log file of one stack."""

    def __init__(self, place: Workspace) -> None:
        place.logs.mkdir(parents=True, exist_ok=True)
        path = place.logs / "stack.log"
        if path.exists():
            path.replace(path.with_suffix(".before.log"))
        self._file = path.open("w", buffering=1)
        self._colour = sys.stdout.isatty()

    def say(self, text: str, colour: str = "") -> None:
        """Logs one line of the stack itself."""
        self._write(text)
        self._print(self._paint(text, colour))

    def request(self, method: str, path: str, status: int, milliseconds: float) -> None:
        """Logs one request of the API, without its query string, which may be private."""
        colour = "red" if status >= 500 else "yellow" if status >= 400 else "grey"
        line = f"{method} {path.partition('?')[0]} {status} {milliseconds:.0f} ms"
        self._write(line)
        self._print(f"{self._now()} {self._paint(line, colour)}")

    def emulator(self, line: str) -> None:
        """Logs one line that the emulator or, through it, a function printed."""
        printed = _read(line) if line.startswith('{"function"') else None
        if printed:
            self._function(printed["function"], printed["line"])
        else:
            self._write(line)
            if (found := EMULATOR.match(line)) and not IRRELEVANT.search(line):
                level, part, text = found.groups()
                self._print(f"{self._now()} {self._paint(part, LEVELS[level])} {text}")

    def _function(self, name: str, line: str) -> None:
        self._write(f"{name} {line}")
        found = FUNCTION.match(name)
        short = found[1].lower() if found else name
        record = _read(line)
        if record is None:
            self._print(f"{self._now()} {self._paint(f'{short:<11}', 'blue')} {line}")
        elif "_aws" not in record:  # metrics for CloudWatch
            level = str(record.get("level", "INFO"))
            rest = " ".join(f"{k}={v}" for k, v in record.items() if k not in PLAIN)
            head = (
                f"{self._paint(f'{short:<11}', 'blue')} {self._paint(level, LEVELS.get(level, ''))}"
            )
            text = f"{record.get('message', '')} {self._paint(rest, 'grey')}".rstrip()
            self._print(f"{self._now()} {head} {text}")
            if trace := record.get("exception"):
                self._print(self._paint(str(trace), "red"))

    def _write(self, line: str) -> None:
        self._file.write(f"{time.strftime('%H:%M:%S')} {line}\n")

    def _now(self) -> str:
        return self._paint(time.strftime("%H:%M:%S"), "grey")

    def _paint(self, text: str, colour: str) -> str:
        if not self._colour or not colour:
            return text
        return f"\033[{COLOURS[colour]}m{text}\033[0m"

    @staticmethod
    def _print(text: str) -> None:
        print(text, flush=True)


def _read(line: str) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None
