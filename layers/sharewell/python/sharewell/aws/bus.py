"""The EventBridge bus, the indexing queue and the jobs queue."""

import json
from functools import cache
from typing import Any

from sharewell.core.config import SOURCE, settings

BATCH_SIZE = 10
"""The maximum entries of one PutEvents or SendMessageBatch call (service limits)."""


def publish(entries: list[tuple[str, str]]) -> None:
    """Publishes events, as pairs of name and JSON detail.

    Raises: RuntimeError, if EventBridge rejected any.
    """
    for start in range(0, len(entries), BATCH_SIZE):
        answer = _client("events").put_events(
            Entries=[
                {
                    "EventBusName": settings.bus_name,
                    "Source": SOURCE,
                    "DetailType": name,
                    "Detail": detail,
                }
                for name, detail in entries[start : start + BATCH_SIZE]
            ]
        )
        if answer["FailedEntryCount"]:
            raise RuntimeError(f"EventBridge rejected {answer['FailedEntryCount']} events")


def enqueue_reindex(refs: list[tuple[str, str, str]]) -> None:
    """Queues (event id, organisation, ref) for the index, in order within an organisation."""
    entries = [
        {
            "MessageBody": json.dumps({"organisation": organisation, "ref": ref}),
            "MessageGroupId": organisation,
            "MessageDeduplicationId": event_id,
        }
        for event_id, organisation, ref in refs
    ]
    _enqueue(settings.index_queue_url, entries)


def send_jobs(messages: list[str]) -> None:
    """Sends job messages, as JSON, to the jobs queue. Raises RuntimeError if any was rejected."""
    _enqueue(settings.jobs_queue_url, [{"MessageBody": it} for it in messages])


def _enqueue(queue: str, entries: list[dict[str, str]]) -> None:
    for start in range(0, len(entries), BATCH_SIZE):
        numbered = enumerate(entries[start : start + BATCH_SIZE])
        answer = _client("sqs").send_message_batch(
            QueueUrl=queue, Entries=[{"Id": str(number), **entry} for number, entry in numbered]
        )
        if answer.get("Failed"):
            raise RuntimeError(f"SQS rejected {len(answer['Failed'])} messages")


@cache
def _client(service: str) -> Any:
    import boto3  # a cold start without it is 40 ms shorter

    return boto3.client(service)  # type: ignore[call-overload]  # one of two services
