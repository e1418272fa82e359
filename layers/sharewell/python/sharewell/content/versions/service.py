"""What items said before; who may read it is for the service of items to say."""

from dataclasses import dataclass

from sharewell.content.model import Words
from sharewell.content.versions.model import Version
from sharewell.content.versions.store import VersionStore
from sharewell.ids import FileId, ItemId, OrganisationId
from sharewell.page import Page
from sharewell.table import Write


@dataclass(frozen=True, slots=True)
class Versions:
    """Keep and read the earlier words of items."""

    store: VersionStore

    def keep(self, write: Write, organisation: OrganisationId, id: ItemId, words: Words) -> None:
        """Within an open write: keep words that it replaces."""
        self.store.keep(organisation, id, words, write)

    def of(self, organisation: OrganisationId, id: ItemId, after: str | None) -> Page[Version]:
        """What an item said, newest first."""
        return self.store.versions(organisation, id, after)

    def has_file(self, organisation: OrganisationId, id: ItemId, file: FileId) -> bool:
        """Whether a version that was kept of an item has this file."""
        return self.store.has_file(organisation, id, file)

    def words(self, organisation: OrganisationId, id: ItemId, version: int) -> Words | None:
        """What an item said in a version; None when it says so still."""
        return self.store.words(organisation, id, version)


versions = Versions(VersionStore())
