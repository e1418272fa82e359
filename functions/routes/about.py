"""What the service says about itself; no sign-in needed."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from sharewell.values import Value
from sharewell.web import Api

api = Api("about")


class Health(Value):
    """That requests reach a function and come back."""

    status: str


@api.get("/api/health", public=True)
def read_health() -> Health:
    """Whether the service answers."""
    return Health(status="ok")


@api.get("/api/openapi.json", public=True)
def read_contract() -> dict[str, Any]:
    """The document that describes every address here."""
    return _contract()


@cache
def _contract() -> dict[str, Any]:
    contract: dict[str, Any] = json.loads((Path(__file__).parents[1] / "openapi.json").read_text())
    return contract
