"""Channels: values, requests and rules."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from sharewell.core.caller import Caller
from sharewell.core.errors import Conflict, Forbidden
from sharewell.core.ids import ChannelId, ItemId, MemberId
from sharewell.core.values import ULID, DiscussionMode, Name, Text, Value
from sharewell.identity.model import MemberIdField

MAX_FOLLOWED = 200
"""Channels that one member can follow; the feed reads each."""
MAX_CURATORS = 10
MAX_PINNED = 10
MAX_FORMER_NAMES = 20
"""Former names of a channel and those merged into it, by which search finds it; newest stay."""


class Curator(Value):
    """A member who manages a channel; `name` is a copy that a consumer updates."""

    id: MemberId
    name: str


class Channel(Value):
    """A topic that content is tagged with and members follow.

    An archived one accepts nothing new. `merged_into` is permanent; while `is_merging`, a job moves
    its items, and `moved_items` counts those visible to the whole organisation.
    """

    id: ChannelId
    name: str
    about: str = ""
    discussion: DiscussionMode = DiscussionMode.OPEN
    opened_by: MemberId
    opened_at: datetime
    curators: list[Curator] = []
    pinned: list[ItemId] = []
    former_names: list[str] = []
    followers: int = 0
    archived_at: datetime | None = None
    merged_into: ChannelId | None = None
    is_merging: bool = False
    moved_items: int = 0
    version: int

    @property
    def curator_ids(self) -> list[MemberId]:
        """The ids of its curators; without any, that of its creator."""
        return [it.id for it in self.curators] or [self.opened_by]

    def is_managed_by(self, who: Caller) -> bool:
        """Returns whether `who` created it, curates it, or is a curator of the organisation."""
        named = {self.opened_by, *(it.id for it in self.curators)}
        return who.is_curator or who.member in named

    def require_managed_by(self, who: Caller) -> None:
        """Raises `Forbidden` unless `who` manages it, `Conflict` if it was merged."""
        if not self.is_managed_by(who):
            raise Forbidden("Only its curators and administrators can change a channel.")
        if self.merged_into:
            raise Conflict("This channel was merged into another channel.")

    def with_former_names(self, *names: str) -> list[str]:
        """Returns its former names with `names` added, without duplicates, the newest last."""
        every = [*self.former_names, *names]
        last = [it for at, it in enumerate(every) if it not in every[at + 1 :] and it != self.name]
        return last[-MAX_FORMER_NAMES:]


class ChannelView(Channel):
    """A channel as one member sees it."""

    followed: bool
    may_edit: bool


class ChannelCard(Value):
    """An entry of the channel directory."""

    id: ChannelId
    name: str
    about: str = ""
    followed: bool
    archived: bool = False


class ChannelName(Value):
    """The id and name of a channel."""

    id: ChannelId
    name: str


class NewChannel(Value):
    """A channel to create."""

    name: Name
    about: Text = ""
    discussion: DiscussionMode = DiscussionMode.OPEN


class ChannelChange(Value):
    """A partial update. An archived channel accepts nothing new and stays readable."""

    name: Name | None = None
    about: Text | None = None
    discussion: DiscussionMode | None = None
    archived: bool | None = None


class CuratorsUpdate(Value):
    """All curators of a channel, besides its creator."""

    members: Annotated[list[MemberIdField], Field(max_length=MAX_CURATORS)]


class PinsUpdate(Value):
    """All items pinned to a channel's page, in order."""

    items: Annotated[list[Annotated[ItemId, ULID]], Field(max_length=MAX_PINNED)]


class MergeRequest(Value):
    """The channel to merge another one into."""

    into: Annotated[ChannelId, ULID]


class ChannelNameQuery(Value):
    """A current or former name of a channel."""

    name: Annotated[str, Field(max_length=80)]
