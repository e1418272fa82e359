"""Mentions in items."""

from sharewell.consume import Consumer
from sharewell.content.mentions import mentions
from sharewell.events import ItemMentioned

handler = Consumer()


@handler.on(ItemMentioned)
def notify_mentioned(event: ItemMentioned) -> None:
    """Notifies the mentioned members who may read the item, and starts on mentioned groups."""
    mentions.tell(event)
