"""Rebuilds search indexes from the table while the old ones serve. Invoked by hand."""

from typing import Any

from sharewell import tenant_guard
from sharewell.identity.service import identity
from sharewell.ids import OrganisationId
from sharewell.observe import logger
from sharewell.search.service import indexing


@logger.inject_lambda_context(clear_state=True)
def handler(wanted: dict[str, Any], _: Any) -> dict[str, list[str]]:
    """Rebuild `{"organisation": id}`, or every organisation."""
    only = wanted.get("organisation")
    rebuilt = []
    with tenant_guard.unscoped("every organisation's index is built anew"):
        for organisation in [OrganisationId(only)] if only else identity.list_organisations():
            with tenant_guard.tenant_scope(organisation):
                indexing.rebuild(organisation)
            rebuilt.append(str(organisation))
    return {"rebuilt": rebuilt}
