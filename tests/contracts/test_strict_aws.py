"""The in-memory AWS refuses what AWS refuses: at a limit it says yes, one over it no."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from local.presigned import Presigned
from local.stack import ENVIRONMENT, Stack
from net.strict import messages, presigned, row
from net.strict.refusal import Refusal
from sharewell import bucket, bus

TABLE, BUCKET, MIB = ENVIRONMENT["TABLE_NAME"], ENVIRONMENT["BUCKET_NAME"], 1024**2
INVALID, PARAMETER = "ValidationException", "InvalidParameterValue"
TOO_SMALL, MALFORMED = "EntityTooSmall", "AuthorizationQueryParametersError"
NO_KEY = "InvalidAccessKeyId"
SQS = "AWS.SimpleQueueService."


def refused(call: Callable[[], object]) -> str | None:
    """The code that a call is refused with."""
    try:
        call()
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return None


def client(service: str) -> Any:
    return boto3.client(service)  # type: ignore[call-overload]  # any service, by its name


def text(size: int) -> Any:
    return {"S": "x" * size}


def key(sk: str = "s", pk: str = "p") -> Any:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def sized(size: int, sk: str = "s") -> Any:
    """A row of so many bytes: 5 are the names and the partition, 4 the attribute's name."""
    return {**key(sk), "text": text(size - 5 - len(sk) - 4)}


def nested(depth: int) -> Any:
    return {**key(), "deep": reduce(lambda it, _: {"L": [it]}, range(depth - 1), text(1))}


def a_batch(*rows: Any) -> dict[str, Any]:
    return {"RequestItems": {TABLE: [{"PutRequest": {"Item": it}} for it in rows]}}


def a_transaction(*rows: Any, **more: Any) -> dict[str, Any]:
    steps = [{"Put": {"TableName": TABLE, "Item": it}} for it in rows]
    return {"TransactItems": steps, **more}


def a_query(pk: str = "p", sk: str = "s") -> dict[str, Any]:
    return {
        "TableName": TABLE,
        "KeyConditionExpression": "pk = :p AND begins_with(sk, :s)",
        "ExpressionAttributeValues": {":p": {"S": pk}, ":s": {"S": sk}},
    }


def a_condition(expression: str, *, values: int = 0, names: str = "") -> dict[str, Any]:
    given: dict[str, Any] = {"TableName": TABLE, "Item": key(), "ConditionExpression": expression}
    if values:
        given["ExpressionAttributeValues"] = {f":{it}": text(1) for it in range(values)}
    if names:
        given["ExpressionAttributeNames"] = {f"#{it}": "spare" for it in names.split()}
    return given


def one_of(count: int) -> str:
    return f"NOT sk IN ({', '.join(f':{it}' for it in range(count))})"


def a_number(digits: int) -> Any:
    return {**key(), "number": {"N": "1" * digits}}


FREE = "attribute_not_exists(spare)"
UPDATE = {"TableName": TABLE, "UpdateExpression": "SET spare = :v"}

DYNAMODB: dict[str, tuple[str, Any, Any]] = {
    "a row has 400 kB": ("put_item", {"Item": sized(409_600)}, {"Item": sized(409_601)}),
    "a row lies 32 deep": ("put_item", {"Item": nested(32)}, {"Item": nested(33)}),
    "a number has 38 digits": ("put_item", {"Item": a_number(38)}, {"Item": a_number(39)}),
    "a set holds something": (
        "put_item",
        {"Item": {**key(), "set": {"SS": ["x"]}}},
        {"Item": {**key(), "set": {"L": [{"SS": []}]}}},
    ),
    "a set holds it once": (
        "put_item",
        {"Item": {**key(), "set": {"NS": ["1", "2"]}}},
        {"Item": {**key(), "set": {"NS": ["1", "1"]}}},
    ),
    "a partition has 2048 bytes": (
        "get_item",
        {"Key": key(pk="é" * 1024)},
        {"Key": key(pk="é" * 1024 + "x")},
    ),
    "a place has 1024 bytes": (
        "delete_item",
        {"Key": key("😀" * 256)},
        {"Key": key("😀" * 256 + "x")},
    ),
    "a key is not empty": ("delete_item", {"Key": key()}, {"Key": key("")}),
    "a query is for a key": ("query", a_query(sk="s" * 1024), a_query(sk="s" * 1025)),
    "a query is for a partition": ("query", a_query("p" * 2048), a_query("p" * 2049)),
    "a key has one condition": (
        "query",
        a_query() | {"KeyConditionExpression": "pk = :p AND sk BETWEEN :s AND :s"},
        a_query() | {"KeyConditionExpression": "pk = :p AND sk > :s AND sk < :s"},
    ),
    "25 requests write at once": (
        "batch_write_item",
        a_batch(*(key(str(it)) for it in range(25))),
        a_batch(*(key(str(it)) for it in range(26))),
    ),
    "a row is written once": (
        "batch_write_item",
        a_batch(key("1"), key("2")),
        a_batch(key("1"), {**key("1"), "spare": text(1)}),
    ),
    "100 rows are read at once": (
        "batch_get_item",
        {"RequestItems": {TABLE: {"Keys": [key(str(it)) for it in range(100)]}}},
        {"RequestItems": {TABLE: {"Keys": [key(str(it)) for it in range(101)]}}},
    ),
    "100 actions are one transaction": (
        "transact_write_items",
        a_transaction(*(key(str(it)) for it in range(100))),
        a_transaction(*(key(str(it)) for it in range(101))),
    ),
    "a transaction has 4 MB": (
        "transact_write_items",
        a_transaction(*(sized(400_000, f"{it:02}") for it in range(10)), sized(194_304, "ab")),
        a_transaction(*(sized(400_000, f"{it:02}") for it in range(10)), sized(194_305, "ab")),
    ),
    "an action is for its own row": (
        "transact_write_items",
        a_transaction(key("1"), key("2")),
        a_transaction(key("1"), key("1")),
    ),
    "a token has 36 characters": (
        "transact_write_items",
        a_transaction(key(), ClientRequestToken="a" * 36),
        a_transaction(key(), ClientRequestToken="b" * 37),
    ),
    "an expression has 4 kB": (
        "put_item",
        a_condition(FREE + " " * (4096 - len(FREE))),
        a_condition(FREE + " " * (4097 - len(FREE))),
    ),
    "an expression has 300 operators": (
        "put_item",
        a_condition("NOT " + " OR ".join([":0=:0"] * 150), values=1),
        a_condition(" OR ".join([":0=:0"] * 151), values=1),
    ),
    "IN has 100 operands": (
        "put_item",
        a_condition(one_of(100), values=100),
        a_condition(one_of(101), values=101),
    ),
    "a name stands in for an attribute": (
        "put_item",
        a_condition("attribute_not_exists(#n)", names="n"),
        a_condition("attribute_not_exists(#n)"),
    ),
    "a name has 255 bytes": (
        "put_item",
        a_condition(f"attribute_not_exists(#{'n' * 254})", names="n" * 254),
        a_condition(f"attribute_not_exists(#{'n' * 255})", names="n" * 255),
    ),
    "a name is used": (
        "put_item",
        a_condition("attribute_not_exists(#n)", names="n"),
        a_condition("attribute_not_exists(#n)", names="n m"),
    ),
    "a value is used": (
        "put_item",
        a_condition("spare <> :0", values=1),
        a_condition("spare <> :0", values=2),
    ),
    "a value is given": (
        "put_item",
        a_condition("spare <> :0", values=1),
        a_condition("spare <> :0 AND spare <> :1", values=1),
    ),
    "no reserved word is a name": ("put_item", a_condition(FREE), a_condition("NOT name = name")),
}


@pytest.mark.parametrize("rule", DYNAMODB)
def test_the_table_takes_what_dynamodb_takes(stack: Stack, rule: str) -> None:
    name, at_limit, over = DYNAMODB[rule]
    alone = {} if "RequestItems" in over or "TransactItems" in over else {"TableName": TABLE}
    call = getattr(client("dynamodb"), name)

    assert refused(lambda: call(**over | alone)) == INVALID
    assert refused(lambda: call(**at_limit | alone)) is None


def test_a_row_does_not_grow_past_its_limit(stack: Stack) -> None:
    table = client("dynamodb")
    table.put_item(TableName=TABLE, Item=sized(409_500))
    grow = {"Key": key(), "ExpressionAttributeValues": {":v": text(95)}} | UPDATE
    too_far = {**grow, "ExpressionAttributeValues": {":v": text(96)}}
    other = {"Put": {"TableName": TABLE, "Item": key("another")}}

    together = {"TransactItems": [other, {"Update": too_far}]}
    assert refused(lambda: table.update_item(**too_far)) == INVALID
    assert refused(lambda: table.transact_write_items(**together)) == "TransactionCanceledException"
    assert "Item" not in table.get_item(TableName=TABLE, Key=key("another"))
    assert refused(lambda: table.update_item(**grow)) is None
    assert row.size(table.get_item(TableName=TABLE, Key=key())["Item"]) == row.LARGEST


S3: dict[str, tuple[str, Any, Any, str]] = {
    "a key has 1024 bytes": (
        "put_object",
        {"Key": "😀" * 256},
        {"Key": "😀" * 256 + "x"},
        "KeyTooLongError",
    ),
    "metadata have 2 kB": (
        "put_object",
        {"Metadata": {"a": "x" * 2047}},
        {"Metadata": {"a": "x" * 2048}},
        "MetadataTooLarge",
    ),
    "headers have 8 kB": (
        "put_object",
        {"ContentDisposition": "x" * 6000},  # the SDK's own are longer the more is loaded
        {"ContentDisposition": "x" * 8192},
        "RequestHeaderSectionTooLarge",
    ),
    "headers are ASCII": (
        "create_multipart_upload",
        {"ContentType": "text/plain"},
        {"ContentType": "текст/plain"},
        "SignatureDoesNotMatch",
    ),
    "an object has 10 tags": (
        "create_multipart_upload",
        {"Tagging": "&".join(f"{it}=x" for it in range(10))},
        {"Tagging": "&".join(f"{it}=x" for it in range(11))},
        "BadRequest",
    ),
    "1000 objects are deleted at once": (
        "delete_objects",
        {"Delete": {"Objects": [{"Key": str(it)} for it in range(1000)]}},
        {"Delete": {"Objects": [{"Key": str(it)} for it in range(1001)]}},
        "MalformedXML",
    ),
}


@pytest.mark.parametrize("rule", S3)
def test_the_bucket_takes_what_s3_takes(stack: Stack, rule: str) -> None:
    name, at_limit, over, code = S3[rule]
    where = {"Bucket": BUCKET, **({} if name == "delete_objects" else {"Key": "k"})}
    call = getattr(client("s3"), name)

    assert refused(lambda: call(**where | over)) == code
    assert refused(lambda: call(**where | at_limit)) is None


@pytest.mark.parametrize(("sizes", "code"), [([5 * MIB, 1], None), ([5 * MIB - 1, 1], TOO_SMALL)])
def test_only_the_last_part_is_smaller_than_5_mib(
    stack: Stack, sizes: list[int], code: str | None
) -> None:
    s3, where = client("s3"), {"Bucket": BUCKET, "Key": "k"}
    where["UploadId"] = s3.create_multipart_upload(**where)["UploadId"]
    parts = [
        {"PartNumber": it, "ETag": s3.upload_part(**where, PartNumber=it, Body=b"x" * size)["ETag"]}
        for it, size in enumerate(sizes, start=1)
    ]

    assert (
        refused(lambda: s3.complete_multipart_upload(**where, MultipartUpload={"Parts": parts}))
        == code
    )
    assert refused(lambda: s3.upload_part(**where, PartNumber=10_001, Body=b"")) is not None


KEY = "files/theirs/one/two"


@pytest.fixture
def form(stack: Stack) -> Any:
    """For three bytes of text."""
    return bucket.form(KEY, size=3, type="text/plain")._asdict()


def turned_away(asked: Presigned, after: timedelta = timedelta()) -> tuple[int, str] | None:
    """What S3 says to a form or an address, if not yes."""
    try:
        presigned.look(asked, datetime.now(UTC) + after)
    except Refusal as no:
        return no.status, no.code
    return None


def posted(form: Any, data: bytes = b"abc", **fields: str | None) -> Presigned:
    """A form as somebody changed it."""
    changed = form["fields"] | {name.replace("_", "-"): it for name, it in fields.items()}
    return Presigned("POST", form["url"], {n: it for n, it in changed.items() if it}, data)


def another_policy(form: Any, **changes: Any) -> str:
    policy = json.loads(b64decode(form["fields"]["policy"])) | changes
    return b64encode(json.dumps(policy).encode()).decode()


DENIED, UNSIGNED = (403, "AccessDenied"), (403, "SignatureDoesNotMatch")


def test_a_form_takes_what_it_is_for(form: Any) -> None:
    assert turned_away(posted(form)) is None
    assert turned_away(posted(form, x_ignore_this="x")) is None
    assert turned_away(posted(form), timedelta(seconds=3599)) is None
    assert turned_away(posted(form), timedelta(seconds=3601)) == DENIED


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"key": "files/others/one/two"}, DENIED),
        ({"key": None}, (400, "InvalidArgument")),
        ({"Content_Type": "text/html"}, DENIED),
        ({"Content_Type": None}, DENIED),
        ({"acl": "public-read"}, DENIED),
        ({"success_action_redirect": "https://elsewhere.example"}, DENIED),
        ({"x_amz_meta_a": "x"}, DENIED),
        ({"policy": None}, DENIED),
        ({"x_amz_signature": "0" * 64}, UNSIGNED),
        ({"x_amz_credential": "AKIAELSE/20260101/eu-west-1/s3/aws4_request"}, (403, NO_KEY)),
        ({"data": b"abcd"}, (400, "EntityTooLarge")),
        ({"data": b"ab"}, (400, "EntityTooSmall")),
    ],
)
def test_a_form_takes_nothing_else(form: Any, fields: Any, answer: tuple[int, str]) -> None:
    assert turned_away(posted(form, **fields)) == answer


def test_a_form_is_for_its_own_bucket_and_nobody_makes_one_up(form: Any) -> None:
    elsewhere = form | {"url": form["url"].replace(BUCKET, "elsewhere")}
    assert turned_away(posted(elsewhere)) == DENIED
    forged = another_policy(form, expiration="2999-01-01T00:00:00Z", conditions=[])
    assert turned_away(posted(form, policy=forged)) == UNSIGNED


def test_what_a_form_refuses_does_not_arrive(stack: Stack, form: Any) -> None:
    with pytest.raises(Refusal, match="EntityTooLarge"):
        stack.send(form, b"abcd")
    assert not bucket.exists(KEY)
    stack.send(form, b"abc")
    assert bucket.exists(KEY)


def test_an_address_is_for_what_was_signed(stack: Stack) -> None:
    read = bucket.address(KEY, name="été 😀.txt", type="text/plain")
    part = bucket.part_address(KEY, "upload", 1)

    for method, url in (("GET", read), ("PUT", part)):
        asked = Presigned(method, url, {}, b"")
        assert turned_away(asked) is None
        assert turned_away(asked, timedelta(seconds=3601)) == DENIED
        other = url.replace("two", "three")
        for changed in (other, f"{url}&versionId=1", url.replace("=3600", "=3601")):
            assert turned_away(asked._replace(url=changed)) == UNSIGNED
        assert turned_away(asked._replace(method="DELETE")) == UNSIGNED
    assert turned_away(Presigned("PUT", part.replace("Number=1", "Number=2"), {}, b"")) == UNSIGNED


@pytest.mark.parametrize(("days", "answer"), [(7, None), (8, (400, MALFORMED))])
def test_an_address_is_good_for_a_week_at_most(
    stack: Stack, days: int, answer: tuple[int, str] | None
) -> None:
    where = {"Bucket": BUCKET, "Key": KEY}
    signer = bucket._client()
    url = signer.generate_presigned_url("get_object", Params=where, ExpiresIn=days * 86_400)

    assert turned_away(Presigned("GET", url, {}, b"")) == answer


def test_what_a_function_signs_with_its_session_is_good(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = boto3.Session("test", "test", "a/session+" * 120)
    config = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
    inside = session.client("s3", config=config)
    monkeypatch.setattr(bucket, "_client", lambda: inside)
    form = bucket.form(KEY, size=3, type="text/plain")._asdict()
    address = bucket.address(KEY, name="😀" * 255, type="text/plain")

    assert turned_away(posted(form)) is None
    assert turned_away(posted(form, x_amz_security_token="another")) == DENIED
    assert turned_away(Presigned("GET", address, {}, b"")) is None
    assert len(address) <= 8192  # Amazon CloudFront quotas: the length of a URL


FULL = "x" * messages.MESSAGE
HALF = {"Id": "1", "MessageBody": FULL[: messages.MESSAGE // 2]}


@pytest.mark.parametrize(
    ("name", "at_limit", "over", "code"),
    [
        ("send_message", {"MessageBody": FULL}, {"MessageBody": FULL + "x"}, PARAMETER),
        ("send_message", {"MessageBody": "x"}, {"MessageBody": "é" * 131_073}, PARAMETER),
        ("send_message", {"MessageBody": "\t"}, {"MessageBody": "\x01"}, "InvalidMessageContents"),
        ("send_message", {"MessageBody": " "}, {"MessageBody": ""}, "MissingParameter"),
        (
            "send_message",
            {"MessageBody": "x", "DelaySeconds": 900},
            {"MessageBody": "x", "DelaySeconds": 901},
            PARAMETER,
        ),
        (
            "send_message_batch",
            {"Entries": [HALF, HALF | {"Id": "2"}]},
            {"Entries": [HALF, HALF | {"Id": "2"}, {"Id": "3", "MessageBody": "x"}]},
            f"{SQS}BatchRequestTooLong",
        ),
        (
            "send_message_batch",
            {"Entries": [{"Id": str(it), "MessageBody": "x"} for it in range(10)]},
            {"Entries": [{"Id": str(it), "MessageBody": "x"} for it in range(11)]},
            f"{SQS}TooManyEntriesInBatchRequest",
        ),
        (
            "send_message_batch",
            {"Entries": [HALF]},
            {"Entries": [{"Id": "1", "MessageBody": "x"}] * 2},
            f"{SQS}BatchEntryIdsNotDistinct",
        ),
        (
            "receive_message",
            {"VisibilityTimeout": 43_200},
            {"VisibilityTimeout": 43_201},
            PARAMETER,
        ),
    ],
)
def test_a_queue_takes_what_sqs_takes(
    stack: Stack, name: str, at_limit: Any, over: Any, code: str
) -> None:
    sqs = client("sqs")
    queue = {"QueueUrl": sqs.get_queue_url(QueueName="UploadQueue")["QueueUrl"]}
    call = getattr(sqs, name)

    assert refused(lambda: call(**queue | over)) == code
    assert refused(lambda: call(**queue | at_limit)) is None


def test_queues_are_those_of_the_template(stack: Stack) -> None:
    sqs = client("sqs")
    url = sqs.get_queue_url(QueueName="IndexQueue.fifo")["QueueUrl"]
    given = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]

    assert (given["VisibilityTimeout"], given["DeduplicationScope"]) == ("360", "messageGroup")
    assert json.loads(given["RedrivePolicy"])["maxReceiveCount"] == 6
    failures = sqs.get_queue_url(QueueName="IndexFailures.fifo")["QueueUrl"]
    kept = sqs.get_queue_attributes(QueueUrl=failures, AttributeNames=["All"])["Attributes"]
    assert kept["MessageRetentionPeriod"] == "1209600"


def an_entry(size: int = 2, **more: str) -> dict[str, str]:
    """An entry of so many bytes, of which three are not the detail's."""
    detail = "{" + " " * (size - 5) + "}"
    named = {"Source": "s", "DetailType": "dt", "Detail": detail, "EventBusName": "Bus"}
    return named | more


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([an_entry(5)] * 10, None),
        ([an_entry(5)] * 11, INVALID),
        ([an_entry(messages.MESSAGE)], None),
        ([an_entry(messages.MESSAGE + 1)], INVALID),
        ([an_entry(messages.MESSAGE // 2 + 1)] * 2, INVALID),
        ([an_entry(EventBusName="Another")], "ResourceNotFoundException"),
    ],
)
def test_the_bus_takes_what_eventbridge_takes(
    stack: Stack, entries: list[Any], code: str | None
) -> None:
    assert refused(lambda: client("events").put_events(Entries=entries)) == code


def test_the_bus_says_which_entries_it_did_not_take(stack: Stack) -> None:
    entries = [
        an_entry(Source="aws.s3"),
        an_entry(5),
        an_entry(Detail="[]"),
        an_entry(DetailType="x" * 129),
        an_entry(Detail="?"),
    ]
    said = client("events").put_events(Entries=entries)

    assert [it.get("ErrorCode") for it in said["Entries"]] == [
        "NotAuthorizedForSourceException",
        None,
        "MalformedDetail",
        "InvalidArgument",
        "MalformedDetail",
    ]
    assert said["FailedEntryCount"] == 4


def test_what_the_bus_did_not_take_is_told_again(stack: Stack) -> None:
    with pytest.raises(RuntimeError, match="refused 1 events"):
        bus.put([("ItemChanged", "{}"), ("x" * 129, "{}")])


@pytest.mark.parametrize(
    ("to", "words", "code"),
    [
        (["a@b.example"], "Hello", None),
        ([f"{it}@b.example" for it in range(50)], "Hello", None),
        ([f"{it}@b.example" for it in range(51)], "Hello", "MessageRejected"),
        ([], "Hello", "BadRequestException"),
        (["a@b.example\r\nBcc: c@d.example"], "Hello", "BadRequestException"),
        (["ä@b.example"], "Hello", "BadRequestException"),
        ([f"{'a' * 64}@b.example"], "Hello", None),
        ([f"{'a' * 65}@b.example"], "Hello", "BadRequestException"),
        (["a@b.example"], "Hello\r\nBcc: c@d.example", "BadRequestException"),
        (["a@b.example"], "x" * messages.MAIL, "MessageRejected"),
    ],
)
def test_mail_goes_out_that_ses_sends(
    stack: Stack, to: list[str], words: str, code: str | None
) -> None:
    ses = client("sesv2")
    said = {"Data": words}
    mail = {
        "FromEmailAddress": "ours@app.example",
        "Destination": {"ToAddresses": to},
        "Content": {"Simple": {"Subject": said, "Body": {"Text": said}}},
    }
    assert refused(lambda: ses.send_email(**mail)) is not None
    ses.create_email_identity(EmailIdentity="ours@app.example")

    assert refused(lambda: ses.send_email(**mail)) == code
