"""template.yaml, read the way the in-process stack and the contract tests need it."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import yaml

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
    """YAML, where !Ref, !Sub and !GetAtt are just their text."""


def _text(loader: yaml.SafeLoader, _: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    return node.value


_Loader.add_multi_constructor("!", _text)


@cache
def load() -> dict[str, Any]:
    """The whole template."""
    return read("template.yaml")


def read(path: str) -> dict[str, Any]:
    """A template of this repository, with tags as text."""
    return dict(yaml.load((ROOT / path).read_text(), _Loader))  # noqa: S506  # a SafeLoader


def environment() -> dict[str, str]:
    """Globals' environment; a reference stands for its own name."""
    return dict(load()["Globals"]["Function"]["Environment"]["Variables"])


def resources(kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and properties of every resource of a type."""
    for name, resource in load()["Resources"].items():
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
