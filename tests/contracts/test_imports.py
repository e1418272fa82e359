"""Who may import what. The arrow is functions -> service -> store -> table, and never back."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORE = ROOT / "layers/sharewell/python/sharewell"
MODULES = sorted(CORE.rglob("*.py"))
FUNCTIONS = sorted((ROOT / "functions").glob("*.py"))
DOMAINS = {folder.name for folder in CORE.iterdir() if (folder / "__init__.py").exists()}
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
    """Every module `path` imports, in full."""
    tree = ast.parse(path.read_text())
    plain = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    return plain | {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}


def roots(path: Path) -> set[str]:
    """The packages they are in."""
    return {name.partition(".")[0] for name in imported(path)}


def is_edge(path: Path) -> bool:
    """Whether it may know AWS: the doors, and stores, which a domain may have several of."""
    return path.name in EDGES or path.name.endswith("_store.py")


def label(path: Path) -> str:
    """`channels/store.py`, the way people say it."""
    return f"{path.parent.name}/{path.name}"


def of_domain(path: Path) -> str | None:
    """The domain a module belongs to."""
    part = path.relative_to(CORE).parts[0]
    return part if part in DOMAINS else None


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
        if of_domain(it)
        for name in imported(it)
        if is_reaching(str(of_domain(it)), name)
    ]

    assert reached == []


def test_jobs_know_no_domain() -> None:
    """Domains give their kinds of job to the worker; the mechanism knows none of them."""
    others = {f"sharewell.{it}" for it in DOMAINS - {"jobs"}}
    known = [name for it in MODULES if of_domain(it) == "jobs" for name in imported(it)]

    assert known
    assert [name for name in known if ".".join(name.split(".")[:2]) in others] == []


def is_reaching(domain: str, name: str) -> bool:
    """Whether something named so is another domain's, and a store."""
    _, _, inside = name.partition("sharewell.")
    other, _, part = inside.partition(".")
    family = {other, domain} <= {"uploads", "content", "upkeep", "links"}
    return other in DOMAINS - {domain} and part.endswith("store") and not family


def test_nothing_imports_the_laptop_or_the_tests() -> None:
    outside = {"local", "keeping", "tests", "conftest"}

    assert [label(it) for it in MODULES if roots(it) & outside] == []


def test_functions_never_import_each_other() -> None:
    siblings = {it.stem for it in FUNCTIONS}

    assert [label(it) for it in FUNCTIONS if roots(it) & siblings] == []


def test_functions_never_touch_rows() -> None:
    rows = (".store", ".table")
    touched = [(it.name, name) for it in FUNCTIONS for name in imported(it) if name.endswith(rows)]

    assert touched == []
