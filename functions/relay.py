"""The relay: what rows say, as they land in the table's stream, goes on the bus.

template.yaml lets only images with `said` through. If the bus refuses, raising makes Lambda try
the batch again, so an event may be delivered twice and is never lost.
"""

import json
from typing import Any

from sharewell import bus, events
from sharewell.observe import logger


@logger.inject_lambda_context(clear_state=True)
def handler(batch: dict[str, Any], _: Any) -> None:
    """Publish one batch of rows' events, and queue what search must look at again."""
    images = [record["dynamodb"].get("NewImage", {}) for record in batch["Records"]]
    said = [pair for image in images if "said" in image for pair in json.loads(image["said"]["S"])]
    refs = []
    for name, detail in said:
        event = getattr(events, name).model_validate(detail)
        if event.ref:
            refs.append((event.id, event.organisation, event.ref))
    bus.look_again(refs)
    bus.put([(name, json.dumps(detail)) for name, detail in said])
