"""The only door to SES."""

from functools import cache
from typing import Any

from sharewell.config import settings


def send(to: str, subject: str, text: str) -> str:
    """Send one plain mail and return SES's id for it."""
    answer = _client().send_email(
        FromEmailAddress=settings.mail_from,
        Destination={"ToAddresses": [to]},
        Content={
            "Simple": {
                "Subject": {"Data": subject, "Charset": "UTF-8"},
                "Body": {"Text": {"Data": text, "Charset": "UTF-8"}},
            }
        },
    )
    return str(answer["MessageId"])


@cache
def _client() -> Any:
    import boto3  # a cold start without it is 40 ms shorter

    return boto3.client("sesv2")
