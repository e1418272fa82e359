"""What the emulator lacks is mended, and a mend that it no longer needs is noticed."""

import json
import subprocess
from typing import Any

import pytest

from local.place import EMULATOR_PYTHON, ROOT

PROBE = """
import json, sys

sys.path.insert(0, sys.argv[1])
from ministack.services.cloudformation import engine, helpers, provisioners
from local.emulation import nested_stacks

names = []


def create(logical_id, properties, stack):
    names.append(properties["DisplayName"])
    return "id", {"Arn": "its arn"}


topic = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "{{resolve:secretsmanager:x}}"}}
arn = {"Value": {"Fn::GetAtt": ["Topic", "Arn"]}}
template = json.dumps({"Resources": {"Topic": topic}, "Outputs": {"Arn": arn}})
engine._resolve_dynamic_reference = lambda _: "a secret"
helpers._resolve_template = lambda _: (template, None)
provisioners._RESOURCE_HANDLERS["AWS::SNS::Topic"] = {"create": create}
if sys.argv[2] == "mended":
    nested_stacks.resolve_secrets()
    nested_stacks.keep_attributes()
properties = {"TemplateURL": "of the template"}
stack, created = provisioners._cfn_nested_stack_create("Nested", properties, "root")
try:
    _, updated = provisioners._cfn_nested_stack_update(stack, properties, properties, "root")
except ValueError as error:
    updated = str(error)
print(json.dumps({"names": names, "created": created, "updated": updated}))
"""


@pytest.fixture(scope="module")
def as_it_comes() -> dict[str, Any]:
    """What becomes of a nested stack in the emulator alone."""
    return probe("as it comes")


@pytest.fixture(scope="module")
def mended() -> dict[str, Any]:
    """What becomes of it in `make run`."""
    return probe("mended")


def probe(how: str) -> dict[str, Any]:
    """Create a nested stack and update it to what it is already."""
    done = subprocess.run(
        [EMULATOR_PYTHON, "-c", PROBE, ROOT / "infra", how],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def test_nested_stack_gets_the_secret_that_it_refers_to(mended: dict[str, Any]) -> None:
    assert mended["names"] == ["a secret"]


def test_nested_stack_keeps_its_outputs_when_updated(mended: dict[str, Any]) -> None:
    assert mended["created"] == mended["updated"] == {"Outputs.Arn": "its arn"}


def test_emulator_still_needs_the_secret_mended(as_it_comes: dict[str, Any]) -> None:
    assert as_it_comes["names"] == ["{{resolve:secretsmanager:x}}"], "mended upstream: delete it"


def test_emulator_still_needs_the_outputs_mended(as_it_comes: dict[str, Any]) -> None:
    assert "Topic" in as_it_comes["updated"], "mended upstream: delete it"
