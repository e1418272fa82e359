"""The relay: publishes the outboxes of rows from the table's stream to the bus.

Job messages go to the jobs queue instead. The template's filter passes only images with an outbox.
If the bus rejects an event, the relay raises and Lambda retries the batch: an event may be
delivered twice and is never lost.
"""

import json
from typing import Any

from sharewell.aws import bus, tenant_guard
from sharewell.aws.telemetry import logger
from sharewell.core import events
from sharewell.jobs.queue import JobMessage


@logger.inject_lambda_context(clear_state=True)
def handler(batch: dict[str, Any], _: Any) -> None:
    """Publishes the events of one batch of rows, and queues their jobs and re-indexing."""
    images = [record["dynamodb"].get("NewImage", {}) for record in batch["Records"]]
    published = []
    refs = []
    batches = []
    for image in images:
        for name, detail in json.loads(image["outbox"]["S"]) if "outbox" in image else ():
            kind = JobMessage if name == JobMessage.__name__ else getattr(events, name)
            event = kind.model_validate(detail)
            pk, sk = image["pk"]["S"], image["sk"]["S"]
            tenant_guard.require_row_names(event.organisation, pk, sk)
            if isinstance(event, JobMessage):
                batches.append(json.dumps(detail))
                continue
            published.append((name, detail))
            if event.document_ref:
                refs.append((event.id, event.organisation, event.document_ref))
    bus.enqueue_reindex(refs)
    bus.send_jobs(batches)
    bus.publish([(name, json.dumps(detail)) for name, detail in published])
