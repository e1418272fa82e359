"""Who in a group is away, on the rows of store.py.

read                                   key
------------------------------------   ---------------------------------------------
in which groups somebody is away       a BatchGetItem of GROUP#<org>#<group> / MEMBER#<member>
"""

from collections.abc import Sequence

from sharewell import table
from sharewell.events import Event
from sharewell.groups.model import Counted, Membership
from sharewell.groups.rows_store import GroupMemberRow, GroupRow, is_as, key, place
from sharewell.ids import GroupId, MemberId, OrganisationId
from sharewell.table import Write


class AttendanceStore:
    """Where it is kept who is away."""

    def where(
        self, organisation: OrganisationId, ids: Sequence[GroupId], member: MemberId, *, away: bool
    ) -> list[GroupId]:
        """Those of these groups in which a member is away, or is not."""
        keys = {place(organisation, id, member): id for id in ids}
        rows = table.get_many(GroupMemberRow, list(keys), consistent=True)
        return [keys[row.pk, row.sk] for row in rows if bool(row.away) is away]

    def keep(
        self,
        write: Write,
        organisation: OrganisationId,
        id: GroupId,
        old: Membership,
        new: Membership,
        said: Event,
    ) -> None:
        """Keep that somebody is away or back, in a deleted group as well; Stale when they left."""
        row = GroupMemberRow(*place(organisation, id, old.member))
        away = GroupMemberRow.away
        now_away = [away.set(True) if new.away else away.remove()]
        write.update(row, now_away, said, only_if=is_as(old))
        if more := new.counted.but(old.counted).away:
            group = GroupRow(*key(organisation, id))
            actions = [GroupRow.away.add(more), GroupRow.recount.remove()]
            write.update(group, actions, only_if=GroupRow.pk.exists())

    def is_right(self, organisation: OrganisationId, id: GroupId) -> bool:
        """Whether all who are not asked are counted; a group that is gone needs no counting."""
        row = table.get(GroupRow, *key(organisation, id), consistent=True)
        return row is None or bool(row.right)

    def begin(self, organisation: OrganisationId, id: GroupId, token: str) -> None:
        """Say that somebody counts them now."""
        row = GroupRow(*key(organisation, id))
        with table.write() as write:
            write.update(row, [GroupRow.recount.set(token)], only_if=GroupRow.pk.exists())

    def settle(self, organisation: OrganisationId, id: GroupId, token: str, are: Counted) -> None:
        """Keep how many there are; Stale when it was other people meanwhile, or others count."""
        actions = [
            GroupRow.observers.set(are.observers),
            GroupRow.away.set(are.away),
            GroupRow.right.set(True),
            GroupRow.recount.remove(),
        ]
        row = GroupRow(*key(organisation, id))
        with table.write() as write:
            write.update(row, actions, only_if=GroupRow.recount == token)
