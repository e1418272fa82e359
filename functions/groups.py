"""Groups over HTTP: plain lists of people, seen by those in them."""

from sharewell.caller import Caller
from sharewell.groups.model import Group, GroupChange, GroupMember, NewGroup
from sharewell.groups.service import groups
from sharewell.ids import GroupId, MemberId
from sharewell.page import Page
from sharewell.paging import After
from sharewell.web import Api

api = Api("groups")


@api.get("/api/groups")
def list_groups(me: Caller) -> Page[Group]:
    """The groups one is in."""
    return groups.of(me)


@api.post("/api/groups")
def make_group(body: NewGroup, key: str | None, me: Caller) -> Group:
    """Make a group; whoever makes it is in it."""
    return groups.make(body, key=key, by=me)


@api.get("/api/groups/{group}")
def read_group(group: GroupId, me: Caller) -> Group:
    """A group one is in."""
    return groups.seen_by(me, group)


@api.patch("/api/groups/{group}")
def rename_group(group: GroupId, body: GroupChange, version: int | None, me: Caller) -> Group:
    """Give a group another name; whoever made it and administrators in it do."""
    return groups.rename(group, body.name, version, by=me)


@api.get("/api/groups/{group}/members")
def list_group_members(group: GroupId, query: After, me: Caller) -> Page[GroupMember]:
    """Who is in a group."""
    return groups.members(group, by=me, after=query.after)


@api.put("/api/groups/{group}/members/{member}", status=204)
def add_group_member(group: GroupId, member: MemberId, me: Caller) -> None:
    """Let somebody in."""
    groups.add(group, member, by=me)


@api.delete("/api/groups/{group}/members/{member}")
def remove_group_member(group: GroupId, member: MemberId, me: Caller) -> None:
    """Leave, or take somebody out; the last one stays."""
    groups.remove(group, member, by=me)
