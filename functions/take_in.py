"""Archives that arrive are unpacked step by step; files of imports that were read are counted."""

from typing import Any

from sharewell import tripwire
from sharewell.consume import queued
from sharewell.events import FileRead, FileRefused, ImportAdvanced, ImportEnded
from sharewell.ids import ImportId, OrganisationId
from sharewell.imports.counting import counting
from sharewell.imports.model import Became
from sharewell.imports.unpacking import unpacking


@queued("ImportMoved")
def handler(message: dict[str, Any]) -> None:
    """React to what S3 or the bus says, one message at a time."""
    name, detail = message["detail-type"], message["detail"]
    if name == "Object Created":
        _, organisation, id, upload = detail["object"]["key"].split("/")
        with tripwire.within(organisation):
            unpacking.take(OrganisationId(organisation), ImportId(id), upload)
        return
    with tripwire.within(detail["organisation"]):
        if name == "ImportAdvanced":
            more = ImportAdvanced.model_validate(detail)
            unpacking.go_on(more.organisation, more.imported, more.unpacked)
        elif name == "ImportEnded":
            end = ImportEnded.model_validate(detail)
            unpacking.forget(end.organisation, end.imported, end.upload)
        else:
            _count(
                FileRead.model_validate(detail), Became.HERE if name == "FileRead" else Became.KEPT
            )


def _count(read: FileRead | FileRefused, became: Became) -> None:
    if read.imported:
        counting.hear(read.organisation, read.imported, read.item, became, read.id)
