"""Items without a switch of their own are discussed as their channels say.

Of an item in several channels the most open one counts: tagging it with one more never takes a
discussion away. Each write holds only while item and channels are as they were read, so whatever
comes in between has its own event, which finds the later state.
"""

from dataclasses import dataclass
from functools import partial

from sharewell import concurrency, table
from sharewell.channels.discussion_mode_job import (
    KIND,
    DiscussionModes,
    ModeCursor,
    discussion_modes,
)
from sharewell.clock import Clock, now
from sharewell.content.findable import FindableItems, findable_items
from sharewell.content.service import Items, items
from sharewell.discussions.model import Of, most_open
from sharewell.discussions.store import PostStore
from sharewell.errors import Conflict
from sharewell.events import ItemMoved
from sharewell.ids import ItemId, OrganisationId
from sharewell.jobs.model import Job
from sharewell.jobs.queue import JobKind
from sharewell.retry import BACKGROUND_ATTEMPTS, retry_on_conflict

ITEMS = 50
"""Items of one step."""
LISTS = 50
"""Lists that one step looks into; a channel has one for each group that ever shared there."""


@dataclass(frozen=True, slots=True)
class Inheriting:
    """Carry what channels say to the items in them. Doing it again changes nothing."""

    store: PostStore
    items: Items
    findable: FindableItems
    modes: DiscussionModes
    now: Clock = now

    def settle(self, organisation: OrganisationId, id: ItemId) -> None:
        """Have an item discussed as its channels say at this instant."""
        of = Of(kind="item", id=id)
        attempt = partial(self._settle, organisation, id, of)
        busy = Conflict("many people are changing this item right now")
        retry_on_conflict(attempt, BACKGROUND_ATTEMPTS, otherwise=busy)

    def _settle(self, organisation: OrganisationId, id: ItemId, of: Of) -> None:
        item = self.items.present(organisation, id)
        if item is None or item.deleted_at:
            return
        says, before = concurrency.run_concurrently(
            [
                partial(self.modes.as_they_are, organisation, item.channels),
                partial(self.store.inherited, organisation, of, consistent=True),
            ]
        )
        after = most_open(it.discussion for it in says)
        if after is before:
            return
        said = ItemMoved(organisation=organisation, at=self.now(), item=id)
        with table.write() as write:
            self.items.must_stand(write, organisation, item)
            self.modes.must_say(write, organisation, says)
            self.store.inherit(write, organisation, of, after, said)

    def settle_batch(self, job: Job) -> None:
        """Settles some of the items of a channel, and advances the job, or finishes it."""
        cursor, left = job.read_cursor(ModeCursor), self.modes.lists(job)
        passed, before = cursor.passed, cursor.before
        for group in left[:LISTS]:
            some = self.findable.some_in(job.organisation, cursor.channel, group, before, ITEMS)
            concurrency.run_concurrently(
                [partial(self.settle, job.organisation, id) for id in some]
            )
            if some:
                self.modes.advance(job, passed, some[-1])
                return
            passed, before = group or "", None
        if left[LISTS:]:
            self.modes.advance(job, passed, None)
        else:
            self.modes.finish(job)


inheriting = Inheriting(PostStore(), items, findable_items, discussion_modes)
discussion_mode = JobKind(KIND, inheriting.settle_batch)
