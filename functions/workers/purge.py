"""Purges, every hour, what was deleted more than 30 days ago, and unreferenced pictures."""

from typing import Any

from aws_lambda_powertools.metrics import MetricUnit

from sharewell.aws import tenant_guard
from sharewell.aws.telemetry import logger, metrics
from sharewell.identity.service import identity
from sharewell.pictures.service import picture_retention
from sharewell.retention.groups import group_retention
from sharewell.retention.items import item_retention

MIN_REMAINING_MS = 60_000
"""Milliseconds that one item may take; with less left, the next invocation continues."""


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(_: dict[str, Any], context: Any) -> None:
    """Purges each organisation. Raises RuntimeError after the last if any failed."""

    def has_time() -> bool:
        return bool(context.get_remaining_time_in_millis() >= MIN_REMAINING_MS)

    failed = []
    with tenant_guard.unscoped("purges the deleted items of every organisation"):
        for organisation in identity.list_organisations():
            try:
                with tenant_guard.tenant_scope(organisation):
                    purged = item_retention.purge_due_items(organisation, has_time)
                    purged += group_retention.purge_due_groups(organisation, has_time)
                    purged += picture_retention.purge_unreferenced(organisation, has_time)
                metrics.add_metric("Purged", MetricUnit.Count, purged)
            except Exception:
                logger.exception("failed", extra={"organisation": organisation})
                failed.append(organisation)
    if failed:
        raise RuntimeError(f"{len(failed)} organisations were not purged")
