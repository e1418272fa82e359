"""The EventBridge bus, the queue of what search must look at again, and that of batch jobs."""

import json
from functools import cache
from typing import Any

from sharewell.config import SOURCE, settings

BATCH = 10
"""The most that PutEvents and SendMessageBatch take in one call."""


def put(entries: list[tuple[str, str]]) -> None:
    """Put (name, JSON detail) pairs on the bus; raise if any was not taken."""
    for start in range(0, len(entries), BATCH):
        answer = _client("events").put_events(
            Entries=[
                {
                    "EventBusName": settings.bus_name,
                    "Source": SOURCE,
                    "DetailType": name,
                    "Detail": detail,
                }
                for name, detail in entries[start : start + BATCH]
            ]
        )
        if answer["FailedEntryCount"]:
            raise RuntimeError(f"EventBridge refused {answer['FailedEntryCount']} events")


def look_again(refs: list[tuple[str, str, str]]) -> None:
    """Queue (event id, organisation, ref) for the index, in order within an organisation."""
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
    """Puts messages about batch jobs, as JSON, on their queue. Raises if any was not taken."""
    _enqueue(settings.jobs_queue_url, [{"MessageBody": it} for it in messages])


def _enqueue(queue: str, entries: list[dict[str, str]]) -> None:
    for start in range(0, len(entries), BATCH):
        some = enumerate(entries[start : start + BATCH])
        answer = _client("sqs").send_message_batch(
            QueueUrl=queue, Entries=[{"Id": str(number), **entry} for number, entry in some]
        )
        if answer.get("Failed"):
            raise RuntimeError(f"SQS refused {len(answer['Failed'])} messages")


@cache
def _client(service: str) -> Any:
    import boto3  # a cold start without it is 40 ms shorter

    return boto3.client(service)  # type: ignore[call-overload]  # two services, one door
