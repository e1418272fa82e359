"""The only access to SES."""

from functools import cache
from typing import Any

from sharewell.core.config import settings


def send_mail(to: str, subject: str, text: str) -> str:
    """Sends a plain-text mail and returns its SES message id."""
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
