"""Our stack, where what fails is delivered again as AWS delivers it, up to its attempts."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from typing import Any

from local import template
from local.stack import Stack
from resilience.faults import Injector, Killed

ASYNCHRONOUS = 3
"""Attempts that Lambda makes with an event, or somebody by hand (MaximumRetryAttempts: 2)."""


class Delivering(Stack):
    """One function of it may be made to fail; messages that fail come again, or are given up."""

    def __init__(self) -> None:
        super().__init__()
        self.given_up: list[tuple[str, Any]] = []
        """Handler and event of what waits in a dead-letter queue."""
        self.events: list[dict[str, Any]] = []
        """What the failing function was invoked with."""
        self.leaves_out: str | None = None
        """A consumer that gets nothing: what it does is seen elsewhere."""
        self.left_out: list[dict[str, Any]] = []
        """What it would have got, one record at a time."""
        self._failing, self._injector = "", Injector()
        self._tries = Counter[str]()
        self._most = _attempts()

    @contextmanager
    def failing(self, handler: str, injector: Injector) -> Iterator[None]:
        """Let calls of one function go wrong for a while."""
        self._failing, self._injector, self.events = handler, injector, []
        try:
            yield
        finally:
            self._failing = ""

    def invoke(self, handler: str, event: dict[str, Any]) -> Any:
        """Run a function, perhaps one that fails."""
        if handler != self._failing or self._injector.is_resting:
            return super().invoke(handler, event)
        self.events.append(deepcopy(event))
        with self._injector.attempt():
            return super().invoke(handler, event)

    def again(self, handler: str, events: list[dict[str, Any]]) -> None:
        """Deliver what was delivered before once more, as AWS may."""
        for event in events:
            super().invoke(handler, deepcopy(event))

    def deliver(self, handler: str, event: dict[str, Any], messages: list[Any]) -> list[Any]:
        """Deliver until it is done or was tried often enough."""
        if handler == self.leaves_out:
            records = event.get("Records")
            self.left_out += [{"Records": [it]} for it in records] if records else [event]
            return messages
        if not messages:  # of the stream, which holds everything up
            self._until_done(handler, event)
            return []
        try:
            answer = self.invoke(handler, event)
        except (Exception, Killed):
            failed = {it["MessageId"] for it in messages}
        else:
            failed = {it["itemIdentifier"] for it in (answer or {}).get("batchItemFailures", [])}
        return [it for it in messages if self._is_over(handler, it, failed)]

    def _until_done(self, handler: str, event: dict[str, Any]) -> None:
        for _ in range(self._most[handler]):
            with suppress(Exception, Killed):
                self.invoke(handler, event)
                return
        self.given_up.append((handler, event))

    def _is_over(self, handler: str, message: dict[str, Any], failed: set[str]) -> bool:
        if message["MessageId"] not in failed:
            return True
        self._tries[message["MessageId"]] += 1
        if self._tries[message["MessageId"]] >= self._most[handler]:
            self.given_up.append((handler, message["Body"]))
            return True
        return False


def _attempts() -> dict[str, int]:
    """How often each consumer is tried, by its handler."""
    queues = dict(template.resources("AWS::SQS::Queue"))
    found = {handler: ASYNCHRONOUS for handler, _ in template.events("EventBridgeRule")}
    for handler, event in template.events("SQS"):
        queue = queues[event["Queue"].removesuffix(".Arn")]
        found[handler] = int(queue["RedrivePolicy"]["maxReceiveCount"])
    for handler, event in template.events("DynamoDB"):
        found[handler] = int(event["MaximumRetryAttempts"]) + 1
    for _, function in template.functions():
        found.setdefault(function["Handler"], ASYNCHRONOUS)
    return found
