"""Many files at once over HTTP: folders, and archives that are unpacked."""

from sharewell.app import create_api
from sharewell.caller import Caller
from sharewell.content.uploads.model import ArrivedParts, PartAddresses, PartNumbers
from sharewell.ids import ImportId
from sharewell.imports.announcing import announcing
from sharewell.imports.model import (
    AnnouncedFiles,
    ImportCard,
    ImportView,
    Line,
    NewFiles,
    NewImport,
)
from sharewell.imports.service import imports
from sharewell.page import Page
from sharewell.paging import After

api = create_api("imports")


@api.get("/api/imports")
def list_imports(query: After, me: Caller) -> Page[ImportCard]:
    """What the caller has imported in the last 90 days, newest first."""
    return imports.own(by=me, after=query.after)


@api.post("/api/imports")
def begin_import(body: NewImport, key: str | None, me: Caller) -> ImportView:
    """Announce a folder of files, or an archive; the answer says how to send an archive."""
    return imports.begin(body, key=key, by=me)


@api.get("/api/imports/{batch}")
def read_import(batch: ImportId, me: Caller) -> ImportView:
    """How far an import is; who made it sees it, and administrators where it goes."""
    return imports.view(batch, by=me)


@api.delete("/api/imports/{batch}")
def stop_import(batch: ImportId, me: Caller) -> None:
    """Take in nothing more of an import; what is here stays."""
    imports.stop(batch, by=me)


@api.get("/api/imports/{batch}/files")
def list_imported_files(batch: ImportId, query: After, me: Caller) -> Page[Line]:
    """What became of each file, and why."""
    return imports.report(batch, by=me, after=query.after)


@api.post("/api/imports/{batch}/files", status=200)
def announce_files(batch: ImportId, body: NewFiles, me: Caller) -> AnnouncedFiles:
    """Announce the next files of a folder; the answer says of each how to send it, or why not."""
    return announcing.announce(batch, body.files, by=me)


@api.get("/api/imports/{batch}/parts")
def list_arrived_parts_of_archive(batch: ImportId, me: Caller) -> ArrivedParts:
    """The parts of an archive that need not be sent again."""
    return imports.arrived(batch, by=me)


@api.post("/api/imports/{batch}/parts", status=200)
def address_parts_of_archive(batch: ImportId, body: PartNumbers, me: Caller) -> PartAddresses:
    """Where to PUT the next parts of an archive."""
    return imports.addresses(batch, body.numbers, by=me)


@api.post("/api/imports/{batch}/complete", status=204)
def complete_archive(batch: ImportId, me: Caller) -> None:
    """Every part of an archive has arrived: unpack it."""
    imports.complete(batch, by=me)


@api.post("/api/imports/{batch}/retry", status=200)
def retry_import(batch: ImportId, me: Caller) -> ImportView:
    """Send an archive again that did not arrive, or go on with one that got stuck."""
    return imports.retry(batch, by=me)
