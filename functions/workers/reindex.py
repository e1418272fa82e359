"""Rebuilds search indexes from the table while the old ones serve. Invoked by an operator."""

from typing import Any

from sharewell.aws import tenant_guard
from sharewell.aws.telemetry import logger
from sharewell.core.ids import OrganisationId
from sharewell.identity.service import identity
from sharewell.search.service import index_service


@logger.inject_lambda_context(clear_state=True)
def handler(request: dict[str, Any], _: Any) -> dict[str, list[str]]:
    """Rebuilds the index of `{"organisation": id}`, or those of every organisation."""
    only = request.get("organisation")
    rebuilt = []
    with tenant_guard.unscoped("rebuilds the index of every organisation"):
        for organisation in [OrganisationId(only)] if only else identity.list_organisations():
            with tenant_guard.tenant_scope(organisation):
                index_service.rebuild(organisation)
            rebuilt.append(str(organisation))
    return {"rebuilt": rebuilt}
