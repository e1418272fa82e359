"""Items without a discussion mode of their own inherit it from their channels.

An item in several channels inherits the most permissive mode: adding a channel never closes a
discussion. Each write checks that item and channels are as they were read; a change in between has
an event of its own, which reads the later state.
"""

from dataclasses import dataclass
from functools import partial

from sharewell.aws import concurrency, table
from sharewell.channels.discussion_mode_job import (
    KIND,
    DiscussionModes,
    ModeCursor,
    discussion_modes,
)
from sharewell.content.search_reader import ItemSearchReader, item_search_reader
from sharewell.content.service import ItemService, items
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict
from sharewell.core.events import ItemPlacementChanged
from sharewell.core.ids import ItemId, OrganisationId
from sharewell.core.retry import BACKGROUND_ATTEMPTS, retry_on_conflict
from sharewell.discussions.model import SubjectRef, most_permissive
from sharewell.discussions.store import PostStore
from sharewell.jobs.model import Job
from sharewell.jobs.queue import JobKind

BATCH_SIZE = 50
"""Items of one batch."""
MAX_LISTS = 50
"""Lists that one batch reads; a channel has one for each group that ever shared there."""


@dataclass(frozen=True, slots=True)
class ModeInheritance:
    """Writes the modes that items inherit from their channels. Idempotent."""

    store: PostStore
    items: ItemService
    search_reader: ItemSearchReader
    modes: DiscussionModes
    now: Clock = now

    def sync_item(self, organisation: OrganisationId, id: ItemId) -> None:
        """Writes an item's inherited mode from a strongly consistent read of its channels."""
        of = SubjectRef(kind="item", id=id)
        attempt = partial(self._sync_once, organisation, id, of)
        busy = Conflict("The item is being updated. Try again later.")
        retry_on_conflict(attempt, BACKGROUND_ATTEMPTS, otherwise=busy)

    def _sync_once(self, organisation: OrganisationId, id: ItemId, of: SubjectRef) -> None:
        item = self.items.get_current(organisation, id)
        if item is None or item.deleted_at:
            return
        channels, before = concurrency.run_concurrently(
            [
                partial(self.modes.get_current, organisation, item.channels),
                partial(self.store.get_inherited_mode, organisation, of, consistent=True),
            ]
        )
        after = most_permissive(it.discussion for it in channels)
        if after is before:
            return
        event = ItemPlacementChanged(organisation=organisation, at=self.now(), item=id)
        with table.transaction() as tx:
            self.items.require_unchanged(tx, organisation, item)
            self.modes.require_same_modes(tx, organisation, channels)
            self.store.set_inherited_mode(tx, organisation, of, after, event)

    def sync_batch(self, job: Job) -> None:
        """Syncs the next items of a channel; advances the job or finishes it."""
        cursor, remaining = job.read_cursor(ModeCursor), self.modes.list_remaining(job)
        passed, before = cursor.passed, cursor.before
        for group in remaining[:MAX_LISTS]:
            ids = self.search_reader.list_in_channel(
                job.organisation, cursor.channel, group, before, BATCH_SIZE
            )
            concurrency.run_concurrently(
                [partial(self.sync_item, job.organisation, id) for id in ids]
            )
            if ids:
                self.modes.advance(job, passed, ids[-1])
                return
            passed, before = group or "", None
        if remaining[MAX_LISTS:]:
            self.modes.advance(job, passed, None)
        else:
            self.modes.finish(job)


mode_inheritance = ModeInheritance(PostStore(), items, item_search_reader, discussion_modes)
discussion_mode = JobKind(KIND, mode_inheritance.sync_batch)
