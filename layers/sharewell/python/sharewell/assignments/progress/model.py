"""An assignee's progress with one assignment."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from sharewell.core.values import Value


class ProgressState(StrEnum):
    """What an assignee states: open, ready for review, or done."""

    OPEN = "open"
    READY = "ready"
    DONE = "done"


class DeclineReason(StrEnum):
    """Why an assignee declines an assignment."""

    NO_TIME = "no-time"
    NOT_RELEVANT = "not-relevant"
    NO_ACCESS = "no-access"
    OTHER = "other"


class Status(StrEnum):
    """What a lead sees of an assignee: the first of these that applies."""

    DONE = "done"
    READY = "ready"
    EXTENSION_REQUESTED = "extension_requested"
    DECLINED = "declined"
    EXTENDED = "extended"


class Progress(Value):
    """One assignee's progress; the defaults apply if there is no row.

    `is_counted` is whether the assignment's counts include the member; a member who left is not.
    """

    state: ProgressState = ProgressState.OPEN
    at: datetime | None = None
    page: int = 0
    decline_reason: DeclineReason | None = None
    comment: str = ""
    requested_until: datetime | None = None
    extended_until: datetime | None = None
    review_comment: str = ""
    is_counted: bool = True

    @property
    def status(self) -> Status | None:
        """Returns what a lead sees, or None if nothing was stated."""
        if self.state is ProgressState.DONE:
            return Status.DONE
        if self.state is ProgressState.READY:
            return Status.READY
        if self.requested_until:
            return Status.EXTENSION_REQUESTED
        if self.decline_reason:
            return Status.DECLINED
        return Status.EXTENDED if self.extended_until else None

    @property
    def counted_status(self) -> Status | None:
        """Returns the status while the member is counted, else None."""
        return self.status if self.is_counted else None

    @property
    def details_for_lead(self) -> dict[str, Any]:
        """Returns what a lead sees besides the status; a comment only if it explains the status."""
        status = self.status
        is_explained = status in (Status.EXTENSION_REQUESTED, Status.DECLINED)
        return {
            "at": self.at,
            "decline_reason": self.decline_reason if status is Status.DECLINED else None,
            "comment": self.comment or None if is_explained else None,
            "requested_until": (
                self.requested_until if status is Status.EXTENSION_REQUESTED else None
            ),
            "extended_until": self.extended_until,
        }

    def can_be_reminded(self, due: datetime, at: datetime) -> bool:
        """Returns whether a reminder applies: no status, or an extension that has passed."""
        return self.status is None or (
            self.status is Status.EXTENDED and self.effective_due(due) <= at
        )

    def effective_due(self, due: datetime) -> datetime:
        """Returns the due date for this assignee, with an extension."""
        return max(due, self.extended_until) if self.extended_until else due

    def with_state(self, state: ProgressState, at: datetime, **more: object) -> Self:
        """Returns a copy in another state."""
        return self.model_copy(update={"state": state, "at": at, **more})
