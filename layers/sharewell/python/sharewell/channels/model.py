"""A channel: a topic."""

from datetime import datetime

from sharewell.caller import Caller
from sharewell.errors import Forbidden
from sharewell.ids import ChannelId, MemberId
from sharewell.values import Name, Text, Value

MOST_FOLLOWED = 200
"""Channels that one member follows; the feed reads each."""


class Channel(Value):
    """A followable topic that content is tagged with."""

    id: ChannelId
    name: str
    about: str = ""
    opened_by: MemberId
    opened_at: datetime
    followers: int = 0
    version: int

    def must_be_tended_by(self, who: Caller) -> None:
        """Raise unless `who` opened it or tends the organisation's channels."""
        if not who.tends and who.member != self.opened_by:
            raise Forbidden("only who opened a channel, curators and administrators change it")


class ChannelView(Channel):
    """A channel as one member sees it."""

    followed: bool
    may_edit: bool


class ChannelCard(Value):
    """A line of the channel directory."""

    id: ChannelId
    name: str
    about: str = ""
    followed: bool


class NewChannel(Value):
    """A name and what belongs there."""

    name: Name
    about: Text = ""


class ChannelChange(Value):
    """What is left out stays."""

    name: Name | None = None
    about: Text | None = None
