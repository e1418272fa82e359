"""Every hour: what was deleted more than 30 days ago goes for good; so do pictures nobody sees."""

from typing import Any

from aws_lambda_powertools.metrics import MetricUnit

from sharewell import tenant_guard
from sharewell.identity.service import identity
from sharewell.observe import logger, metrics
from sharewell.pictures.service import kept
from sharewell.retention.groups import group_purging
from sharewell.retention.items import purging

ENOUGH = 60_000
"""Milliseconds that one item may take; with less left, the next hour goes on."""


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(_: dict[str, Any], context: Any) -> None:
    """Purge organisation after organisation; if one fails, the others are done and it raises."""

    def has_time() -> bool:
        return bool(context.get_remaining_time_in_millis() >= ENOUGH)

    failed = []
    with tenant_guard.unscoped("every organisation's deleted items are looked for"):
        for organisation in identity.list_organisations():
            try:
                with tenant_guard.tenant_scope(organisation):
                    gone = purging.purge(organisation, has_time)
                    gone += group_purging.purge(organisation, has_time)
                    gone += kept.purge(organisation, has_time)
                metrics.add_metric("Purged", MetricUnit.Count, gone)
            except Exception:
                logger.exception("failed", extra={"organisation": organisation})
                failed.append(organisation)
    if failed:
        raise RuntimeError(f"{len(failed)} organisations are not purged")
