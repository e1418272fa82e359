"""What a browser asks of the bucket by a form or an address that was signed for it.

The in-memory bucket looks at no signature: whatever is in `guards` looks first, as S3 would.
"""

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit


class Presigned(NamedTuple):
    """A POST with a form's fields before the file, a PUT of a part, or a GET."""

    method: str
    url: str
    fields: dict[str, str]
    data: bytes


guards: list[Callable[[Presigned], None]] = []
"""Raise for what S3 would refuse."""


def post(s3: Any, bucket: str, form: dict[str, Any], data: bytes) -> None:
    """Send a file by a form."""
    fields = form["fields"]
    _admit(Presigned("POST", form["url"], fields, data))
    s3.put_object(Bucket=bucket, Key=fields["key"], Body=data, ContentType=fields["Content-Type"])


def put_part(s3: Any, bucket: str, url: str, data: bytes) -> None:
    """Send one part of a file to its address."""
    _admit(Presigned("PUT", url, {}, data))
    asked = parse_qs(urlsplit(url).query)
    part = {"UploadId": asked["uploadId"][0], "PartNumber": int(asked["partNumber"][0])}
    s3.upload_part(Bucket=bucket, Key=_key(url), Body=data, **part)


def get(s3: Any, bucket: str, url: str) -> bytes:
    """Read what an address is for."""
    _admit(Presigned("GET", url, {}, b""))
    return bytes(s3.get_object(Bucket=bucket, Key=_key(url))["Body"].read())


def _admit(asked: Presigned) -> None:
    for guard in guards:
        guard(asked)


def _key(url: str) -> str:
    return unquote(urlsplit(url).path)[1:]
