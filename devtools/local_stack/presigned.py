"""A browser's requests to the bucket by presigned forms and URLs, for tests.

The in-memory bucket checks no signatures: `guards` check them first, as S3 would.
"""

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit


class Presigned(NamedTuple):
    """A presigned request: a POST of a form, a PUT of a part, or a GET."""

    method: str
    url: str
    fields: dict[str, str]
    data: bytes


guards: list[Callable[[Presigned], None]] = []
"""Checks that raise for requests that S3 would reject."""


def post(s3: Any, bucket: str, form: dict[str, Any], data: bytes) -> None:
    """Uploads a file by a form."""
    fields = form["fields"]
    _check(Presigned("POST", form["url"], fields, data))
    s3.put_object(Bucket=bucket, Key=fields["key"], Body=data, ContentType=fields["Content-Type"])


def put_part(s3: Any, bucket: str, url: str, data: bytes) -> None:
    """Uploads one part of a file to its URL."""
    _check(Presigned("PUT", url, {}, data))
    query = parse_qs(urlsplit(url).query)
    part = {"UploadId": query["uploadId"][0], "PartNumber": int(query["partNumber"][0])}
    s3.upload_part(Bucket=bucket, Key=_key(url), Body=data, **part)


def get(s3: Any, bucket: str, url: str) -> bytes:
    """Returns the object behind a presigned URL."""
    _check(Presigned("GET", url, {}, b""))
    return bytes(s3.get_object(Bucket=bucket, Key=_key(url))["Body"].read())


def _check(request: Presigned) -> None:
    for guard in guards:
        guard(request)


def _key(url: str) -> str:
    return unquote(urlsplit(url).path)[1:]
