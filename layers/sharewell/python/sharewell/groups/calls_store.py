"""Calls to the people of a group, as rows.

read                                     key
--------------------------------------   ------------------------------------
nobody: a row is there for its event     GROUP#<org>#<group> / CALL#<event>
"""

from collections.abc import Sequence
from datetime import timedelta

from sharewell import table
from sharewell.events import GroupMentioned
from sharewell.keys import KeyShape, Parent
from sharewell.table import Row

KEPT_FOR = timedelta(days=1)


class CallRow(Row):
    """Carries the event that calls some of a group."""

    key = KeyShape("GROUP#<org>#<group> / CALL#<event>", parent=Parent.GROUP)


class CallStore:
    """Where calls are kept until they were heard."""

    def say(self, calls: Sequence[GroupMentioned]) -> None:
        """Say these; the same ones again are harmless."""
        with table.write() as write:
            for it in calls:
                key = CallRow.key(it.organisation, it.group, it.id)
                write.put(CallRow(*key, expires=it.at + KEPT_FOR), it)
