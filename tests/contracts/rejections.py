"""Calls of the in-memory AWS that it may reject."""

from collections.abc import Callable
from typing import Any

import boto3
from botocore.exceptions import ClientError


def refused(call: Callable[[], object]) -> str | None:
    """Returns the error code with which AWS rejects a call, or None."""
    try:
        call()
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return None


def client(service: str) -> Any:
    return boto3.client(service)  # type: ignore[call-overload]  # a service by its name
