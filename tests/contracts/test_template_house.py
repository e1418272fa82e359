"""What must hold of everything that template.yaml stands on, before and after SAM reads it."""

import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from local import headers, layers, template
from local.emulation import KEPT
from local.place import ROOT, TOOLING_PYTHON, Place

PUBLIC = {"GET /api/health", "GET /api/openapi.json", "GET /api/invitation-links/{token}"}
PARTS = ["template.yaml", "infra/front.yaml", "infra/watch.yaml"]
LOCAL = {"Stage": "local", "AppUrl": "http://localhost:8000", "ContentUrl": "http://localhost:8001"}


@cache
def translated() -> dict[str, Any]:
    """The CloudFormation of it all, the two nested stacks included."""
    names = re.findall(r"Handler: (\w+)\.", (ROOT / "template.yaml").read_text())
    places = [f"functions/{it}.py" for it in names] + [f"layers/{it}" for it in LAYERS]
    asked = {"parameters": LOCAL, "code": dict.fromkeys(places, "s3://bucket/key")}
    done = subprocess.run(
        [TOOLING_PYTHON, ROOT / "infra/local/translate.py"],
        input=json.dumps(asked), capture_output=True, text=True, check=True,
    )  # fmt: skip
    whole: dict[str, Any] = json.loads(done.stdout)
    for part in PARTS[1:]:
        whole["Resources"] |= template.read(part)["Resources"]
    return whole


LAYERS = ("libraries", "reading", "finding", "sharewell")


def of(kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and properties of every resource of a type."""
    for name, resource in translated()["Resources"].items():
        if resource["Type"] == kind:
            yield name, resource["Properties"]


def statements() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every statement of every policy that the template writes."""
    for name, resource in translated()["Resources"].items():
        for found in _documents(resource):
            said = found["Statement"]
            for statement in said if isinstance(said, list) else [said]:
                yield name, statement


def _documents(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "Statement" in node:
            yield node
        for child in node.values():
            yield from _documents(child)
    elif isinstance(node, list):
        for child in node:
            yield from _documents(child)


def listed(value: Any) -> list[Any]:
    """One or many, as many."""
    return value if isinstance(value, list) else [value]


def target(reference: Any) -> str:
    """The logical name that a reference is to."""
    if isinstance(reference, dict):
        said = reference.get("Fn::GetAtt") or [reference.get("Ref")]
        return str(said[0])
    return str(reference).partition(".")[0]


@pytest.mark.parametrize("part", PARTS)
def test_a_template_has_nothing_for_the_linter_to_say(part: str) -> None:
    lint = TOOLING_PYTHON.with_name("cfn-lint")
    done = subprocess.run([lint, ROOT / part], capture_output=True, text=True, check=False)
    assert not done.stdout + done.stderr


def test_only_a_few_routes_are_open_to_everyone() -> None:
    routes = dict(of("AWS::ApiGatewayV2::Route")).values()
    assert len(routes) > 30
    opened = {it["RouteKey"] for it in routes if it.get("AuthorizationType") != "JWT"}
    assert opened == PUBLIC


def test_every_queue_gives_up_into_one_that_is_watched() -> None:
    queues = dict(of("AWS::SQS::Queue"))
    last = {
        target(it["RedrivePolicy"]["deadLetterTargetArn"])
        for it in queues.values()
        if "RedrivePolicy" in it
    }
    functions = dict(of("AWS::Lambda::Function"))
    assert functions
    alone = {name for name, it in queues.items() if "RedrivePolicy" not in it}
    assert last <= alone
    watched = {target(it["Dimensions"][0]["Value"]) for _, it in of("AWS::CloudWatch::Alarm")
               if it.get("MetricName") == "ApproximateNumberOfMessagesVisible"}  # fmt: skip
    assert alone == watched, "a dead-letter queue that nobody would look into"


def test_a_message_stays_hidden_for_six_runs_of_its_function() -> None:
    queues, functions = dict(of("AWS::SQS::Queue")), dict(of("AWS::Lambda::Function"))
    seen = 0
    for _, mapping in of("AWS::Lambda::EventSourceMapping"):
        source = target(mapping["EventSourceArn"])
        if source in queues:
            timeout = functions[target(mapping["FunctionName"])]["Timeout"]
            assert queues[source]["VisibilityTimeout"] >= 6 * timeout, source
            assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
            seen += 1
    assert seen == 2


def test_a_queue_in_order_gives_up_into_a_queue_in_order() -> None:
    queues = dict(of("AWS::SQS::Queue"))
    for name, queue in queues.items():
        if redrive := queue.get("RedrivePolicy"):
            dead = queues[target(redrive["deadLetterTargetArn"])]
            assert queue.get("FifoQueue") == dead.get("FifoQueue"), name


def test_nobody_is_let_in_by_a_star() -> None:
    allowed = [(name, it) for name, it in statements() if it["Effect"] == "Allow"]
    assert allowed
    for name, statement in allowed:
        assert statement.get("Principal") not in ("*", {"AWS": "*"}), name
        for action in listed(statement["Action"]):
            assert not re.fullmatch(r"\*|\w+:\*", str(action)), f"{name} may {action}"
        assert "*" not in listed(statement.get("Resource", "none")), name


def test_no_function_may_scan() -> None:
    for name, statement in statements():
        assert "dynamodb:Scan" not in listed(statement["Action"]), name


def test_buckets_are_private_encrypted_and_keep_versions() -> None:
    buckets = dict(of("AWS::S3::Bucket"))
    assert set(buckets) == {"App", "Content"}
    for name, bucket in buckets.items():
        assert all(bucket["PublicAccessBlockConfiguration"].values()), name
        assert len(bucket["PublicAccessBlockConfiguration"]) == 4
        assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"], name
        assert bucket["VersioningConfiguration"]["Status"] == "Enabled", name
        for rule in bucket.get("CorsConfiguration", {}).get("CorsRules", []):
            assert "*" not in rule["AllowedOrigins"], name


def test_abandoned_parts_of_uploads_go_away() -> None:
    rules = dict(of("AWS::S3::Bucket"))["Content"]["LifecycleConfiguration"]["Rules"]
    days = [it["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"] for it in rules
            if "AbortIncompleteMultipartUpload" in it]  # fmt: skip
    assert days == [2]


def test_the_table_can_be_brought_back() -> None:
    [(_, table)] = of("AWS::DynamoDB::Table")
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
    assert table["StreamSpecification"]["StreamViewType"] == "NEW_IMAGE"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}
    assert table["DeletionProtectionEnabled"] == {"Fn::If": ["InCloud", True, False]}


def test_logs_are_kept_for_a_while_and_not_for_ever() -> None:
    groups = dict(of("AWS::Logs::LogGroup"))
    assert set(groups) == {"AccessLog", "FunctionLog"}
    assert all(it["RetentionInDays"] == 30 for it in groups.values())
    for name, function in of("AWS::Lambda::Function"):
        assert target(function["LoggingConfig"]["LogGroup"]) == "FunctionLog", name


def test_the_pool_takes_code_and_pkce_and_nothing_else() -> None:
    [(_, client)] = of("AWS::Cognito::UserPoolClient")
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["GenerateSecret"] is False
    assert client["RefreshTokenRotation"]["Feature"] == "ENABLED"
    assert "ALLOW_REFRESH_TOKEN_AUTH" not in client["ExplicitAuthFlows"]
    assert not [it for it in client["ExplicitAuthFlows"] if "PASSWORD" in it]


def test_layers_are_built_for_the_runtime_that_functions_have() -> None:
    runtimes = {it["Runtime"] for _, it in of("AWS::Lambda::Function")}
    assert runtimes == {f"python{layers.RUNTIME}"}


def test_the_app_runs_no_script_but_its_own() -> None:
    policy = headers.app(Place(8000, ROOT))["Content-Security-Policy"]
    rules = dict(it.strip().split(" ", 1) for it in policy.split(";"))
    assert rules["script-src"] == "'self'"
    assert rules["default-src"] == "'none'"
    assert "https:" not in policy, "a laptop's policy names this machine alone"
    for origin in ("http://localhost:8001", "http://localhost:8002", "http://127.0.0.1:8002"):
        assert origin in rules["connect-src"].split()


def test_what_people_uploaded_is_never_a_page_of_ours() -> None:
    said = headers.content(Place(8000, ROOT))
    assert said["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert said["X-Content-Type-Options"] == "nosniff"
    assert said["Access-Control-Allow-Origin"] == "http://localhost:8000"


def test_a_laptop_keeps_the_state_of_every_service_that_there_is() -> None:
    names = {"apigatewayv2": "apigateway", "events": "eventbridge", "logs": "cloudwatch_logs"}
    used = {
        it["Type"].split("::")[1].lower()
        for it in translated()["Resources"].values()
        if it.get("Condition") != "InCloud"
    } - {"sns", "cloudfront"}  # of the nested stacks, which a laptop leaves out
    assert {names.get(it, it) for it in used} <= KEPT
