"""Generates the OpenAPI 3.1 document in functions/openapi.json from the views' signatures."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter

from sharewell.core.values import Ulid, Value
from sharewell.edge.api import Api
from sharewell.edge.contract import Contract

ROOT = Path(__file__).parents[2]
FILE = ROOT / "functions" / "openapi.json"
_REF = "#/components/schemas/{model}"


class Problem(Value):
    """An error (RFC 9457); `id` is also in the log."""

    title: str
    status: int
    code: str
    detail: str
    field: str | None = None
    errors: list[dict[str, str]] | None = None
    id: str


class GatewayRejection(Value):
    """The gateway's response to a request without a valid token."""

    message: str


ERRORS = (400, 401, 403, 404, 409, 412, 413, 422, 429)


def apis() -> Iterator[tuple[str, Api]]:
    """Yields every HTTP function with the name of its file."""
    for path in sorted((ROOT / "functions/routes").glob("*.py")):
        yield path.stem, import_module(f"routes.{path.stem}").api


def document() -> dict[str, Any]:
    """Returns the document."""
    inputs: list[tuple[tuple[str, ...], Any, TypeAdapter[Any]]] = [
        (("problem",), "serialization", TypeAdapter(Problem)),
        (("gateway rejection",), "serialization", TypeAdapter(GatewayRejection)),
    ]
    paths: dict[str, dict[str, Any]] = {}
    for tag, api in apis():
        for (method, path), contract in api.contracts.items():
            where = (method.lower(), path)
            paths.setdefault(path, {})[method.lower()] = _operation(tag, contract)
            inputs += list(_types(where, contract))
    schemas, shared = TypeAdapter.json_schemas(inputs, ref_template=_REF)
    components = shared["$defs"]
    for (key, _), schema in schemas.items():
        if key[0] == "query":
            # A query becomes single parameters; its component is removed below.
            schema = components[schema["$ref"].rpartition("/")[2]]
        if key[0] not in ("problem", "gateway rejection"):
            _place(paths[key[2]][key[1]], key[0], key[3:], schema)
    for contract in (it for _, api in apis() for it in api.contracts.values()):
        if contract.query:
            components.pop(contract.query.__name__, None)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sharewell",
            "version": "1",
            "description": "Share what an organisation knows. Requests need an access token.",
        },
        "servers": [{"url": "/"}],
        "security": [{"member": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "responses": _error_responses(),
            "securitySchemes": {
                "member": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
            },
        },
    }


def text() -> str:
    """Returns the document as text."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def _error_responses() -> dict[str, Any]:
    """Returns the shared error responses."""
    problem = {"schema": {"$ref": _REF.format(model="Problem")}}
    every: dict[str, Any] = {
        _named(status): {
            "description": HTTPStatus(status).phrase,
            "content": {"application/problem+json": problem},
        }
        for status in ERRORS
    }
    gateway_rejection = {"schema": {"$ref": _REF.format(model="GatewayRejection")}}
    every[_named(401)]["content"]["application/json"] = gateway_rejection
    return every


def _named(status: int) -> str:
    """Returns the name of a status, such as `NotFound`."""
    return HTTPStatus(status).phrase.title().replace(" ", "")


def _operation(tag: str, contract: Contract) -> dict[str, Any]:
    errors = [400, 404, 422, 429] if contract.public else [401, 403, 404, 409, 412, 422, 429]
    if contract.body or contract.query:
        errors.append(413)
    answers = {str(it): {"$ref": f"#/components/responses/{_named(it)}"} for it in sorted(errors)}
    operation: dict[str, Any] = {
        "operationId": contract.name,
        "tags": [tag],
        "summary": contract.summary.partition("\n")[0],
        "parameters": [],
        "responses": {
            str(contract.status): {"description": HTTPStatus(contract.status).phrase},
            **answers,
        },
    }
    if contract.public:
        operation["security"] = []
    if contract.needs_version:
        operation["parameters"].append(_header(*VERSION))
    if contract.takes_key:
        operation["parameters"].append(_header(*KEY))
    return operation


VERSION = (
    "If-Match",
    "The ETag of the version that was read; without it, the last writer wins.",
    r'^(W/)?"?[0-9]+"?$',
)
KEY = (
    "Idempotency-Key",
    "A ULID with the present time, the id of what is created; repeated requests create once.",
    TypeAdapter(Ulid).json_schema()["pattern"],
)


def _header(name: str, description: str, pattern: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": description,
        "schema": {"type": "string", "pattern": pattern},
    }


def _types(
    where: tuple[str, str], contract: Contract
) -> Iterator[tuple[tuple[str, ...], Any, TypeAdapter[Any]]]:
    for name, hint in contract.in_path.items():
        id = hint if name == "token" else Ulid
        yield ("path", *where, name), "validation", TypeAdapter(id)
    if contract.query:
        yield ("query", *where), "validation", TypeAdapter(contract.query)
    if contract.body:
        yield ("body", *where), "validation", TypeAdapter(contract.body)
    if contract.returns is not type(None) and type(None) not in get_args(contract.returns):
        yield (
            ("answer", *where, str(contract.status)),
            "serialization",
            TypeAdapter(contract.returns),
        )


def _place(
    operation: dict[str, Any], part: str, rest: tuple[str, ...], schema: dict[str, Any]
) -> None:
    content = {"content": {"application/json": {"schema": schema}}}
    if part == "body":
        operation["requestBody"] = {"required": True, **content}
    elif part == "answer":
        operation["responses"][rest[0]] |= content
    elif part == "query":
        required = schema.get("required", [])
        operation["parameters"] += [
            {"name": name, "in": part, "required": name in required, "schema": field}
            for name, field in schema["properties"].items()
        ]
    else:
        operation["parameters"].append(
            {"name": rest[0], "in": part, "required": True, "schema": schema}
        )
