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
from sharewell.table import Row
from sharewell.values import alike, beginning

LONGEST_FOLD = 80


WORDS = ("name", "kind", "visibility", "purpose", "archived_at", "deleted_at")


class GroupRow(Row):
    """GROUP#<org>#<group> / GROUP. Its people are counted without a new version."""

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
    """GROUP#<org>#<group> / MEMBER#<member>."""

    name = UnicodeAttribute()
    role = UnicodeAttribute()
    way = UnicodeAttribute()
    by = UnicodeAttribute(null=True)
    away = BooleanAttribute(null=True)


class GroupLineRow(Row):
    """GROUP#<org>#<group> / AS#<role>#<folded name>#<member>."""

    name = UnicodeAttribute(attr_name="n")
    way = UnicodeAttribute(attr_name="w")
    by = UnicodeAttribute(attr_name="b", null=True)


class ListedGroupRow(Row):
    """GROUPS#<org> / <folded name>#<group>."""

    name = UnicodeAttribute(attr_name="n")
    kind = UnicodeAttribute(attr_name="k")
    visibility = UnicodeAttribute(attr_name="v")
    purpose = UnicodeAttribute(attr_name="p")


class EndedRow(Row):
    """ENDED#<org> / <deleted at>#<group>."""


def key(organisation: OrganisationId, id: GroupId) -> tuple[str, str]:
    """Where a group is kept."""
    return f"GROUP#{organisation}#{id}", "GROUP"


def place(organisation: OrganisationId, id: GroupId, member: MemberId) -> tuple[str, str]:
    """Where it is kept what somebody is in a group."""
    return key(organisation, id)[0], f"MEMBER#{member}"


def is_as(old: Membership) -> Condition:
    """That somebody is counted as they were."""
    away = GroupMemberRow.away
    same: Condition = GroupMemberRow.role == old.role.value
    same &= away.exists() if old.away else away.does_not_exist()
    return same


def line(organisation: OrganisationId, id: GroupId, of: Membership) -> GroupLineRow:
    """Somebody's line in the list of a group."""
    sk = f"AS#{of.role.value}#{alike(of.name)[:LONGEST_FOLD]}#{of.member}"
    pk, _ = key(organisation, id)
    return GroupLineRow(pk, sk, name=of.name, way=of.why.way.value, by=of.why.by)


def ended(organisation: OrganisationId, group: Group, at: datetime) -> EndedRow:
    """Where it is noted that a group was deleted."""
    return EndedRow(f"ENDED#{organisation}", f"{at:%Y-%m-%dT%H:%M:%S}#{group.id}")


def is_listed(group: Group) -> bool:
    """Whether all may find it in the list of groups."""
    return group.visibility.is_listed and not group.archived_at and not group.deleted_at


def listing(organisation: OrganisationId, of: Group) -> ListedGroupRow:
    """Its line among the groups that all may know of."""
    return ListedGroupRow(
        f"GROUPS#{organisation}",
        f"{alike(of.name)[:LONGEST_FOLD]}#{of.id}",
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
        member=MemberId(row.sk.removeprefix("MEMBER#")),
        name=row.name,
        role=GroupRole(row.role),
        why=Why(way=Way(row.way), by=row.by),
        away=bool(row.away),
    )


def member_of(row: GroupLineRow) -> GroupMember:
    """Somebody in a group, as its list shows them."""
    _, role, *_, member = row.sk.split("#")
    why = Why(way=Way(row.way), by=row.by)
    return GroupMember(id=MemberId(member), name=row.name, role=GroupRole(role), why=why)
