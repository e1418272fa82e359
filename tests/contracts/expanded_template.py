"""The CloudFormation that SAM makes of the root template and its nested stacks."""

import json
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import Any

from local_stack import templates
from local_stack.nested_stacks import Template, join_resources
from local_stack.workspace import ROOT, TOOLING_PYTHON

LAYERS = ("libraries", "reading", "finding", "sharewell")
Resource = dict[str, Any]


@cache
def resources() -> dict[str, Resource]:
    """Returns all resources of all stacks by name; routes are resources of their own."""
    return join_resources(expand(Stage="local", MailFrom="sharewell@sharewell.example"))


def expand(routes: str = "", **parameters: str) -> dict[str, Template]:
    """Returns the CloudFormation that SAM makes of each template, by path."""
    modules = [it["Handler"].rpartition(".")[0] for _, it in templates.functions()]
    places = [f"functions/{module.replace('.', '/')}.py" for module in modules]
    places += [f"layers/{it}" for it in LAYERS]
    code = dict.fromkeys(places, "s3://bucket/key")
    request = {"parameters": parameters, "code": code, "routes": routes}
    done = subprocess.run(
        [TOOLING_PYTHON, ROOT / "devtools/local_stack/sam_to_cfn.py"],
        input=json.dumps(request), capture_output=True, text=True, check=True,
    )  # fmt: skip
    translated: dict[str, Template] = json.loads(done.stdout)
    return translated


def of(kind: str) -> Iterator[tuple[str, Resource]]:
    """Yields name and properties of all resources of a type."""
    for name, resource in resources().items():
        if resource["Type"] == kind:
            yield name, resource["Properties"]


def statements(node: Any) -> Iterator[dict[str, Any]]:
    """Yields all statements of all policies below a node."""
    if isinstance(node, dict):
        yield from listed(node.get("Statement", []))
        for child in node.values():
            yield from statements(child)
    elif isinstance(node, list):
        for child in node:
            yield from statements(child)


def listed(value: Any) -> list[Any]:
    """Returns a list as it is and anything else as a list of one."""
    return value if isinstance(value, list) else [value]


def target(reference: Any) -> str:
    """Returns the logical name that a reference points to."""
    if isinstance(reference, dict):
        names = reference.get("Fn::GetAtt") or [reference.get("Ref")]
        return str(names[0])
    return str(reference).partition(".")[0]
