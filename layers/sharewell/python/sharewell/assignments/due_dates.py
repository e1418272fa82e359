"""Due dates: the end of a day in the lead's time zone, stored as an instant in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sharewell.core.errors import Invalid

MAX_DUE_AHEAD = timedelta(days=730)
"""How far ahead a due date can be."""
MAX_POSTPONEMENT = timedelta(days=90)
"""How long after the first due date a later one can be, for all assignees or for one."""
DONE_VISIBLE_FOR = MAX_POSTPONEMENT + timedelta(days=30)
"""How long after the first due date members' lists show it: 30 days after the last one."""
_RESOLUTION = timedelta(milliseconds=1)


def end_of_day(day: date, zone: str) -> datetime:
    """Returns the last millisecond of a day in a time zone: "by Friday" is until Saturday begins.

    A day whose midnight the clocks skip or repeat ends when the next one begins (PEP 495, fold=0).
    """
    next_day = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return next_day.astimezone(UTC) - _RESOLUTION


def require_due_date(day: date, zone: str, at: datetime) -> datetime:
    """Returns the first due date. Raises Invalid if it has passed or is too far ahead."""
    if day.year >= at.year + 4 or (due := end_of_day(day, zone)) > at + MAX_DUE_AHEAD:
        raise Invalid("The due date must be within two years.", field="due")
    if due <= at:
        raise Invalid(f"The due date has already passed in time zone {zone}.", field="due")
    return due


def require_later_due_date(day: date, zone: str, first_due: datetime, at: datetime) -> datetime:
    """Returns a later due date. Raises Invalid if it has passed or is too far after the first."""
    latest = first_due + MAX_POSTPONEMENT
    if day.year >= first_due.year + 2 or (due := end_of_day(day, zone)) > latest:
        raise Invalid(
            f"The due date can be at most {MAX_POSTPONEMENT.days} days after the first one. "
            "Create a new assignment for a later date.",
            field="due",
        )
    if due <= at:
        raise Invalid(f"The due date has already passed in time zone {zone}.", field="due")
    return due
