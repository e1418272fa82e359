"""The service of earlier versions. The version history checks who may read them."""

from dataclasses import dataclass

from sharewell.aws.table import Transaction
from sharewell.content.model import ItemContent
from sharewell.content.versions.model import Version
from sharewell.content.versions.store import VersionStore
from sharewell.core.ids import FileId, ItemId, OrganisationId
from sharewell.core.pagination import Page


@dataclass(frozen=True, slots=True)
class VersionService:
    """Stores and reads earlier versions of items."""

    store: VersionStore

    def add(
        self, tx: Transaction, organisation: OrganisationId, id: ItemId, content: ItemContent
    ) -> None:
        """Adds the former content to the transaction that replaces it."""
        self.store.add(organisation, id, content, tx)

    def list_versions(
        self, organisation: OrganisationId, id: ItemId, after: str | None
    ) -> Page[Version]:
        """Returns a page of an item's earlier versions, newest first."""
        return self.store.list_versions(organisation, id, after)

    def has_file(self, organisation: OrganisationId, id: ItemId, file: FileId) -> bool:
        """Returns whether an earlier version of the item has this file."""
        return self.store.has_file(organisation, id, file)

    def get_content(
        self, organisation: OrganisationId, id: ItemId, version: int
    ) -> ItemContent | None:
        """Returns the content of a version; None if it is still the current content."""
        return self.store.get_content(organisation, id, version)


versions = VersionService(VersionStore())
