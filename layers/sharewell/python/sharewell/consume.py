"""The event edge: functions of one typed event, or of one queued message, become Lambda handlers.

Delivery is at least once and unordered, so a reaction must be harmless the second time.
"""

import json
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from aws_lambda_powertools.metrics import MetricUnit

from sharewell import tenant_guard
from sharewell.events import Event
from sharewell.observe import logger, metrics

E = TypeVar("E", bound=Event)


class Consumer(Generic[E]):
    """A Lambda handler that knows which events it consumes."""

    def __init__(self, consumes: tuple[type[E], ...], react: Callable[[E], None]) -> None:
        self.consumes = {it.__name__: it for it in consumes}
        self._react = react
        self._handle = logger.inject_lambda_context(
            metrics.log_metrics(self._consume), clear_state=True
        )

    def __call__(self, raw: dict[str, Any], context: Any) -> None:
        """Handle one delivery."""
        self._handle(raw, context)

    def _consume(self, raw: dict[str, Any], _: Any) -> None:
        only, *others = self.consumes
        name = raw["detail-type"] if others else only
        event = self.consumes[name].model_validate(raw["detail"])
        logger.append_keys(event=event.id, organisation=event.organisation)
        metrics.add_metric(name, MetricUnit.Count, 1)
        with tenant_guard.tenant_scope(event.organisation):
            self._react(event)


def on(*events: type[E]) -> Callable[[Callable[[E], None]], Consumer[E]]:
    """Handle these events. template.yaml must hold a rule for each; tests/contracts checks."""
    return lambda react: Consumer(events, react)


class Queue:
    """A Lambda handler of SQS messages: what fails is reported alone and comes again."""

    def __init__(self, name: str, react: Callable[[dict[str, Any]], None]) -> None:
        self._name = name
        self._react = react
        self._handle = logger.inject_lambda_context(
            metrics.log_metrics(self._consume), clear_state=True
        )

    def __call__(self, raw: dict[str, Any], context: Any) -> dict[str, Any]:
        """Handle one batch."""
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


def queued(name: str) -> Callable[[Callable[[dict[str, Any]], None]], Queue]:
    """Handle the messages of a queue, one by one; `name` is the metric that counts them."""
    return lambda react: Queue(name, react)
