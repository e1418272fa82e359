"""Who leads a group hears that somebody asks to be let in."""

from sharewell.consume import on
from sharewell.events import GroupJoinAsked
from sharewell.groups.telling import telling


@on(GroupJoinAsked)
def handler(asked: GroupJoinAsked) -> None:
    """Tell them, once however often it is heard."""
    telling.asked(asked)
