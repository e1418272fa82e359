"""Reads group memberships on behalf of other domains.

"Assignable" members exclude observers and deactivated members. `require_*` methods add condition
checks to the caller's transaction, so that the membership still holds when it commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sharewell.aws import table
from sharewell.aws.table import KeyRange, Transaction
from sharewell.core.caller import Caller, Role
from sharewell.core.errors import Conflict, Forbidden, NotFound
from sharewell.core.ids import GroupId, MemberId, OrganisationId
from sharewell.groups.model import Group, GroupRole
from sharewell.groups.rows_store import GroupMemberRow, GroupRow, group_key, membership_key
from sharewell.groups.service import GroupService, groups
from sharewell.groups.store import GroupStore

ARCHIVED = "This group is archived and takes no assignments."
_IS_OBSERVER = GroupMemberRow.role == GroupRole.OBSERVER.value
_IS_ASSIGNABLE = (
    GroupMemberRow.pk.exists()
    & GroupMemberRow.deactivated.does_not_exist()
    & (GroupMemberRow.role.does_not_exist() | (GroupMemberRow.role != GroupRole.OBSERVER.value))
)
_IS_NOT_ASSIGNABLE = (
    GroupMemberRow.pk.does_not_exist() | GroupMemberRow.deactivated.exists() | _IS_OBSERVER
)


class GroupContext(NamedTuple):
    """A group, its number of assignable members, and the caller's part in it."""

    id: GroupId
    name: str
    assignee_count: int
    is_lead: bool
    is_assignable: bool
    archived: bool


class MemberEntry(NamedTuple):
    """A member of a group."""

    member: MemberId
    name: str
    is_assignable: bool


@dataclass(frozen=True, slots=True)
class MembershipQueries:
    """Reads memberships. Members are listed in the order in which they joined the organisation."""

    groups: GroupService
    store: GroupStore

    def get_group(self, me: Caller, id: GroupId) -> GroupContext:
        """Returns a group that the caller is in. Raises NotFound if they are not."""
        group, own = self.groups.get_as_member(me, id)
        archived = group.archived_at is not None
        return GroupContext(
            id, group.name, group.assignee_count, own.can_manage(me), own.is_assignable, archived
        )

    def get_led_group(self, me: Caller, id: GroupId) -> GroupContext:
        """Returns a group that the caller manages. Raises NotFound or Forbidden."""
        group = self.get_group(me, id)
        if not group.is_lead:
            raise Forbidden("Only the group's leads can do this.")
        return group

    def get_current(self, organisation: OrganisationId, id: GroupId) -> Group | None:
        """Returns a group with a strongly consistent read; None if it is deleted."""
        return self.groups.get_for_search(organisation, id)

    def require_not_archived(
        self, tx: Transaction, organisation: OrganisationId, id: GroupId
    ) -> None:
        """Adds the condition check that a group is neither archived nor deleted."""
        is_open = GroupRow.archived_at.does_not_exist() & GroupRow.deleted_at.does_not_exist()
        tx.check(GroupRow, *group_key(organisation, id), is_open, Conflict(ARCHIVED))

    def led_groups(self, me: Caller, groups: Sequence[GroupId]) -> frozenset[GroupId]:
        """Returns those of these groups that the caller manages."""
        keys = [membership_key(me.organisation, group, me.member) for group in groups]
        rows = table.get_many(GroupMemberRow, keys)
        return frozenset(
            GroupId(it.key_value("group"))
            for it in rows
            if it.role == GroupRole.LEAD.value or me.role is Role.ADMIN
        )

    def assignable_groups(self, me: Caller) -> frozenset[GroupId]:
        """Returns the caller's groups in which they are assignable."""
        keys = [membership_key(me.organisation, group, me.member) for group in sorted(me.groups)]
        rows = table.get_many(GroupMemberRow, keys)
        return frozenset(GroupId(it.key_value("group")) for it in rows if _is_assignable(it))

    def list_shared(
        self, organisation: OrganisationId, groups: Sequence[GroupId], members: Sequence[MemberId]
    ) -> set[tuple[GroupId, MemberId]]:
        """Returns which of these members are in which of these groups, in one call per hundred."""
        keys = {membership_key(organisation, g, m): (g, m) for g in groups for m in members}
        return {keys[it.pk, it.sk] for it in table.get_many(GroupMemberRow, list(keys))}

    def is_assignable(self, organisation: OrganisationId, id: GroupId, member: MemberId) -> bool:
        """Returns whether a member is assignable, with a strongly consistent read."""
        row = table.get(GroupMemberRow, *membership_key(organisation, id, member), consistent=True)
        return row is not None and _is_assignable(row)

    def list_members(
        self, organisation: OrganisationId, id: GroupId, after: str, limit: int
    ) -> list[MemberEntry]:
        """Returns up to `limit` members of a group whose ids follow `after`."""
        pk, begins = membership_key(organisation, id, MemberId(after))
        end = GroupMemberRow.key.sk("~")
        rows = table.query(
            GroupMemberRow,
            pk,
            KeyRange(ge=begins + "~" if after else begins, le=end),
            limit=limit,
        )
        return [
            MemberEntry(MemberId(it.key_value("member")), it.name, _is_assignable(it))
            for it in rows
        ]

    def list_leads(self, organisation: OrganisationId, id: GroupId) -> list[MemberId]:
        """Returns the first 20 leads of a group by name, with a strongly consistent read."""
        page = self.store.list_members(
            organisation, id, f"{GroupRole.LEAD.value}#", None, consistent=True
        )
        return [it.id for it in page.items]

    def require_assignable(
        self, tx: Transaction, organisation: OrganisationId, id: GroupId, member: MemberId
    ) -> None:
        """Adds the condition check that a member is assignable in the group."""
        tx.check(
            GroupMemberRow,
            *membership_key(organisation, id, member),
            _IS_ASSIGNABLE,
            NotFound("This assignment does not exist."),
        )

    def require_not_assignable(
        self, tx: Transaction, organisation: OrganisationId, id: GroupId, member: MemberId
    ) -> None:
        """Adds the condition check that a member is not assignable in the group."""
        tx.check(
            GroupMemberRow,
            *membership_key(organisation, id, member),
            _IS_NOT_ASSIGNABLE,
            NotFound("This member has joined the group again."),
        )


def _is_assignable(row: GroupMemberRow) -> bool:
    return row.role != GroupRole.OBSERVER.value and not row.deactivated


membership_queries = MembershipQueries(groups, GroupStore())
