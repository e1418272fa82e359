"""Every order in which a function hears of what happened, each event once or one of them twice.

What it will do next hangs on what it finds and on what it has yet to hear, not on how it came
there: orders that lead to the same rows, objects, messages and letters are gone on with once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import factorial
from typing import Any, NamedTuple

from local.stack import INDEX
from resilience import invariants
from resilience.delivery import Delivering
from resilience.moto_snapshot import everything, keep, lay, letters, put_back, sent
from resilience.workflow import at_rest


class Heard(NamedTuple):
    """What everything is like when some events were heard, and nothing came of it yet."""

    state: bytes
    letters: list[Any]


@dataclass
class Orders:
    """What one function hears of a story, from where it has heard nothing."""

    stack: Delivering
    handler: str
    state: bytes
    events: list[dict[str, Any]]
    known: set[str]
    """Ids that are in rows; others were made on the way."""
    times: set[str]
    """Times, and ids too, that the events and the rows speak of."""
    _met: set[tuple[frozenset[int], bool, str]] = field(default_factory=set)

    def __len__(self) -> int:
        """How many orders there are."""
        n = len(self.events)
        return factorial(n) + n * factorial(n + 1) // 2

    def ends(self) -> Iterator[tuple[tuple[int, ...], Any]]:
        """Orders that came to an end of their own, and that end."""
        todo: list[tuple[tuple[int, ...], Heard]] = [((), Heard(self.state, []))]
        every = set(range(len(self.events)))
        while todo:
            order, at = todo.pop()
            if set(order) == every:
                yield order, self.end(at)
            again = every if len(set(order)) == len(order) else every - set(order)
            for number in sorted(again):
                after = self._hear(at, number)
                if self._is_new((*order, number), after):
                    todo.append(((*order, number), after))

    def end(self, at: Heard) -> Any:
        """What it comes to when all that followed is done too."""
        self._lay(at)
        with at_rest():
            self.stack.settle()
            invariants.lines_are_those_of_items()
            invariants.bytes_have_an_item(self.stack)
            if self.handler == INDEX:
                invariants.index_says_what_the_table_says()
        looked_at = {it["Records"][0]["body"] for it in self.stack.left_out}
        return invariants.shape(self.known), sorted(sent()), looked_at

    def _hear(self, at: Heard, number: int) -> Heard:
        self._lay(at)
        with at_rest():
            answer = self.stack.invoke(self.handler, self.events[number])
        assert not (answer or {}).get("batchItemFailures")
        return Heard(keep(self.stack, is_settled=False), letters())

    def _lay(self, at: Heard) -> None:
        lay(self.stack, at.state)
        put_back(at.letters)
        self.stack.leaves_out = None if self.handler == INDEX else INDEX
        self.stack.left_out = []

    def _is_new(self, order: tuple[int, ...], at: Heard) -> bool:
        self._lay(at)
        found = invariants.alike(f"{everything()} {sorted(sent())}", self.known | self.times)
        met = frozenset(order), len(set(order)) < len(order), found
        is_new = met not in self._met
        self._met.add(met)
        return is_new
