"""Beginning to fill a group: what is to be done is noted, and carried on by events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sharewell.caller import Caller
from sharewell.events import GroupFillMoved
from sharewell.groups.filling.shapes import Run
from sharewell.groups.filling.store import FillingStore
from sharewell.ids import GroupId, MemberId, OrganisationId, new_ulid
from sharewell.table import Write


@dataclass(frozen=True, slots=True)
class Queue:
    """What a group is still to be filled with."""

    store: FillingStore

    def waiting(self, organisation: OrganisationId, group: GroupId) -> Run | None:
        """What is under way in a group, or was last."""
        return self.store.run(organisation, group)

    def begin(
        self,
        write: Write,
        group: GroupId,
        before: Run | None,
        *,
        by: Caller,
        at: datetime,
        people: Sequence[MemberId] = (),
        walks: bool = False,
    ) -> None:
        """Within an open write: fill a group with these people too, and by its rule anew."""
        under_way = before is not None and not before.done
        run = Run(
            id=new_ulid(at),
            people=[*(before.people if before and under_way else ()), *people],
            by=by.name,
            by_member=by.member,
            walks=walks or (before is not None and under_way and before.walks),
        )
        said = GroupFillMoved(organisation=by.organisation, at=at, group=group)
        self.store.keep_run(write, by.organisation, group, before, run, said)


queue = Queue(FillingStore())
