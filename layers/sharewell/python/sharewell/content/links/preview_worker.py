"""Fetches link previews and stores them with their items."""

import time
from dataclasses import dataclass
from functools import partial

from sharewell.aws import bucket, table
from sharewell.content.files.model import Preview, PreviewState
from sharewell.content.links.page_summary import PageSummary, fetch_summary
from sharewell.content.store import ItemStore
from sharewell.core.address_rules import FetchError
from sharewell.core.clock import Clock, now
from sharewell.core.config import settings
from sharewell.core.errors import VersionConflict
from sharewell.core.events import ItemChanged, LinkAdded
from sharewell.core.retry import BACKGROUND_ATTEMPTS, retry_on_conflict
from sharewell.core.signing import Purpose, sign

PAUSES = (0.5, 2.0)
"""Seconds to wait before each retry of a page that did not answer."""


@dataclass(frozen=True, slots=True)
class LinkPreviewWorker:
    """Fetches the previews of links. Idempotent."""

    store: ItemStore
    now: Clock = now

    def fetch_preview(self, event: LinkAdded) -> None:
        """Fetches the preview of an item's link; a no-op if done or if the address changed.

        Raises: VersionConflict if the item changes concurrently on every attempt.
        """
        row = self.store.get_row(event.organisation, event.item)
        if row is None or not _is_expected(row.item().preview, row.url, event):
            return
        try:
            outcome = self._preview_fields(event, _fetch_with_retries(event.url))
        except FetchError as failed:
            problem = {"state": PreviewState.FAILED, "problem": str(failed)}
            outcome = Preview(requested_at=event.at, **problem)
        busy = VersionConflict("This item was changed concurrently too many times.")
        save = partial(self._save_result, event, outcome)
        retry_on_conflict(save, BACKGROUND_ATTEMPTS, otherwise=busy)

    def _preview_fields(self, event: LinkAdded, seen: PageSummary) -> Preview:
        thumb = None
        if seen.picture:
            # The same key for the same address: a later preview replaces the earlier picture.
            token = sign(Purpose.PREVIEW_KEY, event.item, event.url)
            thumb = f"thumbs/{event.organisation}/{event.item}/{token}.webp"
            bucket.put(thumb, seen.picture, "image/webp")
        fields = {"title": seen.title, "about": seen.about, "thumb": thumb}
        return Preview(state=PreviewState.READY, requested_at=event.at, **fields)

    def _save_result(self, event: LinkAdded, outcome: Preview) -> None:
        row = self.store.get_row(event.organisation, event.item)
        if row is None or not _is_expected(row.item().preview, row.url, event):
            return
        item = row.item()
        # Before the write: the old thumbnail is not shown while the preview is pending.
        _delete_old_thumbnail(event, outcome.thumb)
        new = item.model_copy(update={"preview": outcome, "version": item.version + 1})
        changed = ItemChanged(organisation=event.organisation, at=self.now(), item=item.id)
        with table.transaction() as tx:
            self.store.update(event.organisation, row, new, tx, changed)


def _delete_old_thumbnail(event: LinkAdded, current: str | None) -> None:
    """Deletes the item's thumbnails except `current`."""
    found = [key for key, _ in bucket.list_objects(f"thumbs/{event.organisation}/{event.item}/")]
    bucket.delete([key for key in found if key != current])


def _is_expected(preview: Preview | None, url: str | None, event: LinkAdded) -> bool:
    return bool(preview and preview.state is PreviewState.FETCHING and url == event.url)


def _fetch_with_retries(url: str) -> PageSummary:
    for pause in PAUSES:
        try:
            return fetch_summary(url, settings.links_reach)
        except FetchError as failed:
            if not failed.retryable:
                raise
        time.sleep(pause)
    return fetch_summary(url, settings.links_reach)


link_preview_worker = LinkPreviewWorker(ItemStore())
