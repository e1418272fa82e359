"""The job that unpacks an archive in batches."""

from dataclasses import dataclass
from datetime import datetime

from sharewell.aws.table import Transaction
from sharewell.core.ids import ImportId, OrganisationId, new_ulid
from sharewell.core.values import Value
from sharewell.imports.store import partition
from sharewell.jobs.model import Job
from sharewell.jobs.service import Jobs, jobs

KIND = "import-unpacking"


class UnpackCursor(Value):
    """The import, and the number of the first file that is not unpacked yet."""

    imported: ImportId
    start: int = 0


@dataclass(frozen=True, slots=True)
class UnpackJobs:
    """Starts the job of an archive, at the cursor of the previous job if there was one."""

    jobs: Jobs

    def start_job(
        self, organisation: OrganisationId, id: ImportId, at: datetime, tx: Transaction
    ) -> None:
        """Starts the job in `tx`. Raises Conflict or Gone if another job starts concurrently."""
        before = self.jobs.get(organisation, KIND, partition(organisation, id))
        cursor = before.read_cursor(UnpackCursor) if before else UnpackCursor(imported=id)
        job = Job(
            organisation=organisation,
            kind=KIND,
            partition=partition(organisation, id),
            id=new_ulid(at),
            at=at,
            cursor=cursor.model_dump_json(),
        )
        self.jobs.start(job, tx, replacing=before)


unpack_jobs = UnpackJobs(jobs)
