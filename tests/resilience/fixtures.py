"""The organisation in which every workflow begins: something of everything, all settled."""

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
from local.stack import Reply
from resilience.delivery import Delivering
from resilience.faults import WRITES, tables
from resilience.interceptor import Call, Send, wire
from resilience.invariants import ids
from resilience.moto_snapshot import keep, laid, lay
from resilience.workflow import NotDone, Scene, Workflow
from resilience.xdist_shared import shared
from sharewell.clock import now
from sharewell.ids import new_ulid

ONCE = new_ulid(now().replace(minute=0, second=0, microsecond=0))[:10] + "0" * 16
"""What a browser sends with a request that makes something, the same each time it repeats it.

It is the same in all processes too, as the house is: what they find out is compared.
"""
PART = 5 * 1024**2
"""Bytes of a part here: the least that S3 takes."""


@dataclass(frozen=True)
class House:
    """Ada administers it, Ben and Cleo are members; ids of what is in it, by name."""

    stack: Delivering
    people: dict[str, Someone]
    ids: dict[str, str]

    def asks(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """One request; {names} in it stand for ids."""
        return self.stack.request(
            method,
            path.format(**self.ids),
            as_=self.people[who].person,
            body=_named(body, self.ids),
            headers={name.replace("_", "-"): value for name, value in headers.items()},
            signed_in_at=time.time() + 1_000_000,
        )

    def did(self, who: str, method: str, path: str, body: Any = None) -> Any:
        """One request that must go well, and its answer."""
        reply = self.asks(who, method, path, body)
        if reply.status >= 300:
            raise NotDone(reply)
        return reply.body


@contextmanager
def seeded_organisation() -> Iterator[House]:
    """The house, in an account of its own."""
    sizes: dict[str, Any] = {"ONE_GO": PART, "PART": PART}
    with (
        patch.multiple("sharewell.content.uploads.awaited", **sizes),
        patch("sharewell.reading.unpacking.carried_out", _in_this_process),
        patch("sharewell.reading.unpacking.MOST_AT_ONCE", 2),
        laid(_furnish, Delivering) as house,
    ):
        yield house


def _furnish(stack: Delivering) -> House:
    """It is the first of several processes that does."""
    made = shared("house", ["it"], lambda _: packed((_new_house(stack), keep(stack))))
    house, kept = unpacked(made["it"], stack)
    lay(stack, kept)
    found: House = house
    return found


def _new_house(stack: Delivering) -> House:
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
    return House(stack, {"ada": ada, "ben": ben, "cleo": cleo, "late": late}, ids)


def initial_state(house: House, empty: bytes, *workflows: Workflow) -> Scene:
    """Where workflows begin: the house, and what is special about them."""
    lay(house.stack, empty)
    house.stack.leaves_out = None
    own = replace(house, ids=dict(house.ids))
    latest = [tables()]

    def remember(call: Call, send: Send) -> Any:
        if call.service == "dynamodb" and call.operation in WRITES:
            latest[:] = [tables()]
        return send()

    with wire.through(remember):
        for seed in dict.fromkeys(it.seed for it in workflows):
            seed(own)
            house.stack.settle()
    return Scene(house.stack, own, keep(house.stack), latest[0], frozenset(ids()))


def packed(it: Any) -> bytes:
    """A house or a scene as another process takes it up, with a stack of its own."""
    into = BytesIO()
    _Packer(into, pickle.HIGHEST_PROTOCOL).dump(it)
    return into.getvalue()


def unpacked(it: bytes, stack: Delivering) -> Any:
    """The same on this stack, where what is kept of it is yet to be laid."""
    return _Unpacker(BytesIO(it), stack).load()


class _Packer(pickle.Pickler):
    def persistent_id(self, it: Any) -> str | None:
        return "stack" if isinstance(it, Delivering) else None


class _Unpacker(pickle.Unpickler):
    def __init__(self, packed: BytesIO, stack: Delivering) -> None:
        super().__init__(packed)
        self._stack = stack

    def persistent_load(self, _: str) -> Delivering:
        return self._stack


def _in_this_process(order: dict[str, Any], _: Any, __: Any) -> None:
    """What the reading process does with an archive, without starting one."""
    from sharewell.reading import archive

    Path(order["told"]).write_text("\n".join(json.dumps(it) for it in archive.told(order)))


def _named(body: Any, ids: dict[str, str]) -> Any:
    if isinstance(body, str):
        return body.format(**ids)
    if isinstance(body, list):
        return [_named(it, ids) for it in body]
    if isinstance(body, dict):
        return {name: _named(it, ids) for name, it in body.items()}
    return body
