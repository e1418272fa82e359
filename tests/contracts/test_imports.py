"""Who may import what. The arrow is functions -> service -> store -> table, and never back."""

import ast
from pathlib import Path

import pytest

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


def imported(path: Path) -> set[str]:
    """Every module `path` imports, in full."""
    tree = ast.parse(path.read_text())
    plain = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    return plain | {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}


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


@pytest.mark.parametrize("path", [p for p in MODULES if not is_edge(p)], ids=label)
def test_only_the_edges_know_aws(path: Path) -> None:
    assert not {name.partition(".")[0] for name in imported(path)} & AWS


@pytest.mark.parametrize("path", [p for p in MODULES if p.name == "model.py"], ids=label)
def test_models_know_only_words_and_other_models(path: Path) -> None:
    ours = {name for name in imported(path) if name.startswith("sharewell.")}
    parts = {name.split(".")[-1] for name in ours}

    assert parts <= WORDS | {"model"}


@pytest.mark.parametrize("path", [p for p in MODULES if of_domain(p)], ids=label)
def test_no_domain_reaches_into_the_rows_of_another(path: Path) -> None:
    for name in imported(path):
        _, _, inside = name.partition("sharewell.")
        domain, _, part = inside.partition(".")
        if domain in DOMAINS - {of_domain(path)}:
            family = {domain, of_domain(path)} <= {"uploads", "content", "upkeep", "links"}
            assert not part.endswith("store") or family, name


@pytest.mark.parametrize("path", MODULES, ids=label)
def test_nothing_imports_the_laptop_or_the_tests(path: Path) -> None:
    outside = {"local", "keeping", "tests", "conftest"}

    assert not {name.partition(".")[0] for name in imported(path)} & outside


@pytest.mark.parametrize("path", FUNCTIONS, ids=label)
def test_functions_never_import_each_other(path: Path) -> None:
    siblings = {other.stem for other in FUNCTIONS}

    assert not siblings & {name.partition(".")[0] for name in imported(path)}


@pytest.mark.parametrize("path", FUNCTIONS, ids=label)
def test_functions_never_touch_rows(path: Path) -> None:
    assert not [name for name in imported(path) if name.endswith((".store", ".table"))]
