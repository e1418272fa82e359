"""The deployed stack conforms to its OpenAPI document, for valid and invalid requests."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from e2e.person import unique
from e2e.running import Stack
from local_stack.workspace import ROOT, TOOLS

CONFIG = ROOT / "tests/hostile/schemathesis.toml"
NO_NETWORK = ROOT / "tests/hostile/no_network.py"
SECONDS, OF_EACH = 75, 10
"""Seconds of generating requests, and their maximum per operation."""


def test_api_conforms_to_its_openapi_document(
    running: Stack, figure: Callable[[str], None], tmp_path: Path
) -> None:
    token = running.sign_up(f"{unique('fay').replace(' ', '-')}@elsewhere.example")
    made = {"name": unique("Fuzz"), "your_name": "Fay"}
    assert running.ask("POST", "/api/organisations", token, made)[0] == 201
    assert running.url.startswith("http://localhost:")

    done = subprocess.run(
        [
            *(TOOLS / "fuzzing-venv/bin/schemathesis", "--no-color", "--config-file", CONFIG),
            *("run", f"{running.url}/api/openapi.json", "--url", running.url),
            *("--header", f"Authorization: Bearer {token}", "--seed", "1"),
            *("--max-examples", str(OF_EACH), "--max-time", str(SECONDS)),
            *("--phases", "coverage,fuzzing,stateful"),
        ],
        env=os.environ | {"SCHEMATHESIS_HOOKS": str(NO_NETWORK)},
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=SECONDS * 10,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr
    [requests] = re.findall(r"^ *([\d,]+) generated", done.stdout, re.MULTILINE)
    [operations] = re.findall(r"Tested: (\d+)", done.stdout)
    figure(f"schemathesis: {requests} requests of {operations} operations, no check failed")
