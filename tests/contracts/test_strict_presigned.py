"""What was signed for somebody is good for just that, as S3 has it."""

import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.config import Config

from local.presigned import Presigned
from local.stack import ENVIRONMENT, Stack
from resilience.strict import presigned
from resilience.strict.refusal import Refusal
from sharewell import bucket

BUCKET = ENVIRONMENT["BUCKET_NAME"]
MALFORMED = "AuthorizationQueryParametersError"
NO_KEY = "InvalidAccessKeyId"


KEY = "files/theirs/one/two"


@pytest.fixture
def form(stack: Stack) -> Any:
    """For three bytes of text."""
    return bucket.form(KEY, size=3, type="text/plain")._asdict()


def turned_away(
    asked: Presigned, after: timedelta = timedelta(), since: datetime | None = None
) -> tuple[int, str] | None:
    """What S3 says to a form or an address, if not yes, some time after `since` or after now."""
    try:
        presigned.look(asked, (since or datetime.now(UTC)) + after)
    except Refusal as no:
        return no.status, no.code
    return None


def posted(form: Any, data: bytes = b"abc", **fields: str | None) -> Presigned:
    """A form as somebody changed it."""
    changed = form["fields"] | {name.replace("_", "-"): it for name, it in fields.items()}
    return Presigned("POST", form["url"], {n: it for n, it in changed.items() if it}, data)


def another_policy(form: Any, **changes: Any) -> str:
    policy = json.loads(b64decode(form["fields"]["policy"])) | changes
    return b64encode(json.dumps(policy).encode()).decode()


DENIED, UNSIGNED = (403, "AccessDenied"), (403, "SignatureDoesNotMatch")


def test_a_form_takes_what_it_is_for(form: Any) -> None:
    assert turned_away(posted(form)) is None
    assert turned_away(posted(form, x_ignore_this="x")) is None


def test_form_expires_an_hour_after_it_was_signed(form: Any) -> None:
    policy = json.loads(b64decode(form["fields"]["policy"]))
    signed = datetime.fromisoformat(policy["expiration"]) - timedelta(seconds=3600)

    assert abs(datetime.now(UTC) - signed) < timedelta(minutes=5)
    assert turned_away(posted(form), timedelta(seconds=3599), signed) is None
    assert turned_away(posted(form), timedelta(seconds=3600), signed) == DENIED


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
def test_a_form_takes_nothing_else(form: Any, fields: Any, answer: tuple[int, str]) -> None:
    assert turned_away(posted(form, **fields)) == answer


def test_a_form_is_for_its_own_bucket_and_nobody_makes_one_up(form: Any) -> None:
    elsewhere = form | {"url": form["url"].replace(BUCKET, "elsewhere")}
    assert turned_away(posted(elsewhere)) == DENIED
    forged = another_policy(form, expiration="2999-01-01T00:00:00Z", conditions=[])
    assert turned_away(posted(form, policy=forged)) == UNSIGNED


def test_what_a_form_refuses_does_not_arrive(stack: Stack, form: Any) -> None:
    with pytest.raises(Refusal, match="EntityTooLarge"):
        stack.send(form, b"abcd")
    assert not bucket.exists(KEY)
    stack.send(form, b"abc")
    assert bucket.exists(KEY)


def test_an_address_is_for_what_was_signed(stack: Stack) -> None:
    read = bucket.address(KEY, name="été 😀.txt", type="text/plain")
    part = bucket.part_address(KEY, "upload", 1)

    for method, url in (("GET", read), ("PUT", part)):
        asked = Presigned(method, url, {}, b"")
        assert turned_away(asked) is None
        assert turned_away(asked, timedelta(seconds=3601)) == DENIED
        other = url.replace("two", "three")
        for changed in (other, f"{url}&versionId=1", url.replace("=3600", "=3601")):
            assert turned_away(asked._replace(url=changed)) == UNSIGNED
        assert turned_away(asked._replace(method="DELETE")) == UNSIGNED
    assert turned_away(Presigned("PUT", part.replace("Number=1", "Number=2"), {}, b"")) == UNSIGNED


@pytest.mark.parametrize(("days", "answer"), [(7, None), (8, (400, MALFORMED))])
def test_an_address_is_good_for_a_week_at_most(
    stack: Stack, days: int, answer: tuple[int, str] | None
) -> None:
    where = {"Bucket": BUCKET, "Key": KEY}
    signer = bucket._client()
    url = signer.generate_presigned_url("get_object", Params=where, ExpiresIn=days * 86_400)

    assert turned_away(Presigned("GET", url, {}, b"")) == answer


def test_what_a_function_signs_with_its_session_is_good(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = boto3.Session("test", "test", "a/session+" * 120)
    config = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
    inside = session.client("s3", config=config)
    monkeypatch.setattr(bucket, "_client", lambda: inside)
    form = bucket.form(KEY, size=3, type="text/plain")._asdict()
    address = bucket.address(KEY, name="😀" * 255, type="text/plain")

    assert turned_away(posted(form)) is None
    assert turned_away(posted(form, x_amz_security_token="another")) == DENIED
    assert turned_away(Presigned("GET", address, {}, b"")) is None
    assert len(address) <= 8192  # Amazon CloudFront quotas: the length of a URL
