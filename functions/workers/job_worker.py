"""Runs batches of jobs: each message says which job's, and the job's row where it begins."""

from typing import Any

from sharewell import tenant_guard
from sharewell.assignments.telling import assignee_batches
from sharewell.consume import queued
from sharewell.content.moving import channel_merge
from sharewell.discussions.heard.telling import mention_batches
from sharewell.discussions.inheriting import discussion_mode
from sharewell.groups.membership_rules.batches import group_membership
from sharewell.imports.unpacking import import_unpacking
from sharewell.jobs.queue import JobMessage
from sharewell.jobs.service import jobs

KINDS = {
    it.name: it
    for it in (
        assignee_batches,
        channel_merge,
        discussion_mode,
        group_membership,
        import_unpacking,
        mention_batches,
    )
}


@queued("JobBatch")
def handler(message: dict[str, Any]) -> None:
    """Runs the batches that a message is for. A batch that was run is not run again."""
    batch = JobMessage.model_validate(message)
    with tenant_guard.tenant_scope(batch.organisation):
        jobs.run(batch, KINDS)
