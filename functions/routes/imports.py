"""HTTP routes for imports of folders and archives."""

from sharewell.app import create_api
from sharewell.content.uploads.model import ArrivedParts, PartNumbers, PartUrls
from sharewell.core.caller import Caller
from sharewell.core.ids import ImportId
from sharewell.core.pagination import Page, PageQuery
from sharewell.imports.file_announcements import file_announcements
from sharewell.imports.model import (
    AnnouncedFiles,
    FileReport,
    ImportCard,
    ImportView,
    NewFiles,
    NewImport,
)
from sharewell.imports.service import imports

api = create_api("imports")


@api.get("/api/imports")
def list_imports(query: PageQuery, me: Caller) -> Page[ImportCard]:
    """List the caller's imports of the last 90 days, newest first."""
    return imports.list_mine(by=me, after=query.after)


@api.post("/api/imports")
def create_import(body: NewImport, key: str | None, me: Caller) -> ImportView:
    """Start an import of a folder or an archive; returns how to upload an archive."""
    return imports.create(body, key=key, by=me)


@api.get("/api/imports/{batch}")
def read_import(batch: ImportId, me: Caller) -> ImportView:
    """Get the progress of an import. Its creator, and admins in its destination only."""
    return imports.get(batch, by=me)


@api.delete("/api/imports/{batch}")
def cancel_import(batch: ImportId, me: Caller) -> None:
    """Stop an import; imported files remain."""
    imports.stop(batch, by=me)


@api.get("/api/imports/{batch}/files")
def list_imported_files(batch: ImportId, query: PageQuery, me: Caller) -> Page[FileReport]:
    """List the outcome of each file, with the reason."""
    return imports.list_files(batch, by=me, after=query.after)


@api.post("/api/imports/{batch}/files", status=200)
def announce_files(batch: ImportId, body: NewFiles, me: Caller) -> AnnouncedFiles:
    """Announce the next files of a folder; returns how to upload each, or why not."""
    return file_announcements.announce_files(batch, body.files, by=me)


@api.get("/api/imports/{batch}/parts")
def list_archive_parts(batch: ImportId, me: Caller) -> ArrivedParts:
    """List the parts of an archive that are already uploaded."""
    return imports.list_arrived_parts(batch, by=me)


@api.post("/api/imports/{batch}/parts", status=200)
def create_archive_part_urls(batch: ImportId, body: PartNumbers, me: Caller) -> PartUrls:
    """Create URLs to upload the next parts of an archive with PUT."""
    return imports.create_part_urls(batch, body.numbers, by=me)


@api.post("/api/imports/{batch}/complete", status=204)
def complete_archive(batch: ImportId, me: Caller) -> None:
    """Complete the upload of an archive and start unpacking it."""
    imports.complete(batch, by=me)


@api.post("/api/imports/{batch}/retry", status=200)
def retry_import(batch: ImportId, me: Caller) -> ImportView:
    """Upload an archive again that did not arrive, or resume a stalled import."""
    return imports.retry(batch, by=me)
