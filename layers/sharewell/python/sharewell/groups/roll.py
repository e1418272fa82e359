"""Who is in a group, for what asks something of its people: neither observers nor who is away.

What others write about somebody in a group they write while it is so: the check is in their write.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sharewell import table
from sharewell.caller import Caller, Role
from sharewell.errors import Conflict, Forbidden, Missing
from sharewell.groups.model import Group, GroupRole
from sharewell.groups.rows_store import GroupMemberRow, GroupRow, key, place
from sharewell.groups.service import Groups, groups
from sharewell.groups.store import GroupStore
from sharewell.ids import GroupId, MemberId, OrganisationId
from sharewell.table import KeyRange, Write

ARCHIVED = "this group is archived; nothing is asked of it"
_OBSERVES = GroupMemberRow.role == GroupRole.OBSERVER.value
_IS_ASKED = (
    GroupMemberRow.pk.exists()
    & GroupMemberRow.away.does_not_exist()
    & (GroupMemberRow.role.does_not_exist() | (GroupMemberRow.role != GroupRole.OBSERVER.value))
)
_IS_NOT_ASKED = GroupMemberRow.pk.does_not_exist() | GroupMemberRow.away.exists() | _OBSERVES


class Led(NamedTuple):
    """A group, how many are asked what it is asked, whether the caller leads them or is one."""

    id: GroupId
    name: str
    of: int
    leads: bool
    is_asked: bool
    archived: bool


class OnRoll(NamedTuple):
    """Somebody in a group."""

    member: MemberId
    name: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Roll:
    """The people of groups by their ids, in the order in which they came to the organisation."""

    groups: Groups
    store: GroupStore

    def group(self, who: Caller, id: GroupId) -> Led:
        """A group that the caller is in."""
        group, own = self.groups.inside(who, id)
        archived = group.archived_at is not None
        return Led(id, group.name, group.taking_part, own.tends(who), own.is_asked, archived)

    def led(self, who: Caller, id: GroupId) -> Led:
        """A group that the caller is in and leads."""
        group = self.group(who, id)
        if not group.leads:
            raise Forbidden("only those who lead a group do this")
        return group

    def present(self, organisation: OrganisationId, id: GroupId) -> Group | None:
        """A group at this instant, for those who keep a copy of its name; None when deleted."""
        return self.groups.findable(organisation, id)

    def must_be_open(self, write: Write, organisation: OrganisationId, id: GroupId) -> None:
        """Refuse the open write once a group is archived or deleted."""
        is_open = GroupRow.archived_at.does_not_exist() & GroupRow.deleted_at.does_not_exist()
        write.check(GroupRow, *key(organisation, id), is_open, Conflict(ARCHIVED))

    def led_among(self, who: Caller, groups: Sequence[GroupId]) -> frozenset[GroupId]:
        """Those of these groups that the caller leads."""
        keys = [place(who.organisation, group, who.member) for group in groups]
        found = table.get_many(GroupMemberRow, keys)
        return frozenset(
            GroupId(it.key_value("group"))
            for it in found
            if it.role == GroupRole.LEAD.value or who.role is Role.ADMIN
        )

    def asked_in(self, who: Caller) -> frozenset[GroupId]:
        """The caller's groups in which they are asked what the group is asked."""
        keys = [place(who.organisation, group, who.member) for group in sorted(who.groups)]
        rows = table.get_many(GroupMemberRow, keys)
        return frozenset(GroupId(it.key_value("group")) for it in rows if _is_asked(it))

    def shared(
        self, organisation: OrganisationId, groups: Sequence[GroupId], members: Sequence[MemberId]
    ) -> set[tuple[GroupId, MemberId]]:
        """Who of these members is in which of these groups, in one call per hundred pairs."""
        keys = {place(organisation, g, m): (g, m) for g in groups for m in members}
        return {keys[it.pk, it.sk] for it in table.get_many(GroupMemberRow, list(keys))}

    def has(self, organisation: OrganisationId, id: GroupId, member: MemberId) -> bool:
        """Whether a member is asked this instant what the group is asked."""
        row = table.get(GroupMemberRow, *place(organisation, id, member), consistent=True)
        return row is not None and _is_asked(row)

    def people(
        self, organisation: OrganisationId, id: GroupId, after: str, limit: int
    ) -> list[OnRoll]:
        """Those in a group from the member after `after` on."""
        pk, begins = place(organisation, id, MemberId(after))
        end = GroupMemberRow.key.sk("~")
        rows = table.query(
            GroupMemberRow,
            pk,
            KeyRange(ge=begins + "~" if after else begins, le=end),
            limit=limit,
        )
        return [OnRoll(MemberId(it.key_value("member")), it.name, _is_asked(it)) for it in rows]

    def leads(self, organisation: OrganisationId, id: GroupId) -> list[MemberId]:
        """Those who lead a group, the first twenty by name."""
        page = self.store.members(
            organisation, id, f"{GroupRole.LEAD.value}#", None, consistent=True
        )
        return [it.id for it in page.items]

    def must_be_asked(
        self, write: Write, organisation: OrganisationId, id: GroupId, member: MemberId
    ) -> None:
        """Refuse the open write unless a member is asked what the group is asked."""
        write.check(
            GroupMemberRow,
            *place(organisation, id, member),
            _IS_ASKED,
            Missing("there is no such assignment"),
        )

    def must_not_be_asked(
        self, write: Write, organisation: OrganisationId, id: GroupId, member: MemberId
    ) -> None:
        """Refuse the open write while a member is asked what the group is asked."""
        write.check(
            GroupMemberRow,
            *place(organisation, id, member),
            _IS_NOT_ASKED,
            Missing("they are in the group again"),
        )


def _is_asked(row: GroupMemberRow) -> bool:
    return row.role != GroupRole.OBSERVER.value and not row.away


roll = Roll(groups, GroupStore())
