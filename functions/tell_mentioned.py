"""Whoever an item mentions hears of it."""

from sharewell.consume import on
from sharewell.content.mentions import mentions
from sharewell.events import ItemMentioned


@on(ItemMentioned)
def handler(said: ItemMentioned) -> None:
    """Tell them, once however often it is heard."""
    mentions.tell(said)
