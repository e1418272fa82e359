"""Calls to the people of a group, as rows.

read                                     key
--------------------------------------   ------------------------------------
nobody: a row is there for its event     GROUP#<org>#<group> / CALL#<event>
"""

from collections.abc import Sequence
from datetime import timedelta

from sharewell import table
from sharewell.events import GroupMentioned
from sharewell.groups.rows_store import key
from sharewell.table import Row

KEPT_FOR = timedelta(days=1)


class CallRow(Row):
    """GROUP#<org>#<group> / CALL#<event>."""


class CallStore:
    """Where calls are kept until they were heard."""

    def say(self, calls: Sequence[GroupMentioned]) -> None:
        """Say these; the same ones again are harmless."""
        with table.write() as write:
            for it in calls:
                pk, _ = key(it.organisation, it.group)
                write.put(CallRow(pk, f"CALL#{it.id}", expires=it.at + KEPT_FOR), it)
