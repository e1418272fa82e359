"""A draft: what a member has written and not published yet. Nobody else ever sees it."""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from sharewell.content.sent.model import Channels, GivenItem, Groups, Tags
from sharewell.ids import ChannelId, DraftId, GroupId, ItemId
from sharewell.values import Markdown, Value, line

MOST_DRAFTS = 20
"""Drafts that one member has at a time; a list shows all of them."""
KEPT_FOR = timedelta(days=90)


class DraftWords(Value):
    """What is written so far; without `groups` it is meant for everybody.

    A draft of a change names the `item`, whose id is also its own, and the version it began with.
    """

    title: Annotated[str, line(200, shortest=0)] = ""
    body: Markdown = ""
    channels: Channels = []
    tags: Tags = []
    groups: Groups | None = None
    item: GivenItem | None = None
    began_with: Annotated[int, Field(ge=1, le=999_999)] | None = None


class DraftCard(Value):
    """A draft's line in the list."""

    id: DraftId
    title: str
    item: ItemId | None = None
    changed_at: datetime
    version: int


class Draft(DraftCard):
    """A draft with all its words."""

    body: str = ""
    channels: list[ChannelId] = []
    tags: list[str] = []
    groups: list[GroupId] | None = None
    began_with: int | None = None
