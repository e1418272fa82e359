"""The content bucket, and the only door to S3."""

from collections.abc import Iterator
from functools import cache
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

from botocore.config import Config
from botocore.exceptions import ClientError

from sharewell import tenant_guard
from sharewell.config import settings
from sharewell.errors import Conflict, Missing

READ_FOR = 3600
"""Seconds that an address for reading stays good."""
SEND_FOR = 3600
"""Seconds that an address for sending stays good."""


class Object(NamedTuple):
    """Bytes and the ETag that a condition may name."""

    data: bytes
    etag: str


class Part(NamedTuple):
    """A part of a multipart upload that has arrived."""

    number: int
    etag: str
    size: int


class Form(NamedTuple):
    """A presigned POST: the address, and the fields that must go with the file."""

    url: str
    fields: dict[str, str]


def get(key: str, *, if_none_match: str | None = None) -> Object | None:
    """The object, or None when it is not there or still has the ETag given."""
    condition = {"IfNoneMatch": if_none_match} if if_none_match else {}
    try:
        answer = _client().get_object(Bucket=settings.bucket_name, Key=key, **condition)
    except ClientError as error:
        if _status(error) in (304, 404):
            return None
        raise
    return Object(answer["Body"].read(), answer["ETag"])


def exists(key: str) -> bool:
    """Whether there is an object."""
    return size(key) is not None


def size(key: str) -> int | None:
    """How many bytes an object has, or None when it is not there."""
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
    """Write an object and return its ETag; Conflict when somebody else was there first."""
    condition = {"IfMatch": if_match} if if_match else {"IfNoneMatch": "*"} if if_absent else {}
    try:
        answer = _client().put_object(
            Bucket=settings.bucket_name, Key=key, Body=data, ContentType=content_type, **condition
        )
    except ClientError as error:
        if _status(error) in (404, 409, 412):
            raise Conflict("somebody else wrote this object first") from error
        raise
    return str(answer["ETag"])


def stream(key: str, chunk: int = 1 << 20) -> Iterator[bytes]:
    """An object's bytes, a chunk at a time."""
    answer = _client().get_object(Bucket=settings.bucket_name, Key=key)
    yield from answer["Body"].iter_chunks(chunk)


def listing(prefix: str) -> Iterator[tuple[str, int]]:
    """Key and age in whole seconds since 1970 of every object below a prefix."""
    pages = _client().get_paginator("list_objects_v2")
    for answer in pages.paginate(Bucket=settings.bucket_name, Prefix=prefix):
        for found in answer.get("Contents", []):
            yield found["Key"], int(found["LastModified"].timestamp())


def touch(key: str, type: str) -> None:
    """Copy an object onto itself, so that whatever listens sees it arrive again (up to 5 GiB).

    Missing, when somebody has taken it away.
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
            raise Missing("these bytes are not here any more") from error
        raise


def delete(keys: list[str]) -> None:
    """Delete objects, a thousand a call; one that is not there stays away."""
    for start in range(0, len(keys), 1000):
        objects = [{"Key": key} for key in keys[start : start + 1000]]
        answer = _client().delete_objects(
            Bucket=settings.bucket_name, Delete={"Objects": objects, "Quiet": True}
        )
        if answer.get("Errors"):
            raise RuntimeError(f"S3 kept {len(answer['Errors'])} objects")


def destroy(prefix: str) -> None:
    """Delete every version of every object below a prefix; safe to repeat."""
    pages = _client().get_paginator("list_object_versions")
    for answer in pages.paginate(Bucket=settings.bucket_name, Prefix=prefix):
        found = [*answer.get("Versions", []), *answer.get("DeleteMarkers", [])]
        objects = [{"Key": it["Key"], "VersionId": it["VersionId"]} for it in found]
        if objects:
            said = _client().delete_objects(
                Bucket=settings.bucket_name, Delete={"Objects": objects, "Quiet": True}
            )
            if said.get("Errors"):
                raise RuntimeError(f"S3 kept {len(said['Errors'])} versions")


def address(key: str, *, name: str | None = None, inline: bool = True, type: str = "") -> str:
    """An address on the content origin from which `key` can be read for an hour.

    `name` is the file name to save under, `type` the media type to serve it as.
    """
    how = "inline" if inline else "attachment"
    named = f"; filename*=UTF-8''{quote(name, safe='')}" if name else ""
    parameters = {
        "Bucket": settings.bucket_name,
        "Key": key,
        "ResponseContentDisposition": how + named,
        "ResponseContentType": type or "application/octet-stream",
    }
    signed = _client().generate_presigned_url("get_object", Params=parameters, ExpiresIn=READ_FOR)
    origin, own = urlsplit(settings.content_url), urlsplit(signed)
    return str(urlunsplit((origin.scheme, origin.netloc, own.path, own.query, "")))


def form(key: str, *, size: int, type: str) -> Form:
    """A presigned POST for exactly this key, type and length (AWS: POST policy, SigV4)."""
    tenant_guard.require_object_in_scope(key)  # a form is signed without a call
    answer = _client().generate_presigned_post(
        settings.bucket_name,
        key,
        Fields={"Content-Type": type},
        Conditions=[{"Content-Type": type}, ["content-length-range", size, size]],
        ExpiresIn=SEND_FOR,
    )
    return Form(answer["url"], answer["fields"])


def begin_parts(key: str, *, type: str) -> str:
    """Start a multipart upload and return its id."""
    answer = _client().create_multipart_upload(
        Bucket=settings.bucket_name, Key=key, ContentType=type
    )
    return str(answer["UploadId"])


def part_address(key: str, upload: str, number: int) -> str:
    """Where the browser PUTs one part."""
    parameters = {
        "Bucket": settings.bucket_name,
        "Key": key,
        "UploadId": upload,
        "PartNumber": number,
    }
    url = _client().generate_presigned_url("upload_part", Params=parameters, ExpiresIn=SEND_FOR)
    return str(url)


def parts(key: str, upload: str) -> list[Part]:
    """The parts that have arrived, by number; none when the upload is over or gone."""
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


def finish_parts(key: str, upload: str, arrived: list[Part]) -> None:
    """Make one object of the parts; harmless when that was done already."""
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


def abandon_parts(key: str, upload: str) -> None:
    """Drop the parts that have arrived; harmless when there are none."""
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

    # Path style and SigV4 are what the emulator and every region's endpoint both take.
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
