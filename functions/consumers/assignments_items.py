"""Projections of an item's title, file and deletion onto its assignments."""

from sharewell.assignments.projections import projections
from sharewell.core.events import FileProcessed, ItemChanged, ItemDeleted, ItemPurged
from sharewell.edge.consumer import Consumer

handler = Consumer()


@handler.on(ItemChanged, FileProcessed, ItemDeleted)
def sync_item(event: ItemChanged | FileProcessed | ItemDeleted) -> None:
    """Copies the item's present state to its assignments; a deleted one leaves every list."""
    projections.sync_item(event.organisation, event.item)


@handler.on(ItemPurged)
def delete_assignments_of_item(event: ItemPurged) -> None:
    """Deletes all assignments of the item."""
    projections.purge_item(event.organisation, event.item)
