"""How long pictures in texts are kept: while an item, a group or a draft shows them, or did."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sharewell import bucket
from sharewell.clock import Clock, now
from sharewell.ids import OrganisationId, minted_at
from sharewell.pictures.model import KEPT_FOR, MOST_OF_A_DRAFT, key_of, shown_in
from sharewell.pictures.store import LooseRow, PictureStore
from sharewell.table import Write


@dataclass(frozen=True, slots=True)
class Kept:
    """Look at pictures that may be shown nowhere any more. Everything here may happen twice."""

    store: PictureStore
    now: Clock = now

    def announced(self, organisation: OrganisationId, picture: str) -> None:
        """A picture is about to be sent: it has a while to come into a text."""
        self.store.look_at(organisation, picture, minted_at(picture[:26]) + KEPT_FOR)

    def hold(
        self, write: Write, organisation: OrganisationId, draft: str, text: str, until: datetime
    ) -> None:
        """Within an open write: a draft shows pictures until then, or until it is kept again."""
        pictures = shown_in(text, organisation)[:MOST_OF_A_DRAFT]
        self.store.hold(write, organisation, f"draft#{draft}", pictures, until)

    def show(self, organisation: OrganisationId, of: str, pictures: Sequence[str]) -> None:
        """Keep pictures for as long as what shows them is there; again writes the same."""
        self.store.show(organisation, of, pictures)

    def let_go(self, organisation: OrganisationId, of: str) -> None:
        """What showed them is about to be gone for good: look at its pictures."""
        while self.store.let_go(organisation, of, self.now()):
            pass

    def purge(self, organisation: OrganisationId, has_time: Callable[[], bool]) -> int:
        """Leave nothing of pictures that nothing shows; how many those were."""
        gone = 0
        for note in self._due(organisation):
            if not has_time():
                break
            gone += self._look(organisation, note)
        return gone

    def _look(self, organisation: OrganisationId, note: LooseRow) -> bool:
        at = self.now()
        while shown := self.store.shown_by(organisation, note.picture):
            if not shown.expires or shown.expires > at:
                self.store.seen(organisation, note, shown.expires)
                return False
            self.store.is_over(shown)
        bucket.destroy(key_of(organisation, note.picture))
        self.store.seen(organisation, note)
        return True

    def _due(self, organisation: OrganisationId) -> Iterator[LooseRow]:
        at, after = self.now(), None
        while True:
            rows = self.store.due(organisation, at, after)
            yield from rows.items
            if not (after := rows.next):
                return


kept = Kept(PictureStore())
