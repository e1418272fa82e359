"""Presigned forms and URLs allow exactly what was signed, as in S3."""

import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.config import Config

from local_stack.in_process import ENVIRONMENT, Stack
from local_stack.presigned import Presigned
from resilience.strict import presigned
from resilience.strict.refusal import Refusal
from sharewell.aws import bucket

BUCKET = ENVIRONMENT["BUCKET_NAME"]
MALFORMED = "AuthorizationQueryParametersError"
NO_KEY = "InvalidAccessKeyId"


KEY = "files/theirs/one/two"


@pytest.fixture
def form(stack: Stack) -> Any:
    """Returns a form for three bytes of text."""
    return bucket.presign_upload(KEY, size=3, type="text/plain")._asdict()


def rejection(
    request: Presigned, after: timedelta = timedelta(), since: datetime | None = None
) -> tuple[int, str] | None:
    """Returns S3's error for a form or a URL some time after `since` or after now, or None."""
    try:
        presigned.check(request, (since or datetime.now(UTC)) + after)
    except Refusal as no:
        return no.status, no.code
    return None


def posted(form: Any, data: bytes = b"abc", **fields: str | None) -> Presigned:
    """Returns a form with some fields changed."""
    changed = form["fields"] | {name.replace("_", "-"): it for name, it in fields.items()}
    return Presigned("POST", form["url"], {n: it for n, it in changed.items() if it}, data)


def another_policy(form: Any, **changes: Any) -> str:
    policy = json.loads(b64decode(form["fields"]["policy"])) | changes
    return b64encode(json.dumps(policy).encode()).decode()


DENIED, UNSIGNED = (403, "AccessDenied"), (403, "SignatureDoesNotMatch")


def test_upload_form_accepts_signed_upload(form: Any) -> None:
    assert rejection(posted(form)) is None
    assert rejection(posted(form, x_ignore_this="x")) is None


def test_form_expires_an_hour_after_it_was_signed(form: Any) -> None:
    policy = json.loads(b64decode(form["fields"]["policy"]))
    signed = datetime.fromisoformat(policy["expiration"]) - timedelta(seconds=3600)

    assert abs(datetime.now(UTC) - signed) < timedelta(minutes=5)
    assert rejection(posted(form), timedelta(seconds=3599), signed) is None
    assert rejection(posted(form), timedelta(seconds=3600), signed) == DENIED


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"key": "files/others/one/two"}, DENIED),
        ({"key": None}, (400, "InvalidArgument")),
        ({"Content_Type": "text/html"}, DENIED),
        ({"Content_Type": None}, DENIED),
        ({"acl": "public-read"}, DENIED),
        ({"success_action_redirect": "https://elsewhere.example"}, DENIED),
        ({"x_amz_meta_a": "x"}, DENIED),
        ({"policy": None}, DENIED),
        ({"x_amz_signature": "0" * 64}, UNSIGNED),
        ({"x_amz_credential": "AKIAELSE/20260101/eu-west-1/s3/aws4_request"}, (403, NO_KEY)),
        ({"data": b"abcd"}, (400, "EntityTooLarge")),
        ({"data": b"ab"}, (400, "EntityTooSmall")),
    ],
)
def test_upload_form_rejects_changed_fields(
    form: Any, fields: Any, answer: tuple[int, str]
) -> None:
    assert rejection(posted(form, **fields)) == answer


def test_upload_form_rejects_other_bucket_and_forgery(form: Any) -> None:
    elsewhere = form | {"url": form["url"].replace(BUCKET, "elsewhere")}
    assert rejection(posted(elsewhere)) == DENIED
    forged = another_policy(form, expiration="2999-01-01T00:00:00Z", conditions=[])
    assert rejection(posted(form, policy=forged)) == UNSIGNED


def test_rejected_upload_stores_no_object(stack: Stack, form: Any) -> None:
    with pytest.raises(Refusal, match="EntityTooLarge"):
        stack.send(form, b"abcd")
    assert not bucket.exists(KEY)
    stack.send(form, b"abc")
    assert bucket.exists(KEY)


def test_presigned_url_allows_only_signed_request(stack: Stack) -> None:
    read = bucket.presign_download(KEY, name="été 😀.txt", type="text/plain")
    part = bucket.presign_part(KEY, "upload", 1)

    for method, url in (("GET", read), ("PUT", part)):
        request = Presigned(method, url, {}, b"")
        assert rejection(request) is None
        assert rejection(request, timedelta(seconds=3601)) == DENIED
        other = url.replace("two", "three")
        for changed in (other, f"{url}&versionId=1", url.replace("=3600", "=3601")):
            assert rejection(request._replace(url=changed)) == UNSIGNED
        assert rejection(request._replace(method="DELETE")) == UNSIGNED
    assert rejection(Presigned("PUT", part.replace("Number=1", "Number=2"), {}, b"")) == UNSIGNED


@pytest.mark.parametrize(("days", "answer"), [(7, None), (8, (400, MALFORMED))])
def test_presigned_url_is_valid_for_a_week_at_most(
    stack: Stack, days: int, answer: tuple[int, str] | None
) -> None:
    where = {"Bucket": BUCKET, "Key": KEY}
    signer = bucket._client()
    url = signer.generate_presigned_url("get_object", Params=where, ExpiresIn=days * 86_400)

    assert rejection(Presigned("GET", url, {}, b"")) == answer


def test_presigned_url_of_session_credentials_is_valid(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = boto3.Session("test", "test", "a/session+" * 120)
    config = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
    inside = session.client("s3", config=config)
    monkeypatch.setattr(bucket, "_client", lambda: inside)
    form = bucket.presign_upload(KEY, size=3, type="text/plain")._asdict()
    address = bucket.presign_download(KEY, name="😀" * 255, type="text/plain")

    assert rejection(posted(form)) is None
    assert rejection(posted(form, x_amz_security_token="another")) == DENIED
    assert rejection(Presigned("GET", address, {}, b"")) is None
    assert len(address) <= 8192  # Amazon CloudFront quotas: the length of a URL
