"""Asking the in-memory AWS, and what it refuses a call with."""

from collections.abc import Callable
from typing import Any

import boto3
from botocore.exceptions import ClientError


def refused(call: Callable[[], object]) -> str | None:
    """The code that a call is refused with."""
    try:
        call()
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return None


def client(service: str) -> Any:
    return boto3.client(service)  # type: ignore[call-overload]  # any service, by its name
