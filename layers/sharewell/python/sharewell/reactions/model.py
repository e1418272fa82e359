"""Reactions: a small fixed set, of which a member may give an item several."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from sharewell.content.model import ItemView
from sharewell.core.ids import ItemId
from sharewell.core.pagination import PageQuery
from sharewell.core.values import Value


class Reaction(StrEnum):
    """The reactions that a member can give an item; `helped` states that it helped the member."""

    HELPED = "helped"
    THANKS = "thanks"
    AGREE = "agree"
    INSIGHT = "insight"
    CELEBRATE = "celebrate"
    LAUGH = "laugh"


class ReactionChoice(Value):
    """All of the caller's reactions to an item; omitted ones are removed."""

    reactions: Annotated[list[Reaction], Field(max_length=len(Reaction))]


class OpenedItem(ItemView):
    """An item with its numbers of reactions, the caller's own, and whether the caller saved it."""

    reactions: dict[Reaction, int] = {}
    my_reactions: list[Reaction] = []
    is_saved: bool = False


class ReactorsQuery(PageQuery):
    """Selects a reaction."""

    reaction: Reaction = Reaction.HELPED


class SavedItem(Value):
    """An item that the caller saved, and when; GET /api/items returns the cards of many."""

    item: ItemId
    saved_at: datetime
