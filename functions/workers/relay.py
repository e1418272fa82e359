"""The relay: what rows say, as they land in the table's stream, goes on the bus.

Messages about batch jobs go on the jobs queue instead.

Its template lets only images with `said` through. If the bus refuses, raising makes Lambda try
the batch again, so an event may be delivered twice and is never lost.
"""

import json
from typing import Any

from sharewell import bus, events, tenant_guard
from sharewell.jobs.queue import JobMessage
from sharewell.observe import logger


@logger.inject_lambda_context(clear_state=True)
def handler(batch: dict[str, Any], _: Any) -> None:
    """Publish one batch of rows' events; queue their jobs, and what search must look at again."""
    images = [record["dynamodb"].get("NewImage", {}) for record in batch["Records"]]
    said = []
    refs = []
    batches = []
    for image in images:
        for name, detail in json.loads(image["said"]["S"]) if "said" in image else ():
            kind = JobMessage if name == JobMessage.__name__ else getattr(events, name)
            event = kind.model_validate(detail)
            pk, sk = image["pk"]["S"], image["sk"]["S"]
            tenant_guard.require_row_names(event.organisation, pk, sk)
            if isinstance(event, JobMessage):
                batches.append(json.dumps(detail))
                continue
            said.append((name, detail))
            if event.ref:
                refs.append((event.id, event.organisation, event.ref))
    bus.look_again(refs)
    bus.send_jobs(batches)
    bus.put([(name, json.dumps(detail)) for name, detail in said])
