"""Deploys the templates, functions/ and layers/ to the emulator, if they changed.

A fingerprint of the last deployment is stored beside the stack's data, so that an unchanged stack
costs one read of our own files.
"""

import hashlib
import io
import json
import re
import subprocess
import time
import zipfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from local_stack import layers
from local_stack.emulator import KEYS
from local_stack.nested_stacks import ROOT_TEMPLATE, nested_stacks
from local_stack.workspace import ROOT, STACK, TOOLING_PYTHON, Workspace, templates

ARTIFACTS = "sharewell-artifacts"
STANDARD = Config(retries={"mode": "standard", "total_max_attempts": 2})
HANDLER = re.compile(r"Handler: ([\w.]+)\.\w+")
LAYERS = ("libraries", "reading", "finding", "sharewell")


class Deployment:
    """The stack in the emulator of one place."""

    def __init__(self, place: Workspace, say: Callable[[str], None] = print) -> None:
        self._place, self._say = place, say
        self._note = place.state / "deployed.json"

    def client(self, service: str, config: Config | None = None) -> Any:
        """Returns an SDK client of the emulator."""
        return boto3.client(  # type: ignore[call-overload]  # any service, by its name
            service,
            endpoint_url=self._place.emulator,
            region_name=KEYS["AWS_REGION"],
            aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
            config=STANDARD.merge(config) if config else STANDARD,
        )

    @cached_property
    def outputs(self) -> dict[str, str]:
        """The outputs of the deployed stack."""
        outputs: dict[str, str] = json.loads(self._note.read_text())["outputs"]
        return outputs

    def deploy(self) -> bool:
        """Deploys what changed; returns False if nothing did."""
        code = {path: _zip(files) for path, files in self._sources().items()}
        addresses = {path: f"s3://{ARTIFACTS}/{key}" for path, (key, _) in code.items()}
        wanted = self._fingerprint(addresses)
        if self._note.exists() and json.loads(self._note.read_text())["wanted"] == wanted:
            return False
        began = time.monotonic()
        self._upload(dict(code.values()))
        self._apply(self._translate(addresses))
        # A company does this once in SES; the emulator lists mail at /_ministack/ses/messages.
        sender = self._parameters["MailFrom"]
        self.client("ses").verify_email_identity(EmailAddress=sender)
        self._note.write_text(json.dumps({"wanted": wanted, "outputs": self._read_outputs()}))
        self.__dict__.pop("outputs", None)
        self._say(f"deployed in {time.monotonic() - began:.1f} s")
        return True

    @property
    def _parameters(self) -> dict[str, str]:
        return {
            "Stage": "local",
            "AppUrl": self._place.app,
            "ContentUrl": self._place.content,
            "MailFrom": "sharewell@sharewell.example",
            "OpenSignUp": "true",
        }

    def _sources(self) -> dict[str, dict[str, str]]:
        # One file per function: an edit replaces that function and leaves the others warm.
        modules = [it for path in templates() for it in HANDLER.findall(path.read_text())]
        paths = [f"{module.replace('.', '/')}.py" for module in modules]
        functions = {f"functions/{path}": _source(path) for path in paths}
        return functions | {f"layers/{name}": layers.pointer(name) for name in LAYERS}

    def _fingerprint(self, addresses: dict[str, str]) -> str:
        texts = [path.read_text() for path in templates()]
        translator = Path(__file__).with_name("sam_to_cfn.py").read_text()
        whole = json.dumps([texts, translator, addresses, self._parameters])
        return hashlib.sha256(whole.encode()).hexdigest()

    def _upload(self, files: dict[str, bytes]) -> None:
        s3 = self.client("s3")
        s3.create_bucket(Bucket=ARTIFACTS)
        listed = s3.list_objects_v2(Bucket=ARTIFACTS).get("Contents", [])
        for key in files.keys() - {it["Key"] for it in listed}:
            s3.put_object(Bucket=ARTIFACTS, Key=key, Body=files[key])

    def _translate(self, addresses: dict[str, str]) -> dict[str, dict[str, Any]]:
        request = json.dumps({"parameters": self._parameters, "code": addresses})
        translator = Path(__file__).with_name("sam_to_cfn.py")
        done = subprocess.run(
            [TOOLING_PYTHON, translator], input=request, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"A template is invalid:\n{done.stderr.strip()[-2000:]}")
        translated: dict[str, dict[str, Any]] = json.loads(done.stdout)
        return translated

    def _apply(self, translated: dict[str, dict[str, Any]]) -> None:
        cloudformation = self.client("cloudformation")
        root = translated[ROOT_TEMPLATE]
        for nested in nested_stacks(root):
            url = self._publish(translated[nested.path])
            root["Resources"][nested.name]["Properties"]["TemplateURL"] = url
        request: dict[str, Any] = {
            "StackName": STACK,
            "TemplateURL": self._publish(root),
            "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
            "Parameters": [
                {"ParameterKey": name, "ParameterValue": value}
                for name, value in self._parameters.items()
            ],
        }
        try:
            cloudformation.describe_stacks(StackName=STACK)
            apply = cloudformation.update_stack
        except ClientError:
            apply = cloudformation.create_stack
        try:
            apply(**request)
        except ClientError as error:
            if "No updates" not in str(error):
                raise
        while (stack := self._stack())["StackStatus"].endswith("_IN_PROGRESS"):
            time.sleep(0.1)
        if stack["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            raise RuntimeError("The stack failed to deploy:\n" + "\n".join(self._failures()))

    def _publish(self, template: dict[str, Any]) -> str:
        """Uploads a template, named by a hash of its content, and returns its URL."""
        body = json.dumps(template).encode()
        key = f"{hashlib.sha256(body).hexdigest()[:24]}.json"
        self.client("s3").put_object(Bucket=ARTIFACTS, Key=key, Body=body)
        # Path style: the emulator does not find a nested template on a bucket's own host.
        return f"{self._place.emulator}/{ARTIFACTS}/{key}"

    def _stack(self) -> dict[str, Any]:
        stacks = self.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
        return dict(stacks[0])

    def _read_outputs(self) -> dict[str, str]:
        return {it["OutputKey"]: it["OutputValue"] for it in self._stack().get("Outputs", [])}

    def _failures(self) -> list[str]:
        cloudformation = self.client("cloudformation")
        # The emulator has this stack and its nested ones only.
        stacks = [it["StackName"] for it in cloudformation.describe_stacks()["Stacks"]]
        events = [
            event
            for name in stacks
            for event in cloudformation.describe_stack_events(StackName=name)["StackEvents"]
        ]
        return [
            f"  {it['LogicalResourceId']} ({it['ResourceType']}): {it['ResourceStatusReason']}"
            for it in events
            if it["ResourceStatus"].endswith("FAILED")
        ]


def _source(name: str) -> dict[str, str]:
    # As in AWS, a handler without its file deploys, and fails when it is invoked.
    path = ROOT / "functions" / name
    if not path.exists():
        return {"missing.txt": name}
    text = path.read_text()
    beside = [it for it in (ROOT / "functions").glob("*.json") if it.name in text]
    return {name: text} | {it.name: it.read_text() for it in beside}


def _zip(files: dict[str, str]) -> tuple[str, bytes]:
    # ZipInfo has a fixed date, so that equal files have equal names.
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return hashlib.sha256(packed.getvalue()).hexdigest()[:24] + ".zip", packed.getvalue()
