"""Retention of pictures: stored while an item, a group or a draft references them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sharewell.aws import bucket
from sharewell.aws.table import Transaction
from sharewell.core.clock import Clock, now
from sharewell.core.ids import OrganisationId, ulid_time
from sharewell.pictures.model import (
    MAX_PER_DRAFT,
    UNREFERENCED_RETENTION,
    new_pictures,
    picture_key,
)
from sharewell.pictures.store import PictureCheckRow, PictureStore


@dataclass(frozen=True, slots=True)
class PictureRetention:
    """Records references to pictures and purges unreferenced ones. All calls are idempotent."""

    store: PictureStore
    now: Clock = now

    def schedule_check(self, organisation: OrganisationId, picture: str) -> None:
        """Schedules the first check of a picture whose upload starts now."""
        self.store.schedule_check(
            organisation, picture, ulid_time(picture[:26]) + UNREFERENCED_RETENTION
        )

    def hold_for_draft(
        self, tx: Transaction, organisation: OrganisationId, draft: str, text: str, until: datetime
    ) -> None:
        """Adds a draft's references, which expire at `until`, to the draft's transaction."""
        pictures = new_pictures(text, organisation)[:MAX_PER_DRAFT]
        self.store.add_temporary_references(tx, organisation, f"draft#{draft}", pictures, until)

    def record_references(
        self, organisation: OrganisationId, of: str, pictures: Sequence[str]
    ) -> None:
        """Records that `of` (an item or a group) references the pictures."""
        self.store.add_references(organisation, of, pictures)

    def release(self, organisation: OrganisationId, of: str) -> None:
        """Removes the references of `of`, before it is purged, and schedules checks."""
        while self.store.release_some(organisation, of, self.now()):
            pass

    def purge_unreferenced(self, organisation: OrganisationId, has_time: Callable[[], bool]) -> int:
        """Deletes due pictures that nothing references. Returns how many.

        Stops early if `has_time` returns False.
        """
        purged = 0
        for check in self._list_due(organisation):
            if not has_time():
                break
            purged += self._purge_unreferenced(organisation, check)
        return purged

    def _purge_unreferenced(self, organisation: OrganisationId, check: PictureCheckRow) -> bool:
        at = self.now()
        while shown := self.store.find_reference(organisation, check.picture):
            if not shown.expires or shown.expires > at:
                self.store.complete_check(organisation, check, shown.expires)
                return False
            self.store.remove_expired(shown)
        bucket.delete_all_versions(picture_key(organisation, check.picture))
        self.store.complete_check(organisation, check)
        return True

    def _list_due(self, organisation: OrganisationId) -> Iterator[PictureCheckRow]:
        at, after = self.now(), None
        while True:
            rows = self.store.list_due(organisation, at, after)
            yield from rows.items
            if not (after := rows.next):
                return


picture_retention = PictureRetention(PictureStore())
