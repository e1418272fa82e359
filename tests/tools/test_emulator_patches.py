"""Each patch of the emulator fixes a defect that ministack still has.

A patch whose test for unpatched ministack fails is no longer needed: delete it.
"""

import io
import json
import os
import socket
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from local_stack.deploy import Deployment
from local_stack.emulator import PATCHED, UNPATCHED, Emulator
from local_stack.emulator_patches import KEPT, PATCHES
from local_stack.workspace import Workspace
from tools.nested_stack_probe import probe_nested_stacks

FUNCTION = """
import os, time

def handler(event, context):
    if event.get("says"):
        print(event["says"])
    if event.get("imports"):
        return __import__(event["imports"]).__file__
    time.sleep(event.get("seconds", 0))
    return os.getpid()
"""
NAME, LINE = "the-function", "a line that a function prints"
MOST = max(4, os.cpu_count() or 1)
AT_ONCE = MOST + 3
SILENT_CALLS = 5
LOG_WAIT = 0.05
SAVED_WITHIN = 15
HIDDEN_FOR = 600


@dataclass
class Probed:
    """An emulator that is stopped and restarted, and the observations on it."""

    module: str
    place: Workspace
    lines: list[str] = field(default_factory=list)
    processes: int = 0
    fastest_silent_call: float = 0.0
    has_saved_running: bool = False
    saved_services: set[str] = field(default_factory=set)
    stream_records: int = 0
    messages: int = 0

    @contextmanager
    def running(self) -> Iterator[Emulator]:
        """Runs it once; stops it whatever happens."""
        emulator = Emulator(self.place, self.lines.append, module=self.module)
        try:
            emulator.wait(60)
            yield emulator
        finally:
            emulator.stop()

    def client(self, service: str) -> Any:
        """Returns an SDK client of it."""
        return Deployment(self.place).client(service)

    @cached_property
    def functions(self) -> Any:
        """Returns one client for all threads: boto3 creates clients in one thread at a time."""
        return self.client("lambda")

    def call(self, **event: Any) -> Any:
        """Returns the function's answer."""
        payload = json.dumps(event).encode()
        return json.load(
            self.client("lambda").invoke(FunctionName=NAME, Payload=payload)["Payload"]
        )

    def call_at_once(self, number: int, **event: Any) -> set[Any]:
        """Returns the distinct answers to so many concurrent calls."""
        with ThreadPoolExecutor(number) as pool:
            return set(pool.map(lambda _: self.call(**event), range(number)))


def nested_stacks(probed: Probed) -> dict[str, Any]:
    """Probes a nested stack."""
    return probe_nested_stacks("mended" if probed.module == PATCHED else "as it comes")


Defect = Callable[[Probed], bool]
DEFECTS: dict[str, Defect] = {
    "function_workers.limit_processes": lambda it: it.processes > MOST,
    "function_workers.print_logs": lambda it: not any(map(_says_who, it.lines)),
    "function_workers.shorten_log_wait": lambda it: it.fastest_silent_call >= LOG_WAIT,
    "stream_persistence.keep_streams": lambda it: it.stream_records == 0,
    "stream_persistence.show_messages_again": lambda it: it.messages == 0,
    "state_persistence.save_while_running": lambda it: not it.has_saved_running,
    "state_persistence.save_services_in_use": lambda it: bool(it.saved_services - KEPT),
    "nested_stacks.resolve_secrets": lambda it: nested_stacks(it)["names"] != ["a secret"],
    "nested_stacks.keep_attributes": lambda it: (
        nested_stacks(it)["updated"] != nested_stacks(it)["created"]
    ),
}
TIMED = "function_workers.shorten_log_wait"
"""Calls may take that long on a busy machine, so this is probed only in unpatched ministack."""


def test_patches_have_probes() -> None:
    assert list(DEFECTS) == list(PATCHES)


@pytest.mark.parametrize("patch", PATCHES)
def test_unpatched_ministack_has_defect(unpatched: Probed, patch: str) -> None:
    assert DEFECTS[patch](unpatched), unpatched


@pytest.mark.parametrize("patch", [it for it in PATCHES if it != TIMED])
def test_patched_ministack_has_no_defect(patched: Probed, patch: str) -> None:
    assert not DEFECTS[patch](patched), patched


@pytest.fixture(scope="module")
def unpatched(tmp_path_factory: pytest.TempPathFactory) -> Probed:
    """Returns the observations on unpatched ministack."""
    return probe(UNPATCHED, tmp_path_factory.mktemp("unpatched"))


@pytest.fixture(scope="module")
def patched(tmp_path_factory: pytest.TempPathFactory) -> Probed:
    """Returns the observations on ministack with all patches, as it is started here."""
    return probe(PATCHED, tmp_path_factory.mktemp("patched"))


def probe(module: str, folder: Path) -> Probed:
    """Runs it until a power cut, then until it is stopped, then once more."""
    probed = Probed(module, Workspace(_free_port() - 2, folder))
    with probed.running() as emulator:
        _make_function(probed)
        _see_calls(probed)
        saved = folder / "services/ssm.json"
        probed.client("ssm").put_parameter(Name="kept", Value="yes", Type="String")
        _wait(
            # It may have been saved before there was anything in it.
            lambda: saved.exists() and b"kept" in saved.read_bytes(),
            SAVED_WITHIN if module == PATCHED else 5,
        )
        emulator.kill()
    with probed.running():
        probed.has_saved_running = bool(probed.client("ssm").describe_parameters()["Parameters"])
        _leave_something_behind(probed)
    probed.saved_services = {it.stem for it in (folder / "services").glob("*.json")}
    with probed.running():
        _see_what_is_left(probed)
    return probed


def test_ministack_ignores_routes_of_openapi_body(unpatched: Probed) -> None:
    """Worked around in local_stack/sam_to_cfn.py."""
    body = {
        "openapi": "3.0.1",
        "info": {"title": "api", "version": "1"},
        "paths": {"/about": {"get": {"responses": {}}}},
    }
    resource = {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Name": "api", "Body": body}}
    with unpatched.running():
        stacks, apis = unpatched.client("cloudformation"), unpatched.client("apigatewayv2")
        template = json.dumps({"Resources": {"Api": resource}})
        stacks.create_stack(StackName="api", TemplateBody=template)
        _wait(lambda: apis.get_apis()["Items"], SAVED_WITHIN)
        [api] = apis.get_apis()["Items"]

        assert apis.get_routes(ApiId=api["ApiId"])["Items"] == []


def test_ministack_unpacks_layers_for_every_process(unpatched: Probed) -> None:
    """Worked around in layers.pointer."""
    with unpatched.running():
        layer = unpatched.functions.publish_layer_version(
            LayerName="layer", Content={"ZipFile": _zip("python/in_a_layer.py", "")}
        )
        _make_function(unpatched, layer["LayerVersionArn"])
        processes = unpatched.call_at_once(2, seconds=1)
        places = unpatched.call_at_once(8, imports="in_a_layer")

        assert len(processes) == 2
        assert len(places) > 1


def test_ministack_s3_accepts_unsigned_requests(unpatched: Probed) -> None:
    """Worked around in local_stack/server.py."""
    with unpatched.running():
        bucket = unpatched.client("s3")
        bucket.create_bucket(Bucket="content")
        bucket.put_object(Bucket="content", Key="a", Body=b"secret")
        with urlopen(f"{unpatched.place.emulator}/content/a", timeout=10) as answer:
            assert answer.read() == b"secret"


def _make_function(probed: Probed, *layers: str) -> None:
    probed.functions.create_function(
        FunctionName=NAME,
        Runtime="python3.13",
        Role="arn:aws:iam::000000000000:role/any",
        Handler="f.handler",
        Timeout=30,
        Code={"ZipFile": _zip("f.py", FUNCTION)},
        Layers=layers,
    )


def _see_calls(probed: Probed) -> None:
    probed.processes = len(probed.call_at_once(AT_ONCE, seconds=1.5))
    probed.call(says=LINE)
    took = []
    for _ in range(SILENT_CALLS):
        began = time.monotonic()
        probed.call()
        took.append(time.monotonic() - began)
    probed.fastest_silent_call = min(took)


def _leave_something_behind(probed: Probed) -> None:
    """Leaves a record in a table's stream, and a received message in a queue."""
    table = probed.client("dynamodb")
    table.create_table(
        TableName="table",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )
    table.put_item(TableName="table", Item={"pk": {"S": "a"}})
    queue = probed.client("sqs")
    url = queue.create_queue(QueueName="q")["QueueUrl"]
    queue.send_message(QueueUrl=url, MessageBody="in hand")
    seen = queue.receive_message(QueueUrl=url, VisibilityTimeout=HIDDEN_FOR)
    assert len(seen["Messages"]) == 1


def _see_what_is_left(probed: Probed) -> None:
    streams = probed.client("dynamodbstreams")
    [stream] = streams.list_streams(TableName="table")["Streams"]
    arn = stream["StreamArn"]
    for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        at = streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        probed.stream_records += len(streams.get_records(ShardIterator=at)["Records"])
    queue = probed.client("sqs")
    url = queue.get_queue_url(QueueName="q")["QueueUrl"]
    probed.messages = len(queue.receive_message(QueueUrl=url).get("Messages", []))


def _wait(until: Callable[[], object], seconds: float) -> None:
    ends = time.monotonic() + seconds
    while not until() and time.monotonic() < ends:
        time.sleep(0.05)


def _says_who(line: str) -> bool:
    return NAME in line and LINE in line


def _zip(name: str, text: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, text)
    return packed.getvalue()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
