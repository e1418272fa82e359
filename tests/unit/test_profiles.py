"""What may be said in a profile."""

import pytest
from pydantic import ValidationError

from sharewell.profiles.model import About, WorkingHours


@pytest.mark.parametrize(
    "zone", ["Europe/Lisbon", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+3"]
)
def test_the_zones_that_browsers_name_are_known(zone: str) -> None:
    assert About(name="Ana", time_zone=zone).time_zone == zone


@pytest.mark.parametrize("zone", ["Lisbon", "../../etc/passwd", "Europe", "", "UTC\x00", "Mars/Up"])
def test_other_zones_are_refused(zone: str) -> None:
    with pytest.raises(ValidationError):
        About(name="Ana", time_zone=zone)


def test_a_day_begins_before_it_ends() -> None:
    with pytest.raises(ValidationError, match="begins must be before ends"):
        WorkingHours(begins="17:00", ends="09:00")


@pytest.mark.parametrize("name", ["", "   ", "A\nB", "x" * 81, "A\x00"])
def test_a_name_is_one_short_line(name: str) -> None:
    with pytest.raises(ValidationError):
        About(name=name)
