"""Whoever is asked into a group hears of it."""

from sharewell.consume import on
from sharewell.events import MemberAskedIntoGroup
from sharewell.groups.telling import telling


@on(MemberAskedIntoGroup)
def handler(asked: MemberAskedIntoGroup) -> None:
    """Tell them, once however often it is heard."""
    telling.asked_in(asked)
