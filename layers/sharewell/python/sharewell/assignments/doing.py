"""What those who are asked do with an assignment: tick it, say how far they are, or why not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sharewell.assignments import due
from sharewell.assignments.answers import AskedOfMe
from sharewell.assignments.model import Assignment, Task
from sharewell.assignments.shown import asked
from sharewell.assignments.standing.model import Doing, Reason, Standing
from sharewell.assignments.turning import Turning, turning
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.errors import Conflict, Missing
from sharewell.events import (
    AssignmentDone,
    AssignmentReopened,
    Event,
    ExtensionAsked,
    ReasonGiven,
    ReviewAsked,
)
from sharewell.ids import AssignmentId, AudienceId

Next = Callable[[Assignment, Standing], Standing]


@dataclass(frozen=True, slots=True)
class Doings:
    """One member and what they were asked, by themselves."""

    turning: Turning
    now: Clock = now

    def view(self, to: AudienceId, id: AssignmentId, *, by: Caller) -> AskedOfMe:
        """What the caller is asked, and how far they are."""
        it, row = self.turning.asked(by.organisation, to, id, by.member)
        if not (it.asks(by) and it.shows_to(by)):
            raise Missing("there is no such assignment")
        return asked(it, row.standing() if row else Standing())

    def say(self, to: AudienceId, id: AssignmentId, state: Doing, *, by: Caller) -> AskedOfMe:
        """Tick it, take a tick back, or say that it is ready to be reviewed."""
        return self._turn(to, id, by, lambda it, old: _said(it, old, state, self.now()))

    def reach(self, to: AudienceId, id: AssignmentId, page: int, *, by: Caller) -> AskedOfMe:
        """Be at a page of a PDF to read; it is done with the last one that the file has."""

        def next(it: Assignment, old: Standing) -> Standing:
            if not it.turns_pages:
                raise Conflict("this is not read page by page")
            furthest = max(old.page, min(page, it.pages or page))
            new = old.model_copy(update={"page": furthest})
            if old.state is Doing.DONE or not it.pages or furthest < it.pages:
                return new
            return new.now(Doing.DONE, self.now())

        return self._turn(to, id, by, next)

    def explain(
        self, to: AudienceId, id: AssignmentId, why: Reason | None, words: str, *, by: Caller
    ) -> AskedOfMe:
        """Say why it will not be done, or take that back."""

        def next(_: Assignment, old: Standing) -> Standing:
            if old.state is Doing.DONE:
                raise Conflict("it is done")
            if why is None and old.why is None:
                return old
            told = {"why": why, "words": words if why else "", "asked_until": None}
            return old.model_copy(update=told)

        return self._turn(to, id, by, next)

    def ask_for_time(
        self, to: AudienceId, id: AssignmentId, day: date, words: str, *, by: Caller
    ) -> AskedOfMe:
        """Ask for more time."""

        def next(it: Assignment, old: Standing) -> Standing:
            if old.state is Doing.DONE:
                raise Conflict("it is done")
            until = due.later(day, it.zone, it.first_due, self.now())
            if until <= old.due(it.due):
                raise Conflict("it is not due before that day")
            return old.model_copy(update={"asked_until": until, "words": words, "why": None})

        return self._turn(to, id, by, next)

    def _turn(self, to: AudienceId, id: AssignmentId, by: Caller, next: Next) -> AskedOfMe:
        it, row = self.turning.both(by.organisation, to, id, by.member)
        it.must_ask(by)
        old = row.standing() if row else Standing()
        new = next(it, old)
        if new == old.model_copy(update={"page": new.page}):  # which nobody else is shown
            if new != old:
                self.turning.note(by.organisation, it, by.member, by.name, row, new)
            return asked(it, new)
        new = new.model_copy(update={"counted": True})
        if new != old:
            said = _events(it, by, old, new, self.now())
            self.turning.turn(by.organisation, it, by.member, by.name, row, new, *said)
        return asked(it, new)


def _said(it: Assignment, old: Standing, state: Doing, at: datetime) -> Standing:
    """Where somebody is who says so; refuses what is not theirs to say."""
    if state is old.state:
        return old
    if state is Doing.READY and it.task is not Task.REVIEW:
        raise Conflict("only what is to be reviewed is ready for a review")
    if state is Doing.DONE and it.task is Task.REVIEW:
        raise Conflict(f"{it.judge.name} says when it is done; say that it is ready")
    if state is Doing.DONE and it.turns_pages and it.pages:
        raise Conflict("it is done with the last page")
    if old.state is Doing.DONE and it.task is Task.REVIEW:
        raise Conflict(f"{it.judge.name} has accepted it")
    more = {"word": ""} if state is Doing.READY else {}
    return old.now(state, at, **more)


def _events(it: Assignment, by: Caller, old: Standing, new: Standing, at: datetime) -> list[Event]:
    """What has happened; a page turned is nobody's business."""
    about = {
        "organisation": by.organisation,
        "at": at,
        "to": it.to,
        "assignment": it.id,
        "member": by.member,
    }
    if old.state is not new.state:
        if new.state is Doing.DONE:
            return [AssignmentDone.model_validate(about)]
        if new.state is Doing.READY:
            return [ReviewAsked.model_validate(about | {"reviewer": it.judge.id})]
        return [AssignmentReopened.model_validate(about)]
    if new.asked_until and new.asked_until != old.asked_until:
        return [ExtensionAsked.model_validate(about)]
    if old.why != new.why:
        return [ReasonGiven.model_validate(about)]
    return []


doings = Doings(turning)
