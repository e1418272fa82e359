"""Parsing search parameters."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from sharewell.search.model import SearchQuery


def test_single_and_repeated_choices_become_lists() -> None:
    asked = SearchQuery.model_validate(
        {"q": "kiln", "kind": "note", "author": ["a", "b"]}
    ).to_request()
    assert (asked.filters.kind, asked.filters.author) == (["note"], ["a", "b"])


def test_departments_and_locations_become_tags() -> None:
    asked = SearchQuery.model_validate({"department": "Sales", "location": ["Oslo"]}).to_request()
    assert asked.filters.tags == ["department:Sales", "location:Oslo"]


def test_day_filter_covers_the_whole_day() -> None:
    asked = SearchQuery.model_validate({"from": "2026-03-01", "to": "2026-03-02"}).to_request()
    assert asked.filters.since == datetime(2026, 3, 1, tzinfo=UTC)
    assert asked.filters.until == datetime(2026, 3, 2, 23, 59, 59, 999_999, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        {"q": "x" * 201},
        {"from": "yesterday"},
        {"offset": "-1"},
        {"offset": "1000"},
        {"acl": "all"},
        {"kind": ["k"] * 21},
        {"author": ""},
    ],
)
def test_invalid_search_parameters_are_rejected(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SearchQuery.model_validate(wrong)
