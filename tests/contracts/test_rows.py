"""Each row class declares the shape of its keys, and each key belongs to one class."""

import ast
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import pytest

import sharewell.all_rows
from local_stack.in_process import Stack
from sharewell.aws.keys import (
    KINDS,
    KeyShape,
    Owner,
    Parent,
    Registry,
    Scope,
    UndeclaredKeyError,
    registry,
)
from sharewell.aws.table import Row

ROOT = Path(__file__).parents[2]
CORE = ROOT / "layers/sharewell/python/sharewell"
ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
EXAMPLES = {
    "ulid": ULID,
    "post": f"{ULID}-{ULID}",
    "word": "ready",
    "digits": "00007",
    "day": "2030-01-01",
    "moment": "2030-01-01T00:00:00",
    "text": "ada@kettle.example",
}
EMPTIED_OTHERWISE = {
    "IN#<org>#<channel>[#<group>]": "lines of items, which go with them",
    "BY#<org>#<member>[#<group>]": "lines of items, which go with them",
    "FOR#<org>#<group>": "content/leaving.py takes items out of it one by one",
    "VERIFIED#<org>#<channel>[#<group>]": "lines of items, which go with them",
    "UNANSWERED#<org>#<channel>[#<group>]": "lines of questions, which go when it is deleted",
    "ITEM_ASSIGNMENTS#<org>#<item>": "assignments, which the consumer of ItemPurged deletes",
}
"""Partitions of an item or a group that its purge does not clear, and why."""


def declared() -> list[tuple[str, KeyShape]]:
    """Returns all declared key shapes except those of classes that tests define."""
    return [it for it in registry if it[0].startswith("sharewell.")]


def examples(shape: KeyShape) -> list[tuple[str, str]]:
    """Returns keys of a shape, with and without its optional parts."""
    assert set(EXAMPLES) == set(KINDS)
    found = []
    for whole in (True, False):
        pk, sk = (_example(it, whole=whole) for it in (shape.partition, shape.sort))
        found.append((pk, sk))
    return found


def _example(part: str, *, whole: bool) -> str:
    text = part.replace("[", "").replace("]", "") if whole else part.partition("[")[0]
    for kind, value in EXAMPLES.items():
        while f":{kind}>" in text:
            before, _, after = text.partition(f":{kind}>")
            text = f"{before.rpartition('<')[0]}{value}{after}"
    while "<" in text:
        before, _, after = text.partition("<")
        text = f"{before}{ULID}{after.partition('>')[2]}"
    return text


def test_row_class_without_key_shape_is_rejected() -> None:
    with pytest.raises(TypeError, match="declares no KeyShape"):
        type("Astray", (Row,), {"__module__": "tests"})


def test_keys_of_row_classes_are_distinct() -> None:
    """-"""
    alike = [
        (one, other)
        for (one, its), (other, others) in permutations(declared(), 2)
        if one != other and any(others.matches(*key) for key in examples(its))
    ]

    assert alike == []
    assert len(declared()) > 60


def test_overlapping_key_shapes_are_found() -> None:
    overlapping = Registry()
    overlapping.declare("one", KeyShape("READ#<org> / <item>"))
    overlapping.declare("other", KeyShape("READ#<org> / <name:text>"))

    assert len(overlapping.matching(f"READ#{ULID}", ULID)) == 2


def test_key_shape_matches_its_own_keys() -> None:
    for _, shape in declared():
        for pk, sk in examples(shape):
            assert shape.matches(pk, sk), (shape, pk, sk)
            values = shape.values(pk, sk)
            assert values is not None
            assert shape.owner(pk, sk).organisation == values.get("org"), shape


def test_all_rows_imports_every_module_with_rows() -> None:
    with_rows = {
        "sharewell." + ".".join(path.relative_to(CORE).with_suffix("").parts)
        for path in CORE.rglob("*.py")
        if path.name != "table.py" and _declares_keys(path)
    }
    tree = ast.parse(Path(sharewell.all_rows.__file__ or "").read_text())
    imported = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}

    assert imported == with_rows


def _declares_keys(path: Path) -> bool:
    calls = (it for it in ast.walk(ast.parse(path.read_text())) if isinstance(it, ast.Call))
    return any(isinstance(it.func, ast.Name) and it.func.id == "KeyShape" for it in calls)


def test_partitions_of_items_and_groups_name_their_parent() -> None:
    silent = {
        shape.partition
        for _, shape in declared()
        if shape.partition.rstrip("]").endswith(("<item>", "<group>")) and not shape.parent
    }

    assert silent == set(EMPTIED_OTHERWISE)
    assert all(
        shape.partition.endswith(f"<{parent}>")
        for parent in (Parent.ITEM, Parent.GROUP)
        for shape in registry.partitions_below(parent)
    )


def test_partition_has_one_parent() -> None:
    parents: dict[str, set[Parent | None]] = {}
    for _, shape in declared():
        parents.setdefault(shape.partition, set()).add(shape.parent)

    assert {it: of for it, of in parents.items() if len(of) > 1} == {}


def test_key_shape_builds_and_parses_keys() -> None:
    shape = KeyShape("IN#<org>#<channel>[#<group>] / <day:day>#<name:text>#<item>")

    assert shape.pk("o", "c") == shape.pk("o", "c", None) == "IN#o#c"
    assert shape("o", "c", "g", "2030-01-01", "a#b", "i") == ("IN#o#c#g", "2030-01-01#a#b#i")
    assert shape.begins("2030-01-01") == "2030-01-01#"
    assert shape.values("IN#o#c", "2030-01-01#a#b#i") == {
        "org": "o", "channel": "c", "day": "2030-01-01", "name": "a#b", "item": "i"
    }  # fmt: skip
    assert shape.values("BY#o#c", "2030-01-01#a#b#i") is None
    with pytest.raises(TypeError):
        shape.pk("o")


@pytest.mark.parametrize(
    "pattern",
    ["IN#<channel>#<org> / X", "ORGS / X#<name:text>#<org>", "P#<org>#<person> / X", "<a"],
)
def test_key_shape_without_owner_is_rejected(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"first value|no shape|not a valid key shape"):
        KeyShape(pattern)


def test_key_names_its_owner() -> None:
    assert registry.owner("ITEM#ours#x", "ITEM") == Owner("ours", None)
    assert registry.owner("PERSON#me", "MEMBER#ours") == Owner("ours", "me")
    assert registry.owner("PERSON#me", "CREATED#Kettle") == Owner(None, "me")
    assert registry.owner("ORGS", "FIRST") == Owner(None, None)
    assert {shape.scope for _, shape in declared()} == set(Scope)
    with pytest.raises(UndeclaredKeyError):
        registry.owner("NOVELTY#ours", "x")


def test_relay_needs_no_row_classes(stack: Stack) -> None:
    program = (
        "import sys, workers.relay; print(*(it for it in sys.modules if it.endswith('store')))"
    )
    paths = [str(ROOT / "functions"), str(CORE.parent)]
    program = f"import sys; sys.path[:0] = {paths}; {program}"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == []
