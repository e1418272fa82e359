"""cfn-lint, checkov, bandit and semgrep find nothing but what tests/tools/exceptions.yaml lists."""

import json
import re
import subprocess
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from contracts import expanded_template as expanded
from local_stack.workspace import ROOT, SCANNING_PYTHON, TOOLING_PYTHON

HERE = Path(__file__).parent
RULES = HERE / "semgrep/rules.yaml"
CODE = ("functions", "layers/sharewell/python", "devtools")
PSEUDO = {"Partition": "aws", "Region": "eu-west-1", "AccountId": "123456789012",
          "URLSuffix": "amazonaws.com", "StackName": "sharewell"}  # fmt: skip
CHECKOV = """
import json, sys
from checkov.cloudformation.runner import Runner
from checkov.common.graph.graph_builder.variable_rendering.renderer import VariableRenderer
from checkov.runner_filter import RunnerFilter
VariableRenderer.render_variables_from_local_graph = lambda _: None
chosen = RunnerFilter(framework=["cloudformation"])
said = Runner().run(root_folder=None, files=sys.argv[1:], runner_filter=chosen)
assert not said.parsing_errors and len(said.passed_checks) > 200
json.dump([(it.check_id, it.resource) for it in said.failed_checks], sys.stdout)
"""


def test_cfn_lint_accepts_expanded_template(tmp_path: Path) -> None:
    found = json.loads(tool("cfn-lint", "--format", "json", *written(tmp_path)) or "[]")
    types = [(it["Rule"]["Id"], _type(it)) for it in found]

    excused("cfn-lint", types)


def test_checkov_accepts_expanded_template(tmp_path: Path) -> None:
    # Its own command line takes 7 s longer: it starts each of its scanners. Resolving references
    # took 19 s of 21, and it found the same without: 862 and 237.
    found = tool("python", "-c", CHECKOV, *written(tmp_path, known=True))

    excused("checkov", map(tuple, json.loads(found)))


def test_bandit_accepts_code() -> None:
    report = json.loads(tool("bandit", "-q", "-r", *CODE, "-f", "json"))

    assert not report["errors"]
    excused("bandit", [(it["test_id"], it["filename"]) for it in report["results"]])


def test_semgrep_finds_samples_and_nothing_in_code(tmp_path: Path) -> None:
    planted = set(_plant(tmp_path))
    rules = {it["id"] for it in yaml.safe_load(RULES.read_text())["rules"]}
    assert {rule for rule, _ in planted} == rules
    report = json.loads(
        tool(
            "semgrep", "scan", "--metrics", "off", "--disable-version-check", "--quiet", "--json",
            "--no-git-ignore", "-j", "1", "--config", RULES, tmp_path, *CODE,
        )
    )  # fmt: skip
    found = {(it["check_id"].rpartition(".")[2], it["path"]) for it in report["results"]}

    assert not report["errors"]
    assert {(rule, path) for rule, path in found if path.startswith(str(tmp_path))} == planted
    assert sorted(it for it in found if it not in planted) == []
    assert len([it for it in report["paths"]["scanned"] if "sharewell" in it]) > 80


def excused(scanner: str, found: Iterable[tuple[str, ...]]) -> None:
    """Compares a scanner's findings, as (rule, where), with the exceptions, both ways."""
    listed: dict[str, Any] = yaml.safe_load((HERE / "exceptions.yaml").read_text())
    lines = {(it["rule"], where) for it in listed[scanner] for where in it["where"]}
    assert all(len(it["because"]) > 30 for it in listed[scanner]), "each has its reason"
    used = set()
    for rule, where in dict.fromkeys(found):
        by = {line for line in lines if line[0] == rule and fnmatch(where, line[1])}
        assert by, f"{scanner} finds {rule} in {where}"
        used |= by
    assert lines == used, f"{scanner} does not find any more: {lines - used}"


def written(folder: Path, *, known: bool = False) -> list[Path]:
    """Writes the templates as deployed; pseudo parameters get the values `known` where used."""
    templates = expanded.expand(
        "as SAM writes them", Stage="prod", MailFrom="sharewell@sharewell.example"
    )
    for name, template in templates.items():
        text = json.dumps(template)
        path = folder / name  # where the root's TemplateURL points
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            re.sub(r"\$\{AWS::(\w+)\}", lambda it: PSEUDO[it[1]], text) if known else text
        )
    return [folder / name for name in templates]


def tool(name: str, *words: object) -> str:
    """Runs a command of the tooling environments and returns its output."""
    python = TOOLING_PYTHON if name == "cfn-lint" else SCANNING_PYTHON
    command = [str(it) for it in (python.with_name(name), *words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout or not done.stderr, done.stderr
    return done.stdout


def _type(found: dict[str, Any]) -> str:
    path = found["Location"]["Path"] or []
    resource = expanded.resources().get(str(path[1]) if len(path) > 1 else "", {})
    return str(resource.get("Type", found["Message"]))


def _plant(folder: Path) -> Iterable[tuple[str, str]]:
    """Writes each rule's samples into a copy of the tree; returns which must be found where."""
    for rule in yaml.safe_load(RULES.read_text())["rules"]:
        for kind in ("caught", "allowed"):
            for number, text in enumerate(rule["metadata"][kind]):
                # A path that all rules include.
                path = folder / f"{rule['id']}-{kind}-{number}/sharewell/functions/sample.py"
                path.parent.mkdir(parents=True)
                path.write_text(f"{text}\n")
                if kind == "caught":
                    yield rule["id"], str(path)
