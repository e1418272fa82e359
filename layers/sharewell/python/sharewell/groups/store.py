"""Groups, as rows.

read                          key
---------------------------   -------------------------------------------------
a group                       GROUP#<org>#<group> / GROUP
whether a member is in it;    GROUP#<org>#<group> / MEMBER#<member>
who is, in order of joining
the groups that one is in     a BatchGetItem of the ids in the caller's membership
"""

from collections.abc import Sequence

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute

from sharewell import table
from sharewell.errors import Conflict, Missing, Stale
from sharewell.events import Event
from sharewell.groups.model import Group, GroupMember
from sharewell.identity.model import Seat
from sharewell.ids import GroupId, MemberId, OrganisationId
from sharewell.page import Page
from sharewell.table import Row, Write


class GroupRow(Row):
    """GROUP#<org>#<group> / GROUP."""

    id = UnicodeAttribute()
    name = UnicodeAttribute()
    made_by = UnicodeAttribute()
    made_at = UTCDateTimeAttribute()
    members = NumberAttribute()
    version = NumberAttribute()


class GroupMemberRow(Row):
    """GROUP#<org>#<group> / MEMBER#<member>."""

    name = UnicodeAttribute()


class GroupStore:
    """Where groups are kept. The version of a group counts its names, not its members."""

    def group(
        self, organisation: OrganisationId, id: GroupId, *, consistent: bool = False
    ) -> Group | None:
        """One group."""
        row = table.get(GroupRow, *_key(organisation, id), consistent=consistent)
        return _group(row) if row else None

    def groups(self, organisation: OrganisationId, ids: Sequence[GroupId]) -> list[Group]:
        """These groups, in no order."""
        keys = [_key(organisation, id) for id in ids]
        return [_group(row) for row in table.get_many(GroupRow, keys)]

    def has(self, organisation: OrganisationId, id: GroupId, member: MemberId) -> bool:
        """Whether a member is in a group this instant."""
        pk, sk = _place(organisation, id, member)
        return table.get(GroupMemberRow, pk, sk, consistent=True) is not None

    def members(
        self, organisation: OrganisationId, id: GroupId, after: str | None
    ) -> Page[GroupMember]:
        """Who is in a group, first member of the organisation first."""
        pk, _ = _key(organisation, id)
        rows = table.page(GroupMemberRow, pk, begins="MEMBER#", after=after)
        members = [
            GroupMember(id=MemberId(row.sk.removeprefix("MEMBER#")), name=row.name)
            for row in rows.items
        ]
        return Page(items=members, next=rows.next)

    def add(self, write: Write, new: Group, members: Sequence[Seat], said: Event) -> None:
        """Keep a new group with its first members."""
        organisation = members[0].organisation
        kept = new.model_dump()
        write.add(GroupRow(*_key(organisation, new.id), **kept, members=len(members)), said)
        for seat in members:
            write.add(GroupMemberRow(*_place(organisation, new.id, seat.member), name=seat.name))

    def rename(
        self, write: Write, organisation: OrganisationId, old: Group, name: str, said: Event
    ) -> None:
        """Keep another name; refused when somebody else gave one since `old` was read."""
        write.update(
            GroupRow(*_key(organisation, old.id)),
            [GroupRow.name.set(name), GroupRow.version.set(old.version + 1)],
            said,
            only_if=GroupRow.version == old.version,
        )

    def join(self, write: Write, id: GroupId, seat: Seat, said: Event) -> None:
        """Count one more member; Conflict when they are in."""
        place = _place(seat.organisation, id, seat.member)
        write.add(GroupMemberRow(*place, name=seat.name), taken=f"{seat.name} is in this group")
        write.update(
            GroupRow(*_key(seat.organisation, id)),
            [GroupRow.members.add(1)],
            said,
            only_if=GroupRow.pk.exists(),
            otherwise=Missing("there is no such group"),
        )

    def leave(self, write: Write, id: GroupId, seat: Seat, said: Event) -> None:
        """Count one member less; Stale when they are not in, Conflict when nobody would be."""
        row = GroupMemberRow(*_place(seat.organisation, id, seat.member))
        write.remove(row, only_if=GroupMemberRow.pk.exists())
        write.update(
            GroupRow(*_key(seat.organisation, id)),
            [GroupRow.members.add(-1)],
            said,
            only_if=GroupRow.members > 1,
            otherwise=Conflict("the last one stays in a group"),
        )

    def call(self, id: GroupId, seat: Seat) -> None:
        """Keep the present name of somebody in a group, if they still are."""
        row = GroupMemberRow(*_place(seat.organisation, id, seat.member))
        try:
            with table.write() as write:
                name = GroupMemberRow.name.set(seat.name)
                write.update(row, [name], only_if=GroupMemberRow.pk.exists())
        except Stale:
            return


def _key(organisation: OrganisationId, id: GroupId) -> tuple[str, str]:
    return f"GROUP#{organisation}#{id}", "GROUP"


def _place(organisation: OrganisationId, id: GroupId, member: MemberId) -> tuple[str, str]:
    return _key(organisation, id)[0], f"MEMBER#{member}"


def _group(row: GroupRow) -> Group:
    kept = row.fields()
    del kept["members"]
    return Group(**kept)
