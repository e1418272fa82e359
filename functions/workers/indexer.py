"""Brings the index up to what the table says, an organisation's changes of one batch at a time."""

import json
from collections import defaultdict
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit

from sharewell import tenant_guard
from sharewell.ids import OrganisationId
from sharewell.observe import logger, metrics
from sharewell.search.service import indexing


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(batch: dict[str, Any], _: Any) -> dict[str, Any]:
    """Index one batch of {organisation, ref}; an organisation's messages fail or pass together.

    The queue is FIFO by organisation, so what fails and all that follows it come again in order.
    """
    changed: dict[OrganisationId, list[str]] = defaultdict(list)
    messages: dict[OrganisationId, list[str]] = defaultdict(list)
    failed: list[str] = []
    for record in batch["Records"]:
        body = json.loads(record["body"])
        changed[body["organisation"]].append(body["ref"])
        messages[body["organisation"]].append(record["messageId"])
    for organisation, refs in changed.items():
        metrics.add_metric("Indexed", MetricUnit.Count, len(refs))
        try:
            with tenant_guard.tenant_scope(organisation):
                indexing.apply(organisation, refs)
        except Exception:
            logger.exception("failed", extra={"organisation": organisation})
            failed += messages[organisation]
    return {"batchItemFailures": [{"itemIdentifier": it} for it in failed]}
