"""Whoever is mentioned in an item hears of it; a job tells the people of groups."""

from sharewell.consume import on
from sharewell.content.mentions import mentions
from sharewell.events import ItemMentioned


@on(ItemMentioned)
def handler(mentioned: ItemMentioned) -> None:
    """Tell them, once however often it is heard."""
    mentions.tell(mentioned)
