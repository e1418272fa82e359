"""The seeded organisation in which every workflow begins, with one of everything, settled."""

import json
import pickle
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from isolation.world import Someone, assign, founder, introduce, invite, newcomer, note
from local_stack.in_process import Reply
from resilience.delivery import RedeliveringStack
from resilience.faults import WRITES, tables
from resilience.interceptor import Call, Send, wire
from resilience.invariants import ids
from resilience.moto_snapshot import restore_snapshot, restored_stack, take_snapshot
from resilience.workflow import RequestRejected, Scene, Workflow
from resilience.xdist_shared import shared
from sharewell.core.clock import now
from sharewell.core.ids import new_ulid

IDEMPOTENCY_KEY = new_ulid(now().replace(minute=0, second=0, microsecond=0))[:10] + "0" * 16
"""The idempotency key of requests that create something, the same in each repetition.

It is the same in all processes, as the organisation is: they compare their results.
"""
PART_SIZE = 5 * 1024**2
"""Size of a part in bytes: the minimum of S3."""


@dataclass(frozen=True)
class SeededOrganisation:
    """An organisation with the administrator Ada, the members Ben and Cleo, and ids by name."""

    stack: RedeliveringStack
    people: dict[str, Someone]
    ids: dict[str, str]

    def request(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """Sends a request; {names} in it stand for ids."""
        return self.stack.request(
            method,
            path.format(**self.ids),
            as_=self.people[who].person,
            body=_named(body, self.ids),
            headers={name.replace("_", "-"): value for name, value in headers.items()},
            signed_in_at=time.time() + 1_000_000,
        )

    def request_ok(self, who: str, method: str, path: str, body: Any = None) -> Any:
        """Sends a request that must succeed, and returns its answer."""
        reply = self.request(who, method, path, body)
        if reply.status >= 300:
            raise RequestRejected(reply)
        return reply.body


@contextmanager
def seeded_organisation() -> Iterator[SeededOrganisation]:
    """Returns the organisation, in an account of its own."""
    sizes: dict[str, Any] = {"SINGLE_REQUEST_SIZE": PART_SIZE, "PART_SIZE": PART_SIZE}
    with (
        patch.multiple("sharewell.content.uploads.transfer", **sizes),
        patch("sharewell.file_reader.extraction.run_child", _in_this_process),
        patch("sharewell.file_reader.extraction.MAX_FILES_PER_BATCH", 2),
        restored_stack(_seed, RedeliveringStack) as seeded,
    ):
        yield seeded


def _seed(stack: RedeliveringStack) -> SeededOrganisation:
    """Seeds the organisation, in the first process that needs it."""
    made = shared(
        "seeded", ["it"], lambda _: packed((_create_organisation(stack), take_snapshot(stack)))
    )
    seeded, kept = unpacked(made["it"], stack)
    restore_snapshot(stack, kept)
    found: SeededOrganisation = seeded
    return found


def _create_organisation(stack: RedeliveringStack) -> SeededOrganisation:
    ada = founder(stack, "kettle")
    ben = newcomer(stack, ada, "Ben", "kettle")
    cleo = newcomer(stack, ada, "Cleo", "kettle")
    introduce(ben, "Ben", "kettle", ada.member)
    channel = ada.make("/api/channels", {"name": "Glazing", "about": "All of it"})["id"]
    group = ada.make("/api/groups", {"name": "Board", "members": [ben.member]})["id"]
    ids = {
        "member": ben.member,
        "ada": ada.member,
        "ben": ben.member,
        "cleo": cleo.member,
        "organisation": ada.organisation,
        "channel": channel,
        "other": ada.make("/api/channels", {"name": "Firing"})["id"],
        "group": group,
        "note": (cobalt := note(ada, "Cobalt", channels=[channel])),
        "item": cobalt,
        "draft": cobalt,
        "to": group,
        "assignment": assign(ada, "Cobalt", cobalt, group=group),
        "whisper": note(ada, "Quiet", channels=[channel], groups=[group]),
        "invitation": invite(ada, "late@kettle.example"),
    }
    ben.ask("PUT", f"/api/channels/{channel}/follow")
    stack.settle()
    late = Someone(stack, stack.person("late@kettle.example"))
    return SeededOrganisation(stack, {"ada": ada, "ben": ben, "cleo": cleo, "late": late}, ids)


def initial_state(seeded: SeededOrganisation, empty: bytes, *workflows: Workflow) -> Scene:
    """Returns the state in which a workflow begins: the organisation and what its seed adds."""
    restore_snapshot(seeded.stack, empty)
    seeded.stack.skipped_handler = None
    own = replace(seeded, ids=dict(seeded.ids))
    latest = [tables()]

    def remember(call: Call, send: Send) -> Any:
        if call.service == "dynamodb" and call.operation in WRITES:
            latest[:] = [tables()]
        return send()

    with wire.through(remember):
        for seed in dict.fromkeys(it.seed for it in workflows):
            seed(own)
            seeded.stack.settle()
    return Scene(seeded.stack, own, take_snapshot(seeded.stack), latest[0], frozenset(ids()))


def packed(it: Any) -> bytes:
    """Pickles an organisation or a scene for another process, which has its own stack."""
    into = BytesIO()
    _Packer(into, pickle.HIGHEST_PROTOCOL).dump(it)
    return into.getvalue()


def unpacked(it: bytes, stack: RedeliveringStack) -> Any:
    """Unpickles it on this stack; its snapshot is yet to be restored."""
    return _Unpacker(BytesIO(it), stack).load()


class _Packer(pickle.Pickler):
    def persistent_id(self, it: Any) -> str | None:
        return "stack" if isinstance(it, RedeliveringStack) else None


class _Unpacker(pickle.Unpickler):
    def __init__(self, packed: BytesIO, stack: RedeliveringStack) -> None:
        super().__init__(packed)
        self._stack = stack

    def persistent_load(self, _: str) -> RedeliveringStack:
        return self._stack


def _in_this_process(order: dict[str, Any], _: Any, __: Any) -> None:
    """Runs the reader of archives in this process, without starting another."""
    from sharewell.file_reader import archive

    Path(order["told"]).write_text("\n".join(json.dumps(it) for it in archive.report_lines(order)))


def _named(body: Any, ids: dict[str, str]) -> Any:
    if isinstance(body, str):
        return body.format(**ids)
    if isinstance(body, list):
        return [_named(it, ids) for it in body]
    if isinstance(body, dict):
        return {name: _named(it, ids) for name, it in body.items()}
    return body
