"""Patches the processes that functions run in: limits their number and prints their logs."""

import json
import os
import time
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

MAX_PROCESSES = max(4, os.cpu_count() or 1)


def limit_processes() -> None:
    """Limits each function to MAX_PROCESSES processes; further calls wait for a free one.

    Defect: every call without a free process starts one; sixty invitations started sixty.
    """
    lambda_svc.acquire_worker = _with_limit(lambda_svc.acquire_worker)


def print_logs() -> None:
    """Prints each line of a function's output and errors as JSON with the function's name.

    Defect: lines are printed without their function, and those of several functions are mixed.
    """
    lambda_runtime.Worker.invoke = _with_logs(lambda_runtime.Worker.invoke)


def shorten_log_wait() -> None:
    """Waits 4 ms for the first line of a call's log.

    Defect: each call waits 50 ms for a line, also of a handler that prints nothing.
    """
    lambda_runtime.Worker._drain_stderr_bounded.__defaults__ = (0.004, 0.002, 0.25)


def _with_limit(acquire: Any) -> Any:
    def waited(name: str, config: Any, code: Any, qualifier: str = "$LATEST") -> Any:
        while True:
            worker, how = acquire(
                name, config, code, qualifier=qualifier, max_concurrency=MAX_PROCESSES
            )
            if worker is not None:
                return worker, how
            time.sleep(0.01)

    return waited


def _with_logs(invoke: Any) -> Any:
    def invoked(worker: Any, *args: Any, **kwargs: Any) -> Any:
        answer = invoke(worker, *args, **kwargs)
        lines = str(answer.get("log") or "").splitlines()
        if answer.get("status") == "error":
            lines += str(answer.get("trace") or answer.get("error")).splitlines()
        for line in lines:
            entry = json.dumps({"function": worker.func_name, "line": line}) + "\n"
            os.write(1, entry.encode())  # in one call: other threads print too
        return answer

    return invoked
