"""What the documents tell people to type is there, and what they list is all there is."""

import json
import re
from typing import Any

import pytest

import demo
from contracts.levels import LEVELS
from local_stack import demo_accounts
from local_stack.templates import ROOT

DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/architecture.md",
    "docs/glossary.md",
    "docs/performance.md",
    "docs/runbook.md",
    "docs/testing.md",
)
TARGETS = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def text(name: str) -> str:
    return (ROOT / name).read_text()


@pytest.mark.parametrize("name", [it for it in DOCUMENTS if "make " in text(it)])
def test_every_make_command_is_a_target(name: str) -> None:
    command = r"(?:`|\$ |^)(?:[A-Z]+=\S+\s+)*make (?:-s )?([a-z0-9-]+)"
    told = set(re.findall(command, text(name), re.MULTILINE))

    assert told
    assert told <= TARGETS


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_path_is_there(name: str) -> None:
    linked = re.findall(r"\]\(([\w./-]+)\)", text(name))

    assert [path for path in linked if not (ROOT / path).exists()] == []


def test_testing_guide_lists_the_suites_with_commands_that_exist() -> None:
    _, _, rows = text("docs/testing.md").partition("## What the safety net covers")
    rows = rows.partition("\n\n`make")[0]
    tried = re.findall(r"(tests/[\w/.]+)", rows)

    assert {it.partition("/test_")[0] for it in tried} >= {
        "tests/resilience", "tests/isolation", "tests/hostile", "tests/e2e",
    }  # fmt: skip
    assert [it for it in tried if not (ROOT / it).exists()] == []
    assert "`make test-mutants`" in rows
    for kind in ("crash points", "orders", "second writer", "leaks", "5xx", "planted"):
        assert kind in rows


def test_the_readme_names_the_people_who_can_sign_in() -> None:
    readme = text("README.md")

    assert demo_accounts.PASSWORD in readme
    assert [it.address for it in demo.people()[:3] if it.address not in readme] == []


@pytest.mark.parametrize("layer", ["libraries", "reading", "finding"])
def test_every_library_of_a_layer_is_listed_with_its_licence(layer: str) -> None:
    pins = text(f"layers/{layer}/requirements.txt")
    names = set(re.findall(r"^([a-z0-9._-]+)==", pins, re.MULTILINE))
    listed = set(re.findall(r"^\| ([\w.@/-]+) \| \S", text("THIRD_PARTY.md"), re.MULTILINE))

    assert names <= listed


def test_every_package_of_the_app_is_listed_with_its_licence() -> None:
    packages: dict[str, Any] = json.loads(text("web/package-lock.json"))["packages"]
    shipped = {
        path.rpartition("node_modules/")[2]
        for path, it in packages.items()
        if path and not it.get("dev") and not it.get("optional")
    }
    listed = set(re.findall(r"^\| ([\w.@/-]+) \| \S", text("THIRD_PARTY.md"), re.MULTILINE))

    assert shipped <= listed


def test_architecture_walks_name_files_and_functions_that_exist() -> None:
    walks = text("docs/architecture.md").partition("## Five walks")[2].partition("## Where")[0]
    hops = re.findall(r"`((?:functions|sharewell)/[\w/]+\.py):\s+([\w.]+)`", walks)

    assert len(hops) == 19
    for path, name in hops:
        root = ROOT if path.startswith("functions") else ROOT / "layers/sharewell/python"
        code = (root / path).read_text()
        for part in name.split("."):
            assert re.search(rf"(?:def|class) {part}\b", code), f"{name} in {path}"


def test_architecture_shows_the_levels_of_the_code() -> None:
    rows = re.findall(r"^\| \d+ \| (.+) \|$", text("docs/architecture.md"), re.MULTILINE)
    shown = [tuple(re.findall(r"`(\w+)`", row)) for row in reversed(rows)]

    assert shown == list(LEVELS)
