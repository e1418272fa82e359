"""A channel: a topic."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from sharewell.caller import Caller
from sharewell.errors import Conflict, Forbidden
from sharewell.identity.model import GivenMember
from sharewell.ids import ChannelId, ItemId, MemberId
from sharewell.values import ULID, Name, Switch, Text, Value

MOST_FOLLOWED = 200
"""Channels that one member follows; the feed reads each."""
MOST_CURATORS = 10
MOST_PINNED = 10
MOST_FORMER = 20
"""Names that a channel or what went into it had, by which search still finds it; newest stay."""


class Curator(Value):
    """Somebody who tends a channel, by id and the name they had."""

    id: MemberId
    name: str


class Channel(Value):
    """A followable topic that content is tagged with.

    An archived one takes nothing new. One that went `into` another points there for good; while
    `moving`, what was in it is on its way, and `moved` counts what everybody may see of that.
    """

    id: ChannelId
    name: str
    about: str = ""
    discussion: Switch = Switch.OPEN
    opened_by: MemberId
    opened_at: datetime
    curators: list[Curator] = []
    pinned: list[ItemId] = []
    former: list[str] = []
    followers: int = 0
    archived_at: datetime | None = None
    into: ChannelId | None = None
    moving: bool = False
    moved: int = 0
    version: int

    @property
    def tending(self) -> list[MemberId]:
        """Who tends it; where nobody was named, who opened it."""
        return [it.id for it in self.curators] or [self.opened_by]

    def is_tended_by(self, who: Caller) -> bool:
        """Whether `who` opened it, is named its curator, or tends the organisation's channels."""
        named = {self.opened_by, *(it.id for it in self.curators)}
        return who.tends or who.member in named

    def must_be_tended_by(self, who: Caller) -> None:
        """Raise unless `who` tends it, and it still stands on its own."""
        if not self.is_tended_by(who):
            raise Forbidden("only the curators of a channel, and administrators, change it")
        if self.into:
            raise Conflict("this channel went into another")

    def with_names(self, *names: str) -> list[str]:
        """The names it is still found by, with these; the newest come last."""
        every = [*self.former, *names]
        kept = [it for at, it in enumerate(every) if it not in every[at + 1 :] and it != self.name]
        return kept[-MOST_FORMER:]


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
    archived: bool = False


class ChannelName(Value):
    """What a channel is called."""

    id: ChannelId
    name: str


class NewChannel(Value):
    """A name and what belongs there."""

    name: Name
    about: Text = ""
    discussion: Switch = Switch.OPEN


class ChannelChange(Value):
    """What is left out stays. Archived, a channel takes nothing new; reading goes on."""

    name: Name | None = None
    about: Text | None = None
    discussion: Switch | None = None
    archived: bool | None = None


class Curators(Value):
    """Who tends a channel besides who opened it, all of them."""

    members: Annotated[list[GivenMember], Field(max_length=MOST_CURATORS)]


class Pins(Value):
    """What stands at the top of a channel's page, all of it in its order."""

    items: Annotated[list[Annotated[ItemId, ULID]], Field(max_length=MOST_PINNED)]


class Merge(Value):
    """The channel that another goes into."""

    into: Annotated[ChannelId, ULID]


class ByName(Value):
    """A name that a channel has, or had."""

    name: Annotated[str, Field(max_length=80)]
