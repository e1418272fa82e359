"""What is discussed, as its reader and as nobody in particular may know it."""

from dataclasses import dataclass

from sharewell.caller import Caller
from sharewell.channels.model import Switch
from sharewell.content.findable import FindableItems, findable_items
from sharewell.content.model import Item
from sharewell.content.service import Items, items
from sharewell.discussions.model import Ground, Of
from sharewell.groups.model import Group
from sharewell.groups.service import Groups, groups
from sharewell.ids import GroupId, ItemId, OrganisationId


@dataclass(frozen=True, slots=True)
class Grounds:
    """Items and groups that are discussed."""

    items: Items
    groups: Groups
    findable: FindableItems

    def seen_by(self, who: Caller, id: str) -> tuple[Ground, Switch | None, bool]:
        """The ground of this id, its own switch, and whether the caller tends it.

        A group's id is that of one whose content the caller sees; any other is an item's.
        """
        if id in who.groups:
            group, own = self.groups.inside(who, GroupId(id))
            return of_group(group), group.discussion, own.tends(who) or who.tends
        item = self.items.seen_by(who, ItemId(id))
        return of_item(item), item.discussion, item.may_be_edited_by(who)

    def switch(self, id: str, switch: Switch | None, *, by: Caller) -> None:
        """Let others speak there than before."""
        if id in by.groups:
            self.groups.let_speak(GroupId(id), switch, by=by)
        else:
            self.items.let_speak(ItemId(id), switch, by=by)

    def known(self, organisation: OrganisationId, of: Of) -> Ground | None:
        """The ground as it is at this instant, for nobody in particular."""
        if of.kind == "group":
            group = self.groups.findable(organisation, GroupId(of.id))
            return of_group(group) if group else None
        item = self.findable.item(organisation, ItemId(of.id))
        return of_item(item) if item else None


def of_item(item: Item) -> Ground:
    """An item, where people discuss it."""
    return Ground(
        of=Of(kind="item", id=item.id),
        title=item.title,
        switch=item.discussion or Switch.OPEN,
        author=item.author.id,
        channels=list(item.channels),
        audiences=item.audiences,
    )


def of_group(group: Group) -> Ground:
    """A group, where those in it talk."""
    return Ground(
        of=Of(kind="group", id=group.id),
        title=group.name,
        switch=group.discussion or Switch.OPEN,
        audiences=[f"group:{group.id}"],
    )


grounds = Grounds(items, groups, findable_items)
