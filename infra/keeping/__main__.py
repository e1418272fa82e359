"""`python -m keeping <command>`: what `make organisations`, `export`, `wipe` and `restore` call.

An operator's answers are the environment, as with `make deploy`: ORGANISATION, TO, FROM, CONFIRM,
EXISTING; STAGE for a deployment in AWS, none for the local stack; TABLE to export from another
table than the deployment's, such as one that AWS restored to a point in time.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from keeping.archive import DamagedError, Reading
from keeping.deployed import here
from keeping.export import RefusedError, export
from keeping.restore import Existing, restore
from keeping.wipe import wipe


def main(words: list[str]) -> int:
    """Do what the first word says; the exit code."""
    try:
        COMMANDS[words[0]]()
    except (RefusedError, DamagedError, RuntimeError, BotoCoreError, ClientError, OSError) as error:
        print(f"Not done: {error}")
        return 1
    return 0


def _organisations() -> None:
    for id, name in sorted(here().organisations()):
        print(f"{id}  {name}")


def _export() -> None:
    export(here(table=os.environ.get("TABLE")), _said("ORGANISATION"), Path(_said("TO")))


def _wipe() -> None:
    wipe(here(), _said("ORGANISATION"), os.environ.get("CONFIRM", ""))


def _restore() -> None:
    existing = os.environ.get("EXISTING", "refuse")
    if existing not in {it.value for it in Existing}:
        raise RefusedError("EXISTING is refuse, keep or overwrite")
    with Reading(Path(_said("FROM"))) as reading:
        restore(here(), reading, Existing(existing))


def _said(name: str) -> str:
    if value := os.environ.get(name):
        return value
    raise RefusedError(f"say {name}=…; docs/runbook.md shows how")


COMMANDS: dict[str, Callable[[], None]] = {
    "organisations": _organisations,
    "export": _export,
    "wipe": _wipe,
    "restore": _restore,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
