"""Every operation of the OpenAPI document, for tests that call all of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from codegen import openapi

ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
"""An id that does not exist."""
ANOTHER = "01ARZ3NDEKTSV4RRFFQ69G5FAW"
"""Another id that does not exist."""
NOWHERE = "https://127.0.0.1/"
"""An address that is never requested."""
SENSIBLE: dict[str, Any] = {
    "as_of": "2026-01-02T03:04:05Z",
    "begins": "09:00",
    "channels": [],
    "co_authors": [],
    "credits": [],
    "draft": None,
    "due": (datetime.now(UTC) + timedelta(days=20)).date().isoformat(),
    "email": "someone@kettle.example",
    "files": [{"path": "a.txt", "size": 3}],
    "folders": [],
    "group": None,
    "groups": [],
    "into": ANOTHER,
    "items": [],
    "key": "photos/none.webp",
    "kind": "note",
    "languages": ["en"],
    "manager": None,
    "members": [],
    "numbers": [1],
    "item": ULID,
    "organisation": ULID,
    "reviewer": None,
    "anchor": {"page": 1},
    "answer": None,
    "reply_to": None,
    "since": ULID,
    "people": "someone@kettle.example",
    "reaction": "helped",
    "reactions": ["helped"],
    "rule": {"condition": {"field": "department", "among": ["Clay"]}},
    "to": ULID,
    "time_zone": "UTC",
    "type": "image/png",
    "tags": [],
    "upto": ULID,
    "url": None,
    "zone": "UTC",
    "verifier": ULID,
    "working_hours": {"days": [1, 2], "begins": "08:00", "ends": "16:00"},
    "written_on": "2024-05-17",
}
"""Valid values of fields whose schema does not suffice to make one up."""

NO_TEXT = {
    *("after", "as_of", "due", "organisation", "people", "time_zone", "type", "written_on", "zone")
}
"""Text fields that reject arbitrary text: ids, cursors, addresses, dates, zones, media types."""

Schema = dict[str, Any]


class Operation(NamedTuple):
    """One method and path of the API, and what it accepts."""

    name: str
    method: str
    path: str
    is_public: bool
    in_path: tuple[str, ...]
    query: dict[str, Schema]
    asked: tuple[str, ...]
    """Its required query parameters."""
    body: Schema | None
    takes_version: bool
    takes_key: bool

    def at(self, **ids: str) -> str:
        """Returns its path with these ids, and with an unknown id where none is given."""
        path = self.path
        for name in self.in_path:
            path = path.replace(f"{{{name}}}", ids.get(name, ULID))
        return path

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@cache
def document() -> dict[str, Any]:
    """Returns the OpenAPI document, generated from the views."""
    return openapi.document()


def operations() -> Iterator[Operation]:
    """Yields every operation."""
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            given: list[dict[str, Any]] = operation["parameters"]
            query = [it for it in given if it["in"] == "query"]
            content = operation.get("requestBody", {}).get("content", {})
            yield Operation(
                name=operation["operationId"],
                method=method.upper(),
                path=path,
                is_public=operation.get("security") == [],
                in_path=tuple(it["name"] for it in given if it["in"] == "path"),
                query={it["name"]: it["schema"] for it in query},
                asked=tuple(it["name"] for it in query if it["required"]),
                body=whole(content["application/json"]["schema"]) if content else None,
                takes_version=any(it["name"] == "If-Match" for it in given),
                takes_key=any(it["name"] == "Idempotency-Key" for it in given),
            )


def whole(schema: Schema) -> Schema:
    """Returns a schema, resolved if it is a reference."""
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Schema = document()["components"]["schemas"][reference.rpartition("/")[2]]
    return found


def sensible(operation: Operation) -> dict[str, Any]:
    """Returns a body with the required fields only."""
    schema = operation.body or {}
    needed = schema.get("required", [])
    return {name: _value(name, schema["properties"][name]) for name in needed}


def sensible_query(operation: Operation) -> dict[str, Any]:
    """Returns the required query parameters only."""
    return {name: _value(name, operation.query[name]) for name in operation.asked}


def complete(operation: Operation) -> dict[str, Any]:
    """Returns a body with every field."""
    fields = (operation.body or {}).get("properties", {})
    return {name: _value(name, schema) for name, schema in fields.items()}


def text_fields(operation: Operation) -> set[str]:
    """Returns the fields of a body that accept any text."""
    fields = (operation.body or {}).get("properties", {})
    return {name for name, it in fields.items() if name not in NO_TEXT and _is_text(it)}


def _is_text(schema: Schema) -> bool:
    if "anyOf" in schema:
        return any(_is_text(it) for it in schema["anyOf"])
    schema = whole(schema)
    is_time = str(schema.get("format", "")).startswith("date")
    return (
        schema.get("type") == "string" and "enum" not in schema and not (_is_id(schema) or is_time)
    )


def _is_id(schema: Schema) -> bool:
    return "{26}" in str(schema.get("pattern", ""))


def sensible_value(name: str, schema: Schema) -> Any:
    """Returns a valid value for a field of this name."""
    return _value(name, schema)


def _value(name: str, schema: Schema) -> Any:
    if name in SENSIBLE and _takes(schema, SENSIBLE[name]):
        return SENSIBLE[name]
    if "anyOf" in schema:
        return _value(name, schema["anyOf"][0])
    schema = whole(schema)
    if "enum" in schema:
        return schema["enum"][0]
    if schema["type"] == "array":
        return [ULID]
    if schema.get("format") == "uri":
        return NOWHERE
    if _is_id(schema):
        return ULID
    kinds = {"string": "Words", "integer": max(1, schema.get("minimum", 1)), "boolean": True}
    return kinds[schema["type"]]


def _takes(schema: Schema, value: Any) -> bool:
    """Returns whether a field accepts the valid value of other fields of its name."""
    options = [whole(it) for it in schema.get("anyOf", [schema])]
    if value is None:
        return any(it.get("type") == "null" for it in options)
    if value == []:
        return not any(it.get("minItems") for it in options)
    return any(value in it.get("enum", [value]) for it in options if it.get("type") != "null")
