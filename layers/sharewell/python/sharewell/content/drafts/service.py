"""The service of drafts. Every key contains the caller's id, so drafts stay private."""

from dataclasses import dataclass
from functools import partial

from sharewell.aws import concurrency, table
from sharewell.aws.table import Transaction
from sharewell.content.drafts.model import (
    DRAFT_RETENTION,
    MAX_DRAFTS,
    Draft,
    DraftCard,
    DraftContent,
)
from sharewell.content.drafts.store import DraftStore, draft_from_rows
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import LimitExceeded, NotFound, VersionConflict
from sharewell.core.ids import DraftId
from sharewell.core.pagination import Page
from sharewell.pictures.service import PictureRetention, picture_retention


@dataclass(frozen=True, slots=True)
class DraftService:
    """Saves, lists, reads and discards the caller's drafts."""

    store: DraftStore
    pictures: PictureRetention
    now: Clock = now

    def list_mine(self, me: Caller) -> Page[DraftCard]:
        """Returns all of the caller's drafts, the most recently changed first."""
        cards = [row.card() for row in self.store.list_rows(me.organisation, me.member)]
        return Page(items=sorted(cards, key=lambda it: it.changed_at, reverse=True))

    def get(self, id: DraftId, *, by: Caller) -> Draft:
        """Returns one of the caller's drafts with its content. Raises `NotFound`."""
        key = by.organisation, by.member, id
        card, content = concurrency.run_concurrently(
            [partial(self.store.get_card, *key), partial(self.store.get_content, *key)]
        )
        if card is None or content is None:
            raise NotFound("This draft does not exist.")
        return draft_from_rows(card, content)

    def save(
        self, id: DraftId, content: DraftContent, version: int | None, *, by: Caller
    ) -> DraftCard:
        """Creates or updates a draft.

        Raises: VersionConflict if `version` is given and not the current one, LimitExceeded above
        `MAX_DRAFTS`.
        """
        rows = self.store.list_rows(by.organisation, by.member, consistent=True)
        row = next((it for it in rows if it.sk.endswith(id)), None)
        if version is not None and (row is None or version != row.version):
            raise VersionConflict("This draft was changed in another window.")
        if row is None:
            if len(rows) >= MAX_DRAFTS:
                raise LimitExceeded(f"You can have at most {MAX_DRAFTS} drafts. Discard one first.")
            row = self.store.new_row(by.organisation, by.member, id)
        at, owner = self.now(), f"{by.member}#{id}"
        with table.transaction() as tx:
            self.store.save(row, content, at, tx)
            self.pictures.hold_for_draft(
                tx, by.organisation, owner, content.body, at + DRAFT_RETENTION
            )
        return row.card()

    def discard(self, id: DraftId, *, by: Caller) -> None:
        """Deletes a draft. Idempotent."""
        with table.transaction() as tx:
            self.discard_published(tx, id, by)

    def discard_published(self, tx: Transaction, id: DraftId, by: Caller) -> None:
        """Adds the deletion of a draft to the transaction that publishes it."""
        self.store.delete(by.organisation, by.member, id, tx)


drafts = DraftService(DraftStore(), picture_retention)
