"""Sam builds what `make deploy` uploads; test_scanners.py runs cfn-lint on the template."""

import os
import subprocess
from pathlib import Path

import pytest

from local_stack import templates
from local_stack.nested_stacks import ROOT_TEMPLATE, nested_stacks
from local_stack.workspace import ROOT, TOOLS

SAM = TOOLS / "aws-venv/bin/sam"
LARGEST = 250 * 1024 * 1024  # Lambda's limit for a function and its layers, unzipped


@pytest.fixture(scope="module", autouse=True)
def sam_is_here() -> None:
    """Skips unless sam is installed; `make test` installs it."""
    if not SAM.exists():
        if os.environ.get("CI"):
            pytest.fail("python3 devtools/local_stack/prepare.py --aws has not run")
        pytest.skip("needs python3 devtools/local_stack/prepare.py --aws")


def sam(*words: str | Path) -> str:
    """Runs sam, which must succeed, and returns its output."""
    settings = {"SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": "eu-west-1"}
    done = subprocess.run(
        [SAM, *words],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_sam_build_fits_lambda_limits(tmp_path: Path) -> None:
    sam("build", "--build-dir", tmp_path)
    sizes = {it: _size(tmp_path / it) for it in ("Libraries", "Reading", "Finding", "Sharewell")}
    assert sum(sizes.values()) < LARGEST, sizes
    assert (tmp_path / "Sharewell/python/sharewell/edge/api.py").exists()
    assert (tmp_path / "Libraries/python/pydantic_core").exists()
    assert list((tmp_path / "Libraries").rglob("*aarch64*.so")), "built for another machine"
    assert list((tmp_path / "ApiStack/About").rglob("about.py"))
    assert list((tmp_path / "ConsumersStack/Relay").rglob("relay.py"))
    root = (tmp_path / "template.yaml").read_text()
    for stack in nested_stacks(templates.load()[ROOT_TEMPLATE]):
        assert f"TemplateURL: {stack.name}/template.yaml" in root
        assert (tmp_path / stack.name / "template.yaml").exists()
    services = {it.name for it in (tmp_path / "Libraries/python/botocore/data").glob("*/")}
    assert "ec2" not in services, "botocore came whole"


def _size(folder: Path) -> int:
    return sum(it.stat().st_size for it in folder.rglob("*") if it.is_file())
