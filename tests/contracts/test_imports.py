"""Imports point from functions to services to stores to the table, and never back.

Between domains they point down the levels of levels.py, so no cycle is possible.
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
FOUNDATIONS = {"core", "aws", "edge"}
"""Packages that all domains build on, and that import no domain."""
PACKAGES = {folder.name for folder in CORE.iterdir() if (folder / "__init__.py").exists()}
DOMAINS = PACKAGES - FOUNDATIONS
LEVEL = {name: level for level, names in enumerate(LEVELS) for name in names}
AWS = {"boto3", "botocore", "pynamodb", "chalice", "aws_lambda_powertools"}
CORE_MODULES = {"errors", "ids", "values", "clock", "caller", "pagination", "config"}


@cache
def imported(path: Path) -> set[str]:
    """Returns the full names of all modules that `path` imports, within functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {it.name for it in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = {f"{node.module}.{it.name}" for it in node.names}
            found |= {node.module, *filter(is_module, inside)}
    return found


def is_module(name: str) -> bool:
    """Returns whether a name is that of a module or package of the layer."""
    place = LAYER.joinpath(*name.split("."))
    return place.with_suffix(".py").exists() or (place / "__init__.py").exists()


def roots(path: Path) -> set[str]:
    """Returns the top-level packages of the imported modules."""
    return {name.partition(".")[0] for name in imported(path)}


def is_edge(path: Path) -> bool:
    """Returns whether a module may use AWS libraries: `aws`, `edge` and the domains' stores."""
    return path.relative_to(CORE).parts[0] in {"aws", "edge"} or path.name.endswith("store.py")


def label(path: Path) -> str:
    """Returns a path within the layer, such as `channels/store.py`."""
    return f"{path.parent.name}/{path.name}"


def part_of(name: str) -> str:
    """Returns the first part of the package that a module belongs to: `content`, `table`."""
    return name.removeprefix("sharewell.").partition(".")[0]


def of_domain(path: Path) -> str | None:
    """Returns the domain that a module belongs to."""
    part = path.relative_to(CORE).parts[0]
    return part if part in DOMAINS else None


def arrows() -> set[tuple[str, str]]:
    """Returns the imports between the first parts of the package, each pair once."""
    return {
        (path.relative_to(CORE).with_suffix("").parts[0], part_of(name))
        for path in MODULES
        for name in imported(path)
        if name.startswith("sharewell.")
    }


def may_import(part: str, other: str) -> bool:
    """Returns whether an import points down the levels or stays inside a part."""
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
    assert may_import("content", "aws")
    assert not may_import("content", "search")
    assert not may_import("feed", "reactions")
    assert not may_import("edge", "identity")
    assert not may_import("identity", "app")


def test_aws_libraries_are_imported_by_aws_edge_and_stores_only() -> None:
    inside = [it for it in MODULES if not is_edge(it)]

    assert [label(it) for it in inside if roots(it) & AWS] == []


def test_models_import_only_core_and_other_models() -> None:
    known = {
        label(it): {name.split(".")[-1] for name in imported(it) if name.startswith("sharewell.")}
        for it in MODULES
        if it.name == "model.py"
    }

    assert {
        model: more
        for model, it in known.items()
        if (more := it - CORE_MODULES - {"model", "schemas"})
    } == {}


def test_no_domain_reaches_into_the_rows_of_another() -> None:
    reached = [
        (label(it), name)
        for it in MODULES
        if (domain := of_domain(it))
        for name in imported(it)
        if name.endswith("store") and part_of(name) in DOMAINS - {domain}
    ]

    assert reached == []


def test_jobs_know_no_domain() -> None:
    """Domains register their kinds of job with the worker; the mechanism knows none of them."""
    others = {f"sharewell.{it}" for it in DOMAINS - {"jobs"}}
    known = [name for it in MODULES if of_domain(it) == "jobs" for name in imported(it)]

    assert known
    assert [name for name in known if ".".join(name.split(".")[:2]) in others] == []


def test_nothing_imports_the_laptop_or_the_tests() -> None:
    outside = {"local_stack", "backup", "demo", "codegen", "aws_deploy", "tests", "conftest"}

    assert [label(it) for it in MODULES if roots(it) & outside] == []


def test_functions_never_import_each_other() -> None:
    siblings = {it.parent.name for it in FUNCTIONS}

    assert [label(it) for it in FUNCTIONS if roots(it) & siblings] == []


def test_functions_never_touch_rows() -> None:
    rows = ("store", ".table")
    touched = [(it.name, name) for it in FUNCTIONS for name in imported(it) if name.endswith(rows)]

    assert touched == []
