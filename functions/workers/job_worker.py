"""Runs batches of jobs: a message names the job, whose row has the cursor."""

from typing import Any

from sharewell.assignments.notifications import assignee_batches
from sharewell.aws import tenant_guard
from sharewell.content.channel_move import channel_merge
from sharewell.discussions.mode_inheritance import discussion_mode
from sharewell.discussions.subscribers.notifications import mention_batches
from sharewell.edge.consumer import on_message
from sharewell.groups.membership_rules.batches import group_membership
from sharewell.imports.archive_unpacking import import_unpacking
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


@on_message("JobBatch")
def handler(message: dict[str, Any]) -> None:
    """Runs the batches that a message requests, except those already run."""
    batch = JobMessage.model_validate(message)
    with tenant_guard.tenant_scope(batch.organisation):
        jobs.run(batch, KINDS)
