"""Handles archives that have arrived in the bucket, and deletes them afterwards."""

from dataclasses import dataclass
from functools import partial

from sharewell.aws import bucket, table
from sharewell.core.clock import Clock, now
from sharewell.core.ids import ImportId, OrganisationId
from sharewell.core.retry import retry_on_conflict
from sharewell.imports.model import Stage
from sharewell.imports.store import ImportStore
from sharewell.imports.unpack_job import UnpackJobs, unpack_jobs


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Starts the unpacking of archives, and deletes them. Idempotent."""

    store: ImportStore
    jobs: UnpackJobs
    now: Clock = now

    def start_unpacking(self, organisation: OrganisationId, id: ImportId, upload: str) -> None:
        """Starts the unpacking job of an archive; deletes an archive that no import expects."""
        retry_on_conflict(partial(self._take_once, organisation, id, upload))

    def delete_archive(self, organisation: OrganisationId, id: ImportId, upload: str) -> None:
        """Deletes an archive from the bucket."""
        if upload:
            bucket.delete([f"imports/{organisation}/{id}/{upload}"])

    def _take_once(self, organisation: OrganisationId, id: ImportId, upload: str) -> None:
        row = self.store.get_row(organisation, id)
        if row is None or row.upload != upload or row.stage == Stage.STOPPED:
            self.delete_archive(organisation, id, upload)
        elif row.stage == Stage.SENDING:
            at = self.now()
            with table.transaction() as tx:
                changes = {"stage": Stage.UNPACKING.value, "changed_at": at}
                self.store.update(row, changes, tx)
                self.jobs.start_job(organisation, id, at, tx)


arrivals = Arrivals(ImportStore(), unpack_jobs)
