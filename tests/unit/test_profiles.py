"""Validation of profile fields."""

import pytest
from pydantic import ValidationError

from sharewell.profiles.model import ProfileFields, WorkingHours


@pytest.mark.parametrize(
    "zone", ["Europe/Lisbon", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+3"]
)
def test_time_zones_of_browsers_are_accepted(zone: str) -> None:
    assert ProfileFields(name="Ana", time_zone=zone).time_zone == zone


@pytest.mark.parametrize("zone", ["Lisbon", "../../etc/passwd", "Europe", "", "UTC\x00", "Mars/Up"])
def test_unknown_time_zones_are_rejected(zone: str) -> None:
    with pytest.raises(ValidationError):
        ProfileFields(name="Ana", time_zone=zone)


def test_working_day_must_begin_before_it_ends() -> None:
    with pytest.raises(ValidationError, match="Working hours must begin before they end"):
        WorkingHours(begins="17:00", ends="09:00")


@pytest.mark.parametrize("name", ["", "   ", "A\nB", "x" * 81, "A\x00"])
def test_name_must_be_one_short_line(name: str) -> None:
    with pytest.raises(ValidationError):
        ProfileFields(name=name)
