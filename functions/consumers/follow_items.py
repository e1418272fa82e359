"""Assignments follow their item: they show it as it is, and vanish from lists and go with it."""

from sharewell.assignments.following import following
from sharewell.consume import on
from sharewell.events import FileRead, ItemChanged, ItemDeleted, ItemPurged


@on(ItemChanged)
def changed(item: ItemChanged) -> None:
    """Show its present title to those who may see it."""
    following.item(item.organisation, item.item)


@on(FileRead)
def read(file: FileRead) -> None:
    """Say what kind of file it is, and how many pages it has."""
    following.item(file.organisation, file.item)


@on(ItemDeleted)
def deleted(item: ItemDeleted) -> None:
    """Show it nowhere, until it is restored."""
    following.item(item.organisation, item.item)


@on(ItemPurged)
def purged(item: ItemPurged) -> None:
    """Leave nothing of them."""
    following.without_item(item.organisation, item.item)
