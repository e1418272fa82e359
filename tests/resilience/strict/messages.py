"""Limits of SQS, EventBridge and SES that the in-memory ones do not enforce.

"Amazon SQS message quotas" and "Amazon EventBridge quotas": both have allowed 1 MiB since 2025 and
2026; ours must fit into the earlier 256 KiB. "Calculating Amazon EventBridge PutEvents event entry
size"; PutEventsRequestEntry; "Service quotas in Amazon SES", where a mail has at most 40 MB, but
one above 10 MB is slowed down; RFC 5321, 4.5.3.1 and SES's Destination for addresses. The in-memory
ones themselves reject more than 10 entries, duplicate ids, delays above 900 s, a visibility above
12 h, unknown buses, entries without a source or type, details that are no JSON, more than 50
recipients and unverified senders.
"""

import json
import re
from typing import Any

from botocore.awsrequest import AWSResponse

from resilience.interceptor import Call, Send
from resilience.strict.refusal import Refusal, answer

MESSAGE = 256 * 1024
MAIL = 10 * 1024**2
AT_ONCE = 10
_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNHEADED = re.compile(r"[\r\n\x00]")
_GROUP = re.compile(r"[\x21-\x7e]{1,128}")
_ADDRESS = re.compile(r"[\x21-\x3f\x41-\x7e]{1,64}@[^\x00-\x20@\x7f]{1,255}")


def sqs(call: Call) -> None:
    """Rejects messages that SQS would reject."""
    if call.operation == "SendMessage":
        _look_at_message(call.body)
    elif call.operation == "SendMessageBatch":
        for entry in call.body["Entries"]:
            _look_at_message(entry)
        if sum(map(_message_size, call.body["Entries"])) > MESSAGE:
            raise Refusal(
                "AWS.SimpleQueueService.BatchRequestTooLong",
                "Batch requests cannot be longer than 262144 bytes.",
            )
    elif call.operation.endswith("Batch") and len(call.body["Entries"]) > AT_ONCE:
        raise Refusal(
            "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
            "Maximum number of entries per request are 10.",
        )


def _look_at_message(message: dict[str, Any]) -> None:
    if not message["MessageBody"]:
        raise Refusal("MissingParameter", "The request must contain the parameter MessageBody.")
    if _message_size(message) > MESSAGE:
        raise _parameter("Message must be shorter than 262144 bytes.")
    if _UNSPEAKABLE.search(message["MessageBody"]):
        raise Refusal("InvalidMessageContents", "Message contains invalid characters")
    for name in ("MessageGroupId", "MessageDeduplicationId"):
        if name in message and not _GROUP.fullmatch(message[name]):
            raise _parameter(f"{name} can only include 1 to 128 printable characters.")


def _message_size(message: dict[str, Any]) -> int:
    with_it = message.get("MessageAttributes", {})
    return _bytes(message["MessageBody"]) + sum(
        _bytes(name) + sum(map(_bytes, it.values())) for name, it in with_it.items()
    )


def _parameter(why: str) -> Refusal:
    return Refusal("InvalidParameterValue", f"One or more parameters are invalid. Reason: {why}")


def eventbridge(call: Call, send: Send) -> AWSResponse:
    """Sends on the entries that EventBridge would accept, and reports the others."""
    if call.name != "eventbridge.PutEvents":
        return send()
    entries = call.body["Entries"]
    if sum(map(_entry_size, entries)) > MESSAGE:
        return Refusal(
            "ValidationException", "Total size of the entries in the request is over the limit."
        ).answer(call)
    wrong = [_wrong(it) for it in entries]
    if not any(wrong):
        return send()
    taken = [it for it, code in zip(entries, wrong, strict=True) if not code]
    call.request.body = json.dumps({"Entries": taken})
    results = iter(json.loads(send().content)["Entries"] if taken else [])
    every = [{"ErrorCode": it, "ErrorMessage": it} if it else next(results) for it in wrong]
    failed = sum("ErrorCode" in it for it in every)
    return answer(call, 200, json.dumps({"FailedEntryCount": failed, "Entries": every}))


def _entry_size(entry: dict[str, Any]) -> int:
    texts = [entry.get(it, "") for it in ("Source", "DetailType", "Detail")]
    return sum(map(_bytes, texts + entry.get("Resources", []))) + 14 * ("Time" in entry)


def _wrong(entry: dict[str, Any]) -> str | None:
    """Returns the error code of one entry, or None."""
    if entry.get("Source", "").startswith("aws."):
        return "NotAuthorizedForSourceException"
    if len(entry.get("Source", "")) > 256 or len(entry.get("DetailType", "")) > 128:
        return "InvalidArgument"
    if not entry.get("Detail", "{").lstrip().startswith("{"):
        return "MalformedDetail"
    return None


def ses(call: Call) -> None:
    """Rejects mail that SES would reject."""
    if call.operation != "SendEmail":
        return
    destination = call.body.get("Destination", {})
    to = [address for some in destination.values() for address in some]
    if not to:
        raise Refusal("BadRequestException", "Missing recipients")
    for address in [call.body["FromEmailAddress"], *to]:
        if not _ADDRESS.fullmatch(address):
            raise Refusal("BadRequestException", "Illegal address")
    simple = call.body["Content"].get("Simple", {})
    if _UNHEADED.search(simple.get("Subject", {}).get("Data", "")):
        raise Refusal("BadRequestException", "Illegal subject")
    if _size_of_mail(call.body["Content"]) > MAIL:
        raise Refusal("MessageRejected", "Message length is more than 10485760 bytes long")


def _size_of_mail(content: Any) -> int:
    """Returns the bytes of a mail: its texts, or a raw mail in Base64."""
    if isinstance(content, dict):
        return sum(map(_size_of_mail, content.values()))
    return _bytes(content) if isinstance(content, str) else 0


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())
