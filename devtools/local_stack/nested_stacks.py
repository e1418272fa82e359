"""Joins the root template and its nested stacks into one set of resources.

Readers of templates need not know the stack of a resource: the root's arguments replace parameters
of a nested stack, and their values replace outputs of other stacks.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

ROOT_TEMPLATE = "template.yaml"
IN_SUB = re.compile(r"\$\{([\w.]+)\}")
Template = dict[str, Any]


class NestedStack(NamedTuple):
    """A resource of the root that is a stack: its logical name and its template's path."""

    name: str
    path: str


def nested_stacks(root: Template) -> Iterator[NestedStack]:
    """Yields the nested stacks of the root template."""
    for name, resource in root["Resources"].items():
        if resource["Type"] == "AWS::CloudFormation::Stack":
            yield NestedStack(name, resource["Properties"]["TemplateURL"])


def join_resources(templates: Mapping[str, Template]) -> dict[str, Any]:
    """Returns the resources of all templates, with intrinsic functions in their long form.

    Raises:
        ValueError: the root does not pass exactly the parameters that a stack declares, or two
            stacks have a resource of the same name.
    """
    root = templates[ROOT_TEMPLATE]
    stacks = list(nested_stacks(root))
    outputs = {
        f"{stack.name}.Outputs.{name}": output["Value"]
        for stack in stacks
        for name, output in templates[stack.path].get("Outputs", {}).items()
    }
    joined: dict[str, Any] = _resolve(root["Resources"], {}, outputs)
    for stack in stacks:
        template = templates[stack.path]
        given = joined[stack.name]["Properties"].get("Parameters", {})
        declared = template.get("Parameters", {})
        if given.keys() != declared.keys():
            raise ValueError(f"{stack.path} is given {sorted(given)}, declares {sorted(declared)}")
        if twice := joined.keys() & template["Resources"].keys():
            raise ValueError(f"{stack.path} declares {sorted(twice)} a second time")
        joined |= _resolve(template["Resources"], given, outputs)
    return joined


def _resolve(node: Any, given: Mapping[str, Any], outputs: Mapping[str, Any]) -> Any:
    match node:
        case {"Ref": str(name)} if len(node) == 1:
            return given.get(name, node)
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return outputs.get(f"{name}.{attribute}", node)
        case {"Fn::Sub": str(text)}:
            known = {**outputs, **given}
            return {"Fn::Sub": IN_SUB.sub(lambda it: _in_sub(known.get(it[1]), it[0]), text)}
        case dict():
            return {key: _resolve(value, given, outputs) for key, value in node.items()}
        case list():
            return [_resolve(value, given, outputs) for value in node]
    return node


def _in_sub(value: Any, text: str) -> str:
    match value:
        case {"Ref": name}:
            return f"${{{name}}}"
        case {"Fn::GetAtt": [name, attribute]}:
            return f"${{{name}.{attribute}}}"
        case {"Fn::Sub": template}:
            return str(template)
        case None:
            return text
    return str(value)
