"""What members can do with their own drafts. Every key is the caller's own."""

from dataclasses import dataclass
from functools import partial

from sharewell import table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.content.drafts.model import KEPT_FOR, MOST_DRAFTS, Draft, DraftCard, DraftWords
from sharewell.content.drafts.store import DraftStore, draft
from sharewell.errors import Missing, Stale, TooMany
from sharewell.ids import DraftId
from sharewell.page import Page
from sharewell.pictures.service import Kept, kept
from sharewell.table import Write


@dataclass(frozen=True, slots=True)
class Drafts:
    """Keep, list, resume and discard what one has written and not published."""

    store: DraftStore
    pictures: Kept
    now: Clock = now

    def of(self, me: Caller) -> Page[DraftCard]:
        """All of the caller's drafts, the one changed last first."""
        cards = [row.card() for row in self.store.rows(me.organisation, me.member)]
        return Page(items=sorted(cards, key=lambda it: it.changed_at, reverse=True))

    def read(self, id: DraftId, *, by: Caller) -> Draft:
        """One of the caller's drafts with its words."""
        whose = by.organisation, by.member, id
        card, words = table.at_once(
            [partial(self.store.card, *whose), partial(self.store.words, *whose)]
        )
        if card is None or words is None:
            raise Missing("there is no such draft")
        return draft(card, words)

    def save(self, id: DraftId, words: DraftWords, version: int | None, *, by: Caller) -> DraftCard:
        """Keep what is written so far; refused when another window kept something else."""
        rows = self.store.rows(by.organisation, by.member, consistent=True)
        row = next((it for it in rows if it.sk.endswith(id)), None)
        if version is not None and (row is None or version != row.version):
            raise Stale("this draft was changed in another window")
        if row is None:
            if len(rows) >= MOST_DRAFTS:
                raise TooMany(f"one member has at most {MOST_DRAFTS} drafts; discard one first")
            row = self.store.new_row(by.organisation, by.member, id)
        at, whose = self.now(), f"{by.member}#{id}"
        with table.write() as write:
            self.store.save(row, words, at, write)
            self.pictures.hold(write, by.organisation, whose, words.body, at + KEPT_FOR)
        return row.card()

    def discard(self, id: DraftId, *, by: Caller) -> None:
        """Throw a draft away; twice is once."""
        with table.write() as write:
            self.give_up(write, id, by)

    def give_up(self, write: Write, id: DraftId, by: Caller) -> None:
        """Within an open write: the draft is what is being published."""
        self.store.remove(by.organisation, by.member, id, write)


drafts = Drafts(DraftStore(), kept)
