"""The relay: what rows say, as they land in the table's stream, goes on the bus.

template.yaml lets only images with `said` through. If the bus refuses, raising makes Lambda try
the batch again, so an event may be delivered twice and is never lost.
"""

import json
from typing import Any

from sharewell import bus, events, tenant_guard
from sharewell.observe import logger


@logger.inject_lambda_context(clear_state=True)
def handler(batch: dict[str, Any], _: Any) -> None:
    """Publish one batch of rows' events, and queue what search must look at again."""
    images = [record["dynamodb"].get("NewImage", {}) for record in batch["Records"]]
    said = []
    refs = []
    for image in images:
        for name, detail in json.loads(image["said"]["S"]) if "said" in image else ():
            event = getattr(events, name).model_validate(detail)
            pk, sk = image["pk"]["S"], image["sk"]["S"]
            tenant_guard.require_row_names(event.organisation, pk, sk)
            said.append((name, detail))
            if event.ref:
                refs.append((event.id, event.organisation, event.ref))
    bus.look_again(refs)
    bus.put([(name, json.dumps(detail)) for name, detail in said])
