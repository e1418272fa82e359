"""The commands behind the Makefile that need a stack on this machine.

Slow imports are inside the functions, so that the emulator starts meanwhile.
"""

import asyncio
import json
import os
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from local_stack.emulator import Emulator
from local_stack.log import Log
from local_stack.workspace import Taken, Workspace


def main(words: Sequence[str]) -> int:
    """Runs the named command and returns the exit code."""
    command = COMMANDS.get(words[0] if words else "")
    if command is None:
        print(f"One of: {', '.join(COMMANDS)}")
        return 2
    return command(list(words[1:]))


def run(_: list[str]) -> int:
    """Runs the stack in the foreground."""
    return _run_stack(develop=False)


def dev(_: list[str]) -> int:
    """Runs the stack and reloads changed files."""
    return _run_stack(develop=True)


def reset(_: list[str]) -> int:
    """Deletes all data of the local stack."""
    place = Workspace.from_environment()
    with suppress(FileNotFoundError):
        if _is_running(int((place.state / "pid").read_text())):
            print("The stack is running: stop it first (Ctrl-C), then reset.")
            return 1
    shutil.rmtree(place.state, ignore_errors=True)
    print("The local stack is empty. make run creates the demo organisation again.")
    return 0


def token(words: list[str]) -> int:
    """Prints a bearer token for the given address, for use with curl."""
    if len(words) != 1 or "@" not in words[0]:
        print("Usage: make token AS=<address>")
        return 2
    from local_stack import demo_accounts
    from local_stack.deploy import Deployment

    place = Workspace.from_environment()
    try:
        print(demo_accounts.token(place, Deployment(place).outputs["ClientId"], words[0]))
    except (demo_accounts.SignInFailed, OSError) as error:
        print(f"No token: {error}")
        return 1
    return 0


def reindex(_: list[str]) -> int:
    """Rebuilds all search indexes while the old ones serve."""
    from local_stack.deploy import Deployment

    place = Workspace.from_environment()
    deployment = Deployment(place)
    began = time.monotonic()
    name = deployment.outputs["ReindexName"]
    answer = deployment.client("lambda").invoke(FunctionName=name, Payload=b"{}")
    result = json.loads(answer["Payload"].read() or "null")
    print(json.dumps(result, indent=2))
    print(f"{time.monotonic() - began:.1f} s")
    return 1 if answer.get("FunctionError") else 0


def _run_stack(*, develop: bool) -> int:
    place = Workspace.from_environment()
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
        from local_stack.runner import Running

        return asyncio.run(Running(place, emulator, log, develop=develop).stay())
    except (KeyboardInterrupt, RuntimeError) as error:
        print(error)
        return 1
    finally:
        emulator.stop()
        note.unlink(missing_ok=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run, "dev": dev, "reset": reset, "token": token, "reindex": reindex,
}  # fmt: skip
