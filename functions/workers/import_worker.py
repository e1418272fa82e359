"""Archives that arrive are to be unpacked; files of imports that were read are counted."""

from typing import Any

from sharewell import tenant_guard
from sharewell.consume import queued
from sharewell.events import Event, FileRead, FileRefused, ImportEnded
from sharewell.ids import ImportId, OrganisationId
from sharewell.imports.arrival import arrivals
from sharewell.imports.counting import counting
from sharewell.imports.model import Became

SAID = {it.__name__: it for it in (ImportEnded, FileRead, FileRefused)}


@queued("ImportMoved")
def handler(message: dict[str, Any]) -> None:
    """React to what S3 or the bus says, one message at a time."""
    name, detail = message["detail-type"], message["detail"]
    if name == "Object Created":
        _, organisation, id, upload = detail["object"]["key"].split("/")
        with tenant_guard.tenant_scope(organisation):
            arrivals.take(OrganisationId(organisation), ImportId(id), upload)
        return
    said = SAID[name].model_validate(detail)
    with tenant_guard.tenant_scope(said.organisation):
        _react(said)


def _react(said: Event) -> None:
    match said:
        case ImportEnded():
            arrivals.forget(said.organisation, said.imported, said.upload)
        case FileRead():
            _count(said, Became.HERE)
        case FileRefused():
            _count(said, Became.KEPT)


def _count(read: FileRead | FileRefused, became: Became) -> None:
    if read.imported:
        counting.hear(read.organisation, read.imported, read.item, became, read.id)
