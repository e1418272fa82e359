"""Brings the emulator to what the templates, functions/ and layers/ say, and no further.

What was deployed last is noted beside the stack's data, so that an unchanged stack costs one
reading of our own files.
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

from local import layers
from local.emulator import KEYS
from local.nested_stacks import ROOT_TEMPLATE, nested_stacks
from local.place import ROOT, STACK, TOOLING_PYTHON, Place, templates

ARTIFACTS = "sharewell-artifacts"
STANDARD = Config(retries={"mode": "standard", "total_max_attempts": 2})
HANDLER = re.compile(r"Handler: ([\w.]+)\.\w+")
LAYERS = ("libraries", "reading", "finding", "sharewell")


class Deployment:
    """The stack in one place's emulator."""

    def __init__(self, place: Place, say: Callable[[str], None] = print) -> None:
        self._place, self._say = place, say
        self._note = place.state / "deployed.json"

    def client(self, service: str, config: Config | None = None) -> Any:
        """An SDK client that speaks to the emulator."""
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
        """What the deployed stack says about itself."""
        noted: dict[str, str] = json.loads(self._note.read_text())["outputs"]
        return noted

    def deploy(self) -> bool:
        """Deploy what changed; False when nothing did."""
        code = {path: _zip(files) for path, files in self._sources().items()}
        addresses = {path: f"s3://{ARTIFACTS}/{key}" for path, (key, _) in code.items()}
        wanted = self._fingerprint(addresses)
        if self._note.exists() and json.loads(self._note.read_text())["wanted"] == wanted:
            return False
        began = time.monotonic()
        self._upload(dict(code.values()))
        self._apply(self._translate(addresses))
        # What a company does once in SES; mail lies at /_ministack/ses/messages.
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
        # One file a function: an edit replaces that function and leaves the others warm.
        modules = [it for path in templates() for it in HANDLER.findall(path.read_text())]
        paths = [f"{module.replace('.', '/')}.py" for module in modules]
        functions = {f"functions/{path}": _source(path) for path in paths}
        return functions | {f"layers/{name}": layers.pointer(name) for name in LAYERS}

    def _fingerprint(self, addresses: dict[str, str]) -> str:
        texts = [path.read_text() for path in templates()]
        translator = Path(__file__).with_name("translate.py").read_text()
        whole = json.dumps([texts, translator, addresses, self._parameters])
        return hashlib.sha256(whole.encode()).hexdigest()

    def _upload(self, files: dict[str, bytes]) -> None:
        s3 = self.client("s3")
        s3.create_bucket(Bucket=ARTIFACTS)
        listed = s3.list_objects_v2(Bucket=ARTIFACTS).get("Contents", [])
        for key in files.keys() - {it["Key"] for it in listed}:
            s3.put_object(Bucket=ARTIFACTS, Key=key, Body=files[key])

    def _translate(self, addresses: dict[str, str]) -> dict[str, dict[str, Any]]:
        asked = json.dumps({"parameters": self._parameters, "code": addresses})
        translator = Path(__file__).with_name("translate.py")
        done = subprocess.run(
            [TOOLING_PYTHON, translator], input=asked, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"A template cannot be read:\n{done.stderr.strip()[-2000:]}")
        translated: dict[str, dict[str, Any]] = json.loads(done.stdout)
        return translated

    def _apply(self, translated: dict[str, dict[str, Any]]) -> None:
        cloudformation = self.client("cloudformation")
        root = translated[ROOT_TEMPLATE]
        for nested in nested_stacks(root):
            url = self._publish(translated[nested.path])
            root["Resources"][nested.name]["Properties"]["TemplateURL"] = url
        asked: dict[str, Any] = {
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
            act = cloudformation.update_stack
        except ClientError:
            act = cloudformation.create_stack
        try:
            act(**asked)
        except ClientError as error:
            if "No updates" not in str(error):
                raise
        while (stack := self._stack())["StackStatus"].endswith("_IN_PROGRESS"):
            time.sleep(0.1)
        if stack["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            raise RuntimeError("The stack did not deploy:\n" + "\n".join(self._failures()))

    def _publish(self, template: dict[str, Any]) -> str:
        """Put a template where the emulator reads it, named by its content: a change shows."""
        body = json.dumps(template).encode()
        key = f"{hashlib.sha256(body).hexdigest()[:24]}.json"
        self.client("s3").put_object(Bucket=ARTIFACTS, Key=key, Body=body)
        # By its path: the emulator does not find a nested template under a bucket's own host.
        return f"{self._place.emulator}/{ARTIFACTS}/{key}"

    def _stack(self) -> dict[str, Any]:
        stacks = self.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
        return dict(stacks[0])

    def _read_outputs(self) -> dict[str, str]:
        return {it["OutputKey"]: it["OutputValue"] for it in self._stack().get("Outputs", [])}

    def _failures(self) -> list[str]:
        cloudformation = self.client("cloudformation")
        # A nested stack's own name begins with that of the root.
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
    # As in AWS, a handler without its file deploys, and fails when it is called.
    path = ROOT / "functions" / name
    if not path.exists():
        return {"missing.txt": name}
    text = path.read_text()
    beside = [it for it in (ROOT / "functions").glob("*.json") if it.name in text]
    return {name: text} | {it.name: it.read_text() for it in beside}


def _zip(files: dict[str, str]) -> tuple[str, bytes]:
    # A fixed date, so that the same files have the same name.
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return hashlib.sha256(packed.getvalue()).hexdigest()[:24] + ".zip", packed.getvalue()
