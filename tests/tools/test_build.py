"""Sam builds what `make deploy` sends; test_scanners.py has what cfn-lint says of the template."""

import os
import subprocess
from pathlib import Path

import pytest

from local import template
from local.nested_stacks import ROOT_TEMPLATE, nested_stacks
from local.place import ROOT, TOOLS

SAM = TOOLS / "aws-venv/bin/sam"
LARGEST = 250 * 1024 * 1024  # of a function and its layers unzipped, by Lambda


@pytest.fixture(scope="module", autouse=True)
def sam_is_here() -> None:
    """`make test` sets it up."""
    if not SAM.exists():
        if os.environ.get("CI"):
            pytest.fail("python3 infra/local/prepare.py --aws has not run")
        pytest.skip("needs python3 infra/local/prepare.py --aws")


def sam(*words: str | Path) -> str:
    """What sam says, which has to be a success."""
    said = {"SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": "eu-west-1"}
    done = subprocess.run(
        [SAM, *words], cwd=ROOT, env=os.environ | said, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_sam_builds_layers_that_fit(tmp_path: Path) -> None:
    sam("build", "--build-dir", tmp_path)
    sizes = {it: _size(tmp_path / it) for it in ("Libraries", "Reading", "Finding", "Sharewell")}
    assert sum(sizes.values()) < LARGEST, sizes
    assert (tmp_path / "Sharewell/python/sharewell/web.py").exists()
    assert (tmp_path / "Libraries/python/pydantic_core").exists()
    assert list((tmp_path / "Libraries").rglob("*aarch64*.so")), "built for another machine"
    assert list((tmp_path / "ApiStack/About").rglob("about.py"))
    assert list((tmp_path / "ConsumersStack/Relay").rglob("relay.py"))
    root = (tmp_path / "template.yaml").read_text()
    for stack in nested_stacks(template.load()[ROOT_TEMPLATE]):
        assert f"TemplateURL: {stack.name}/template.yaml" in root
        assert (tmp_path / stack.name / "template.yaml").exists()
    services = {it.name for it in (tmp_path / "Libraries/python/botocore/data").glob("*/")}
    assert "ec2" not in services, "botocore came whole"


def _size(folder: Path) -> int:
    return sum(it.stat().st_size for it in folder.rglob("*") if it.is_file())
