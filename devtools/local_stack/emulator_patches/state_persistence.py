"""Patches the emulator to save its state while it runs, one file per service."""

import hashlib
import json
import logging
import threading
import time
from pathlib import Path
from typing import Any

from ministack import app
from ministack.core import persistence

from local_stack.emulator_patches import KEPT

SAVE_INTERVAL = 2.0
# Positions in streams, then messages in queues.
PENDING_WORK = ("lambda", "sqs")
READS = ("Get", "BatchGet", "Query", "Scan", "Describe", "List", "Receive", "Head")
log = logging.getLogger("saving")
changed = threading.Event()
saving = threading.Lock()
saved: dict[str, bytes] = {}
saved_services: set[str] = set()
"""Services to save; all if empty."""


def save_while_running() -> None:
    """Saves changes every two seconds.

    Defect: state is saved on a clean exit only; a power cut loses all of it.
    """
    app.app = watch(app.app)
    persistence.save_all = app.save_all = lambda _: save()
    threading.Thread(target=save_changes, daemon=True).start()


def save_services_in_use() -> None:
    """Saves only the services that the templates use.

    Defect: every loaded service is saved, most of them empty, and every saved one is loaded at the
    next start: two dozen took more than a second.
    """
    saved_services.update(KEPT)


def save_changes() -> None:
    """Saves after changes, and once more after they stop."""
    while True:
        changed.wait()
        changed.clear()
        time.sleep(SAVE_INTERVAL)
        save()
        if not changed.wait(SAVE_INTERVAL):
            save()  # queues and streams move after the last request


def watch(inner: Any) -> Any:
    """Wraps an ASGI app to record requests that may change state."""

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        await inner(scope, receive, send)
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            headers = dict(scope["headers"])
            action = headers.get(b"x-amz-target", b"").decode().rpartition(".")[2]
            if not action.startswith(READS):
                changed.set()

    return watched


def save() -> None:
    """Writes the state of each service that changed since the last save.

    Reads pending work first and then its results; writes them in the opposite order. Wherever a
    power cut interrupts this, some work may be repeated and none is lost.
    """
    with saving:
        states = app._build_persistence_save_dict()
        texts: dict[str, str] = {}
        for name in sorted(saved_services & states.keys() or states, key=_read_order):
            try:
                texts[name] = _text(name, states[name])
            except Exception:
                log.exception("could not save %s, next time", name)
                changed.set()
                return
        for name, text in reversed(texts.items()):
            _write(name, text)


def _read_order(name: str) -> int:
    return PENDING_WORK.index(name) if name in PENDING_WORK else len(PENDING_WORK)


def _write(name: str, text: str) -> None:
    digest = hashlib.blake2b(text.encode()).digest()
    if text and saved.get(name) != digest:
        path = Path(persistence.STATE_DIR) / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".new").write_text(text)
        path.with_suffix(".new").replace(path)
        saved[name] = digest


def _text(name: str, state: Any) -> str:
    # Another thread may add a key meanwhile, which raises RuntimeError: retry.
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
