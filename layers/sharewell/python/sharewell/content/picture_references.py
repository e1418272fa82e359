"""What shows pictures is told here, by events of the writes that put them into texts."""

from dataclasses import dataclass

from sharewell.content.service import Items, items
from sharewell.events import PicturesShown
from sharewell.groups.service import Groups, groups
from sharewell.ids import GroupId, ItemId
from sharewell.pictures.service import Kept, kept


@dataclass(frozen=True, slots=True)
class Showing:
    """Keep that something shows pictures, for as long as it is there."""

    kept: Kept
    items: Items
    groups: Groups

    def show(self, said: PicturesShown) -> None:
        """Keep it, unless what shows them is gone for good; a second time writes the same."""
        kind, _, id = said.of.partition(":")
        if kind == "group":
            there = self.groups.present(said.organisation, GroupId(id)) is not None
        else:
            there = self.items.present(said.organisation, ItemId(id)) is not None
        if there:
            self.kept.show(said.organisation, f"{kind}#{id}", said.pictures)


showing = Showing(kept, items, groups)
