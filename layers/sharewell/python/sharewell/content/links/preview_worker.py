"""What the page behind a link says of itself, kept with its item."""

import time
from dataclasses import dataclass
from functools import partial

from sharewell import bucket, table
from sharewell.clock import Clock, now
from sharewell.config import settings
from sharewell.content.links.page_summary import Look, look
from sharewell.content.media.model import Preview, PreviewState
from sharewell.content.store import ItemStore
from sharewell.errors import Stale
from sharewell.events import ItemChanged, LinkGiven
from sharewell.reach import Unreachable
from sharewell.retry import BACKGROUND_ATTEMPTS, retry_on_conflict
from sharewell.signing import Purpose, sign

PAUSES = (0.5, 2.0)
"""Seconds before a page is asked again that did not answer."""


@dataclass(frozen=True, slots=True)
class Taking:
    """Look at the pages of links. Doing it again changes nothing."""

    store: ItemStore
    now: Clock = now

    def take(self, given: LinkGiven) -> None:
        """Look at a page for its item. Done again, or for an address of before, it does nothing."""
        row = self.store.row(given.organisation, given.item)
        if row is None or not _awaits(row.item().preview, row.url, given):
            return
        try:
            outcome = self._seen(given, _patiently(given.url))
        except Unreachable as failed:
            problem = {"state": PreviewState.FAILED, "problem": str(failed)}
            outcome = Preview(asked_at=given.at, **problem)
        busy = Stale("the item is being changed all the time")
        conclude = partial(self._conclude, given, outcome)
        retry_on_conflict(conclude, BACKGROUND_ATTEMPTS, otherwise=busy)

    def _seen(self, given: LinkGiven, seen: Look) -> Preview:
        thumb = None
        if seen.picture:
            # Of the same page the same: a later look replaces the picture of an earlier one.
            token = sign(Purpose.PREVIEW_KEY, given.item, given.url)
            thumb = f"thumbs/{given.organisation}/{given.item}/{token}.webp"
            bucket.put(thumb, seen.picture, "image/webp")
        words = {"title": seen.title, "about": seen.about, "thumb": thumb}
        return Preview(state=PreviewState.READY, asked_at=given.at, **words)

    def _conclude(self, given: LinkGiven, outcome: Preview) -> None:
        row = self.store.row(given.organisation, given.item)
        if row is None or not _awaits(row.item().preview, row.url, given):
            return
        item = row.item()
        _tidy(given, outcome.thumb)  # nobody is shown one of before while this is awaited
        new = item.model_copy(update={"preview": outcome, "version": item.version + 1})
        said = ItemChanged(organisation=given.organisation, at=self.now(), item=item.id)
        with table.write() as write:
            self.store.change(given.organisation, row, new, write, said)


def _tidy(given: LinkGiven, kept: str | None) -> None:
    """Leave no picture of a page that the link led to before, or that has none any more."""
    found = [key for key, _ in bucket.listing(f"thumbs/{given.organisation}/{given.item}/")]
    bucket.delete([key for key in found if key != kept])


def _awaits(preview: Preview | None, url: str | None, given: LinkGiven) -> bool:
    return bool(preview and preview.state is PreviewState.FETCHING and url == given.url)


def _patiently(url: str) -> Look:
    for pause in PAUSES:
        try:
            return look(url, settings.links_reach)
        except Unreachable as failed:
            if not failed.again:
                raise
        time.sleep(pause)
    return look(url, settings.links_reach)


taking = Taking(ItemStore())
