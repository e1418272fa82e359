"""Mentions in items."""

from sharewell.content.mentions import item_mentions
from sharewell.core.events import ItemMentioned
from sharewell.edge.consumer import Consumer

handler = Consumer()


@handler.on(ItemMentioned)
def notify_mentioned(event: ItemMentioned) -> None:
    """Notifies mentioned members who may read the item; starts the fan-out to groups."""
    item_mentions.notify_mentioned(event)
