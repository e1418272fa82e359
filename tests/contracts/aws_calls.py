"""Finds the AWS calls that each function can make, by reading the code.

From a function's file on, every name mentioned in reached code reaches the definitions of that name
in the modules that the file imports. This overestimates and never underestimates, as long as AWS
modules are only ever used as modules (`bucket.put`), which `test_policies.py` checks.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from local_stack.workspace import ROOT

LAYER = ROOT / "layers/sharewell/python"
AWS_MODULES = {"bucket", "bus", "cognito", "idempotency", "ses", "table"}
AWS_FILES = {LAYER / f"sharewell/aws/{it}.py" for it in AWS_MODULES}
Code = ast.Module | ast.ClassDef | ast.FunctionDef


class Call(NamedTuple):
    """A function of an AWS module, and the domain that calls it."""

    module: str
    name: str
    domain: str


@cache
def calls(function: str) -> frozenset[Call]:
    """Returns the calls that a function can make; `routes.items` is functions/routes/items.py."""
    start = ROOT / "functions" / f"{function.replace('.', '/')}.py"
    modules = _closure(start)
    definitions: dict[str, list[tuple[Path, Code]]] = defaultdict(list)
    for path in modules - {start}:
        for defined, code in _defined(path):
            definitions[defined].append((path, code))
    found: set[Call] = set()
    seen: set[str] = set()
    todo: list[tuple[Path, Code]] = [(start, _tree(start))]
    while todo:
        path, code = todo.pop()
        for node in ast.walk(code):
            if isinstance(node, ast.Attribute) and _is_aws_module(node.value):
                found.add(Call(ast.unparse(node.value), node.attr, path.parent.name))
            elif (name := _mentioned(node)) and name not in seen:
                seen.add(name)
                todo += definitions[name]
    return frozenset(found)


def _closure(start: Path) -> set[Path]:
    """Returns a file and all modules of ours that it imports, except the AWS modules."""
    reached, todo = {start}, [start]
    while todo:
        for path in set(_imports(todo.pop())) - reached:
            reached.add(path)
            todo.append(path)
    return reached


def _imports(path: Path) -> Iterator[Path]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in (node.module, *(f"{node.module}.{it.name}" for it in node.names)):
                module = LAYER / f"{name.replace('.', '/')}.py"
                if module.exists() and module not in AWS_FILES:
                    yield module


def _defined(path: Path) -> Iterator[tuple[str, Code]]:
    """Yields what code can mention: `name` in a module, `.name` in a class.

    Dunder methods run without being mentioned, so they belong to the class's own name.
    """
    for node in _tree(path).body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
            yield f".{node.name}", node  # of a module used by name
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    own = inner.name.startswith("__")
                    yield node.name if own else f".{inner.name}", inner
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, ast.Module([node], [])


def _is_aws_module(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in AWS_MODULES


def _mentioned(node: ast.AST) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    return f".{node.attr}" if isinstance(node, ast.Attribute) else None


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())
