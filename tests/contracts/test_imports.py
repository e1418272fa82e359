"""Who may import what. The arrow is functions -> service -> store -> table, and never back.

Between domains it points down the levels of levels.py, so it never comes round.
"""

import ast
from functools import cache
from pathlib import Path

from contracts.levels import LEVELS

ROOT = Path(__file__).parents[2]
LAYER = ROOT / "layers/sharewell/python"
CORE = LAYER / "sharewell"
MODULES = sorted(CORE.rglob("*.py"))
FUNCTIONS = sorted((ROOT / "functions").rglob("*.py"))
DOMAINS = {folder.name for folder in CORE.iterdir() if (folder / "__init__.py").exists()}
LEVEL = {name: level for level, names in enumerate(LEVELS) for name in names}
AWS = {"boto3", "botocore", "pynamodb", "chalice", "aws_lambda_powertools"}
EDGES = {
    "table.py",
    "bucket.py",
    "bus.py",
    "mailer.py",
    "pool.py",
    "observe.py",
    "web.py",
    "consume.py",
    "store.py",
    "once.py",
}
WORDS = {"errors", "ids", "values", "clock", "caller", "page", "paging", "config"}


@cache
def imported(path: Path) -> set[str]:
    """Return every module that `path` imports, in full; imports within functions count."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {it.name for it in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = {f"{node.module}.{it.name}" for it in node.names}
            found |= {node.module, *filter(is_module, inside)}
    return found


def is_module(name: str) -> bool:
    """Whether a name is that of a module or a package of the layer."""
    place = LAYER.joinpath(*name.split("."))
    return place.with_suffix(".py").exists() or (place / "__init__.py").exists()


def roots(path: Path) -> set[str]:
    """The packages they are in."""
    return {name.partition(".")[0] for name in imported(path)}


def is_edge(path: Path) -> bool:
    """Whether it may know AWS: the doors, and stores, which a domain may have several of."""
    return path.name in EDGES or path.name.endswith("_store.py")


def label(path: Path) -> str:
    """`channels/store.py`, the way people say it."""
    return f"{path.parent.name}/{path.name}"


def part_of(name: str) -> str:
    """Return the first part of the package that a module is, or is in: `content`, `table`."""
    return name.removeprefix("sharewell.").partition(".")[0]


def of_domain(path: Path) -> str | None:
    """The domain a module belongs to."""
    part = path.relative_to(CORE).parts[0]
    return part if part in DOMAINS else None


def arrows() -> set[tuple[str, str]]:
    """Return the imports between the first parts of the package, each pair once."""
    return {
        (path.relative_to(CORE).with_suffix("").parts[0], part_of(name))
        for path in MODULES
        for name in imported(path)
        if name.startswith("sharewell.")
    }


def may_import(part: str, other: str) -> bool:
    """Whether an arrow from one part of the package to another points down, or stays inside."""
    if other not in LEVEL or part == other:
        return True
    return part in LEVEL and LEVEL[other] < LEVEL[part]


def test_domains_import_only_domains_of_lower_levels() -> None:
    assert {(part, other) for part, other in arrows() if not may_import(part, other)} == set()


def test_levels_name_every_domain_once() -> None:
    named = [name for level in LEVELS for name in level]
    modules = {path.stem for path in CORE.glob("*.py")}

    assert len(named) == len(LEVEL)
    assert set(LEVEL) >= DOMAINS
    assert set(LEVEL) <= DOMAINS | modules


def test_arrows_up_and_sideways_are_refused() -> None:
    assert may_import("search", "content")
    assert may_import("content", "table")
    assert not may_import("content", "search")
    assert not may_import("feed", "reactions")
    assert not may_import("web", "identity")
    assert not may_import("identity", "app")


def test_only_the_edges_know_aws() -> None:
    inside = [it for it in MODULES if not is_edge(it)]

    assert [label(it) for it in inside if roots(it) & AWS] == []


def test_models_know_only_words_and_other_models() -> None:
    known = {
        label(it): {name.split(".")[-1] for name in imported(it) if name.startswith("sharewell.")}
        for it in MODULES
        if it.name == "model.py"
    }

    assert {model: more for model, it in known.items() if (more := it - WORDS - {"model"})} == {}


def test_no_domain_reaches_into_the_rows_of_another() -> None:
    reached = [
        (label(it), name)
        for it in MODULES
        if (domain := of_domain(it))
        for name in imported(it)
        if name.endswith("store") and part_of(name) in DOMAINS - {domain}
    ]

    assert reached == []


def test_nothing_imports_the_laptop_or_the_tests() -> None:
    outside = {"local", "keeping", "tests", "conftest"}

    assert [label(it) for it in MODULES if roots(it) & outside] == []


def test_functions_never_import_each_other() -> None:
    siblings = {it.relative_to(ROOT / "functions").with_suffix("").parts[0] for it in FUNCTIONS}

    assert [label(it) for it in FUNCTIONS if roots(it) & siblings] == []


def test_functions_never_touch_rows() -> None:
    rows = ("store", ".table")
    touched = [(it.name, name) for it in FUNCTIONS for name in imported(it) if name.endswith(rows)]

    assert touched == []
