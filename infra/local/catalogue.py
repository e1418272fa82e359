"""events/: for each event a JSON Schema and one example envelope, written from sharewell.events."""

import json
from datetime import UTC
from pathlib import Path
from typing import Any

from local.template import ROOT
from sharewell import events
from sharewell.config import SOURCE
from sharewell.events import Event
from sharewell.ids import ulid_time

FOLDER = ROOT / "events"
_EXAMPLE = "01KAS6X4T0EXAMP1E000000000"


def declared() -> list[type[Event]]:
    """Every event there is."""
    classes = (it for it in vars(events).values() if isinstance(it, type))
    return [it for it in classes if issubclass(it, Event) and it is not Event]


def path(event: type[Event]) -> Path:
    """Where `event` is published."""
    return FOLDER / f"{event.__name__}.json"


def page(event: type[Event]) -> str:
    """What events/<Event>.json should say."""
    schema = event.model_json_schema()
    published = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "examples": [_envelope(event, schema)],
    }
    return json.dumps(published, indent=2) + "\n"


def _envelope(event: type[Event], schema: dict[str, Any]) -> dict[str, Any]:
    detail = {name: _value(kind) for name, kind in schema["properties"].items()}
    return {
        "version": "0",
        "id": "6f1c2a34-0000-4000-8000-000000000000",
        "detail-type": event.__name__,
        "source": SOURCE,
        "account": "123456789012",
        "time": _moment(),
        "region": "eu-west-1",
        "resources": [],
        "detail": detail,
    }


def _value(kind: dict[str, Any]) -> Any:
    if kind.get("type") == "array":
        return [_value(kind["items"])]
    if kind.get("type") == "integer":
        return 1
    if kind.get("type") == "boolean":
        return True
    if kind.get("format") == "date-time":
        return _moment()
    return "Kettle Works" if kind.get("title") == "Name" else _EXAMPLE


def _moment() -> str:
    return ulid_time(_EXAMPLE).astimezone(UTC).isoformat().replace("+00:00", "Z")


def write() -> None:
    """Write every page, and take away those of events that are no more."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for event in declared():
        path(event).write_text(page(event))
