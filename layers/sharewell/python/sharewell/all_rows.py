"""Imports every module that declares rows, so that `registry` has all of them.

For the purge and the backup; functions that must start quickly do not import this.
tests/contracts/test_rows.py compares the list with the modules.
"""

import sharewell.assignments.progress.rows_store
import sharewell.assignments.rows_store
import sharewell.aws.idempotency
import sharewell.channels.gate_store
import sharewell.channels.store
import sharewell.content.drafts.store
import sharewell.content.list_entries_store
import sharewell.content.store
import sharewell.content.verification.store
import sharewell.content.versions.store
import sharewell.discussions.store
import sharewell.discussions.subscribers.store
import sharewell.feed.store
import sharewell.groups.join_requests.store
import sharewell.groups.membership_rules.store
import sharewell.groups.purge_store
import sharewell.groups.rows_store
import sharewell.identity.store
import sharewell.imports.store
import sharewell.jobs.store
import sharewell.members.store
import sharewell.notifications.store
import sharewell.pictures.store
import sharewell.profiles.store
import sharewell.reactions.store  # noqa: F401  # imported for its declarations
from sharewell.aws.keys import registry

__all__ = ["registry"]
