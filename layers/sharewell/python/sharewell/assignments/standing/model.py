"""How far one member is with an assignment."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from sharewell.values import Value


class Doing(StrEnum):
    """What they say of it: not yet, look at it, done."""

    OPEN = "open"
    READY = "ready"
    DONE = "done"


class Reason(StrEnum):
    """Reason something will not be done."""

    NO_TIME = "no-time"
    NOT_RELEVANT = "not-relevant"
    NO_ACCESS = "no-access"
    OTHER = "other"


class Mark(StrEnum):
    """What whoever leads is shown of somebody: the first of these that holds."""

    DONE = "done"
    READY = "ready"
    ASKS = "asks"
    SAYS = "says"
    LATER = "later"


class Standing(Value):
    """What is kept of one member and one assignment; where nothing is kept, this as it is.

    `counted` is whether they are among those whom the assignment's counts are of: a leaver is not.
    """

    state: Doing = Doing.OPEN
    at: datetime | None = None
    page: int = 0
    why: Reason | None = None
    words: str = ""
    asked_until: datetime | None = None
    until: datetime | None = None
    word: str = ""
    counted: bool = True

    @property
    def mark(self) -> Mark | None:
        """What whoever leads is shown, if there is anything."""
        if self.state is Doing.DONE:
            return Mark.DONE
        if self.state is Doing.READY:
            return Mark.READY
        if self.asked_until:
            return Mark.ASKS
        if self.why:
            return Mark.SAYS
        return Mark.LATER if self.until else None

    @property
    def shown(self) -> Mark | None:
        """Their mark as long as they are counted."""
        return self.mark if self.counted else None

    @property
    def told(self) -> dict[str, Any]:
        """What whoever leads is shown besides the mark: words only where they belong to it."""
        mark = self.mark
        speaks = mark in (Mark.ASKS, Mark.SAYS)
        return {
            "at": self.at,
            "why": self.why if mark is Mark.SAYS else None,
            "words": self.words or None if speaks else None,
            "asked_until": self.asked_until if mark is Mark.ASKS else None,
            "until": self.until,
        }

    def may_be_reminded(self, due: datetime, at: datetime) -> bool:
        """Whether it is on them: not done, nothing said of it, and no more time than others."""
        return self.mark is None or (self.mark is Mark.LATER and self.due(due) <= at)

    def due(self, due: datetime) -> datetime:
        """Until when it is asked of them."""
        return max(due, self.until) if self.until else due

    def now(self, state: Doing, at: datetime, **more: object) -> Self:
        """The same in another state."""
        return self.model_copy(update={"state": state, "at": at, **more})
