"""What waits for somebody who reviews no more goes to whoever reviews it now.

Nobody adds to it meanwhile: whoever says that something is ready checks in the same write who
reviews it, and that was changed before.
"""

from dataclasses import dataclass

from sharewell import table
from sharewell.assignments.replacing import Replacing, replacing
from sharewell.assignments.standing.store import StandingStore
from sharewell.assignments.store import AssignmentStore
from sharewell.assignments.telling import Telling, telling
from sharewell.errors import Stale
from sharewell.events import ReviewerReplaced
from sharewell.ids import MemberId

ATTEMPTS = 5
"""How often to go on from what somebody else wrote meanwhile."""
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
        begins, failed = f"{said.assignment}#", 0
        while failed < ATTEMPTS:
            it = self.store.one(said.organisation, said.to, said.assignment)
            if it and it.judge.id == said.before:  # they are back, and it is theirs again
                return
            waiting = self.standings.waiting(
                said.organisation, said.before, begins, begins + "~", limit=TOGETHER
            )
            if not waiting:  # nothing was with whoever was chosen if they have left meanwhile
                self.replacing.look(said.organisation, said.to, said.assignment)
                return
            if it:
                self.telling.waits(said, it, [MemberId(row.member) for row in waiting])
            try:
                with table.write() as write:
                    if it:
                        self.store.must_be(said.organisation, it, write)
                    self.standings.hand_on(said.organisation, it, waiting, write)
            except Stale:
                failed += 1
        raise Stale("who waits for a review changes all the time")


handing = Handing(AssignmentStore(), StandingStore(), replacing, telling)
