"""events/ is what sharewell.events says, no more and no less."""

import json

import pytest

from local import catalogue
from sharewell.events import Event


@pytest.mark.parametrize("event", catalogue.declared(), ids=lambda event: event.__name__)
def test_the_published_schema_is_current(event: type[Event]) -> None:
    assert catalogue.path(event).read_text() == catalogue.page(event), "run: make events"


@pytest.mark.parametrize("event", catalogue.declared(), ids=lambda event: event.__name__)
def test_the_example_is_an_event(event: type[Event]) -> None:
    [example] = json.loads(catalogue.path(event).read_text())["examples"]

    assert event.model_validate(example["detail"])


def test_no_schema_outlives_its_event() -> None:
    published = {path.stem for path in catalogue.FOLDER.glob("*.json")}

    assert published == {event.__name__ for event in catalogue.declared()}
