"""Builds search indexes anew from the table; the old ones serve meanwhile. Invoked by hand."""

from typing import Any

from sharewell import tenant_guard
from sharewell.ids import OrganisationId
from sharewell.observe import logger
from sharewell.search.service import indexing


@logger.inject_lambda_context(clear_state=True)
def handler(wanted: dict[str, Any], _: Any) -> dict[str, list[str]]:
    """Rebuild `{"organisation": id}`, or every organisation that has an index."""
    if only := wanted.get("organisation"):
        organisations = [OrganisationId(only)]
    else:
        with tenant_guard.unscoped("every organisation's index is built anew"):
            organisations = indexing.organisations()
    for organisation in organisations:
        with tenant_guard.tenant_scope(organisation):
            indexing.rebuild(organisation)
    return {"rebuilt": [str(it) for it in organisations]}
