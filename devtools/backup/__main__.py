"""`python -m backup <command>`: runs `make organisations`, `export`, `wipe` and `restore`.

Environment variables are the arguments, as with `make deploy`: ORGANISATION, TO, FROM, CONFIRM,
EXISTING; STAGE for a deployment in AWS, none for the local stack; TABLE to export from a table
other than the deployment's, such as one that AWS restored to a point in time.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from backup.archive import DamagedError, Reading
from backup.deployed import here
from backup.export import RefusedError, export
from backup.restore import Existing, restore
from backup.wipe import wipe


def main(words: list[str]) -> int:
    """Runs the named command and returns the exit code."""
    try:
        COMMANDS[words[0]]()
    except (RefusedError, DamagedError, RuntimeError, BotoCoreError, ClientError, OSError) as error:
        print(f"Failed: {error}")
        return 1
    return 0


def _organisations() -> None:
    for id, name in sorted(here().organisations()):
        print(f"{id}  {name}")


def _export() -> None:
    export(here(table=os.environ.get("TABLE")), _required("ORGANISATION"), Path(_required("TO")))


def _wipe() -> None:
    wipe(here(), _required("ORGANISATION"), os.environ.get("CONFIRM", ""))


def _restore() -> None:
    existing = os.environ.get("EXISTING", "refuse")
    if existing not in {it.value for it in Existing}:
        raise RefusedError("EXISTING must be refuse, keep or overwrite")
    with Reading(Path(_required("FROM"))) as reading:
        restore(here(), reading, Existing(existing))


def _required(name: str) -> str:
    if value := os.environ.get(name):
        return value
    raise RefusedError(f"set {name}=…; see docs/runbook.md")


COMMANDS: dict[str, Callable[[], None]] = {
    "organisations": _organisations,
    "export": _export,
    "wipe": _wipe,
    "restore": _restore,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
