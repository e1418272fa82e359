"""The deployed stack is asked whatever its OpenAPI document allows, and what it does not."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from e2e.person import fresh
from e2e.running import Stack
from local.place import ROOT, TOOLS

CONFIG = ROOT / "tests/hostile/schemathesis.toml"
NO_NETWORK = ROOT / "tests/hostile/no_network.py"
SECONDS, OF_EACH = 75, 10
"""For how long it goes on making requests up, and how many an operation."""


def test_the_api_is_what_its_document_says_whatever_it_is_asked(
    running: Stack, figure: Callable[[str], None], tmp_path: Path
) -> None:
    token = running.sign_up(f"{fresh('fay').replace(' ', '-')}@elsewhere.example")
    made = {"name": fresh("Fuzz"), "your_name": "Fay"}
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
    [asked] = re.findall(r"^ *([\d,]+) generated", done.stdout, re.MULTILINE)
    [operations] = re.findall(r"Tested: (\d+)", done.stdout)
    figure(f"schemathesis: {asked} requests of {operations} operations, no check failed")
