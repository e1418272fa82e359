"""HTTP routes for groups, their settings and their items."""

from sharewell.app import create_api
from sharewell.content.group_pins import group_pins
from sharewell.content.lists import item_lists
from sharewell.content.model import Card
from sharewell.core.caller import Caller
from sharewell.core.ids import GroupId, ItemId
from sharewell.core.pagination import Page, PageQuery
from sharewell.groups.admin import group_admin
from sharewell.groups.model import (
    DeletedGroup,
    GroupCard,
    GroupChange,
    GroupView,
    MyGroupsQuery,
    NewGroup,
)
from sharewell.groups.service import groups

api = create_api("groups")


@api.get("/api/groups")
def list_groups(query: MyGroupsQuery, me: Caller) -> Page[GroupCard]:
    """List the caller's groups, archived ones last; or those they may assign items to."""
    return groups.list_managed(me) if query.managed else groups.list_mine(me)


@api.get("/api/open-groups")
def list_open_groups(query: PageQuery, me: Caller) -> Page[GroupCard]:
    """List groups that any member may join or request to join, by name."""
    return groups.list_open(by=me, after=query.after)


@api.post("/api/groups")
def create_group(body: NewGroup, key: str | None, me: Caller) -> GroupView:
    """Create a group led by the caller; a job adds members beyond the first thirty."""
    return groups.create(body, key=key, by=me)


@api.get("/api/groups/{group}")
def read_group(group: GroupId, me: Caller) -> GroupView:
    """Get one of the caller's groups; of other visible groups, their description."""
    return groups.seen_by(me, group)


@api.patch("/api/groups/{group}")
def change_group(group: GroupId, body: GroupChange, version: int | None, me: Caller) -> GroupView:
    """Rename, describe or archive a group, or set its visibility. Leads only."""
    return group_admin.change(group, body, version, by=me)


@api.delete("/api/groups/{group}")
def delete_group(group: GroupId, me: Caller) -> None:
    """Delete a group; it can be restored for 30 days. Leads only."""
    group_admin.delete(group, by=me)


@api.post("/api/groups/{group}/restore", status=200)
def restore_group(group: GroupId, me: Caller) -> GroupView:
    """Restore a deleted group."""
    return group_admin.restore(group, by=me)


@api.get("/api/deleted-groups")
def list_deleted_groups(me: Caller) -> Page[DeletedGroup]:
    """List the deleted groups that the caller may restore, newest first."""
    return group_admin.list_restorable(by=me)


@api.get("/api/groups/{group}/items")
def list_group_items(group: GroupId, query: PageQuery, me: Caller) -> Page[Card]:
    """List the items of one of the caller's groups, newest first."""
    groups.require_member(me, group)
    return item_lists.list_for_group(group, by=me, after=query.after)


@api.put("/api/groups/{group}/pins/{item}", status=204)
def pin_item(group: GroupId, item: ItemId, me: Caller) -> None:
    """Pin an item to the top of a group's page. Leads only."""
    group_pins.pin(group, item, by=me)


@api.delete("/api/groups/{group}/pins/{item}")
def unpin_item(group: GroupId, item: ItemId, me: Caller) -> None:
    """Unpin an item from a group's page. Leads only."""
    group_pins.unpin(group, item, by=me)
