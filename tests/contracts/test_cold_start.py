"""What a function loads before its first request: nothing that it does not need then."""

import json
import re
import subprocess
import sys
from functools import cache
from importlib.metadata import packages_distributions
from typing import NamedTuple

import pytest

from local import template
from local.stack import ENVIRONMENT
from local.template import ROOT

HANDLERS = sorted(function["Handler"] for _, function in template.functions())
MODULES = [handler.partition(".")[0] for handler in HANDLERS]
APIS = [handler.partition(".")[0] for handler in HANDLERS if handler.endswith(".api")]
ROOTS = [str(ROOT / it) for it in ("functions", "layers/sharewell/python")]
PROBE = """
import gc, json, sys
sys.path[:0] = json.loads(sys.argv[1])
__import__(sys.argv[2])
loaded = sorted(sys.modules)
from aws_lambda_powertools import Tracer
from botocore.client import BaseClient
made = gc.get_objects()
clients = {it.meta.service_model.service_name for it in made if isinstance(it, BaseClient)}
tracers = sum(isinstance(it, Tracer) for it in made)
print(json.dumps([loaded, sorted(clients), tracers]))
"""


class Start(NamedTuple):
    """What is there after an import: modules, AWS services with a client, tracers."""

    loaded: set[str]
    clients: set[str]
    tracers: int


@cache
def start(module: str) -> Start:
    """What a fresh interpreter holds once it has imported a function."""
    said = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(ROOTS), module],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded, clients, tracers = json.loads(said.stdout)
    return Start(set(loaded), set(clients), tracers)


def of_layer(name: str) -> set[str]:
    """The modules of what a layer pins, by their first names."""
    pins = (ROOT / "layers" / name / "requirements.txt").read_text()
    pinned = {_folded(pin) for pin in re.findall(r"^([\w.-]+)==", pins, re.MULTILINE)}
    return {
        module
        for module, distributions in packages_distributions().items()
        if pinned & {_folded(it) for it in distributions}
    }


def has_layer(module: str, name: str) -> bool:
    """Whether a function has a layer of its own."""
    return any(
        name in function.get("Layers", [])
        for _, function in template.functions()
        if function["Handler"].partition(".")[0] == module
    )


@pytest.mark.parametrize("layer", ["Reading", "Finding"])
@pytest.mark.parametrize("module", MODULES)
def test_no_function_loads_what_only_another_functions_layer_holds(module: str, layer: str) -> None:
    special = of_layer(layer.lower()) - of_layer("libraries")
    loaded = {name.partition(".")[0] for name in start(module).loaded}

    assert special
    assert has_layer(module, layer) or not special & loaded


@pytest.mark.parametrize("module", MODULES)
def test_nobody_pays_for_a_tracer(module: str) -> None:
    assert start(module).tracers == 0


@pytest.mark.parametrize("module", MODULES)
def test_only_the_tables_client_is_made_before_it_is_needed(module: str) -> None:
    assert start(module).clients <= {"dynamodb"}


@pytest.mark.parametrize("module", APIS)
def test_an_api_function_reads_rows_without_the_larger_half_of_the_sdk(module: str) -> None:
    assert "boto3" not in start(module).loaded


def test_files_are_read_by_libraries_that_only_the_reading_child_loads() -> None:
    special = of_layer("reading") - of_layer("libraries")

    assert not special & {name.partition(".")[0] for name in start("read_file").loaded}


def _folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
