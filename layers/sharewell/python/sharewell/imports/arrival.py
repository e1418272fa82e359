"""Archives that have arrived in the bucket, and those that are needed no more."""

from dataclasses import dataclass
from functools import partial

from sharewell import bucket, table
from sharewell.clock import Clock, now
from sharewell.ids import ImportId, OrganisationId
from sharewell.imports.model import Stage
from sharewell.imports.store import ImportStore
from sharewell.imports.unpack_job import UnpackJobs, unpack_jobs
from sharewell.retry import retry_on_conflict


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Has archives unpacked, and deletes them. Each call may be repeated."""

    store: ImportStore
    jobs: UnpackJobs
    now: Clock = now

    def take(self, organisation: OrganisationId, id: ImportId, upload: str) -> None:
        """Starts the job of an archive that has arrived; deletes one that nobody awaits."""
        retry_on_conflict(partial(self._take, organisation, id, upload))

    def forget(self, organisation: OrganisationId, id: ImportId, upload: str) -> None:
        """Deletes an archive that is not needed any more."""
        if upload:
            bucket.delete([f"imports/{organisation}/{id}/{upload}"])

    def _take(self, organisation: OrganisationId, id: ImportId, upload: str) -> None:
        row = self.store.row(organisation, id)
        if row is None or row.upload != upload or row.stage == Stage.STOPPED:
            self.forget(organisation, id, upload)
        elif row.stage == Stage.SENDING:
            at = self.now()
            with table.write() as write:
                changes = {"stage": Stage.UNPACKING.value, "changed_at": at}
                self.store.change(row, changes, write)
                self.jobs.start_job(organisation, id, at, write)


arrivals = Arrivals(ImportStore(), unpack_jobs)
