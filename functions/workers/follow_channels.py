"""Items of a channel are discussed as it says, part by part."""

from sharewell.consume import Consumer
from sharewell.discussions.inheriting import inheriting
from sharewell.events import ChannelSwitched

handler = Consumer()


@handler.on(ChannelSwitched)
def step(event: ChannelSwitched) -> None:
    """Carry it to some of a channel's; again, or in another order, is the same."""
    inheriting.step(event)
