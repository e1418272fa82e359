"""The rows of groups, their keys, and what they keep.

read                                    key
-------------------------------------   -------------------------------------------------
a group                                 GROUP#<org>#<group> / GROUP
what a member is in it                  GROUP#<org>#<group> / MEMBER#<member>
who is in it: leads, members and        GROUP#<org>#<group> / AS#<role>#<folded name>#<member>
observers, each by name or its beginning
the groups that one is in               a BatchGetItem of the ids in the caller's membership
groups that all may know of, by name    GROUPS#<org> / <folded name>#<group>
what is to go for good                  ENDED#<org> / … (ending_store.py)

That somebody came in is said by their own row, that they left by the group's.
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

from sharewell.clock import moment
from sharewell.groups.model import (
    LONGEST_ABOUT,
    Group,
    GroupMember,
    GroupRole,
    Membership,
    Way,
    Why,
)
from sharewell.ids import GroupId, MemberId, OrganisationId
from sharewell.keys import KeyShape, Parent
from sharewell.table import Row
from sharewell.values import alike, beginning

LONGEST_FOLD = 80


WORDS = ("name", "kind", "visibility", "purpose", "archived_at", "deleted_at")


class GroupRow(Row):
    """A group. Its people are counted without a new version.

    `right` says that all who are not asked were counted from the beginning, or since; `recount` is
    there while somebody counts them, and goes when one more or less is asked.
    """

    key = KeyShape("GROUP#<org>#<group> / GROUP", parent=Parent.GROUP)

    id = UnicodeAttribute()
    name = UnicodeAttribute()
    kind = UnicodeAttribute()
    visibility = UnicodeAttribute()
    purpose = UnicodeAttribute()
    made_by = UnicodeAttribute()
    made_at = UTCDateTimeAttribute()
    members = NumberAttribute()
    leads = NumberAttribute()
    observers = NumberAttribute()
    away = NumberAttribute()
    pinned: ListAttribute[str] = ListAttribute(default=list)
    rule = UnicodeAttribute(null=True)
    archived_at = UTCDateTimeAttribute(null=True)
    deleted_at = UTCDateTimeAttribute(null=True)
    discussion = UnicodeAttribute(null=True)
    version = NumberAttribute()

    def group(self) -> Group:
        """The value this row keeps."""
        return Group(**self.fields())


class GroupMemberRow(Row):
    """What a member is in a group."""

    key = KeyShape("GROUP#<org>#<group> / MEMBER#<member>", parent=Parent.GROUP)

    name = UnicodeAttribute()
    role = UnicodeAttribute()
    way = UnicodeAttribute()
    by = UnicodeAttribute(null=True)
    away = BooleanAttribute(null=True)


class GroupLineRow(Row):
    """Somebody's line in the list of a group."""

    key = KeyShape("GROUP#<org>#<group> / AS#<role:word>#<name:text>#<member>", parent=Parent.GROUP)

    name = UnicodeAttribute(attr_name="n")
    way = UnicodeAttribute(attr_name="w")
    by = UnicodeAttribute(attr_name="b", null=True)


class ListedGroupRow(Row):
    """A group's line among those that all may know of."""

    key = KeyShape("GROUPS#<org> / <name:text>#<group>")

    name = UnicodeAttribute(attr_name="n")
    kind = UnicodeAttribute(attr_name="k")
    visibility = UnicodeAttribute(attr_name="v")
    purpose = UnicodeAttribute(attr_name="p")


class EndedRow(Row):
    """That a group was deleted, and when."""

    key = KeyShape("ENDED#<org> / <at:moment>#<group>")


def key(organisation: OrganisationId, id: GroupId) -> tuple[str, str]:
    """Where a group is kept."""
    return GroupRow.key(organisation, id)


def place(organisation: OrganisationId, id: GroupId, member: MemberId) -> tuple[str, str]:
    """Where it is kept what somebody is in a group."""
    return GroupMemberRow.key(organisation, id, member)


def is_as(old: Membership) -> Condition:
    """That somebody is counted as they were."""
    away = GroupMemberRow.away
    same: Condition = GroupMemberRow.role == old.role.value
    same &= away.exists() if old.away else away.does_not_exist()
    return same


def line(organisation: OrganisationId, id: GroupId, of: Membership) -> GroupLineRow:
    """Somebody's line in the list of a group."""
    name = alike(of.name)[:LONGEST_FOLD]
    place = GroupLineRow.key(organisation, id, of.role.value, name, of.member)
    return GroupLineRow(*place, name=of.name, way=of.why.way.value, by=of.why.by)


def ended(organisation: OrganisationId, group: Group, at: datetime) -> EndedRow:
    """Where it is noted that a group was deleted."""
    return EndedRow(*EndedRow.key(organisation, moment(at), group.id))


def is_listed(group: Group) -> bool:
    """Whether all may find it in the list of groups."""
    return group.visibility.is_listed and not group.archived_at and not group.deleted_at


def listing(organisation: OrganisationId, of: Group) -> ListedGroupRow:
    """Its line among the groups that all may know of."""
    return ListedGroupRow(
        *ListedGroupRow.key(organisation, alike(of.name)[:LONGEST_FOLD], of.id),
        name=of.name,
        kind=of.kind.value,
        visibility=of.visibility.value,
        purpose=beginning(of.purpose, LONGEST_ABOUT),
    )


def words_of(row: ListedGroupRow) -> dict[str, Any]:
    """What such a line says, and where it stands."""
    return row.fields() | {"sk": row.sk}


def kept_of(group: Group) -> dict[str, Any]:
    """A group's fields, as its row keeps them."""
    kept = group.model_dump()
    return kept | {"kind": group.kind.value, "visibility": group.visibility.value}


def fields_of(of: Membership) -> dict[str, Any]:
    """What somebody is in a group, as their row keeps it."""
    return {"name": of.name, "role": of.role.value, "way": of.why.way.value, "by": of.why.by}


def membership_of(row: GroupMemberRow) -> Membership:
    """What somebody is in a group."""
    return Membership(
        member=MemberId(row.key_value("member")),
        name=row.name,
        role=GroupRole(row.role),
        why=Why(way=Way(row.way), by=row.by),
        away=bool(row.away),
    )


def member_of(row: GroupLineRow) -> GroupMember:
    """Somebody in a group, as its list shows them."""
    role, member = row.key_value("role"), row.key_value("member")
    why = Why(way=Way(row.way), by=row.by)
    return GroupMember(id=MemberId(member), name=row.name, role=GroupRole(role), why=why)
