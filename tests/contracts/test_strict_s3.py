"""The in-memory bucket accepts requests at S3's limits and rejects those one over."""

from typing import Any

import pytest

from contracts.rejections import client, refused
from local_stack.in_process import ENVIRONMENT, Stack

BUCKET, MIB = ENVIRONMENT["BUCKET_NAME"], 1024**2
TOO_SMALL = "EntityTooSmall"


S3: dict[str, tuple[str, Any, Any, str]] = {
    "a key has 1024 bytes": (
        "put_object",
        {"Key": "😀" * 256},
        {"Key": "😀" * 256 + "x"},
        "KeyTooLongError",
    ),
    "metadata have 2 kB": (
        "put_object",
        {"Metadata": {"a": "x" * 2047}},
        {"Metadata": {"a": "x" * 2048}},
        "MetadataTooLarge",
    ),
    "headers have 8 kB": (
        "put_object",
        {"ContentDisposition": "x" * 6000},  # the SDK's own headers get longer the more is loaded
        {"ContentDisposition": "x" * 8192},
        "RequestHeaderSectionTooLarge",
    ),
    "headers are ASCII": (
        "create_multipart_upload",
        {"ContentType": "text/plain"},
        {"ContentType": "текст/plain"},
        "SignatureDoesNotMatch",
    ),
    "an object has 10 tags": (
        "create_multipart_upload",
        {"Tagging": "&".join(f"{it}=x" for it in range(10))},
        {"Tagging": "&".join(f"{it}=x" for it in range(11))},
        "BadRequest",
    ),
    "1000 objects are deleted at once": (
        "delete_objects",
        {"Delete": {"Objects": [{"Key": str(it)} for it in range(1000)]}},
        {"Delete": {"Objects": [{"Key": str(it)} for it in range(1001)]}},
        "MalformedXML",
    ),
}


@pytest.mark.parametrize("rule", S3)
def test_bucket_accepts_limit_and_rejects_one_over(stack: Stack, rule: str) -> None:
    name, at_limit, over, code = S3[rule]
    where = {"Bucket": BUCKET, **({} if name == "delete_objects" else {"Key": "k"})}
    call = getattr(client("s3"), name)

    assert refused(lambda: call(**where | over)) == code
    assert refused(lambda: call(**where | at_limit)) is None


@pytest.mark.parametrize(("sizes", "code"), [([5 * MIB, 1], None), ([5 * MIB - 1, 1], TOO_SMALL)])
def test_multipart_rejects_small_parts_except_the_last(
    stack: Stack, sizes: list[int], code: str | None
) -> None:
    s3, where = client("s3"), {"Bucket": BUCKET, "Key": "k"}
    where["UploadId"] = s3.create_multipart_upload(**where)["UploadId"]
    parts = [
        {"PartNumber": it, "ETag": s3.upload_part(**where, PartNumber=it, Body=b"x" * size)["ETag"]}
        for it, size in enumerate(sizes, start=1)
    ]

    assert (
        refused(lambda: s3.complete_multipart_upload(**where, MultipartUpload={"Parts": parts}))
        == code
    )
    assert refused(lambda: s3.upload_part(**where, PartNumber=10_001, Body=b"")) is not None
