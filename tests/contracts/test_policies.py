"""Each function's role allows exactly the AWS calls that its code can make."""

import re
from typing import Any

import pytest

from contracts.aws_calls import LAYER, Call, calls
from contracts.expanded_template import listed, of, resources, statements, target
from local_stack.workspace import ROOT

FUNCTIONS = {
    name: str(it["Handler"]).rpartition(".")[0] for name, it in of("AWS::Lambda::Function")
}
ROWS = {
    f"dynamodb:{it}"
    for it in ("BatchGetItem", "ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "Query",
               "UpdateItem")
}  # fmt: skip
LOOK_UP = {"cognito-idp:AdminGetUser", "cognito-idp:ListUsers"}
# S3 answers 403 instead of 404 without the permission to list.
READ = {"s3:GetObject", "s3:ListBucket"}
NEEDS: dict[tuple[str, str], set[str]] = {
    ("bucket", "get"): READ,
    ("bucket", "exists"): READ,
    ("bucket", "get_size"): READ,
    ("bucket", "stream"): READ,
    ("bucket", "presign_download"): READ,
    ("bucket", "put"): {"s3:PutObject"},
    ("bucket", "presign_upload"): {"s3:PutObject"},
    ("bucket", "start_multipart"): {"s3:PutObject"},
    ("bucket", "presign_part"): {"s3:PutObject"},
    ("bucket", "complete_multipart"): {"s3:PutObject"},
    ("bucket", "touch"): READ | {"s3:PutObject"},
    ("bucket", "list_objects"): {"s3:ListBucket"},
    ("bucket", "delete_all_versions"): {"s3:ListBucketVersions", "s3:DeleteObjectVersion"},
    ("bucket", "delete"): {"s3:DeleteObject"},
    ("bucket", "list_parts"): {"s3:ListMultipartUploadParts"},
    ("bucket", "abort_multipart"): {"s3:AbortMultipartUpload"},
    ("bus", "publish"): {"events:PutEvents"},
    ("bus", "enqueue_reindex"): {"sqs:SendMessage"},
    ("bus", "send_jobs"): {"sqs:SendMessage"},
    ("ses", "send_mail"): {"ses:SendEmail"},
    ("idempotency", "run_once"): ROWS,
    ("cognito", "get_email"): LOOK_UP,
    ("cognito", "sign_out"): LOOK_UP | {"cognito-idp:AdminUserGlobalSignOut"},
    ("table", "batch_put"): {"dynamodb:BatchWriteItem"},
    ("table", "delete_partition"): {"dynamodb:BatchWriteItem", "dynamodb:Query"},
}
"""The IAM actions of each call of an AWS module."""
DEAD_LETTER_QUEUES = {name for name, it in of("AWS::SQS::Queue") if "RedrivePolicy" not in it}
PREFIXES = {
    "index": "index",
    "files": "files",
    "imports": "files",
    "photos": "files",
    "pictures": "files",
    "thumbs": "files",
}
NO_CALLS = {("bucket", "Part"), ("bucket", "DOWNLOAD_URL_TTL"), ("table", "MAX_TRANSACTION_ROWS")}
"""What AWS modules export besides calls."""


def needed(call: Call) -> set[tuple[str, str]]:
    """Returns the actions of a call, each with the part of our resources that it needs."""
    module, name, domain = call
    if (module, name) in NO_CALLS:
        return set()
    default = ROWS if module == "table" else None
    actions = NEEDS.get((module, name), default)
    assert actions, f"add the actions of {module}.{name} to NEEDS"
    home = "index" if domain == "search" else "files"
    on_objects = {it for it in actions if it.startswith("s3:") and "ListBucket" not in it}
    return {(it, home if it in on_objects else "") for it in actions}


def granted(function: str) -> set[tuple[str, str]]:
    """Returns the actions that the policies of a function's role allow, each with its part."""
    role = resources()[target(resources()[function]["Properties"]["Role"])]["Properties"]
    attached = [resources()[it["Ref"]] for it in role["ManagedPolicyArns"] if "Ref" in it]
    allowed = [it for policy in [role.get("Policies"), *attached] for it in statements(policy)]
    # Lambda itself sends events that failed for good to the dead-letter queue.
    own = [it for it in allowed if target(it["Resource"]) not in DEAD_LETTER_QUEUES]
    return {grant for statement in own for grant in _of(statement)}


def _of(statement: dict[str, Any]) -> set[tuple[str, str]]:
    homes = {PREFIXES[it] for it in re.findall(r"/(\w+)/\*", str(statement["Resource"]))} or {""}
    return {(action, home) for action in listed(statement["Action"]) for home in homes}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_function_role_allows_exactly_what_code_calls(function: str) -> None:
    needs = {grant for call in calls(FUNCTIONS[function]) for grant in needed(call)}

    assert granted(function) == needs


def test_policies_grant_own_resources_only() -> None:
    things = {"cognito-idp": "Pool", "dynamodb": "Table", "events": "Bus", "s3": "Content"}
    seen = set()
    for resource in resources().values():
        if resource["Type"] in ("AWS::IAM::ManagedPolicy", "AWS::IAM::Role"):
            for statement in statements(resource):
                service = listed(statement["Action"])[0].partition(":")[0]
                places = str(listed(statement.get("Resource", [])))
                if service in things:
                    assert re.search(rf"\b{things[service]}\b", places), statement
                    seen.add(service)
    assert seen == things.keys()


def test_aws_functions_are_used_by_module() -> None:
    named = re.compile(
        r"^ *from sharewell\.aws\.(bucket|bus|cognito|idempotency|ses) import", re.MULTILINE
    )
    code = [*LAYER.rglob("*.py"), *(ROOT / "functions").rglob("*.py")]

    assert [path for path in code if named.search(path.read_text())] == []


def test_call_graph_reaches_indirect_calls() -> None:
    assert Call("ses", "send_mail", "members") in calls("consumers.invitation_mail")
    assert Call("bucket", "put", "search") in calls("workers.indexer")
    assert not calls("routes.about")
