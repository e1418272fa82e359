"""The event edge: Lambda handlers of events and of queued messages.

A file in functions/consumers lists the reactions of one domain to events:

    handler = Consumer()

    @handler.on(ItemDeleted)
    def hide(event: ItemDeleted) -> None: ...

Delivery is at least once and unordered, so a reaction must be idempotent.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from aws_lambda_powertools.metrics import MetricUnit

from sharewell.aws import tenant_guard
from sharewell.aws.telemetry import logger, metrics
from sharewell.core.events import Event

R = TypeVar("R", bound=Callable[[Any], None])


class Consumer:
    """A Lambda handler that calls every reaction registered for an event."""

    def __init__(self) -> None:
        self.events: dict[str, type[Event]] = {}
        self._reactions: dict[str, list[Callable[[Any], None]]] = defaultdict(list)
        self._handle = logger.inject_lambda_context(
            metrics.log_metrics(self._consume), clear_state=True
        )

    def on(self, *events: type[Event]) -> Callable[[R], R]:
        """Registers a reaction; an event may have several.

        infra/consumers.yaml has a rule for each event; tests/contracts compares both.
        """

        def register(react: R) -> R:
            for event in events:
                self.events[event.__name__] = event
                self._reactions[event.__name__].append(react)
            return react

        return register

    def __call__(self, raw: dict[str, Any], context: Any) -> None:
        """Handles one delivery.

        Raises: the first failure, after it called every reaction; EventBridge then delivers the
        event again, for all reactions.
        """
        self._handle(raw, context)

    def _consume(self, raw: dict[str, Any], _: Any) -> None:
        name = raw["detail-type"]
        event = self.events[name].model_validate(raw["detail"])
        logger.append_keys(event=event.id, organisation=event.organisation)
        metrics.add_metric(name, MetricUnit.Count, 1)
        failures = []
        for react in self._reactions[name]:
            try:
                with tenant_guard.tenant_scope(event.organisation):
                    react(event)
            except Exception as failure:
                logger.exception("failed", extra={"reaction": react.__name__})
                failures.append(failure)
        if failures:
            raise failures[0]


class Queue:
    """A Lambda handler of SQS messages; only failed ones are delivered again."""

    def __init__(self, name: str, react: Callable[[dict[str, Any]], None]) -> None:
        self._name = name
        self._react = react
        self._handle = logger.inject_lambda_context(
            metrics.log_metrics(self._consume), clear_state=True
        )

    def __call__(self, raw: dict[str, Any], context: Any) -> dict[str, Any]:
        """Handles one batch and returns the ids of failed messages."""
        answer: dict[str, Any] = self._handle(raw, context)
        return answer

    def _consume(self, raw: dict[str, Any], _: Any) -> dict[str, Any]:
        failed = []
        for record in raw["Records"]:
            metrics.add_metric(self._name, MetricUnit.Count, 1)
            try:
                self._react(json.loads(record["body"]))
            except Exception:
                logger.exception("failed", extra={"sqs_message": record["messageId"]})
                failed.append({"itemIdentifier": record["messageId"]})
        return {"batchItemFailures": failed}


def on_message(name: str) -> Callable[[Callable[[dict[str, Any]], None]], Queue]:
    """Returns a decorator for a handler of single messages; `name` is the metric of their count."""
    return lambda react: Queue(name, react)
