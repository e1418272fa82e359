"""What the emulator does for a stack and leaves out for a stack within one."""

from typing import Any

from ministack.services import cloudformation
from ministack.services.cloudformation import engine, provisioners


def resolve_secrets() -> None:
    """Resolves a secret that a nested stack's resource refers to.

    Mends: "{{resolve:secretsmanager:...}}" came into functions' environment as it is written.
    """
    create, update = provisioners._provision_resource, provisioners._update_resource

    def created(resource_type: str, logical_id: str, properties: Any, stack: str) -> Any:
        return create(resource_type, logical_id, _resolved(properties), stack)

    def updated(resource_type: str, physical_id: str, old: Any, new: Any, *rest: Any) -> Any:
        # What did not change is compared as it is written.
        return update(resource_type, physical_id, old, new if old == new else _resolved(new), *rest)

    provisioners._provision_resource, provisioners._update_resource = created, updated


def keep_attributes() -> None:
    """Keeps the attributes of a nested stack's resources that an update leaves as they are.

    Mends: they were forgotten, and outputs that name one made the second deployment fail.
    """
    update = provisioners._update_resource

    def updated(*asked: Any) -> Any:
        *_, stack, logical_id = asked
        resources = cloudformation._stacks[stack]["_resources"]
        return update(*asked, resources.get(logical_id, {}).get("Attributes"))

    provisioners._update_resource = updated


def _resolved(properties: Any) -> Any:
    resolved, _ = engine._resolve_dynamic_references(properties)
    return resolved
