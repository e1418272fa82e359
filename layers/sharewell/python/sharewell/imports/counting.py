"""What became of files that were sent or unpacked, once they have been read."""

from dataclasses import dataclass
from functools import partial

from sharewell.errors import Stale
from sharewell.ids import ImportId, ItemId, OrganisationId
from sharewell.imports.model import Became
from sharewell.imports.store import ImportStore
from sharewell.retry import BACKGROUND_ATTEMPTS, retry_on_conflict


@dataclass(frozen=True, slots=True)
class Counting:
    """Keep the report and its counts true; the latest event on a file has the last word."""

    store: ImportStore

    def hear(
        self, organisation: OrganisationId, id: ImportId, item: ItemId, became: Became, event: str
    ) -> None:
        """A file of an import is here, or is kept and could not be read."""
        attempt = partial(self._hear, organisation, id, item, became, event)
        busy = Stale("the report is being changed all the time")
        retry_on_conflict(attempt, BACKGROUND_ATTEMPTS, otherwise=busy)

    def _hear(
        self, organisation: OrganisationId, id: ImportId, item: ItemId, became: Became, event: str
    ) -> None:
        row = self.store.line(organisation, id, item)
        if row is None or row.heard >= event or row.became == Became.SKIPPED:
            return
        self.store.hear(row, row.line().model_copy(update={"became": became}), event)


counting = Counting(ImportStore())
