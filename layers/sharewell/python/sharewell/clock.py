"""The only clock. Services take it as an argument, so that tests may stop it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """The present instant, in UTC, to the millisecond that ids and rows keep."""
    at = datetime.now(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def moment(at: datetime) -> str:
    """An instant to the second, so that text sorts by time."""
    return at.strftime("%Y-%m-%dT%H:%M:%S")
