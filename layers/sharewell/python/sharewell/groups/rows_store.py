"""The rows of groups and memberships, and their keys.

read                                    key
-------------------------------------   -------------------------------------------------
a group                                 GROUP#<org>#<group> / GROUP
a membership                            GROUP#<org>#<group> / MEMBER#<member>
members by role, then by name or its    GROUP#<org>#<group> / ROLE#<role>#<folded name>#<member>
beginning
the caller's groups                     a BatchGetItem of the ids in their membership
the directory of groups, by name        GROUPS#<org> / <folded name>#<group>
groups due to be purged                 GROUP_PURGE_DUE#<org> / … (purge_store.py)

The event that a member joined is in the outbox of the membership, that they left in the group's.
"""

from datetime import datetime
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.expressions.condition import Condition

from sharewell.aws.keys import KeyShape, Parent
from sharewell.aws.table import Row
from sharewell.core.clock import format_timestamp
from sharewell.core.ids import GroupId, MemberId, OrganisationId
from sharewell.core.values import normalise_for_comparison, truncate
from sharewell.groups.model import (
    MAX_PURPOSE_LENGTH,
    Group,
    GroupMember,
    GroupRole,
    Membership,
    Origin,
    OriginKind,
)

MAX_FOLDED_LENGTH = 80


TEXT_FIELDS = ("name", "kind", "visibility", "purpose", "archived_at", "deleted_at")


class GroupRow(Row):
    """A group. Changes of its counters leave its version alone."""

    key = KeyShape("GROUP#<org>#<group> / GROUP", parent=Parent.GROUP)

    id = UnicodeAttribute()
    name = UnicodeAttribute()
    kind = UnicodeAttribute()
    visibility = UnicodeAttribute()
    purpose = UnicodeAttribute()
    created_by = UnicodeAttribute()
    created_at = UTCDateTimeAttribute()
    members = NumberAttribute()
    leads = NumberAttribute()
    observers = NumberAttribute()
    deactivated = NumberAttribute()
    pinned: ListAttribute[str] = ListAttribute(default=list)
    rule = UnicodeAttribute(null=True)
    archived_at = UTCDateTimeAttribute(null=True)
    deleted_at = UTCDateTimeAttribute(null=True)
    discussion = UnicodeAttribute(null=True)
    version = NumberAttribute()

    def group(self) -> Group:
        """Returns the row as a `Group`."""
        return Group(**self.fields())


class GroupMemberRow(Row):
    """A membership."""

    key = KeyShape("GROUP#<org>#<group> / MEMBER#<member>", parent=Parent.GROUP)

    name = UnicodeAttribute()
    role = UnicodeAttribute()
    origin = UnicodeAttribute()
    by = UnicodeAttribute(null=True)
    deactivated = BooleanAttribute(null=True)


class MemberListRow(Row):
    """A member in the list of a group, by role and name."""

    key = KeyShape(
        "GROUP#<org>#<group> / ROLE#<role:word>#<name:text>#<member>", parent=Parent.GROUP
    )

    name = UnicodeAttribute(attr_name="n")
    origin = UnicodeAttribute(attr_name="w")
    by = UnicodeAttribute(attr_name="b", null=True)


class GroupDirectoryRow(Row):
    """A group in the directory of the organisation."""

    key = KeyShape("GROUPS#<org> / <name:text>#<group>")

    name = UnicodeAttribute(attr_name="n")
    kind = UnicodeAttribute(attr_name="k")
    visibility = UnicodeAttribute(attr_name="v")
    purpose = UnicodeAttribute(attr_name="p")


class PurgeDueRow(Row):
    """A deleted group and when it was deleted."""

    key = KeyShape("GROUP_PURGE_DUE#<org> / <at:moment>#<group>")


def group_key(organisation: OrganisationId, id: GroupId) -> tuple[str, str]:
    """Returns the key of a group."""
    return GroupRow.key(organisation, id)


def membership_key(organisation: OrganisationId, id: GroupId, member: MemberId) -> tuple[str, str]:
    """Returns the key of a membership."""
    return GroupMemberRow.key(organisation, id, member)


def is_unchanged(old: Membership) -> Condition:
    """Returns the condition that a membership still has the same role and the same state."""
    deactivated = GroupMemberRow.deactivated
    unchanged: Condition = GroupMemberRow.role == old.role.value
    unchanged &= deactivated.exists() if old.deactivated else deactivated.does_not_exist()
    return unchanged


def member_list_row(organisation: OrganisationId, id: GroupId, of: Membership) -> MemberListRow:
    """Returns the row of a member in the list of a group."""
    name = normalise_for_comparison(of.name)[:MAX_FOLDED_LENGTH]
    key = MemberListRow.key(organisation, id, of.role.value, name, of.member)
    return MemberListRow(*key, name=of.name, origin=of.origin.kind.value, by=of.origin.by)


def purge_due_row(organisation: OrganisationId, group: Group, at: datetime) -> PurgeDueRow:
    """Returns the row that lists a deleted group for its purge."""
    return PurgeDueRow(*PurgeDueRow.key(organisation, format_timestamp(at), group.id))


def is_listed(group: Group) -> bool:
    """Returns whether the group is in the directory."""
    return group.visibility.is_listed and not group.archived_at and not group.deleted_at


def directory_row(organisation: OrganisationId, of: Group) -> GroupDirectoryRow:
    """Returns the group's row in the directory."""
    return GroupDirectoryRow(
        *GroupDirectoryRow.key(
            organisation, normalise_for_comparison(of.name)[:MAX_FOLDED_LENGTH], of.id
        ),
        name=of.name,
        kind=of.kind.value,
        visibility=of.visibility.value,
        purpose=truncate(of.purpose, MAX_PURPOSE_LENGTH),
    )


def directory_fields(row: GroupDirectoryRow) -> dict[str, Any]:
    """Returns the fields and the sort key of a directory row, to compare two rows."""
    return row.fields() | {"sk": row.sk}


def group_fields(group: Group) -> dict[str, Any]:
    """Returns the attributes of a group's row."""
    fields = group.model_dump()
    return fields | {"kind": group.kind.value, "visibility": group.visibility.value}


def membership_fields(of: Membership) -> dict[str, Any]:
    """Returns the attributes of a membership's row."""
    return {
        "name": of.name,
        "role": of.role.value,
        "origin": of.origin.kind.value,
        "by": of.origin.by,
    }


def membership_of(row: GroupMemberRow) -> Membership:
    """Returns a row as a `Membership`."""
    return Membership(
        member=MemberId(row.key_value("member")),
        name=row.name,
        role=GroupRole(row.role),
        origin=Origin(kind=OriginKind(row.origin), by=row.by),
        deactivated=bool(row.deactivated),
    )


def member_of(row: MemberListRow) -> GroupMember:
    """Returns a row of a group's list as a `GroupMember`."""
    role, member = row.key_value("role"), row.key_value("member")
    origin = Origin(kind=OriginKind(row.origin), by=row.by)
    return GroupMember(id=MemberId(member), name=row.name, role=GroupRole(role), origin=origin)
