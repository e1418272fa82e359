"""The only clock. Services take it as an argument, so that tests can stop it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """Returns the present time in UTC, to the millisecond that ids and rows store."""
    at = datetime.now(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def format_timestamp(at: datetime) -> str:
    """Returns a time to the second as text that sorts by time."""
    return at.strftime("%Y-%m-%dT%H:%M:%S")
