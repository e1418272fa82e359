"""What ministack 1.5.33 does for a stack and leaves out for a stack within one.

`tests/contracts/test_emulator.py` fails when a newer one no longer needs this.
"""

from typing import Any

from ministack.services import cloudformation
from ministack.services.cloudformation import engine, provisioners

create = provisioners._provision_resource
update = provisioners._update_resource


def mend() -> None:
    """Mend what becomes of a nested stack's resources; a stack itself has names of its own."""
    provisioners._provision_resource = _create
    provisioners._update_resource = _update


def _create(resource_type: str, logical_id: str, properties: Any, stack: str) -> Any:
    # A secret stayed "{{resolve:secretsmanager:...}}" in functions' environment.
    resolved, _ = engine._resolve_dynamic_references(properties)
    return create(resource_type, logical_id, resolved, stack)


def _update(
    resource_type: str, physical_id: str, old: Any, new: Any, stack: str,
    logical_id: str | None = None, attributes: Any = None,
) -> Any:  # fmt: skip
    # What is as it was lost its attributes: outputs became those of nothing.
    kept = cloudformation._stacks[stack]["_resources"].get(logical_id, {})
    attributes = attributes or kept.get("Attributes")
    if old != new:
        new, _ = engine._resolve_dynamic_references(new)
    return update(resource_type, physical_id, old, new, stack, logical_id, attributes)
