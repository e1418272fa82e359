"""An earlier version of an item's words."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from sharewell.content.model import MemberRef
from sharewell.values import Value

Number = Annotated[int, Field(ge=1, le=999_999)]


class Version(Value):
    """A line of an item's history; `version` is the last of the item's that said it."""

    version: int
    title: str
    by: MemberRef
    at: datetime


class Which(Value):
    """One of an item's versions; the first, unless another is named."""

    version: Number = 1


class TakenUp(Value):
    """The version whose words are to be said again."""

    version: Number
