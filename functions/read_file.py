"""Reads each file that arrives in the bucket, one a message."""

from typing import Any

from sharewell.consume import queued
from sharewell.content.uploads.intake import intake


@queued("FileArrived")
def handler(message: dict[str, Any]) -> None:
    """Take in the object that EventBridge says was created."""
    intake.take(message["detail"]["object"]["key"])
