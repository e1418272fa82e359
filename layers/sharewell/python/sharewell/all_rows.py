"""Imports every module that declares rows: `registry` here knows all of them.

The purge and the backup go by it; a function that is quick to start does not import this.
tests/contracts/test_rows.py holds the list to what is there.
"""

import sharewell.assignments.places.store
import sharewell.assignments.standing.rows_store
import sharewell.channels.intake_store
import sharewell.channels.store
import sharewell.content.drafts.store
import sharewell.content.places_store
import sharewell.content.store
import sharewell.content.verification.store
import sharewell.content.versions.store
import sharewell.discussions.heard.store
import sharewell.discussions.store
import sharewell.feed.store
import sharewell.groups.asking.store
import sharewell.groups.ending_store
import sharewell.groups.membership_rules.store
import sharewell.groups.rows_store
import sharewell.identity.store
import sharewell.imports.store
import sharewell.jobs.store
import sharewell.members.store
import sharewell.notices.store
import sharewell.once
import sharewell.pictures.store
import sharewell.profiles.store
import sharewell.reactions.store  # noqa: F401  # imported so that its rows are declared
from sharewell.keys import registry

__all__ = ["registry"]
