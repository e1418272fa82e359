"""A stack that redelivers failed events and messages as AWS does, up to its maximum of attempts."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from typing import Any

from local_stack import templates
from local_stack.in_process import Stack
from resilience.faults import Injector, Killed

ASYNCHRONOUS = 3
"""Attempts of Lambda, or of an operator, with an event (MaximumRetryAttempts: 2)."""


class RedeliveringStack(Stack):
    """A stack with a function that can be made to fail; its messages are retried, then given up."""

    def __init__(self) -> None:
        super().__init__()
        self.dead_letters: list[tuple[str, Any]] = []
        """Handlers and events in dead-letter queues."""
        self.events: list[dict[str, Any]] = []
        """The events of the failing function."""
        self.skipped_handler: str | None = None
        """A consumer that receives nothing, as another test covers it."""
        self.skipped_records: list[dict[str, Any]] = []
        """The records that it did not receive."""
        self._failing, self._injector = "", Injector()
        self._tries = Counter[str]()
        self._most = _attempts()

    @contextmanager
    def failing(self, handler: str, injector: Injector) -> Iterator[None]:
        """Injects faults into the calls of a function for a while."""
        self._failing, self._injector, self.events = handler, injector, []
        try:
            yield
        finally:
            self._failing = ""

    def invoke(self, handler: str, event: dict[str, Any]) -> Any:
        """Invokes a function, perhaps the failing one."""
        if handler != self._failing or self._injector.is_paused:
            return super().invoke(handler, event)
        self.events.append(deepcopy(event))
        with self._injector.attempt():
            return super().invoke(handler, event)

    def redeliver(self, handler: str, events: list[dict[str, Any]]) -> None:
        """Redelivers earlier events, as AWS may."""
        for event in events:
            super().invoke(handler, deepcopy(event))

    def deliver(self, handler: str, event: dict[str, Any], messages: list[Any]) -> list[Any]:
        """Delivers an event until it succeeds or its attempts are used up."""
        if handler == self.skipped_handler:
            records = event.get("Records")
            self.skipped_records += [{"Records": [it]} for it in records] if records else [event]
            return messages
        if not messages:  # of the stream, where a failure blocks all later records
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
        self.dead_letters.append((handler, event))

    def _is_over(self, handler: str, message: dict[str, Any], failed: set[str]) -> bool:
        if message["MessageId"] not in failed:
            return True
        self._tries[message["MessageId"]] += 1
        if self._tries[message["MessageId"]] >= self._most[handler]:
            self.dead_letters.append((handler, message["Body"]))
            return True
        return False


def _attempts() -> dict[str, int]:
    """Returns the maximum number of attempts of each consumer, by handler."""
    queues = dict(templates.resources("AWS::SQS::Queue"))
    found = {handler: ASYNCHRONOUS for handler, _ in templates.events("EventBridgeRule")}
    for handler, event in templates.events("SQS"):
        queue = queues[event["Queue"].removesuffix(".Arn")]
        found[handler] = int(queue["RedrivePolicy"]["maxReceiveCount"])
    for handler, event in templates.events("DynamoDB"):
        found[handler] = int(event["MaximumRetryAttempts"]) + 1
    for _, function in templates.functions():
        found.setdefault(function["Handler"], ASYNCHRONOUS)
    return found
