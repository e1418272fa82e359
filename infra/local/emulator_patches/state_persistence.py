"""Saves what changed every few seconds, each service's file replaced whole."""

import hashlib
import json
import logging
import threading
import time
from pathlib import Path
from typing import Any

from ministack import app
from ministack.core import persistence

from local.emulator_patches import KEPT

EVERY = 2.0
# How far streams were read, then what waits in queues.
TO_BE_DONE = ("lambda", "sqs")
READS = ("Get", "BatchGet", "Query", "Scan", "Describe", "List", "Receive", "Head")
log = logging.getLogger("saving")
changed = threading.Event()
saving = threading.Lock()
saved: dict[str, bytes] = {}
kept: set[str] = set()
"""Services to save; where none is named, all."""


def save_while_running() -> None:
    """Saves what changed every few seconds.

    Mends: state is saved on a clean exit only; a power cut loses all of it.
    """
    app.app = watch(app.app)
    persistence.save_all = app.save_all = lambda _: save()
    threading.Thread(target=keep, daemon=True).start()


def save_services_in_use() -> None:
    """Saves the services that template.yaml has something in, and no others.

    Mends: every service that is loaded is saved, most of them empty, and each saved one is loaded
    at the next start: two dozen took more than a second.
    """
    kept.update(KEPT)


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


def save() -> None:
    """Write the state of each service that changed since it was last written.

    Looked at: what is still to be done, then what was done. Written: the other way round. Wherever
    the power goes in between, something is done twice and nothing never.
    """
    with saving:
        states = app._build_persistence_save_dict()
        looked_at: dict[str, str] = {}
        for name in sorted(kept & states.keys() or states, key=_lateness):
            try:
                looked_at[name] = _text(name, states[name])
            except Exception:
                log.exception("could not save %s, next time", name)
                changed.set()
                return
        for name, text in reversed(looked_at.items()):
            _write(name, text)


def _lateness(name: str) -> int:
    return TO_BE_DONE.index(name) if name in TO_BE_DONE else len(TO_BE_DONE)


def _write(name: str, text: str) -> None:
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
