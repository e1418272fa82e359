"""Assignments follow their item: its title, its file, its deletion."""

from sharewell.assignments.following import following
from sharewell.consume import Consumer
from sharewell.events import FileRead, ItemChanged, ItemDeleted, ItemPurged

handler = Consumer()


@handler.on(ItemChanged, FileRead, ItemDeleted)
def sync_item(event: ItemChanged | FileRead | ItemDeleted) -> None:
    """Copies what the item is now to its assignments; a deleted one vanishes from every list."""
    following.item(event.organisation, event.item)


@handler.on(ItemPurged)
def delete_assignments_of_item(event: ItemPurged) -> None:
    """Deletes all assignments of the item."""
    following.without_item(event.organisation, event.item)
