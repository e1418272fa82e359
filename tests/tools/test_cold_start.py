"""A function loads only what it needs before its first request."""

import json
import re
import subprocess
import sys
from functools import cache
from importlib.metadata import packages_distributions
from typing import NamedTuple

from local_stack import templates
from local_stack.in_process import ENVIRONMENT
from local_stack.templates import ROOT

HANDLERS = sorted(function["Handler"] for _, function in templates.functions())
MODULES = [handler.rpartition(".")[0] for handler in HANDLERS]
APIS = [handler.rpartition(".")[0] for handler in HANDLERS if handler.endswith(".api")]
ROOTS = [str(ROOT / it) for it in ("functions", "layers/sharewell/python")]
PROBE = """
import gc, json, os, sys
sys.path[:0] = json.loads(sys.argv[1])
# What all functions have.
import aws_lambda_powertools, botocore.client, pydantic, pynamodb.models
import sharewell.core.events, sharewell.aws.telemetry
for module in sys.argv[2:]:
    ours, theirs = os.pipe()
    if os.fork() == 0:
        __import__(module)
        loaded = sorted(sys.modules)
        from aws_lambda_powertools import Tracer
        from botocore.client import BaseClient
        made = gc.get_objects()
        clients = {it.meta.service_model.service_name for it in made if isinstance(it, BaseClient)}
        tracers = sum(isinstance(it, Tracer) for it in made)
        with os.fdopen(theirs, "w") as out:
            json.dump([module, loaded, sorted(clients), tracers], out)
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as said:
        print(said.read())
    os.wait()
"""


class Start(NamedTuple):
    """What an import leaves: modules, AWS services with a client, tracers."""

    loaded: set[str]
    clients: set[str]
    tracers: int


@cache
def starts() -> dict[str, Start]:
    """Returns what a fresh interpreter has loaded after importing each function."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(ROOTS), *sorted(set(MODULES))],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = map(json.loads, done.stdout.splitlines())
    return {it: Start(set(loaded), set(clients), tracers) for it, loaded, clients, tracers in found}


def of_layer(name: str) -> set[str]:
    """Returns the top-level modules of a layer's pinned libraries."""
    pins = (ROOT / "layers" / name / "requirements.txt").read_text()
    pinned = {_folded(pin) for pin in re.findall(r"^([\w.-]+)==", pins, re.MULTILINE)}
    return {
        module
        for module, distributions in packages_distributions().items()
        if pinned & {_folded(it) for it in distributions}
    }


def has_layer(module: str, name: str) -> bool:
    """Returns whether a function uses a layer."""
    return any(
        name in function.get("Layers", [])
        for _, function in templates.functions()
        if function["Handler"].rpartition(".")[0] == module
    )


def test_cold_start_loads_only_what_function_needs() -> None:
    assert set(starts()) == set(MODULES)
    special = {it: of_layer(it.lower()) - of_layer("libraries") for it in ("Reading", "Finding")}
    assert all(special.values())
    for module, begins in starts().items():
        loaded = {name.partition(".")[0] for name in begins.loaded}
        for layer, of_others in special.items():
            held = set() if has_layer(module, layer) else of_others & loaded
            assert not held, f"{module} loads what only another function's layer holds"
        assert begins.tracers == 0, f"{module} pays for a tracer"
        assert begins.clients <= {"dynamodb"}, f"{module} makes a client before it is needed"
        if module in APIS:
            assert "boto3" not in begins.loaded, f"{module} reads rows with all of the SDK"


def test_reading_libraries_load_in_child_process_only() -> None:
    special = of_layer("reading") - of_layer("libraries")

    assert not special & {
        name.partition(".")[0] for name in starts()["workers.file_processor"].loaded
    }


def _folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
