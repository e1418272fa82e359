"""A group that was deleted too long ago: its people, whom it asked in, and the group itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sharewell import table
from sharewell.clock import Clock, now
from sharewell.events import GroupPurged
from sharewell.groups.ending_store import EndingStore, id_of
from sharewell.groups.entry import Entry, entry
from sharewell.groups.model import Group
from sharewell.groups.store import GroupStore
from sharewell.identity.service import Identity, identity
from sharewell.ids import GroupId, OrganisationId

CHUNK = 24
"""People of one write: three rows each fit into one transaction."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Take a deleted group apart. Each step can be done again, and goes on where it was."""

    store: EndingStore
    kept: GroupStore
    entry: Entry
    identity: Identity
    now: Clock = now

    def doomed(self, organisation: OrganisationId, before: datetime) -> Iterator[Group]:
        """Groups that were deleted before then."""
        for note in self.store.doomed(organisation, before):
            group = self.kept.group(organisation, id_of(note), consistent=True)
            if group and group.deleted_at and group.deleted_at <= before:
                yield group
            else:  # it came back
                self.store.forget(note)

    def empty(
        self, organisation: OrganisationId, id: GroupId, has_time: Callable[[], bool]
    ) -> bool:
        """Let everybody out, and take invitations back; False when there was no time for all."""
        while has_time():
            some = self.kept.list_memberships(organisation, id, CHUNK)
            if not some:
                break
            known = {it.member: it for it in some}
            seats = self.identity.seats(organisation, list(known))
            with table.write() as write:
                self.entry.let_out(write, id, seats, known)
        while has_time() and self.store.withdraw(organisation, id):
            pass
        return has_time()

    def erase(self, organisation: OrganisationId, group: Group) -> None:
        """Leave nothing of the group itself, once nothing lies below it any more."""
        said = GroupPurged(organisation=organisation, at=self.now(), group=group.id)
        self.store.erase(organisation, group, said)


ending = Ending(EndingStore(), GroupStore(), entry, identity)
