"""Whoever is mentioned hears of it: by name in an item, or as one of a group, wherever that is."""

from sharewell.consume import on
from sharewell.content.mentions import mentions
from sharewell.discussions.heard.telling import telling
from sharewell.events import Event, GroupMentioned, ItemMentioned


@on(ItemMentioned, GroupMentioned)
def handler(said: Event) -> None:
    """Tell them, once however often it is heard; of a group, a hundred at a time."""
    match said:
        case ItemMentioned():
            mentions.tell(said)
        case GroupMentioned():
            telling.call(said)
