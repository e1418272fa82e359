"""Records the outcomes of imported files once they have been processed."""

from dataclasses import dataclass
from functools import partial

from sharewell.core.errors import VersionConflict
from sharewell.core.ids import ImportId, ItemId, OrganisationId
from sharewell.core.retry import BACKGROUND_ATTEMPTS, retry_on_conflict
from sharewell.imports.model import FileOutcome
from sharewell.imports.store import ImportStore


@dataclass(frozen=True, slots=True)
class ImportOutcomes:
    """Keeps reports and counts up to date; the latest event of a file decides."""

    store: ImportStore

    def record_outcome(
        self,
        organisation: OrganisationId,
        id: ImportId,
        item: ItemId,
        outcome: FileOutcome,
        event: str,
    ) -> None:
        """Writes a file's outcome, unless a later event was written. Raises VersionConflict."""
        attempt = partial(self._record_once, organisation, id, item, outcome, event)
        busy = VersionConflict("The report is being updated. Try again later.")
        retry_on_conflict(attempt, BACKGROUND_ATTEMPTS, otherwise=busy)

    def _record_once(
        self,
        organisation: OrganisationId,
        id: ImportId,
        item: ItemId,
        outcome: FileOutcome,
        event: str,
    ) -> None:
        row = self.store.get_report(organisation, id, item)
        if row is None or row.last_event >= event or row.outcome == FileOutcome.SKIPPED:
            return
        self.store.update_outcome(row, row.report().model_copy(update={"outcome": outcome}), event)


import_outcomes = ImportOutcomes(ImportStore())
