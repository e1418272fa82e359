"""Whoever was let into a group by somebody else hears of it."""

from sharewell.consume import on
from sharewell.events import MemberJoinedGroup
from sharewell.groups.telling import telling


@on(MemberJoinedGroup)
def handler(joined: MemberJoinedGroup) -> None:
    """Tell them, once however often it is heard."""
    telling.let_in(joined)
