"""The emulator, started: `local.emulator` runs this with the emulator's Python."""

import json
import os
import signal
import sys
import threading
import time
from typing import Any

from ministack import app
from ministack.core import lambda_runtime

from local.emulation import mending, saving


def tell(invoke: Any) -> Any:
    """Print what a function printed, one JSON line each, for the terminal."""

    def told(worker: Any, *args: Any, **kwargs: Any) -> Any:
        answer = invoke(worker, *args, **kwargs)
        lines = str(answer.get("log") or "").splitlines()
        if answer.get("status") == "error":
            lines += str(answer.get("trace") or answer.get("error")).splitlines()
        for line in lines:
            print(json.dumps({"function": worker.func_name, "line": line}), flush=True)
        return answer

    return told


def leave_with(parent: int) -> None:
    """Stop, saving, when whoever started this is gone without a word."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGINT)


def main() -> None:
    """Run until told to stop."""
    lambda_runtime.Worker.invoke = tell(lambda_runtime.Worker.invoke)
    # Waits 50 ms for a line that a silent handler never prints: every answer was that late.
    lambda_runtime.Worker._drain_stderr_bounded.__defaults__ = (0.004, 0.002, 0.25)
    mending.mend()
    saving.begin()
    threading.Thread(target=leave_with, args=(os.getppid(),), daemon=True).start()
    sys.argv = ["ministack"]
    app.main()


if __name__ == "__main__":
    main()
