"""Drafts: content that a member has not published. No other member ever sees it."""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from sharewell.content.schemas import Channels, Groups, ItemIdField, Tags
from sharewell.core.ids import ChannelId, DraftId, GroupId, ItemId
from sharewell.core.values import Markdown, Value, single_line

MAX_DRAFTS = 20
"""Drafts per member; the list shows all of them."""
DRAFT_RETENTION = timedelta(days=90)
"""How long a draft is stored after its last change."""


class DraftContent(Value):
    """The content of a draft; without `groups` it is meant for the whole organisation.

    A draft of a change has the id of its `item` and the `base_version` it was started from.
    """

    title: Annotated[str, single_line(200, shortest=0)] = ""
    body: Markdown = ""
    channels: Channels = []
    tags: Tags = []
    groups: Groups | None = None
    item: ItemIdField | None = None
    base_version: Annotated[int, Field(ge=1, le=999_999)] | None = None


class DraftCard(Value):
    """What the list of drafts shows of one."""

    id: DraftId
    title: str
    item: ItemId | None = None
    changed_at: datetime
    version: int


class Draft(DraftCard):
    """A draft with its content."""

    body: str = ""
    channels: list[ChannelId] = []
    tags: list[str] = []
    groups: list[GroupId] | None = None
    base_version: int | None = None
