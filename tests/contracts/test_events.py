"""events/ is what sharewell.events says, no more and no less."""

import json

import pytest

from local import catalogue
from sharewell.events import Event, PostEvent


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


def test_the_list_of_events_is_current() -> None:
    assert catalogue.README.read_text() == catalogue.readme(), "run: make events"


def test_abstract_event_classes_are_not_published() -> None:
    assert not {Event, PostEvent} & set(catalogue.declared())


def test_events_that_nothing_consumes_are_declared_for_integrations() -> None:
    unheard = [it for it in catalogue.declared() if not (it.finds or catalogue.consumers(it))]

    assert [it.__name__ for it in unheard if not it.for_integrations] == []
