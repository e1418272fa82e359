"""Each function may do at AWS what its code can come to do there, and nothing else."""

import re
from typing import Any

import pytest

from contracts.doors import LAYER, Call, calls
from contracts.expanded import listed, of, resources, statements, target
from local.place import ROOT

FUNCTIONS = {
    name: str(it["Handler"]).rpartition(".")[0] for name, it in of("AWS::Lambda::Function")
}
ROWS = {
    f"dynamodb:{it}"
    for it in ("BatchGetItem", "ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "Query",
               "UpdateItem")
}  # fmt: skip
LOOK_UP = {"cognito-idp:AdminGetUser", "cognito-idp:ListUsers"}
# S3 answers 403 of what is not there to whoever may not list.
READ = {"s3:GetObject", "s3:ListBucket"}
NEEDS: dict[tuple[str, str], set[str]] = {
    ("bucket", "get"): READ,
    ("bucket", "exists"): READ,
    ("bucket", "size"): READ,
    ("bucket", "stream"): READ,
    ("bucket", "address"): READ,
    ("bucket", "put"): {"s3:PutObject"},
    ("bucket", "form"): {"s3:PutObject"},
    ("bucket", "begin_parts"): {"s3:PutObject"},
    ("bucket", "part_address"): {"s3:PutObject"},
    ("bucket", "finish_parts"): {"s3:PutObject"},
    ("bucket", "touch"): READ | {"s3:PutObject"},
    ("bucket", "listing"): {"s3:ListBucket"},
    ("bucket", "destroy"): {"s3:ListBucketVersions", "s3:DeleteObjectVersion"},
    ("bucket", "delete"): {"s3:DeleteObject"},
    ("bucket", "parts"): {"s3:ListMultipartUploadParts"},
    ("bucket", "abandon_parts"): {"s3:AbortMultipartUpload"},
    ("bus", "put"): {"events:PutEvents"},
    ("bus", "look_again"): {"sqs:SendMessage"},
    ("bus", "send_jobs"): {"sqs:SendMessage"},
    ("mailer", "send"): {"ses:SendEmail"},
    ("once", "only"): ROWS,
    ("pool", "address"): LOOK_UP,
    ("pool", "sign_out"): LOOK_UP | {"cognito-idp:AdminUserGlobalSignOut"},
    ("table", "batch_put"): {"dynamodb:BatchWriteItem"},
    ("table", "delete_partition"): {"dynamodb:BatchWriteItem", "dynamodb:Query"},
}
"""What IAM asks for, by call of a door."""
GIVEN_UP = {name for name, it in of("AWS::SQS::Queue") if "RedrivePolicy" not in it}
HOMES = {
    "index": "index",
    "files": "files",
    "imports": "files",
    "photos": "files",
    "pictures": "files",
    "thumbs": "files",
}
WORDS = {("bucket", "Part"), ("bucket", "READ_FOR"), ("table", "MOST_AT_ONCE")}
"""What doors have besides calls."""


def needed(call: Call) -> set[tuple[str, str]]:
    """Actions, each with the part of our things that it is on."""
    door, name, domain = call
    if (door, name) in WORDS:
        return set()
    default = ROWS if door == "table" else None
    actions = NEEDS.get((door, name), default)
    assert actions, f"say in NEEDS which actions {door}.{name} takes"
    home = "index" if domain == "search" else "files"
    on_objects = {it for it in actions if it.startswith("s3:") and "ListBucket" not in it}
    return {(it, home if it in on_objects else "") for it in actions}


def granted(function: str) -> set[tuple[str, str]]:
    """The same of what the policies of a function's role allow."""
    role = resources()[target(resources()[function]["Properties"]["Role"])]["Properties"]
    attached = [resources()[it["Ref"]] for it in role["ManagedPolicyArns"] if "Ref" in it]
    said = [it for policy in [role.get("Policies"), *attached] for it in statements(policy)]
    # Lambda itself sends what a function gave up to the queue for it.
    own = [it for it in said if target(it["Resource"]) not in GIVEN_UP]
    return {grant for statement in own for grant in _of(statement)}


def _of(statement: dict[str, Any]) -> set[tuple[str, str]]:
    homes = {HOMES[it] for it in re.findall(r"/(\w+)/\*", str(statement["Resource"]))} or {""}
    return {(action, home) for action in listed(statement["Action"]) for home in homes}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_may_do_what_its_code_does_and_no_more(function: str) -> None:
    needs = {grant for call in calls(FUNCTIONS[function]) for grant in needed(call)}

    assert granted(function) == needs


def test_what_is_granted_is_on_our_own_things() -> None:
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


def test_doors_are_named_as_modules() -> None:
    named = re.compile(r"^ *from sharewell\.(bucket|bus|mailer|once|pool) import", re.MULTILINE)
    code = [*LAYER.rglob("*.py"), *(ROOT / "functions").rglob("*.py")]

    assert [path for path in code if named.search(path.read_text())] == []


def test_the_code_is_followed_far_enough() -> None:
    assert Call("mailer", "send", "members") in calls("consumers.invitation_mail")
    assert Call("bucket", "put", "search") in calls("workers.indexer")
    assert not calls("routes.about")
