"""Reads and writes groups and memberships; rows_store.py declares the rows and their keys."""

from collections.abc import Sequence
from typing import Any

from sharewell.aws import table
from sharewell.aws.table import KeyRange, Transaction
from sharewell.core.clock import now
from sharewell.core.errors import Conflict, NotFound, VersionConflict
from sharewell.core.events import Event
from sharewell.core.ids import GroupId, MemberId, OrganisationId
from sharewell.core.pagination import Page
from sharewell.groups.model import (
    Group,
    GroupCard,
    GroupMember,
    MemberCounts,
    Membership,
)
from sharewell.groups.rows_store import (
    TEXT_FIELDS,
    GroupDirectoryRow,
    GroupMemberRow,
    GroupRow,
    MemberListRow,
    directory_fields,
    directory_row,
    group_fields,
    group_key,
    is_listed,
    is_unchanged,
    member_list_row,
    member_of,
    membership_fields,
    membership_key,
    membership_of,
    purge_due_row,
)
from sharewell.pictures.events import reference_events

NONE = "This group does not exist."


class GroupStore:
    """Reads and writes groups. A group's version counts changes of its text, not of its members."""

    def get(
        self, organisation: OrganisationId, id: GroupId, *, consistent: bool = False
    ) -> Group | None:
        """Returns a group, or None."""
        row = table.get(GroupRow, *group_key(organisation, id), consistent=consistent)
        return row.group() if row else None

    def get_many(self, organisation: OrganisationId, ids: Sequence[GroupId]) -> list[Group]:
        """Returns the groups that exist, in no particular order."""
        rows = table.get_many(GroupRow, [group_key(organisation, id) for id in ids])
        return [row.group() for row in rows]

    def list_directory(self, organisation: OrganisationId, after: str | None) -> Page[GroupCard]:
        """Returns a page of the directory of groups, by name."""
        rows = table.query_page(
            GroupDirectoryRow, GroupDirectoryRow.key.pk(organisation), after=after
        )
        cards = [
            GroupCard(id=GroupId(row.key_value("group")), **row.fields()) for row in rows.items
        ]
        return Page(items=cards, next=rows.next)

    def get_membership(
        self, organisation: OrganisationId, id: GroupId, member: MemberId
    ) -> Membership | None:
        """Returns a membership, with a strongly consistent read."""
        pk, sk = membership_key(organisation, id, member)
        row = table.get(GroupMemberRow, pk, sk, consistent=True)
        return membership_of(row) if row else None

    def get_own_memberships(
        self, organisation: OrganisationId, ids: Sequence[GroupId], member: MemberId
    ) -> dict[GroupId, Membership]:
        """Returns the memberships of one member in these groups."""
        keys = {membership_key(organisation, id, member): id for id in ids}
        rows = table.get_many(GroupMemberRow, list(keys))
        return {keys[row.pk, row.sk]: membership_of(row) for row in rows}

    def get_memberships(
        self, organisation: OrganisationId, id: GroupId, members: Sequence[MemberId]
    ) -> dict[MemberId, Membership]:
        """Returns the memberships of these members, with a strongly consistent read."""
        keys = [membership_key(organisation, id, member) for member in members]
        memberships = map(membership_of, table.get_many(GroupMemberRow, keys, consistent=True))
        return {it.member: it for it in memberships}

    def list_members(
        self,
        organisation: OrganisationId,
        id: GroupId,
        begins: str,
        after: str | None,
        *,
        consistent: bool = False,
    ) -> Page[GroupMember]:
        """Returns a page of a group's members whose sort keys after `ROLE#` begin with `begins`."""
        pk, _ = group_key(organisation, id)
        rows = table.query_page(
            MemberListRow,
            pk,
            KeyRange(prefix=MemberListRow.key.begins() + begins),
            after=after,
            consistent=consistent,
        )
        return Page(items=[member_of(row) for row in rows.items], next=rows.next)

    def list_memberships(
        self, organisation: OrganisationId, id: GroupId, limit: int
    ) -> list[Membership]:
        """Returns the first memberships of a group, with a strongly consistent read."""
        pk, _ = group_key(organisation, id)
        begins = GroupMemberRow.key.begins()
        rows = table.query(
            GroupMemberRow, pk, KeyRange(prefix=begins), limit=limit, consistent=True
        )
        return [membership_of(row) for row in rows]

    def add(self, tx: Transaction, organisation: OrganisationId, new: Group, event: Event) -> None:
        """Adds a new group; its members are added in the same transaction."""
        references = reference_events(organisation, event.at, f"group:{new.id}", new.purpose)
        tx.add(GroupRow(*group_key(organisation, new.id), **group_fields(new)), event, *references)
        if is_listed(new):
            tx.put(directory_row(organisation, new))

    def add_membership(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        id: GroupId,
        new: Membership,
        *events: Event,
    ) -> None:
        """Adds a membership; `update_counts` counts it. Raises Conflict if the member has one."""
        row = GroupMemberRow(
            *membership_key(organisation, id, new.member), **membership_fields(new)
        )
        tx.add(row, *events, conflict=f"{new.name} is already in this group.")
        tx.put(member_list_row(organisation, id, new))

    def require_member(
        self, tx: Transaction, organisation: OrganisationId, id: GroupId, member: MemberId
    ) -> None:
        """Adds the condition check that a member is in the group."""
        key = membership_key(organisation, id, member)
        is_in = GroupMemberRow.pk.exists()
        tx.check(GroupMemberRow, *key, is_in, Conflict("This member is not in the group."))

    def require_not_member(
        self, tx: Transaction, organisation: OrganisationId, id: GroupId, member: MemberId
    ) -> None:
        """Adds the condition check that a member is not in the group."""
        key = membership_key(organisation, id, member)
        is_out = GroupMemberRow.pk.does_not_exist()
        tx.check(GroupMemberRow, *key, is_out, Conflict("This member is already in the group."))

    def require_not_deleted(
        self, tx: Transaction, organisation: OrganisationId, id: GroupId
    ) -> None:
        """Adds the condition check that a group exists and is not deleted."""
        exists = GroupRow.pk.exists() & GroupRow.deleted_at.does_not_exist()
        tx.check(GroupRow, *group_key(organisation, id), exists, NotFound(NONE))

    def remove_membership(
        self, tx: Transaction, organisation: OrganisationId, id: GroupId, old: Membership
    ) -> None:
        """Deletes a membership. Raises VersionConflict if its role or state changed."""
        row = GroupMemberRow(*membership_key(organisation, id, old.member))
        tx.delete(row, only_if=is_unchanged(old))
        tx.delete(member_list_row(organisation, id, old))

    def update_membership(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        id: GroupId,
        old: Membership,
        new: Membership,
        *events: Event,
    ) -> None:
        """Writes a membership's role, origin and name. Raises VersionConflict if it changed."""
        actions = [
            GroupMemberRow.role.set(new.role.value),
            GroupMemberRow.origin.set(new.origin.kind.value),
            GroupMemberRow.by.set(new.origin.by) if new.origin.by else GroupMemberRow.by.remove(),
            GroupMemberRow.name.set(new.name),
        ]
        is_same = is_unchanged(old) & (GroupMemberRow.name == old.name)
        row = GroupMemberRow(*membership_key(organisation, id, old.member))
        tx.update(row, actions, *events, only_if=is_same)
        before, after = (
            member_list_row(organisation, id, old),
            member_list_row(organisation, id, new),
        )
        if before.sk != after.sk:
            tx.delete(before)
        tx.put(after)

    def update_counts(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        id: GroupId,
        members: int,
        more: MemberCounts,
        *events: Event,
    ) -> None:
        """Adds to the counters of a group. Raises Conflict if no lead would remain."""
        actions: list[Any] = [GroupRow.members.add(members)] if members else []
        actions += [getattr(GroupRow, it).add(n) for it, n in more._asdict().items() if n]
        condition = GroupRow.pk.exists() & GroupRow.deleted_at.does_not_exist()
        error: Conflict | NotFound = NotFound(NONE)
        if more.leads < 0:
            condition &= GroupRow.leads > -more.leads
            error = Conflict("A group needs at least one lead. Transfer the lead role first.")
        tx.update(
            GroupRow(*group_key(organisation, id)),
            actions,
            *events,
            only_if=condition,
            error=error,
        )

    def update(
        self, tx: Transaction, organisation: OrganisationId, old: Group, new: Group, *events: Event
    ) -> None:
        """Writes a group's text, state, rule and pins. Raises VersionConflict if it changed."""
        before, after = group_fields(old), group_fields(new)
        actions: list[Any] = [
            getattr(GroupRow, name).remove() if after[name] is None
            else getattr(GroupRow, name).set(after[name])
            for name in (*TEXT_FIELDS, "pinned", "rule", "discussion")
            if before[name] != after[name]
        ]  # fmt: skip
        actions.append(GroupRow.version.set(new.version))
        row = GroupRow(*group_key(organisation, old.id))
        error = VersionConflict("Someone else changed this group. Reload and try again.")
        is_same = GroupRow.version == old.version
        references = reference_events(
            organisation, now(), f"group:{old.id}", new.purpose, old.purpose
        )
        tx.update(row, actions, *events, *references, only_if=is_same, error=error)
        before_row, after_row = directory_row(organisation, old), directory_row(organisation, new)
        if is_listed(old) and (before_row.sk != after_row.sk or not is_listed(new)):
            tx.delete(before_row)
        if is_listed(new) and (
            not is_listed(old) or directory_fields(before_row) != directory_fields(after_row)
        ):
            tx.put(after_row)
        if old.deleted_at != new.deleted_at:
            if old.deleted_at:
                tx.delete(purge_due_row(organisation, old, old.deleted_at))
            if new.deleted_at:
                tx.put(purge_due_row(organisation, new, new.deleted_at))
