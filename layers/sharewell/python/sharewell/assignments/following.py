"""What becomes of assignments when their item changes, and when people come to a group or leave."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sharewell import table
from sharewell.assignments.due import SHOWN_FOR
from sharewell.assignments.model import Assignment, Host, Task
from sharewell.assignments.places.store import AssignmentRow
from sharewell.assignments.replacing import Replacing, replacing
from sharewell.assignments.standing.model import Mark
from sharewell.assignments.standing.store import MOST_STANDINGS, StandingStore
from sharewell.assignments.store import AssignmentStore
from sharewell.assignments.turning import Turning, turning
from sharewell.clock import Clock, now
from sharewell.content.service import Items, items
from sharewell.groups.model import Group
from sharewell.ids import GroupId, ItemId, MemberId, OrganisationId, min_ulid
from sharewell.table import Rows

LISTED = 100


@dataclass(frozen=True, slots=True)
class Following:
    """Bring assignments up to what is true now; again, or in another order, is the same."""

    store: AssignmentStore
    standings: StandingStore
    turning: Turning
    replacing: Replacing
    items: Items
    now: Clock = now

    def item(self, organisation: OrganisationId, id: ItemId) -> None:
        """Show an item as it is now wherever it is assigned, and nowhere once it is deleted."""
        after: str | None = None
        while True:
            rows = self.store.every(organisation, id, after)
            item = self.items.present(organisation, id)
            for row in rows.items:
                old = row.assignment()
                if item is None:
                    new = old.model_copy(update={"gone": True})
                elif item.version > old.seen:
                    new = old.about(item, gone=item.deleted_at is not None)
                else:
                    new = old
                if new != old:
                    with table.write() as write:
                        self.store.change(organisation, old, new, write)
                self._show_reviewer(organisation, new)
            if not (after := rows.next):
                return

    def without_item(self, organisation: OrganisationId, id: ItemId) -> None:
        """Leave nothing of what was given of an item that is gone for good."""
        self._forget(organisation, partial(self.store.every, organisation, id))

    def without_group(self, organisation: OrganisationId, id: GroupId) -> None:
        """Leave nothing of what a group was given that is gone for good."""
        self._forget(organisation, partial(self.store.lately, organisation, id, ""))

    def group(self, organisation: OrganisationId, id: GroupId) -> None:
        """Ask nothing for a group that is archived, and show nothing of one that is deleted."""
        group = self.turning.roll.present(organisation, id)
        while True:
            self._rehost(organisation, id, group)
            before, group = group, self.turning.roll.present(organisation, id)
            if _hosted(group) == _hosted(before):
                return

    def ended(
        self, organisation: OrganisationId, group: GroupId, has_time: Callable[[], bool]
    ) -> bool:
        """Leave nothing of what a group was given that is gone; False without time for all."""
        while has_time():
            rows = self.store.lately(organisation, group, "", None)
            if not rows.items:
                return True
            for row in rows.items:
                it = row.assignment()
                self.standings.forget(organisation, it)
                with table.write() as write:
                    self.store.erase(organisation, it, write)
        return False

    def people(self, organisation: OrganisationId, group: GroupId, member: MemberId) -> None:
        """Count what somebody has done if they are in a group now, and not if they left it."""
        since = min_ulid(self.now() - SHOWN_FOR)
        while True:
            rows = self.standings.between(
                organisation, member, since, "~", newest_first=False, consistent=True
            )
            for row in rows:
                if row.to == group:
                    self.turning.recount(organisation, group, member, row)
            if len(rows) < MOST_STANDINGS:
                return
            since = rows[-1].sk + "~"

    def _forget(
        self, organisation: OrganisationId, page: Callable[[str | None], Rows[AssignmentRow]]
    ) -> None:
        after: str | None = None
        while True:
            rows = page(after)
            for row in rows.items:
                it = row.assignment()
                self.standings.forget(organisation, it)
                with table.write() as write:
                    self.store.erase(organisation, it, write)
            if not (after := rows.next):
                return

    def _rehost(self, organisation: OrganisationId, id: GroupId, group: Group | None) -> None:
        since, after = min_ulid(self.now() - SHOWN_FOR), None
        host, name = _hosted(group)
        while True:
            rows = self.store.lately(organisation, id, since, after)
            for row in rows.items:
                old = row.assignment()
                new = old.model_copy(update={"host": host, "to_name": name or old.to_name})
                if new != old:
                    with table.write() as write:
                        self.store.rehost(organisation, old, host, new.to_name, write)
                self._show_reviewer(organisation, new)
            if not (after := rows.next):
                return

    def _show_reviewer(self, organisation: OrganisationId, new: Assignment) -> None:
        """Also when the assignment is up to date: who brought it there may have come no further."""
        if new.task is not Task.REVIEW:
            return
        self.replacing.look(organisation, new.to, new.id)
        after = ""
        while True:
            waiting = self.standings.who(organisation, new.id, Mark.READY, after, LISTED)
            for one in waiting:
                self.standings.review_of(organisation, new, one.member)
            if len(waiting) < LISTED:
                return
            after = waiting[-1].member


def _hosted(group: Group | None) -> tuple[Host, str]:
    """What became of a group, and its name if there is one."""
    if group is None:
        return Host.DELETED, ""
    return Host.ARCHIVED if group.archived_at else Host.HERE, group.name


following = Following(AssignmentStore(), StandingStore(), turning, replacing, items)
