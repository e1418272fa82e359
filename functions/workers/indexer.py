"""Updates search indexes from the table, with one update per organisation and batch."""

import json
from collections import defaultdict
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit

from sharewell.aws import tenant_guard
from sharewell.aws.telemetry import logger, metrics
from sharewell.core.ids import OrganisationId
from sharewell.search.service import index_service


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(batch: dict[str, Any], _: Any) -> dict[str, Any]:
    """Indexes one batch of {organisation, ref}; an organisation's messages fail together.

    The queue is FIFO by organisation, so failed messages and later ones are redelivered in order.
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
                index_service.update_documents(organisation, refs)
        except Exception:
            logger.exception("failed", extra={"organisation": organisation})
            failed += messages[organisation]
    return {"batchItemFailures": [{"itemIdentifier": it} for it in failed]}
