"""All orders in which a function receives events, each once or one of them twice.

What happens next depends only on the current state and the events yet to come: orders that lead to
the same rows, objects, messages and mails are continued once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import factorial
from typing import Any, NamedTuple

from local_stack.in_process import INDEX
from resilience import invariants
from resilience.delivery import RedeliveringStack
from resilience.moto_snapshot import (
    dump_state,
    raw_mails,
    restore_snapshot,
    sent_mails,
    set_mails,
    take_snapshot,
)
from resilience.workflow import without_waiting


class Delivered(NamedTuple):
    """The state after some events, before anything follows from them."""

    state: bytes
    raw_mails: list[Any]


@dataclass
class Orders:
    """The orders in which one function can receive a story's events."""

    stack: RedeliveringStack
    handler: str
    state: bytes
    events: list[dict[str, Any]]
    known: set[str]
    """Ids in the initial rows; others are new."""
    times: set[str]
    """Times and ids in the events and the initial rows."""
    _met: set[tuple[frozenset[int], bool, str]] = field(default_factory=set)

    def __len__(self) -> int:
        """Returns the number of orders."""
        n = len(self.events)
        return factorial(n) + n * factorial(n + 1) // 2

    def ends(self) -> Iterator[tuple[tuple[int, ...], Any]]:
        """Yields the orders that reach a final state of their own, and that state."""
        todo: list[tuple[tuple[int, ...], Delivered]] = [((), Delivered(self.state, []))]
        every = set(range(len(self.events)))
        while todo:
            order, at = todo.pop()
            if set(order) == every:
                yield order, self.end(at)
            again = every if len(set(order)) == len(order) else every - set(order)
            for number in sorted(again):
                after = self._deliver(at, number)
                if self._is_new((*order, number), after):
                    todo.append(((*order, number), after))

    def end(self, at: Delivered) -> Any:
        """Returns the final state, once all that follows has happened too."""
        self._restore(at)
        with without_waiting():
            self.stack.settle()
            invariants.lines_are_those_of_items()
            invariants.objects_have_items(self.stack)
            if self.handler == INDEX:
                invariants.index_says_what_the_table_says()
        looked_at = {it["Records"][0]["body"] for it in self.stack.skipped_records}
        return invariants.shape(self.known), sorted(sent_mails()), looked_at

    def _deliver(self, at: Delivered, number: int) -> Delivered:
        self._restore(at)
        with without_waiting():
            answer = self.stack.invoke(self.handler, self.events[number])
        assert not (answer or {}).get("batchItemFailures")
        return Delivered(take_snapshot(self.stack, is_settled=False), raw_mails())

    def _restore(self, at: Delivered) -> None:
        restore_snapshot(self.stack, at.state)
        set_mails(at.raw_mails)
        self.stack.skipped_handler = None if self.handler == INDEX else INDEX
        self.stack.skipped_records = []

    def _is_new(self, order: tuple[int, ...], at: Delivered) -> bool:
        self._restore(at)
        found = invariants.normalise(
            f"{dump_state()} {sorted(sent_mails())}", self.known | self.times
        )
        met = frozenset(order), len(set(order)) < len(order), found
        is_new = met not in self._met
        self._met.add(met)
        return is_new
