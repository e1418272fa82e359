"""The commands behind the Makefile that need a stack on this machine.

What takes long to import is imported where it is used: the emulator starts meanwhile.
"""

import asyncio
import json
import os
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from local.emulator import Emulator
from local.log import Log
from local.place import Place, Taken


def main(words: Sequence[str]) -> int:
    """Do what the first word says; the exit code."""
    command = COMMANDS.get(words[0] if words else "")
    if command is None:
        print(f"One of: {', '.join(COMMANDS)}")
        return 2
    return command(list(words[1:]))


def run(_: list[str]) -> int:
    """The whole stack, in the foreground."""
    return _stay(develop=False)


def dev(_: list[str]) -> int:
    """The same, where saving a file shows at once."""
    return _stay(develop=True)


def reset(_: list[str]) -> int:
    """Forget everything that the local stack keeps."""
    place = Place.here()
    with suppress(FileNotFoundError):
        if _runs(int((place.state / "pid").read_text())):
            print("The stack is running: stop it first (Ctrl-C), then reset.")
            return 1
    shutil.rmtree(place.state, ignore_errors=True)
    print("Empty. make run fills in the demo organisation anew.")
    return 0


def token(words: list[str]) -> int:
    """A bearer token for curl, for the address given."""
    if len(words) != 1 or "@" not in words[0]:
        print("Whose? make token AS=<address>")
        return 2
    from local import accounts
    from local.deploy import Deployment

    place = Place.here()
    try:
        print(accounts.token(place, Deployment(place).outputs["ClientId"], words[0]))
    except (accounts.SignInFailed, OSError) as error:
        print(f"No token: {error}")
        return 1
    return 0


def reindex(_: list[str]) -> int:
    """Build every organisation's search index anew; the old ones serve meanwhile."""
    from local.deploy import Deployment

    place = Place.here()
    deployment = Deployment(place)
    began = time.monotonic()
    name = deployment.outputs["ReindexName"]
    answer = deployment.client("lambda").invoke(FunctionName=name, Payload=b"{}")
    said = json.loads(answer["Payload"].read() or "null")
    print(json.dumps(said, indent=2))
    print(f"{time.monotonic() - began:.1f} s")
    return 1 if answer.get("FunctionError") else 0


def _stay(*, develop: bool) -> int:
    place = Place.here()
    try:
        place.claim()
    except Taken as taken:
        print(taken)
        return 1
    place.state.mkdir(parents=True, exist_ok=True)
    note = place.state / "pid"
    note.write_text(str(os.getpid()))
    log = Log(place)
    emulator = Emulator(place, log.emulator)
    try:
        from local.running import Running

        return asyncio.run(Running(place, emulator, log, develop=develop).stay())
    except (KeyboardInterrupt, RuntimeError) as error:
        print(error)
        return 1
    finally:
        emulator.stop()
        note.unlink(missing_ok=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run, "dev": dev, "reset": reset, "token": token, "reindex": reindex,
}  # fmt: skip
