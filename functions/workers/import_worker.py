"""Starts the unpacking of arrived archives, and counts the processed files of imports."""

from typing import Any

from sharewell.aws import tenant_guard
from sharewell.core.events import Event, FileProcessed, FileProcessingFailed, ImportFinished
from sharewell.core.ids import ImportId, OrganisationId
from sharewell.edge.consumer import on_message
from sharewell.imports.arrival import arrivals
from sharewell.imports.model import FileOutcome
from sharewell.imports.outcomes import import_outcomes

EVENTS = {it.__name__: it for it in (ImportFinished, FileProcessed, FileProcessingFailed)}


@on_message("ImportMoved")
def handler(message: dict[str, Any]) -> None:
    """Handles one event of S3 or of the bus."""
    name, detail = message["detail-type"], message["detail"]
    if name == "Object Created":
        _, organisation, id, upload = detail["object"]["key"].split("/")
        with tenant_guard.tenant_scope(organisation):
            arrivals.start_unpacking(OrganisationId(organisation), ImportId(id), upload)
        return
    event = EVENTS[name].model_validate(detail)
    with tenant_guard.tenant_scope(event.organisation):
        _react(event)


def _react(event: Event) -> None:
    match event:
        case ImportFinished():
            arrivals.delete_archive(event.organisation, event.import_id, event.upload)
        case FileProcessed():
            _count(event, FileOutcome.IMPORTED)
        case FileProcessingFailed():
            _count(event, FileOutcome.STORED_ONLY)


def _count(event: FileProcessed | FileProcessingFailed, outcome: FileOutcome) -> None:
    if event.import_id:
        import_outcomes.record_outcome(
            event.organisation, event.import_id, event.item, outcome, event.id
        )
