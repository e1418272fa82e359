"""Who is in a group, for what asks something of its people: not observers, and only while they are.

What others write about somebody in a group they write while it is so: the check is in their write.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sharewell import table
from sharewell.caller import Caller, Role
from sharewell.errors import Forbidden, Missing
from sharewell.groups.store import GroupMemberRow, GroupRow
from sharewell.ids import GroupId, MemberId, OrganisationId
from sharewell.table import Write

NONE = "there is no such group"


class Led(NamedTuple):
    """A group, how many are asked what it is asked, and whether the caller leads them."""

    id: GroupId
    name: str
    of: int
    leads: bool


class OnRoll(NamedTuple):
    """Somebody in a group."""

    member: MemberId
    name: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Roll:
    """The people of groups by their ids, in the order in which they came to the organisation."""

    def group(self, who: Caller, id: GroupId) -> Led:
        """A group that the caller is in."""
        if id not in who.groups or not (found := self._groups(who.organisation, [id])):
            raise Missing(NONE)
        [group] = found
        return Led(id, group.name, int(group.members), _leads(who, group))

    def led(self, who: Caller, id: GroupId) -> Led:
        """A group that the caller is in and leads."""
        group = self.group(who, id)
        if not group.leads:
            raise Forbidden("only those who lead a group assign something to it")
        return group

    def led_among(self, who: Caller, groups: Sequence[GroupId]) -> frozenset[GroupId]:
        """Those of these groups that the caller leads."""
        found = self._groups(who.organisation, groups)
        return frozenset(GroupId(it.id) for it in found if _leads(who, it))

    def asked_in(self, who: Caller) -> frozenset[GroupId]:
        """The caller's groups in which they are asked what the group is asked."""
        keys = [_place(who.organisation, group, who.member) for group in sorted(who.groups)]
        rows = table.get_many(GroupMemberRow, keys)
        return frozenset(GroupId(it.pk.rpartition("#")[2]) for it in rows if _is_asked(it))

    def shared(
        self, organisation: OrganisationId, groups: Sequence[GroupId], members: Sequence[MemberId]
    ) -> set[tuple[GroupId, MemberId]]:
        """Who of these members is in which of these groups, in one call per hundred pairs."""
        keys = {_place(organisation, g, m): (g, m) for g in groups for m in members}
        return {keys[it.pk, it.sk] for it in table.get_many(GroupMemberRow, list(keys))}

    def has(self, organisation: OrganisationId, id: GroupId, member: MemberId) -> bool:
        """Whether a member is asked this instant what the group is asked."""
        row = table.get(GroupMemberRow, *_place(organisation, id, member), consistent=True)
        return row is not None and _is_asked(row)

    def people(
        self, organisation: OrganisationId, id: GroupId, after: str, limit: int
    ) -> list[OnRoll]:
        """Those in a group from the member after `after` on."""
        pk, begins = _place(organisation, id, after)
        rows = table.between(
            GroupMemberRow, pk, begins + "~" if after else begins, "MEMBER#~", limit=limit
        )
        return [
            OnRoll(MemberId(it.sk.removeprefix("MEMBER#")), it.name, _is_asked(it)) for it in rows
        ]

    def must_be_asked(
        self, write: Write, organisation: OrganisationId, id: GroupId, member: MemberId
    ) -> None:
        """Refuse the open write unless a member is asked what the group is asked."""
        write.check(
            GroupMemberRow,
            *_place(organisation, id, member),
            GroupMemberRow.pk.exists(),
            Missing("there is no such assignment"),
        )

    def must_not_be_asked(
        self, write: Write, organisation: OrganisationId, id: GroupId, member: MemberId
    ) -> None:
        """Refuse the open write while a member is asked what the group is asked."""
        write.check(
            GroupMemberRow,
            *_place(organisation, id, member),
            GroupMemberRow.pk.does_not_exist(),
            Missing("they are in the group again"),
        )

    def _groups(self, organisation: OrganisationId, ids: Sequence[GroupId]) -> list[GroupRow]:
        return table.get_many(GroupRow, [(f"GROUP#{organisation}#{id}", "GROUP") for id in ids])


def _leads(who: Caller, group: GroupRow) -> bool:
    return group.made_by == who.member or who.role is Role.ADMIN


def _is_asked(row: GroupMemberRow) -> bool:
    return row.sk.startswith("MEMBER#")


def _place(organisation: OrganisationId, id: GroupId, member: str) -> tuple[str, str]:
    return f"GROUP#{organisation}#{id}", f"MEMBER#{member}"


roll = Roll()
