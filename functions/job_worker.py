"""Runs batches of jobs: each message says which job's, and the job's row where it begins."""

from typing import Any

from sharewell import tripwire
from sharewell.consume import queued
from sharewell.content.moving import channel_merge
from sharewell.discussions.inheriting import discussion_mode
from sharewell.jobs.queue import JobMessage
from sharewell.jobs.service import jobs

KINDS = {it.name: it for it in (channel_merge, discussion_mode)}


@queued("JobBatch")
def handler(message: dict[str, Any]) -> None:
    """Runs the batches that a message is for. A batch that was run is not run again."""
    batch = JobMessage.model_validate(message)
    with tripwire.within(batch.organisation):
        jobs.run(batch, KINDS)
