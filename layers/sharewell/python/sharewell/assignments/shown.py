"""Assignments as they are shown: to those asked, and to those who lead them."""

from datetime import datetime
from typing import Any

from sharewell.assignments.answers import (
    AskedOfMe,
    Assignee,
    CountedAssignment,
    Given,
    LedAssignment,
    OwnAssignment,
    OwnState,
    Review,
)
from sharewell.assignments.model import Assignment, Where
from sharewell.assignments.standing.model import Reason, Standing
from sharewell.assignments.standing.rows_store import AssigneeRow, ReviewRow
from sharewell.identity.model import MemberRef

_GIVEN = tuple(Given.model_fields)


def given(it: Assignment) -> Given:
    """A line for anybody whom it concerns."""
    return Given(**_line(it))


def own(it: Assignment, standing: Standing) -> OwnAssignment:
    """A line for one who is asked."""
    return OwnAssignment(**_own(it, standing))


def asked(it: Assignment, standing: Standing) -> AskedOfMe:
    """All of it for one who is asked."""
    return AskedOfMe(
        **_own(it, standing),
        to_name=it.to_name,
        note=it.note,
        judge=it.judge,
        extended=standing.until is not None,
        words=standing.words,
        word=standing.word,
    )


def counted(it: Assignment, of: int, at: datetime) -> CountedAssignment:
    """A line for one who leads, as counts."""
    return CountedAssignment(**_counted(it, of, at))


def uncounted(it: Assignment) -> CountedAssignment:
    """The same line for others in the group."""
    return CountedAssignment(**_line(it), to_name=it.to_name)


def state(it: Assignment, standing: Standing) -> OwnState:
    """How far one who is asked is."""
    names = ("state", "asked_until", "why")
    fields = {name: getattr(standing, name) for name in names}
    return OwnState(due=standing.due(it.due), **fields)


def led(it: Assignment, of: int, at: datetime) -> LedAssignment:
    """All of it for one who leads."""
    more = {"note": it.note, "reminded_at": it.reminded_at}
    return LedAssignment(**_counted(it, of, at), **more)


def assignee(row: AssigneeRow) -> Assignee:
    """Somebody who stands somewhere."""
    return Assignee(
        member=MemberRef(id=row.member, name=row.name),
        where=Where(row.mark.value),
        at=row.at,
        why=Reason(row.why) if row.why else None,
        words=row.words,
        asked_until=row.asked_until,
        until=row.until,
    )


def review(row: ReviewRow) -> Review:
    """Something that waits for a review."""
    names = ("id", "to", "item", "kind", "type", "title", "due", "since")
    fields = {name: getattr(row, name) for name in names}
    return Review.model_validate(fields | {"member": {"id": row.member, "name": row.name}})


def _counted(it: Assignment, of: int, at: datetime) -> dict[str, Any]:
    silent = max(0, of - sum(it.counts.model_dump().values()))
    return _line(it) | {
        "to_name": it.to_name,
        "of": of,
        "late": silent if it.due < at else 0,
        "counts": it.counts,
        "judge": it.judge,
        "version": it.version,
    }


def _line(it: Assignment) -> dict[str, Any]:
    return {name: getattr(it, name) for name in _GIVEN}


def _own(it: Assignment, standing: Standing) -> dict[str, Any]:
    return _line(it) | {
        "due": standing.due(it.due),
        "state": standing.state,
        "page": standing.page,
        "asked_until": standing.asked_until,
        "why": standing.why,
    }
