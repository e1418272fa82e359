"""Groups over HTTP: which there are, what each is for, what is for it."""

from sharewell.app import create_api
from sharewell.caller import Caller
from sharewell.content.group_pins import pins
from sharewell.content.lists import lists
from sharewell.content.model import Card
from sharewell.groups.changing import changing
from sharewell.groups.model import (
    DeletedGroup,
    GroupCard,
    GroupChange,
    GroupView,
    NewGroup,
    OwnQuery,
)
from sharewell.groups.service import groups
from sharewell.ids import GroupId, ItemId
from sharewell.page import Page
from sharewell.paging import After

api = create_api("groups")


@api.get("/api/groups")
def list_groups(query: OwnQuery, me: Caller) -> Page[GroupCard]:
    """The groups one is in, archived ones last; or those that one can ask for something."""
    return groups.tended_by(me) if query.tended else groups.of(me)


@api.get("/api/open-groups")
def list_open_groups(query: After, me: Caller) -> Page[GroupCard]:
    """Groups that anybody may join, or ask to be let into, by name."""
    return groups.open_ones(by=me, after=query.after)


@api.post("/api/groups")
def make_group(body: NewGroup, key: str | None, me: Caller) -> GroupView:
    """Make a group, which one leads; members beyond the first thirty come in a moment later."""
    return groups.make(body, key=key, by=me)


@api.get("/api/groups/{group}")
def read_group(group: GroupId, me: Caller) -> GroupView:
    """A group one is in; of others that all may know of, what they are for."""
    return groups.seen_by(me, group)


@api.patch("/api/groups/{group}")
def change_group(group: GroupId, body: GroupChange, version: int | None, me: Caller) -> GroupView:
    """Rename or describe a group, say who may know of it, archive it; for who leads it."""
    return changing.change(group, body, version, by=me)


@api.delete("/api/groups/{group}")
def delete_group(group: GroupId, me: Caller) -> None:
    """Take a group away; for 30 days it can be restored. For who leads it."""
    changing.delete(group, by=me)


@api.post("/api/groups/{group}/restore", status=200)
def restore_group(group: GroupId, me: Caller) -> GroupView:
    """Undo the deletion of a group."""
    return changing.restore(group, by=me)


@api.get("/api/deleted-groups")
def list_deleted_groups(me: Caller) -> Page[DeletedGroup]:
    """Deleted groups that one may restore, the newest first."""
    return changing.restorable(by=me)


@api.get("/api/groups/{group}/items")
def list_group_items(group: GroupId, query: After, me: Caller) -> Page[Card]:
    """What is for a group one is in, newest first."""
    groups.must_be_inside(me, group)
    return lists.for_group(group, by=me, after=query.after)


@api.put("/api/groups/{group}/pins/{item}", status=204)
def pin_item(group: GroupId, item: ItemId, me: Caller) -> None:
    """Show an item at the top of a group's page; for who leads it."""
    pins.pin(group, item, by=me)


@api.delete("/api/groups/{group}/pins/{item}")
def unpin_item(group: GroupId, item: ItemId, me: Caller) -> None:
    """Show it there no more."""
    pins.unpin(group, item, by=me)
