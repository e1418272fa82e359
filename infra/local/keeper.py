"""The emulator, which also keeps what it is told: run by its own Python, imports nothing of ours.

As it comes, ministack saves its state on a clean exit only, and hands what functions print to
its log groups. Here it saves every few seconds when something changed, each service's file
replaced whole, and prints the functions' lines too.
"""

import hashlib
import json
import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from ministack import app
from ministack.core import lambda_runtime, persistence

EVERY = 2.0
READS = ("Get", "BatchGet", "Query", "Scan", "Describe", "List", "Receive", "Head")
changed = threading.Event()
saving = threading.Lock()
saved: dict[str, bytes] = {}


def save() -> None:
    """Write the state of each service that changed since it was last written."""
    with saving:
        for name, state in app._build_persistence_save_dict().items():
            try:
                text = _text(name, state)
            except Exception:
                logging.exception("could not save %s, next time", name)
                changed.set()
                continue
            digest = hashlib.blake2b(text.encode()).digest()
            if text and saved.get(name) != digest:
                path = Path(persistence.STATE_DIR) / f"{name}.json"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.with_suffix(".new").write_text(text)
                path.with_suffix(".new").replace(path)
                saved[name] = digest


def _text(name: str, state: Any) -> str:
    # A request may add a key while another thread reads: a few tries see a quiet moment.
    for attempt in range(5):
        try:
            payload = state()
            if payload is None:
                return ""
            whole = {
                "__ministack_format__": persistence._state_format_version(name),
                "payload": payload,
            }
            return json.dumps(whole, default=persistence._json_default)
        except RuntimeError:
            if attempt == 4:
                raise
            time.sleep(0.05)
    return ""


def keep() -> None:
    """Save whenever something changed, and once more after it went quiet."""
    while True:
        changed.wait()
        changed.clear()
        time.sleep(EVERY)
        save()
        if not changed.wait(EVERY):
            save()  # what queues and streams moved after the last request


def watch(inner: Any) -> Any:
    """Note which requests may have changed something."""

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        await inner(scope, receive, send)
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            headers = dict(scope["headers"])
            action = headers.get(b"x-amz-target", b"").decode().rpartition(".")[2]
            if not action.startswith(READS):
                changed.set()

    return watched


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


def main() -> None:
    """Run until told to stop."""
    app.app = watch(app.app)
    lambda_runtime.Worker.invoke = tell(lambda_runtime.Worker.invoke)
    # Waits 50 ms for a line that a silent handler never prints: every answer was that late.
    lambda_runtime.Worker._drain_stderr_bounded.__defaults__ = (0.004, 0.002, 0.25)
    threading.Thread(target=keep, daemon=True).start()
    threading.Thread(target=leave_with, args=(os.getppid(),), daemon=True).start()
    sys.argv = ["ministack"]
    app.main()


def leave_with(parent: int) -> None:
    """Stop, saving, when whoever started this is gone without a word."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGINT)


if __name__ == "__main__":
    main()
