"""Whoever is mentioned as one of a group hears of it."""

from sharewell.consume import Consumer
from sharewell.discussions.heard.telling import telling
from sharewell.events import GroupMentioned

handler = Consumer()


@handler.on(GroupMentioned)
def call(event: GroupMentioned) -> None:
    """Tell them, once however often it is heard; a hundred at a time."""
    telling.call(event)
