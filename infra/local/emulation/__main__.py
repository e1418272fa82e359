"""The emulator, started: `local.emulator` runs this with the emulator's Python."""

import os
import signal
import sys
import threading
import time

from ministack import app

from local.emulation import mending, nested_stacks, saving, workers


def leave_with(parent: int) -> None:
    """Stop, saving, when whoever started this is gone without a word."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGINT)


def main() -> None:
    """Run until told to stop."""
    workers.begin()
    mending.mend()
    nested_stacks.resolve_secrets()
    nested_stacks.keep_attributes()
    saving.begin()
    threading.Thread(target=leave_with, args=(os.getppid(),), daemon=True).start()
    sys.argv = ["ministack"]
    app.main()


if __name__ == "__main__":
    main()
