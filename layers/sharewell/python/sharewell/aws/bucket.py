"""The content bucket: the only access to S3."""

from collections.abc import Iterator
from functools import cache
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

from botocore.config import Config
from botocore.exceptions import ClientError

from sharewell.aws import tenant_guard
from sharewell.core.config import settings
from sharewell.core.errors import Conflict, NotFound

DOWNLOAD_URL_TTL = 3600
"""Seconds that a presigned download URL is valid."""
UPLOAD_URL_TTL = 3600
"""Seconds that a presigned upload URL or form is valid."""


class Object(NamedTuple):
    """The bytes of an object, and its ETag for conditional requests."""

    data: bytes
    etag: str


class Part(NamedTuple):
    """An uploaded part of a multipart upload."""

    number: int
    etag: str
    size: int


class UploadForm(NamedTuple):
    """A presigned POST: the URL, and the form fields that must accompany the file."""

    url: str
    fields: dict[str, str]


def get(key: str, *, if_none_match: str | None = None) -> Object | None:
    """Returns an object; None if it does not exist or still has the given ETag."""
    condition = {"IfNoneMatch": if_none_match} if if_none_match else {}
    try:
        answer = _client().get_object(Bucket=settings.bucket_name, Key=key, **condition)
    except ClientError as error:
        if _status(error) in (304, 404):
            return None
        raise
    return Object(answer["Body"].read(), answer["ETag"])


def exists(key: str) -> bool:
    """Returns whether an object exists."""
    return get_size(key) is not None


def get_size(key: str) -> int | None:
    """Returns the size of an object in bytes; None if it does not exist."""
    try:
        return int(_client().head_object(Bucket=settings.bucket_name, Key=key)["ContentLength"])
    except ClientError as error:
        if _status(error) == 404:
            return None
        raise


def put(
    key: str,
    data: bytes | BinaryIO,
    content_type: str = "application/octet-stream",
    *,
    if_match: str | None = None,
    if_absent: bool = False,
) -> str:
    """Writes an object and returns its ETag. Raises Conflict if the condition does not hold."""
    condition = {"IfMatch": if_match} if if_match else {"IfNoneMatch": "*"} if if_absent else {}
    try:
        answer = _client().put_object(
            Bucket=settings.bucket_name, Key=key, Body=data, ContentType=content_type, **condition
        )
    except ClientError as error:
        if _status(error) in (404, 409, 412):
            raise Conflict("This object was changed at the same time.") from error
        raise
    return str(answer["ETag"])


def stream(key: str, chunk: int = 1 << 20) -> Iterator[bytes]:
    """Yields the bytes of an object in chunks."""
    answer = _client().get_object(Bucket=settings.bucket_name, Key=key)
    yield from answer["Body"].iter_chunks(chunk)


def list_objects(prefix: str) -> Iterator[tuple[str, int]]:
    """Yields the key and the modification time (Unix seconds) of each object under a prefix."""
    pages = _client().get_paginator("list_objects_v2")
    for answer in pages.paginate(Bucket=settings.bucket_name, Prefix=prefix):
        for entry in answer.get("Contents", []):
            yield entry["Key"], int(entry["LastModified"].timestamp())


def touch(key: str, type: str) -> None:
    """Copies an object onto itself, so that S3 emits another creation event (up to 5 GiB).

    Raises: NotFound, if the object does not exist.
    """
    bucket = settings.bucket_name
    try:
        _client().copy_object(
            Bucket=bucket,
            Key=key,
            CopySource={"Bucket": bucket, "Key": key},
            MetadataDirective="REPLACE",
            ContentType=type,
        )
    except ClientError as error:
        if _status(error) == 404:
            raise NotFound("This file no longer exists.") from error
        raise


def delete(keys: list[str]) -> None:
    """Deletes objects, 1,000 a call; ignores missing ones."""
    for start in range(0, len(keys), 1000):
        objects = [{"Key": key} for key in keys[start : start + 1000]]
        answer = _client().delete_objects(
            Bucket=settings.bucket_name, Delete={"Objects": objects, "Quiet": True}
        )
        if answer.get("Errors"):
            raise RuntimeError(f"S3 failed to delete {len(answer['Errors'])} objects")


def delete_all_versions(prefix: str) -> None:
    """Deletes every version of every object under a prefix; safe to repeat."""
    pages = _client().get_paginator("list_object_versions")
    for answer in pages.paginate(Bucket=settings.bucket_name, Prefix=prefix):
        found = [*answer.get("Versions", []), *answer.get("DeleteMarkers", [])]
        objects = [{"Key": it["Key"], "VersionId": it["VersionId"]} for it in found]
        if objects:
            deleted = _client().delete_objects(
                Bucket=settings.bucket_name, Delete={"Objects": objects, "Quiet": True}
            )
            if deleted.get("Errors"):
                raise RuntimeError(f"S3 failed to delete {len(deleted['Errors'])} versions")


def presign_download(
    key: str, *, name: str | None = None, inline: bool = True, type: str = ""
) -> str:
    """Returns a URL on the content origin, from which `key` can be read for an hour.

    `name` is the file name to save it under, `type` the media type to serve it as.
    """
    disposition = "inline" if inline else "attachment"
    filename = f"; filename*=UTF-8''{quote(name, safe='')}" if name else ""
    parameters = {
        "Bucket": settings.bucket_name,
        "Key": key,
        "ResponseContentDisposition": disposition + filename,
        "ResponseContentType": type or "application/octet-stream",
    }
    signed = _client().generate_presigned_url(
        "get_object", Params=parameters, ExpiresIn=DOWNLOAD_URL_TTL
    )
    origin, own = urlsplit(settings.content_url), urlsplit(signed)
    return str(urlunsplit((origin.scheme, origin.netloc, own.path, own.query, "")))


def presign_upload(key: str, *, size: int, type: str) -> UploadForm:
    """Returns a presigned POST for exactly this key, type and size (AWS: POST policy, SigV4)."""
    tenant_guard.require_object_in_scope(key)  # signing a form makes no call
    answer = _client().generate_presigned_post(
        settings.bucket_name,
        key,
        Fields={"Content-Type": type},
        Conditions=[{"Content-Type": type}, ["content-length-range", size, size]],
        ExpiresIn=UPLOAD_URL_TTL,
    )
    return UploadForm(answer["url"], answer["fields"])


def start_multipart(key: str, *, type: str) -> str:
    """Starts a multipart upload and returns its id."""
    answer = _client().create_multipart_upload(
        Bucket=settings.bucket_name, Key=key, ContentType=type
    )
    return str(answer["UploadId"])


def presign_part(key: str, upload: str, number: int) -> str:
    """Returns the URL to which the browser PUTs one part."""
    parameters = {
        "Bucket": settings.bucket_name,
        "Key": key,
        "UploadId": upload,
        "PartNumber": number,
    }
    url = _client().generate_presigned_url(
        "upload_part", Params=parameters, ExpiresIn=UPLOAD_URL_TTL
    )
    return str(url)


def list_parts(key: str, upload: str) -> list[Part]:
    """Returns the uploaded parts by number; none if the upload was completed or aborted."""
    pages = _client().get_paginator("list_parts")
    try:
        return [
            Part(part["PartNumber"], part["ETag"], part["Size"])
            for answer in pages.paginate(Bucket=settings.bucket_name, Key=key, UploadId=upload)
            for part in answer.get("Parts", [])
        ]
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchUpload":
            return []
        raise


def complete_multipart(key: str, upload: str, arrived: list[Part]) -> None:
    """Joins the parts into one object; safe to repeat."""
    parts = [{"PartNumber": part.number, "ETag": part.etag} for part in arrived]
    try:
        _client().complete_multipart_upload(
            Bucket=settings.bucket_name,
            Key=key,
            UploadId=upload,
            MultipartUpload={"Parts": parts},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchUpload" or not exists(key):
            raise


def abort_multipart(key: str, upload: str) -> None:
    """Aborts a multipart upload and deletes its parts; safe to repeat."""
    try:
        _client().abort_multipart_upload(Bucket=settings.bucket_name, Key=key, UploadId=upload)
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchUpload":
            raise


def _status(error: ClientError) -> int:
    return int(error.response["ResponseMetadata"]["HTTPStatusCode"])


@cache
def _client() -> Any:
    import boto3  # a cold start without it is 40 ms shorter

    # The emulator and the endpoints of all regions accept path style and SigV4.
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "path" if _local() else "virtual"},
        connect_timeout=1,
        read_timeout=20,
        max_pool_connections=16,
    )
    client = boto3.client("s3", config=config)
    client.meta.events.register("provide-client-params.s3", tenant_guard.guard_bucket)
    return client


def _local() -> bool:
    return urlsplit(settings.content_url).hostname in ("localhost", "127.0.0.1")
