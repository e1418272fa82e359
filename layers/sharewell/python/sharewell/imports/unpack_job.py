"""The job that unpacks an archive, some files in a batch."""

from dataclasses import dataclass
from datetime import datetime

from sharewell.ids import ImportId, OrganisationId, new_ulid
from sharewell.imports.store import partition
from sharewell.jobs.model import Job
from sharewell.jobs.service import Jobs, jobs
from sharewell.table import Write
from sharewell.values import Value

KIND = "import-unpacking"


class UnpackCursor(Value):
    """Which archive it is; files from number `start` on are not unpacked."""

    imported: ImportId
    start: int = 0


@dataclass(frozen=True, slots=True)
class UnpackJobs:
    """Starts the job of an archive, where the one before has come to, if there was one."""

    jobs: Jobs

    def start_job(
        self, organisation: OrganisationId, id: ImportId, at: datetime, write: Write
    ) -> None:
        """Has an archive unpacked. Raises Conflict or Gone if another job starts just now."""
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
        self.jobs.start(job, write, replacing=before)


unpack_jobs = UnpackJobs(jobs)
