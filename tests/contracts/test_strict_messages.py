"""The in-memory queues, bus and mail accept requests at AWS's limits and reject those one over."""

import json
from typing import Any

import pytest

from contracts.rejections import client, refused
from local_stack.in_process import Stack
from resilience.strict import messages
from sharewell.aws import bus

INVALID, PARAMETER = "ValidationException", "InvalidParameterValue"
SQS = "AWS.SimpleQueueService."


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
def test_queue_accepts_limit_and_rejects_one_over(
    stack: Stack, name: str, at_limit: Any, over: Any, code: str
) -> None:
    sqs = client("sqs")
    queue = {"QueueUrl": sqs.get_queue_url(QueueName="UploadQueue")["QueueUrl"]}
    call = getattr(sqs, name)

    assert refused(lambda: call(**queue | over)) == code
    assert refused(lambda: call(**queue | at_limit)) is None


def test_queues_are_those_of_template(stack: Stack) -> None:
    sqs = client("sqs")
    url = sqs.get_queue_url(QueueName="IndexQueue.fifo")["QueueUrl"]
    given = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]

    assert (given["VisibilityTimeout"], given["DeduplicationScope"]) == ("360", "messageGroup")
    assert json.loads(given["RedrivePolicy"])["maxReceiveCount"] == 6
    failures = sqs.get_queue_url(QueueName="IndexFailures.fifo")["QueueUrl"]
    kept = sqs.get_queue_attributes(QueueUrl=failures, AttributeNames=["All"])["Attributes"]
    assert kept["MessageRetentionPeriod"] == "1209600"


def an_entry(size: int = 2, **more: str) -> dict[str, str]:
    """Returns an entry of so many bytes, three of which are not the detail's."""
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
def test_bus_accepts_what_eventbridge_accepts(
    stack: Stack, entries: list[Any], code: str | None
) -> None:
    assert refused(lambda: client("events").put_events(Entries=entries)) == code


def test_bus_reports_entries_it_did_not_take(stack: Stack) -> None:
    entries = [
        an_entry(Source="aws.s3"),
        an_entry(5),
        an_entry(Detail="[]"),
        an_entry(DetailType="x" * 129),
        an_entry(Detail="?"),
    ]
    reply = client("events").put_events(Entries=entries)

    assert [it.get("ErrorCode") for it in reply["Entries"]] == [
        "NotAuthorizedForSourceException",
        None,
        "MalformedDetail",
        "InvalidArgument",
        "MalformedDetail",
    ]
    assert reply["FailedEntryCount"] == 4


def test_publish_retries_entries_bus_did_not_take(stack: Stack) -> None:
    with pytest.raises(RuntimeError, match="rejected 1 events"):
        bus.publish([("ItemChanged", "{}"), ("x" * 129, "{}")])


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
def test_mail_is_sent_or_rejected_as_by_ses(
    stack: Stack, to: list[str], words: str, code: str | None
) -> None:
    ses = client("sesv2")
    content = {"Data": words}
    mail = {
        "FromEmailAddress": "ours@app.example",
        "Destination": {"ToAddresses": to},
        "Content": {"Simple": {"Subject": content, "Body": {"Text": content}}},
    }
    assert refused(lambda: ses.send_email(**mail)) is not None
    ses.create_email_identity(EmailIdentity="ours@app.example")

    assert refused(lambda: ses.send_email(**mail)) == code
