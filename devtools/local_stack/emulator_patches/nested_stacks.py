"""Patches defects of nested stacks."""

from typing import Any

from ministack.services import cloudformation
from ministack.services.cloudformation import engine, provisioners


def resolve_secrets() -> None:
    """Resolves a secret that a nested stack's resource refers to.

    Defect: functions' environments had the literal "{{resolve:secretsmanager:...}}".
    """
    create, update = provisioners._provision_resource, provisioners._update_resource

    def created(resource_type: str, logical_id: str, properties: Any, stack: str) -> Any:
        return create(resource_type, logical_id, _resolved(properties), stack)

    def updated(resource_type: str, physical_id: str, old: Any, new: Any, *rest: Any) -> Any:
        # Unchanged properties are compared before they are resolved.
        return update(resource_type, physical_id, old, new if old == new else _resolved(new), *rest)

    provisioners._provision_resource, provisioners._update_resource = created, updated


def keep_attributes() -> None:
    """Preserves the attributes of a nested stack's resources in updates that do not change them.

    Defect: they were lost, and outputs that refer to one made the second deployment fail.
    """
    update = provisioners._update_resource

    def updated(*args: Any) -> Any:
        *_, stack, logical_id = args
        resources = cloudformation._stacks[stack]["_resources"]
        return update(*args, resources.get(logical_id, {}).get("Attributes"))

    provisioners._update_resource = updated


def _resolved(properties: Any) -> Any:
    resolved, _ = engine._resolve_dynamic_references(properties)
    return resolved
