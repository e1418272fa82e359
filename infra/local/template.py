"""The templates, read the way the in-process stack and the contract tests need them."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from local.nested_stacks import ROOT_TEMPLATE, Template, join_resources, nested_stacks

ROOT = Path(__file__).parents[2]
INTEGRATIONS = "x-amazon-apigateway-integrations"
SUFFIXES = {"consumers": "Consumer"}
"""What tells a function's logical id from that of one of the same name in another folder."""


class Route(NamedTuple):
    """One route of the HTTP API and the handler behind it."""

    method: str
    path: str
    handler: str
    public: bool


class Rule(NamedTuple):
    """One EventBridge rule: what it matches, and the handler or the queue it goes to."""

    pattern: dict[str, Any]
    bus: str | None
    handler: str | None
    queue: str | None


class _Loader(yaml.SafeLoader):
    """YAML, where !Ref, !Sub and !GetAtt are in their long form."""


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
    """The same with each intrinsic function as what is written behind its tag."""
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
    """The root template and every nested one, by path."""
    root = _parse(ROOT_TEMPLATE)
    return {ROOT_TEMPLATE: root} | {it.path: _parse(it.path) for it in nested_stacks(root)}


def read(path: str) -> Template:
    """A template of this repository, with tags as text."""
    return dict(_as_text(_parse(path)))


def function_globals() -> dict[str, dict[str, Any]]:
    """What every function of a template has, by the template's path, with tags as text."""
    found = {path: it["Globals"]["Function"] for path, it in load().items() if "Globals" in it}
    return dict(_as_text(found))


def environment() -> dict[str, str]:
    """What every function finds in its environment; a reference stands for its own name."""
    first, *_ = function_globals().values()
    return dict(first["Environment"]["Variables"])


def resources(kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and properties of every resource of a type, in whichever stack it is."""
    for name, resource in _resources().items():
        if resource["Type"] == kind:
            yield name, resource.get("Properties", {})


def functions() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every function."""
    yield from resources("AWS::Serverless::Function")


def routes() -> Iterator[Route]:
    """Every route of the HTTP API."""
    handlers = {name: it["Handler"] for name, it in functions()}
    [(_, api)] = resources("AWS::Serverless::HttpApi")
    for path, operations in api["DefinitionBody"]["paths"].items():
        for method, it in operations.items():
            function = it["x-amazon-apigateway-integration"]["$ref"].rpartition("/")[2]
            public = {"NONE": []} in it.get("security", [])
            yield Route(method.upper(), path, handlers[function], public)


def rules() -> Iterator[Rule]:
    """Every rule, of a function or to a queue."""
    for handler, event in events("EventBridgeRule"):
        yield Rule(event["Pattern"], event.get("EventBusName"), handler, None)
    for _, rule in resources("AWS::Events::Rule"):
        for target in rule["Targets"]:
            queue = target["Arn"].removesuffix(".Arn")
            yield Rule(rule["EventPattern"], rule.get("EventBusName"), None, queue)


def events(kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Handler and properties of every event source of a type."""
    for _, function in functions():
        for event in function.get("Events", {}).values():
            if event["Type"] == kind:
                yield function["Handler"], event["Properties"]


def logical_id(folder: str, stem: str) -> str:
    """The name in the template of the function whose file is functions/<folder>/<stem>.py."""
    return stem.title().replace("_", "") + SUFFIXES.get(folder, "")


def entry(handler: str) -> Any:
    """What a Handler: string names."""
    module, _, name = handler.rpartition(".")
    return getattr(import_module(module), name)


@cache
def _resources() -> dict[str, Any]:
    return dict(_as_text(join_resources(load())))


def _parse(path: str) -> Template:
    return dict(yaml.load((ROOT / path).read_text(), _Loader))  # noqa: S506  # a SafeLoader
