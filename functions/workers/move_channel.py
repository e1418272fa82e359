"""The next step of a channel's way into another."""

from sharewell.consume import Consumer
from sharewell.content.moving import moving
from sharewell.events import ChannelMerged

handler = Consumer()


@handler.on(ChannelMerged)
def step(merged: ChannelMerged) -> None:
    """Move some of what is left; a step that has been taken is not taken again."""
    moving.step(merged)
