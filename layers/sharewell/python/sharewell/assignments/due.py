"""Until when something is asked: the end of a day where the asker is, kept as an instant."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sharewell.errors import Invalid

FURTHEST = timedelta(days=730)
"""How far ahead something can be asked for."""
PUT_OFF = timedelta(days=90)
"""How long after its first day an assignment can still be due: for all, or for one of them."""
SHOWN_FOR = PUT_OFF + timedelta(days=30)
"""How long after its first day it stands in people's own lists: 30 days after the very last one."""
_INSTANT = timedelta(milliseconds=1)


def end_of(day: date, zone: str) -> datetime:
    """The last moment of a day there. "By Friday" is until Saturday begins.

    A day whose midnight the clocks skip or repeat ends when the next one begins (PEP 495, fold=0).
    """
    begins = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return begins.astimezone(UTC) - _INSTANT


def opening(day: date, zone: str, at: datetime) -> datetime:
    """When something is first due; refuses days that are over, and those too far ahead."""
    if day.year >= at.year + 4 or (due := end_of(day, zone)) > at + FURTHEST:
        raise Invalid("this is more than two years ahead", field="due")
    if due <= at:
        raise Invalid("this day is over there", field="due")
    return due


def later(day: date, zone: str, begun: datetime, at: datetime) -> datetime:
    """When something is due instead that was first due at `begun`."""
    if day.year >= begun.year + 2 or (due := end_of(day, zone)) > begun + PUT_OFF:
        raise Invalid(
            f"at most {PUT_OFF.days} days after the first due date; assign it anew for later",
            field="due",
        )
    if due <= at:
        raise Invalid("this day is over there", field="due")
    return due
