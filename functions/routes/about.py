"""HTTP routes about the service itself, without sign-in."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from sharewell.core.values import Value
from sharewell.edge.api import Api

api = Api("about")


class Health(Value):
    """The health of the service."""

    status: str


@api.get("/api/health", public=True)
def read_health() -> Health:
    """Check that the service responds."""
    return Health(status="ok")


@api.get("/api/openapi.json", public=True)
def read_openapi_document() -> dict[str, Any]:
    """Get this OpenAPI document."""
    return _contract()


@cache
def _contract() -> dict[str, Any]:
    contract: dict[str, Any] = json.loads((Path(__file__).parents[1] / "openapi.json").read_text())
    return contract
