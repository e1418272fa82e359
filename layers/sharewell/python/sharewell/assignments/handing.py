"""What waits for somebody who reviews no more goes to whoever reviews it now.

Nobody adds to it meanwhile: whoever says that something is ready checks in the same write who
reviews it, and that was changed before.
"""

from dataclasses import dataclass
from functools import partial

from sharewell import table
from sharewell.assignments.replacing import Replacing, replacing
from sharewell.assignments.standing.store import StandingStore
from sharewell.assignments.store import AssignmentStore
from sharewell.assignments.telling import Telling, telling
from sharewell.errors import Stale
from sharewell.events import ReviewerReplaced
from sharewell.ids import MemberId
from sharewell.retry import BACKGROUND_ATTEMPTS, retry_on_conflict

TOGETHER = 30
"""People whose three rows fit into one transaction."""


@dataclass(frozen=True, slots=True)
class Handing:
    """Hand on what waits, part by part. Doing it again finds nothing."""

    store: AssignmentStore
    standings: StandingStore
    replacing: Replacing
    telling: Telling

    def hand_on(self, said: ReviewerReplaced) -> None:
        """Give what waits for who has left to whoever reviews it now, and say so to all of them."""
        self.telling.replaced(said)
        busy = Stale("who waits for a review changes all the time")
        hand_on_some = partial(self._hand_on_some, said)
        while retry_on_conflict(hand_on_some, BACKGROUND_ATTEMPTS, otherwise=busy):
            pass

    def _hand_on_some(self, said: ReviewerReplaced) -> bool:
        """Transfers the next pending reviews; returns False when none is left."""
        it = self.store.one(said.organisation, said.to, said.assignment)
        if it and it.judge.id == said.before:  # they are back, and it is theirs again
            return False
        begins = f"{said.assignment}#"
        waiting = self.standings.waiting(
            said.organisation, said.before, begins, begins + "~", limit=TOGETHER
        )
        if not waiting:  # nothing was with whoever was chosen if they have left meanwhile
            self.replacing.look(said.organisation, said.to, said.assignment)
            return False
        if it:
            self.telling.waits(said, it, [MemberId(row.member) for row in waiting])
        with table.write() as write:
            if it:
                self.store.must_be(said.organisation, it, write)
            self.standings.hand_on(said.organisation, it, waiting, write)
        return True


handing = Handing(AssignmentStore(), StandingStore(), replacing, telling)
