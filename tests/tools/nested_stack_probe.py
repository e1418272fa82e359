"""Probes how the emulator handles a nested stack."""

import json
import subprocess
from functools import cache
from typing import Any

from local_stack.workspace import EMULATOR_PYTHON, ROOT

PROBE = """
import json, sys

sys.path.insert(0, sys.argv[1])
from ministack.services.cloudformation import engine, helpers, provisioners
from local_stack.emulator_patches import nested_stacks

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


@cache
def probe_nested_stacks(how: str) -> dict[str, Any]:
    """Creates a nested stack and updates it without changes, `mended` or `as it comes`."""
    done = subprocess.run(
        [EMULATOR_PYTHON, "-c", PROBE, ROOT / "devtools", how],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
