"""Who in a group is away, on the rows of store.py.

read                                   key
------------------------------------   ---------------------------------------------
in which groups somebody is away       a BatchGetItem of GROUP#<org>#<group> / MEMBER#<member>
"""

from collections.abc import Sequence

from sharewell import table
from sharewell.events import Event
from sharewell.groups.model import Membership
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
            write.update(group, [GroupRow.away.add(more)], only_if=GroupRow.pk.exists())
