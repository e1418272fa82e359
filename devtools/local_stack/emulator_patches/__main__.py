"""Starts the emulator: `local_stack.emulator` runs this with the emulator's Python."""

import importlib
import os
import signal
import threading
import time

from ministack import app

from local_stack.emulator_patches import PATCHES


def leave_with(parent: int) -> None:
    """Saves and stops when the parent process has ended."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGINT)


def main() -> None:
    """Applies the patches and runs the emulator until stopped."""
    for patch in PATCHES:
        module, _, name = patch.partition(".")
        getattr(importlib.import_module(f"local_stack.emulator_patches.{module}"), name)()
    threading.Thread(target=leave_with, args=(os.getppid(),), daemon=True).start()
    app.main()


if __name__ == "__main__":
    main()
