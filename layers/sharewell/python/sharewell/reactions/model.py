"""Reactions: a small fixed set, of which a member may give an item several."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from sharewell.content.model import ItemView
from sharewell.ids import ItemId
from sharewell.paging import After
from sharewell.values import Value


class Reaction(StrEnum):
    """What an item may be told; `helped` says that it helped whoever says so."""

    HELPED = "helped"
    THANKS = "thanks"
    AGREE = "agree"
    INSIGHT = "insight"
    CELEBRATE = "celebrate"
    LAUGH = "laugh"


class Chosen(Value):
    """All of one's own reactions to an item; what is left out is taken back."""

    reactions: Annotated[list[Reaction], Field(max_length=len(Reaction))]


class OpenedItem(ItemView):
    """An item as its page shows it.

    How often each reaction was given, which are the caller's own, and whether they saved it.
    """

    reactions: dict[Reaction, int] = {}
    reacted: list[Reaction] = []
    saved: bool = False


class Who(After):
    """Which of the reactions."""

    reaction: Reaction = Reaction.HELPED


class SavedItem(Value):
    """Something that one has saved, and when; /api/items shows the cards of many."""

    item: ItemId
    at: datetime
