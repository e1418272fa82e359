"""The processes that functions run in: not too many of them, and what they print is heard."""

import json
import os
import time
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

MOST = max(4, os.cpu_count() or 1)


def limit_processes() -> None:
    """Lets a call wait for one of at most MOST processes of its function.

    Mends: a process is started for every call that finds none free; sixty invitations were sixty.
    """
    lambda_svc.acquire_worker = _waiting(lambda_svc.acquire_worker)


def print_logs() -> None:
    """Prints what functions print, and how they fail, a line of JSON each that names the function.

    Mends: lines are printed without their function, those of several at once in between each other.
    """
    lambda_runtime.Worker.invoke = _heard(lambda_runtime.Worker.invoke)


def shorten_log_wait() -> None:
    """Waits 4 ms for the first line of a call's log.

    Mends: 50 ms are waited for a line that a silent handler never prints, before every answer.
    """
    lambda_runtime.Worker._drain_stderr_bounded.__defaults__ = (0.004, 0.002, 0.25)


def _waiting(acquire: Any) -> Any:
    def waited(name: str, config: Any, code: Any, qualifier: str = "$LATEST") -> Any:
        while True:
            worker, how = acquire(name, config, code, qualifier=qualifier, max_concurrency=MOST)
            if worker is not None:
                return worker, how
            time.sleep(0.01)

    return waited


def _heard(invoke: Any) -> Any:
    def heard(worker: Any, *args: Any, **kwargs: Any) -> Any:
        answer = invoke(worker, *args, **kwargs)
        lines = str(answer.get("log") or "").splitlines()
        if answer.get("status") == "error":
            lines += str(answer.get("trace") or answer.get("error")).splitlines()
        for line in lines:
            told = json.dumps({"function": worker.func_name, "line": line}) + "\n"
            os.write(1, told.encode())  # in one go: other threads print too
        return answer

    return heard
