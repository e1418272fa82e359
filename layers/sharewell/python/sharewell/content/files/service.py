"""The service of files whose bytes have arrived: text, downloads, pictures."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sharewell.aws import bucket, concurrency
from sharewell.content.files.model import DownloadUrl, FileState, PictureUrls, TextPage
from sharewell.content.service import ItemService, items
from sharewell.content.store import ItemStore
from sharewell.content.version_history import VersionHistory, version_history
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, Invalid, NotFound
from sharewell.core.ids import FileId, ItemId, OrganisationId
from sharewell.core.pagination import Page

INLINE_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""Besides audio and video; all other types are only saved, never shown inline.

The app itself displays PDFs and runs no script in them; browsers do, even in a sandbox.
"""
MAX_PICTURES = 50


@dataclass(frozen=True, slots=True)
class Files:
    """Reads text pages and creates signed addresses of files and pictures."""

    items: ItemService
    versions: VersionHistory
    store: ItemStore
    now: Clock = now

    def list_pages(
        self, id: ItemId, file: FileId | None, *, by: Caller, after: str | None
    ) -> Page[TextPage]:
        """Returns a page of an item's text pages.

        Raises: NotFound unless the caller sees the item and `file`, if given, is its file.
        """
        # Concurrently: a caller who may not see the item still gets only the NotFound.
        known = (
            [partial(self.store.list_text_pages, by.organisation, id, file, after)] if file else []
        )
        item, *found = concurrency.run_concurrently([partial(self.items.seen_by, by, id), *known])
        if item.file is None:
            return Page(items=[], next=None)
        if file not in (None, item.file.id):
            raise NotFound("The file of this item was replaced. Reload the item.", field="file")
        [rows] = found or [self.store.list_text_pages(by.organisation, id, item.file.id, after)]
        return Page(items=[TextPage(**row.fields()) for row in rows.items], next=rows.next)

    def create_download_url(
        self, id: ItemId, *, download: bool, version: int | None, by: Caller
    ) -> DownloadUrl:
        """Returns a signed address of a file; an earlier version's only for those who may edit.

        Raises: NotFound, Forbidden, Conflict if the item has no file or it has not arrived.
        """
        if version is None:
            file = self.items.row_seen_by(by, id)[1].file
        else:
            file = self.versions.get_version(id, version, by=by).file
        if file is None:
            raise Conflict("This item has no file.")
        if file.state in (FileState.UPLOADING, FileState.STALLED):
            raise Conflict("This file has not been uploaded completely.")
        shown = file.type in INLINE_TYPES or file.type.startswith(("audio/", "video/"))
        inline = shown and not download
        url = bucket.presign_download(
            file_key(by.organisation, id, file.id),
            name=file.name,
            inline=inline,
            type=file.type if inline else "application/octet-stream",
        )
        until = self.now() + timedelta(seconds=bucket.DOWNLOAD_URL_TTL)
        return DownloadUrl(
            url=url, name=file.name, type=file.type, size=file.size, expires_at=until
        )

    def create_picture_urls(self, keys: list[str] | str, *, by: Caller) -> PictureUrls:
        """Returns signed addresses of pictures, for keys received with lists and items.

        A key ends in an unguessable token, so holding it proves access. Ignores the keys of other
        organisations. Raises: Invalid for more than `MAX_PICTURES` keys.
        """
        wanted = keys if isinstance(keys, list) else [keys]
        if len(wanted) > MAX_PICTURES:
            raise Invalid(f"Request at most {MAX_PICTURES} pictures at a time.", field="key")
        own = [key for key in wanted if key.split("/")[1] == by.organisation]
        return PictureUrls(
            urls={key: bucket.presign_download(key, type=_picture_type(key)) for key in own}
        )


def _picture_type(key: str) -> str:
    extension = key.rpartition(".")[2]
    return f"image/{'jpeg' if extension == 'jpg' else extension}"


def file_key(organisation: OrganisationId, item: ItemId, file: str) -> str:
    """Returns the object key of a file's bytes."""
    return f"files/{organisation}/{item}/{file}"


files = Files(items, version_history, ItemStore())
