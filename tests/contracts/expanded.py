"""What the root template and its nested stacks become once SAM has read them."""

import json
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import Any

from local import template
from local.nested_stacks import Template, join_resources
from local.place import ROOT, TOOLING_PYTHON

LAYERS = ("libraries", "reading", "finding", "sharewell")
Resource = dict[str, Any]


@cache
def resources() -> dict[str, Resource]:
    """Every resource of every stack by name: routes as resources of their own."""
    return join_resources(expand(Stage="local", MailFrom="sharewell@sharewell.example"))


def expand(routes: str = "", **parameters: str) -> dict[str, Template]:
    """The CloudFormation that SAM makes of each template, by path."""
    modules = [it["Handler"].rpartition(".")[0] for _, it in template.functions()]
    places = [f"functions/{module.replace('.', '/')}.py" for module in modules]
    places += [f"layers/{it}" for it in LAYERS]
    code = dict.fromkeys(places, "s3://bucket/key")
    asked = {"parameters": parameters, "code": code, "routes": routes}
    done = subprocess.run(
        [TOOLING_PYTHON, ROOT / "infra/local/translate.py"],
        input=json.dumps(asked), capture_output=True, text=True, check=True,
    )  # fmt: skip
    translated: dict[str, Template] = json.loads(done.stdout)
    return translated


def of(kind: str) -> Iterator[tuple[str, Resource]]:
    """Name and properties of every resource of a type."""
    for name, resource in resources().items():
        if resource["Type"] == kind:
            yield name, resource["Properties"]


def statements(node: Any) -> Iterator[dict[str, Any]]:
    """Every statement of every policy below a node."""
    if isinstance(node, dict):
        yield from listed(node.get("Statement", []))
        for child in node.values():
            yield from statements(child)
    elif isinstance(node, list):
        for child in node:
            yield from statements(child)


def listed(value: Any) -> list[Any]:
    """One or many, as many."""
    return value if isinstance(value, list) else [value]


def target(reference: Any) -> str:
    """The logical name that a reference is to."""
    if isinstance(reference, dict):
        said = reference.get("Fn::GetAtt") or [reference.get("Ref")]
        return str(said[0])
    return str(reference).partition(".")[0]
