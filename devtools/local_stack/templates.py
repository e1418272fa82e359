"""Reads the templates for the in-process stack and the contract tests."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from local_stack.nested_stacks import ROOT_TEMPLATE, Template, join_resources, nested_stacks

ROOT = Path(__file__).parents[2]
INTEGRATIONS = "x-amazon-apigateway-integrations"
SUFFIXES = {"consumers": "Consumer"}
"""Suffixes that make logical ids unique if folders have functions of the same name."""


class Route(NamedTuple):
    """A route of the HTTP API and its handler."""

    method: str
    path: str
    handler: str
    public: bool


class Rule(NamedTuple):
    """An EventBridge rule: its pattern, and its target, a handler or a queue."""

    pattern: dict[str, Any]
    bus: str | None
    handler: str | None
    queue: str | None


class _Loader(yaml.SafeLoader):
    """Loads YAML with !Ref, !Sub and !GetAtt in their long form."""


def _intrinsic(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> Any:
    name = tag if tag in ("Ref", "Condition") else f"Fn::{tag}"
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    if isinstance(node, yaml.MappingNode):
        return {name: loader.construct_mapping(node, deep=True)}
    return {name: node.value.split(".", 1) if tag == "GetAtt" else node.value}


_Loader.add_multi_constructor("!", _intrinsic)
INTRINSIC = re.compile(r"Ref$|Fn::")


def _as_text(node: Any) -> Any:
    """Returns a node with each intrinsic function replaced by its argument."""
    match node:
        case {"Fn::GetAtt": list(parts)}:
            return ".".join(parts)
        case dict() if len(node) == 1 and INTRINSIC.match(name := next(iter(node))):
            return _as_text(node[name])
        case dict():
            return {key: _as_text(value) for key, value in node.items()}
        case list():
            return [_as_text(value) for value in node]
    return node


@cache
def load() -> dict[str, Template]:
    """Returns the root template and all nested ones, by path."""
    root = _parse(ROOT_TEMPLATE)
    return {ROOT_TEMPLATE: root} | {it.path: _parse(it.path) for it in nested_stacks(root)}


def read(path: str) -> Template:
    """Returns a template of this repository, with tags as text."""
    return dict(_as_text(_parse(path)))


def function_globals() -> dict[str, dict[str, Any]]:
    """Returns the globals of functions by the template's path, with tags as text."""
    found = {path: it["Globals"]["Function"] for path, it in load().items() if "Globals" in it}
    return dict(_as_text(found))


def environment() -> dict[str, str]:
    """Returns the environment variables of all functions; references are logical ids."""
    first, *_ = function_globals().values()
    return dict(first["Environment"]["Variables"])


def resources(kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields the name and properties of each resource of a type, in any stack."""
    for name, resource in _resources().items():
        if resource["Type"] == kind:
            yield name, resource.get("Properties", {})


def functions() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields the name and properties of each function."""
    yield from resources("AWS::Serverless::Function")


def routes() -> Iterator[Route]:
    """Yields the routes of the HTTP API."""
    handlers = {name: it["Handler"] for name, it in functions()}
    [(_, api)] = resources("AWS::Serverless::HttpApi")
    for path, operations in api["DefinitionBody"]["paths"].items():
        for method, it in operations.items():
            function = it["x-amazon-apigateway-integration"]["$ref"].rpartition("/")[2]
            public = {"NONE": []} in it.get("security", [])
            yield Route(method.upper(), path, handlers[function], public)


def rules() -> Iterator[Rule]:
    """Yields the rules of functions and those with queues as targets."""
    for handler, event in events("EventBridgeRule"):
        yield Rule(event["Pattern"], event.get("EventBusName"), handler, None)
    for _, rule in resources("AWS::Events::Rule"):
        for target in rule["Targets"]:
            queue = target["Arn"].removesuffix(".Arn")
            yield Rule(rule["EventPattern"], rule.get("EventBusName"), None, queue)


def events(kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields the handler and properties of each event source of a type."""
    for _, function in functions():
        for event in function.get("Events", {}).values():
            if event["Type"] == kind:
                yield function["Handler"], event["Properties"]


def logical_id(folder: str, stem: str) -> str:
    """Returns the logical id of the function in functions/<folder>/<stem>.py."""
    return stem.title().replace("_", "") + SUFFIXES.get(folder, "")


def entry(handler: str) -> Any:
    """Returns the object that a `Handler` string names."""
    module, _, name = handler.rpartition(".")
    return getattr(import_module(module), name)


@cache
def _resources() -> dict[str, Any]:
    return dict(_as_text(join_resources(load())))


def _parse(path: str) -> Template:
    return dict(yaml.load((ROOT / path).read_text(), _Loader))  # noqa: S506  # a SafeLoader
