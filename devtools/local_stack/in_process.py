"""The functions of the templates on an in-memory AWS, for tests.

Stands in for the gateway with its authorizer, the table's stream and Lambda's polling of queues.
EventBridge, S3's notifications and the queues are those of the in-memory AWS. `settle` runs
everything that a request causes.
"""

import json
import re
import time
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urlencode

import boto3
from moto.dynamodb.models import dynamodb_backends
from moto.sqs.models import sqs_backends

from local_stack import presigned, templates
from sharewell.aws import tenant_guard

REGION = "eu-west-1"
ACCOUNT = "123456789012"
ENVIRONMENT = {
    "AWS_DEFAULT_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_LAMBDA_FUNCTION_NAME": "test",
    "POWERTOOLS_SERVICE_NAME": "sharewell",
    "POWERTOOLS_METRICS_NAMESPACE": "sharewell",
    "TABLE_NAME": "Table",
    "BUS_NAME": "Bus",
    "BUCKET_NAME": "content",
    "INDEX_QUEUE_URL": f"https://sqs.{REGION}.amazonaws.com/123456789012/IndexQueue.fifo",
    "JOBS_QUEUE_URL": f"https://sqs.{REGION}.amazonaws.com/123456789012/JobsQueue",
    "APP_URL": "https://app.example",
    "CONTENT_URL": "https://content.example",
    "LINKS_REACH": "127.0.0.1",
    "MAIL_FROM": "sharewell@app.example",
    "OPEN_SIGN_UP": "true",
    "SIGNING_SECRET": "a secret of the tests",
    # moto derives a pool's id from its name.
    "MOTO_COGNITO_IDP_USER_POOL_ID_STRATEGY": "HASH",
    "POOL_ID": f"{REGION}_18361dbc5f192bec610f8d1cefc1506815fd4f828eddd",
}
INDEX = "workers.indexer.handler"
CONTEXT = SimpleNamespace(
    function_name="test",
    function_version="1",
    memory_limit_in_mb=512,
    invoked_function_arn=f"arn:aws:lambda:{REGION}:123456789012:function:test",
    aws_request_id="test",
    get_remaining_time_in_millis=lambda: 60_000,
)


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP response."""

    status: int
    body: Any
    headers: dict[str, str]


class Stack:
    """All functions of the templates with their routes, rules, queues and stream."""

    def __init__(self) -> None:
        self._routes = [(route, _pattern(route.path)) for route in templates.routes()]
        self._sqs = _client("sqs")
        self._events = _client("events")
        self._s3 = _client("s3")
        self._relayed = 0
        self._pool = _client("cognito-idp")
        self._pool_id = self._pool.create_user_pool(PoolName="people")["UserPool"]["Id"]
        self._make_table()
        self._make_bucket()
        self._consumers = {
            _queue(event["Queue"]): handler for handler, event in templates.events("SQS")
        }
        self._queues = {name: self._make_queue(name) for name in self._consumers}
        self._subscribe()

    def request(
        self,
        method: str,
        path: str,
        *,
        as_: str | None = None,
        body: Any = None,
        raw: str | None = None,
        query: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        signed_in_at: float | None = None,
    ) -> Reply:
        """Sends an HTTP request as the person `as_` to the function of its route.

        Raises: LookupError, if no route matches.
        """
        for route, pattern in self._routes:
            if route.method == method and (match := pattern.fullmatch(path)):
                if not route.public and as_ is None:
                    return Reply(401, {"message": "Unauthorized"}, {})
                event = {
                    "version": "2.0",
                    "routeKey": f"{route.method} {route.path}",
                    "rawPath": path,
                    "rawQueryString": urlencode(query or {}, doseq=True),
                    "headers": {"content-type": "application/json", **(headers or {})},
                    "pathParameters": {n: unquote(v) for n, v in match.groupdict().items()},
                    "requestContext": {
                        "requestId": "test-request",
                        "authorizer": {"jwt": {"claims": _claims(as_, signed_in_at)}},
                    },
                    "body": raw if raw is not None else None if body is None else json.dumps(body),
                    "isBase64Encoded": False,
                }
                answer = self.invoke(route.handler, event)
                text = answer["body"]
                return Reply(
                    answer["statusCode"],
                    json.loads(text) if text else None,
                    {name.lower(): value for name, value in answer["headers"].items()},
                )
        raise LookupError(f"infra/api.yaml routes no {method} {path}")

    def invoke(self, handler: str, event: dict[str, Any]) -> Any:
        """Runs a function by the name of its handler in the template."""
        with tenant_guard.clear_scope():
            return templates.entry(handler)(event, CONTEXT)

    def person(self, address: str) -> str:
        """Creates a user and returns their `sub` claim."""
        user = self._pool.admin_create_user(
            UserPoolId=self._pool_id,
            Username=address,
            UserAttributes=[
                {"Name": "email", "Value": address},
                {"Name": "email_verified", "Value": "true"},
            ],
            MessageAction="SUPPRESS",
        )["User"]
        [sub] = [it["Value"] for it in user["Attributes"] if it["Name"] == "sub"]
        return str(sub)

    def send(self, form: dict[str, Any], data: bytes) -> None:
        """Uploads a file by a presigned form, as a browser would."""
        presigned.post(self._s3, ENVIRONMENT["BUCKET_NAME"], form, data)

    def send_part(self, url: str, data: bytes) -> None:
        """Uploads one part of a file to its presigned URL."""
        presigned.put_part(self._s3, ENVIRONMENT["BUCKET_NAME"], url, data)

    def fetch(self, url: str) -> bytes:
        """Returns the object behind a presigned URL."""
        return presigned.get(self._s3, ENVIRONMENT["BUCKET_NAME"], url)

    def settle(self) -> None:
        """Relays the stream and runs every consumer until nothing is left to do.

        The index comes last: one large batch is the fastest.
        """
        every = self._all_queues()
        index = {name: it for name, it in every.items() if it[1] == INDEX}
        others = {name: it for name, it in every.items() if name not in index}
        while self._relay() or self._drain(others) or self._drain(index):
            pass

    def _drain(self, queues: dict[str, tuple[str, str]]) -> bool:
        """Consumes all messages of these queues; returns whether they had any."""
        had_messages = False
        for name, (url, handler) in queues.items():
            while messages := self._receive(url):
                had_messages = True
                self._consume(name, url, handler, messages)
        return had_messages

    def deliver(self, handler: str, event: dict[str, Any], messages: list[Any]) -> list[Any]:
        """Runs a consumer on an event made of these messages; returns the processed messages."""
        answer = self.invoke(handler, event)
        if answer and answer.get("batchItemFailures"):
            raise AssertionError(f"{handler} failed: {answer['batchItemFailures']}")
        return messages

    def _consume(self, name: str, url: str, handler: str, messages: list[Any]) -> None:
        if name in self._consumers:
            batches = [({"Records": [_record(name, it) for it in messages]}, messages)]
        else:
            batches = [(json.loads(it["Body"]), [it]) for it in messages]
        for event, batch in batches:
            done = self.deliver(handler, event, batch)
            for message in batch:
                which = {"QueueUrl": url, "ReceiptHandle": message["ReceiptHandle"]}
                if message in done:
                    self._sqs.delete_message(**which)
                else:  # AWS redelivers it after a while, this stack at once
                    self._sqs.change_message_visibility(**which, VisibilityTimeout=0)

    def _receive(self, url: str) -> list[Any]:
        if not sqs_backends[ACCOUNT][REGION].queues[url.rpartition("/")[2]].messages:
            return []  # a call takes longer than most functions
        answer = self._sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"]
        )
        return list(answer.get("Messages", []))

    def _relay(self) -> bool:
        shard = dynamodb_backends[ACCOUNT][REGION].tables[ENVIRONMENT["TABLE_NAME"]].stream_shard
        new = [record.to_json() for record in shard.items[self._relayed :]] if shard else []
        self._relayed += len(new)
        records = [record for record in new if "outbox" in record["dynamodb"].get("NewImage", {})]
        if records:
            self.deliver("workers.relay.handler", {"Records": records}, [])
        return bool(records)

    def _make_table(self) -> None:
        [(_, table)] = templates.resources("AWS::DynamoDB::Table")
        _client("dynamodb").create_table(
            TableName=ENVIRONMENT["TABLE_NAME"],
            BillingMode="PAY_PER_REQUEST",
            KeySchema=table["KeySchema"],
            AttributeDefinitions=table["AttributeDefinitions"],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        )

    def _make_bucket(self) -> None:
        bucket = ENVIRONMENT["BUCKET_NAME"]
        self._s3.create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION}
        )
        self._s3.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}}
        )

    def _make_queue(self, name: str) -> str:
        """Creates a queue of the template with its attributes, or one for a function's rule."""
        own = dict(templates.resources("AWS::SQS::Queue")).get(name.removesuffix(".fifo"), {})
        attributes = {it: _attribute(value) for it, value in own.items() if it != "RedrivePolicy"}
        if redrive := own.get("RedrivePolicy"):
            failures = _queue(redrive["deadLetterTargetArn"])
            self._make_queue(failures)
            arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{failures}"
            attributes["RedrivePolicy"] = json.dumps(redrive | {"deadLetterTargetArn": arn})
        return str(self._sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"])

    def _all_queues(self) -> dict[str, tuple[str, str]]:
        own = {name: (self._queues[name], handler) for name, handler in self._consumers.items()}
        return own | self._rule_queues

    def _subscribe(self) -> None:
        self._rule_queues: dict[str, tuple[str, str]] = {}
        names = []
        for number, rule in enumerate(templates.rules()):
            name = _queue(rule.queue) if rule.queue else f"rule-{number}"
            url = self._queues.get(name) or self._make_queue(name)
            if rule.handler:
                self._rule_queues[name] = (url, rule.handler)
            names.append(name)
        self._make_rules(names)

    def _make_rules(self, queues: list[str]) -> None:
        """Creates the bus, and each rule with its queue as target."""
        self._events.create_event_bus(Name=ENVIRONMENT["BUS_NAME"])
        for number, (rule, queue) in enumerate(zip(templates.rules(), queues, strict=True)):
            bus = ENVIRONMENT["BUS_NAME"] if rule.bus else "default"
            pattern = json.dumps(_names(rule.pattern))
            self._events.put_rule(Name=str(number), EventBusName=bus, EventPattern=pattern)
            arn = f"arn:aws:sqs:{REGION}:123456789012:{queue}"
            self._events.put_targets(
                Rule=str(number), EventBusName=bus, Targets=[{"Id": "1", "Arn": arn}]
            )


def _record(queue: str, message: dict[str, Any]) -> dict[str, Any]:
    """Returns a message as Lambda passes it to a function."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}",
        "awsRegion": REGION,
    }


@cache
def _client(service: str) -> Any:
    """Returns one client for all stacks: creating one takes longer than most tests."""
    return boto3.client(service)  # type: ignore[call-overload]  # any service, by its name


def _queue(reference: str) -> str:
    """Returns the name of the queue with a logical id."""
    name = reference.removesuffix(".Arn")
    fifo = dict(templates.resources("AWS::SQS::Queue"))[name].get("FifoQueue")
    return f"{name}.fifo" if fifo else name


def _attribute(value: Any) -> str:
    """Returns an attribute's value in the notation of SQS."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _names(pattern: Any) -> Any:
    """Returns a pattern with the bucket's name in place of its logical id."""
    if isinstance(pattern, dict):
        return {name: _names(value) for name, value in pattern.items()}
    if isinstance(pattern, list):
        return [_names(value) for value in pattern]
    return ENVIRONMENT["BUCKET_NAME"] if pattern == "Content" else pattern


def _claims(person: str | None, signed_in_at: float | None) -> dict[str, str] | None:
    if person is None:
        return None
    at = str(int(signed_in_at if signed_in_at is not None else time.time()))
    return {"sub": person, "token_use": "access", "iat": at, "auth_time": at}


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path))
