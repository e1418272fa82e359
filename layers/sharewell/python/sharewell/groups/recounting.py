"""Groups from before observers, and who is away, were counted: they are counted once.

It is done when somebody next comes to such a group, leaves it or has another role in it. While
everybody is looked at, each change of who is asked takes the mark away that counting began with;
then it begins anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sharewell.clock import Clock, now
from sharewell.errors import Stale
from sharewell.groups.attendance import Attendance, attendance
from sharewell.groups.attendance_store import AttendanceStore
from sharewell.groups.model import Counted, Membership
from sharewell.groups.store import GroupStore
from sharewell.identity.service import Identity, identity
from sharewell.ids import GroupId, OrganisationId, mint

ATTEMPTS = 5
"""How often to begin anew when others come, go or change meanwhile."""
TOGETHER = 100


@dataclass(frozen=True, slots=True)
class Recounting:
    """Count who is not asked, where it was not done from the beginning."""

    store: AttendanceStore
    kept: GroupStore
    attendance: Attendance
    identity: Identity
    now: Clock = now

    def look(self, organisation: OrganisationId, id: GroupId) -> None:
        """Count a group that was not counted yet."""
        for _ in range(ATTEMPTS):
            if self.store.is_right(organisation, id):
                return
            for some in self._people(organisation, id):
                self._attend(organisation, id, some)
            token, are = mint(self.now()), Counted()
            try:
                self.store.begin(organisation, id, token)
                for some in self._people(organisation, id):
                    for it in some:
                        are = are.plus(it.counted)
                self.store.settle(organisation, id, token, are)
            except Stale:
                continue
        raise Stale("the people of this group are changing all the time")

    def _attend(self, organisation: OrganisationId, id: GroupId, some: list[Membership]) -> None:
        seats = self.identity.seats(organisation, [it.member for it in some])
        is_active = {it.member: it.active for it in seats}
        for it in some:
            if it.away == is_active.get(it.member, it.away):
                self.attendance.follow(organisation, id, it.member)

    def _people(self, organisation: OrganisationId, id: GroupId) -> Iterator[list[Membership]]:
        after: str | None = None
        while True:
            page = self.kept.from_before(organisation, id, after, limit=TOGETHER)
            yield page.items
            if not (after := page.next):
                return


recounting = Recounting(AttendanceStore(), GroupStore(), attendance, identity)
