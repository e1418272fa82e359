"""What is discussed, as its reader and as nobody in particular may know it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sharewell import table
from sharewell.caller import Caller
from sharewell.content.findable import FindableItems, findable_items
from sharewell.content.model import Item
from sharewell.content.service import Items, items
from sharewell.discussions.model import Ground, Of
from sharewell.discussions.store import PostStore
from sharewell.groups.model import Group
from sharewell.groups.service import Groups, groups
from sharewell.ids import GroupId, ItemId, OrganisationId
from sharewell.values import Switch


@dataclass(frozen=True, slots=True)
class Grounds:
    """Items and groups that are discussed."""

    items: Items
    groups: Groups
    findable: FindableItems
    posts: PostStore

    def seen_with(
        self, who: Caller, id: str, *reads: Callable[[], Any]
    ) -> tuple[Ground, bool, list[Any]]:
        """The ground of this id, whether the caller tends it, and answers that need not wait.

        A group's id is that of one whose content the caller sees; any other is an item's. What
        channels say of an item is for the caller to read beside it (`Ground.under`).
        """
        if id in who.groups:
            group, its, found = self.groups.inside_with(who, GroupId(id), *reads)
            return of_group(group), its.tends(who) or who.tends, found
        item, *found = table.at_once([partial(self.items.seen_by, who, ItemId(id)), *reads])
        return of_item(item), item.may_be_edited_by(who), found

    def seen_by(self, who: Caller, id: str) -> tuple[Ground, bool]:
        """The ground of this id, and whether the caller tends it."""
        says = partial(self.posts.inherited, who.organisation, guess(who, id))
        ground, tends, [inherited] = self.seen_with(who, id, says)
        return ground.under(inherited), tends

    def several_seen_by(self, who: Caller, some: Sequence[Of]) -> dict[Of, Ground]:
        """Those of these that the caller may read."""
        items = [of for of in some if of.kind == "item"]
        groups = [GroupId(of.id) for of in some if of.kind == "group" and of.id in who.groups]
        seen, inside, inherited = table.at_once(
            [
                partial(self.items.several_seen_by, who, [ItemId(of.id) for of in items]),
                partial(self.groups.several_seen_by, who, groups),
                partial(self.posts.several_inherited, who.organisation, items),
            ]
        )
        found = [*map(of_item, seen), *map(of_group, inside)]
        return {it.of: it.under(inherited.get(it.of, Switch.OPEN)) for it in found}

    def known(self, organisation: OrganisationId, of: Of) -> Ground | None:
        """The ground as it is at this instant, for nobody in particular."""
        if of.kind == "group":
            group = self.groups.findable(organisation, GroupId(of.id))
            return of_group(group) if group else None
        item, inherited = table.at_once(
            [
                partial(self.findable.item, organisation, ItemId(of.id)),
                partial(self.posts.inherited, organisation, of, consistent=True),
            ]
        )
        return of_item(item).under(inherited) if item else None


def guess(who: Caller, id: str) -> Of:
    """What an id is the id of: a group of the caller's, or else an item."""
    return Of(kind="group" if id in who.groups else "item", id=id)


def of_item(item: Item) -> Ground:
    """An item, where people discuss it."""
    return Ground(
        of=Of(kind="item", id=item.id),
        title=item.title,
        own=item.discussion,
        author=item.author.id,
        channels=list(item.channels),
        audiences=item.audiences,
    )


def of_group(group: Group) -> Ground:
    """A group, where those in it talk."""
    return Ground(
        of=Of(kind="group", id=group.id),
        title=group.name,
        own=group.discussion,
        audiences=[f"group:{group.id}"],
    )


grounds = Grounds(items, groups, findable_items, PostStore())
