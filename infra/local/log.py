"""What a running stack prints: the few lines that matter here, every line in a file."""

import json
import re
import sys
import time
from typing import Any

from local.place import Place

PLAIN = {
    "level", "location", "message", "timestamp", "service", "cold_start", "function_arn",
    "function_memory_size", "function_name", "function_request_id", "correlation_id",
    "exception", "exception_name", "stack_trace", "xray_trace_id",
}  # fmt: skip
COLOURS = {"grey": 90, "red": 31, "green": 32, "yellow": 33, "blue": 34, "bold": 1}
LEVELS = {"DEBUG": "grey", "INFO": "green", "WARNING": "yellow", "ERROR": "red", "CRITICAL": "red"}
EMULATOR = re.compile(r"^[\d: -]{19} (WARNING|ERROR|CRITICAL) \[(\w+)\] (.*)")
# sharewell-<stack>-<id>-<function>-<hash>, of which the end of the function is cut when long.
FUNCTION = re.compile(r"sharewell-\w+-[0-9a-f]{8}-[0-9a-f]{3}-(\w+?)-?[0-9A-F]{13}$")
# Said at every start, about things that are not used here.
IDLE = re.compile(r"cryptography package not installed")


class Log:
    """The terminal and the file of one stack."""

    def __init__(self, place: Place) -> None:
        place.logs.mkdir(parents=True, exist_ok=True)
        path = place.logs / "stack.log"
        if path.exists():
            path.replace(path.with_suffix(".before.log"))
        self._file = path.open("w", buffering=1)
        self._colour = sys.stdout.isatty()

    def say(self, text: str, colour: str = "") -> None:
        """One line from the stack itself."""
        self._write(text)
        self._print(self._paint(text, colour))

    def request(self, method: str, path: str, status: int, milliseconds: float) -> None:
        """One answered request of the API; the question after `?` may be private."""
        colour = "red" if status >= 500 else "yellow" if status >= 400 else "grey"
        line = f"{method} {path.partition('?')[0]} {status} {milliseconds:.0f} ms"
        self._write(line)
        self._print(f"{self._now()} {self._paint(line, colour)}")

    def emulator(self, line: str) -> None:
        """One line that the emulator printed; functions' lines come through it."""
        told = _read(line) if line.startswith('{"function"') else None
        if told:
            self._function(told["function"], told["line"])
        else:
            self._write(line)
            if (found := EMULATOR.match(line)) and not IDLE.search(line):
                level, part, text = found.groups()
                self._print(f"{self._now()} {self._paint(part, LEVELS[level])} {text}")

    def _function(self, name: str, line: str) -> None:
        self._write(f"{name} {line}")
        found = FUNCTION.match(name)
        short = found[1].lower() if found else name
        said = _read(line)
        if said is None:
            self._print(f"{self._now()} {self._paint(f'{short:<11}', 'blue')} {line}")
        elif "_aws" not in said:  # numbers for CloudWatch, not for eyes
            level = str(said.get("level", "INFO"))
            rest = " ".join(f"{k}={v}" for k, v in said.items() if k not in PLAIN)
            head = (
                f"{self._paint(f'{short:<11}', 'blue')} {self._paint(level, LEVELS.get(level, ''))}"
            )
            text = f"{said.get('message', '')} {self._paint(rest, 'grey')}".rstrip()
            self._print(f"{self._now()} {head} {text}")
            if trace := said.get("exception"):
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
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None
