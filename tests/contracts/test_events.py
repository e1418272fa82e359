"""The schemas in events/ are those of sharewell.core.events."""

import json

import pytest

from codegen import event_schemas
from sharewell.core.events import Event, PostEvent


@pytest.mark.parametrize("event", event_schemas.declared(), ids=lambda event: event.__name__)
def test_event_schema_is_current(event: type[Event]) -> None:
    assert event_schemas.path(event).read_text() == event_schemas.page(event), "run: make events"


@pytest.mark.parametrize("event", event_schemas.declared(), ids=lambda event: event.__name__)
def test_event_example_is_valid(event: type[Event]) -> None:
    [example] = json.loads(event_schemas.path(event).read_text())["examples"]

    assert event.model_validate(example["detail"])


def test_event_schemas_have_events() -> None:
    published = {path.stem for path in event_schemas.FOLDER.glob("*.json")}

    assert published == {event.__name__ for event in event_schemas.declared()}


def test_event_list_is_current() -> None:
    assert event_schemas.README.read_text() == event_schemas.readme(), "run: make events"


def test_abstract_event_classes_are_not_published() -> None:
    assert not {Event, PostEvent} & set(event_schemas.declared())


def test_unconsumed_events_are_declared_for_integrations() -> None:
    unconsumed = [
        it for it in event_schemas.declared() if not (it.reindexes or event_schemas.consumers(it))
    ]

    assert [it.__name__ for it in unconsumed if not it.for_integrations] == []
