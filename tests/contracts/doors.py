"""Which calls to AWS each function can come to, read from the code.

From a function's file on, whatever is mentioned in reached code is reached, by its name, among the
modules that the file imports. That can reach too much, never too little, as long as a door is only
ever named as a module (`bucket.put`), which `test_policies.py` asks for.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from local.place import ROOT

LAYER = ROOT / "layers/sharewell/python"
DOORS = {"bucket", "bus", "mailer", "once", "pool", "table"}
AT_DOORS = {LAYER / f"sharewell/{it}.py" for it in DOORS}
Code = ast.Module | ast.ClassDef | ast.FunctionDef


class Call(NamedTuple):
    """A door's function, and the domain that calls it."""

    door: str
    name: str
    domain: str


@cache
def calls(function: str) -> frozenset[Call]:
    """Every call that a function can come to; `routes.items` is functions/routes/items.py."""
    start = ROOT / "functions" / f"{function.replace('.', '/')}.py"
    modules = _closure(start)
    named: dict[str, list[tuple[Path, Code]]] = defaultdict(list)
    for path in modules - {start}:
        for name, code in _defined(path):
            named[name].append((path, code))
    found: set[Call] = set()
    seen: set[str] = set()
    todo: list[tuple[Path, Code]] = [(start, _tree(start))]
    while todo:
        path, code = todo.pop()
        for node in ast.walk(code):
            if isinstance(node, ast.Attribute) and _is_door(node.value):
                found.add(Call(ast.unparse(node.value), node.attr, path.parent.name))
            elif (said := _mentioned(node)) and said not in seen:
                seen.add(said)
                todo += named[said]
    return frozenset(found)


def _closure(start: Path) -> set[Path]:
    """A file and every module of ours behind it, the doors left out."""
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
                if module.exists() and module not in AT_DOORS:
                    yield module


def _defined(path: Path) -> Iterator[tuple[str, Code]]:
    """What can be mentioned: `name` of a module, `.name` of a class.

    A class, by its own name, brings what runs without being named.
    """
    for node in _tree(path).body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
            yield f".{node.name}", node  # of a module that is named
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    own = inner.name.startswith("__")
                    yield node.name if own else f".{inner.name}", inner
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, ast.Module([node], [])


def _is_door(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in DOORS


def _mentioned(node: ast.AST) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    return f".{node.attr}" if isinstance(node, ast.Attribute) else None


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())
