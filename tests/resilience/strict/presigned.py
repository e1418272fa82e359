"""The checks of S3 on requests without a key, only with a form or URL that we signed.

"Creating a POST policy" and "Authenticating requests: using query parameters (AWS Signature
Version 4)", Amazon S3: it recomputes the signature, checks the time and each condition of a form's
policy, and each field must be in one, except those exempt. A URL is valid for at most seven days.
Requests to the content origin reach S3 under the bucket's own host (infra/frontend.yaml), which is
the one signed.
"""

import json
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from botocore.auth import S3SigV4PostAuth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local_stack.in_process import ENVIRONMENT, REGION
from local_stack.presigned import Presigned
from resilience.strict.refusal import Refusal

LONGEST = timedelta(days=7)
EXEMPT = ("x-amz-signature", "policy", "file", "x-ignore-")
"""Prefixes of the fields that no condition must name."""
SECRETS = {"test": "test", "FOOBARKEY": "FOOBARSECRET"}  # what tests sign with, and moto's own
HOST = f"{ENVIRONMENT['BUCKET_NAME']}.s3.{REGION}.amazonaws.com"
_IN_QUERY = ("Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature")


def guard(request: Presigned) -> None:
    """Rejects what S3 would reject now."""
    check(request, datetime.now(UTC))


def check(request: Presigned, at: datetime) -> None:
    """Rejects what S3 would reject at `at`."""
    if request.method == "POST":
        _look_at_form(request, at)
    else:
        _look_at_address(request, at)


def _look_at_form(request: Presigned, at: datetime) -> None:
    fields = {name.lower(): value for name, value in request.fields.items()}
    if "key" not in fields:
        raise Refusal("InvalidArgument", "Bucket POST must contain a field named 'key'.")
    if "policy" not in fields:
        raise Refusal("AccessDenied", "Access Denied", 403)
    auth = S3SigV4PostAuth(_signer(fields["x-amz-credential"], fields["x-amz-date"]), "s3", REGION)
    signature = auth.signature(fields["policy"], _request(request, fields["x-amz-date"]))
    _must_be(signature, fields["x-amz-signature"])
    policy = json.loads(b64decode(fields["policy"]))
    if datetime.fromisoformat(policy["expiration"]) <= at:
        raise _against_policy("Policy expired.")
    named = {"bucket"}
    given = fields | {"bucket": urlsplit(request.url).netloc.partition(".")[0]}
    for condition in policy["conditions"]:
        named.add(_hold(condition, given, len(request.data)))
    for name in fields.keys() - named:
        if not name.startswith(EXEMPT):
            raise _against_policy(f"Extra input fields: {name}")


def _hold(condition: Any, given: dict[str, str], size: int) -> str:
    """Returns the field of a condition that holds; rejects otherwise."""
    if isinstance(condition, dict):
        [(name, value)] = condition.items()
        condition = ["eq", f"${name}", value]
    how, what, wanted = condition
    if how == "content-length-range":
        if size > wanted:
            raise Refusal("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
        if size < what:
            raise Refusal(
                "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size"
            )
        return ""
    name = what.removeprefix("$").lower()
    found = given.get(name)
    holds = found is not None and (
        found.startswith(wanted) if how == "starts-with" else found == wanted
    )
    if not holds:
        raise _against_policy(f"Policy Condition failed: {json.dumps(condition)}")
    return str(name)


def _look_at_address(request: Presigned, at: datetime) -> None:
    scheme, _, path, query, _ = urlsplit(request.url)
    given = dict(parse_qsl(query, keep_blank_values=True))
    if missing := [it for it in _IN_QUERY if f"X-Amz-{it}" not in given]:
        raise _malformed(f"Query-string authentication requires X-Amz-{missing[0]}")
    lasts = timedelta(seconds=int(given["X-Amz-Expires"]))
    if not timedelta() < lasts <= LONGEST:
        raise _malformed("X-Amz-Expires must be less than a week (in seconds)")
    if given["X-Amz-SignedHeaders"] != "host":
        raise _malformed("a browser sends no header that S3 could find signed")
    date = given["X-Amz-Date"]
    signature = given.pop("X-Amz-Signature")
    plain = urlunsplit((scheme, _host(request.url), path, urlencode(given), ""))
    auth = S3SigV4QueryAuth(_signer(given["X-Amz-Credential"], date), "s3", REGION)
    signed = _request(Presigned(request.method, plain, {}, b""), date)
    canonical = auth.canonical_request(signed)
    _must_be(auth.signature(auth.string_to_sign(signed, canonical), signed), signature)
    signed = datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if signed + lasts <= at:
        raise Refusal("AccessDenied", "Request has expired", 403)


def _host(url: str) -> str:
    """Returns the host that a browser's request reaches."""
    host = urlsplit(url).netloc
    return HOST if host == urlsplit(ENVIRONMENT["CONTENT_URL"]).netloc else host


def _signer(credential: str, date: str) -> Credentials:
    key, *scope = credential.split("/")
    if key not in SECRETS:
        raise Refusal("InvalidAccessKeyId", "The AWS Access Key Id does not exist", 403)
    if scope != [date[:8], REGION, "s3", "aws4_request"]:
        raise _malformed(f"Error parsing the X-Amz-Credential parameter; {credential}")
    return Credentials(key, SECRETS[key])


def _request(request: Presigned, date: str) -> Any:
    query = dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True))
    bare = urlunsplit((*urlsplit(request.url)[:3], "", ""))
    signed: Any = AWSRequest(request.method, bare, params=query)
    signed.context["timestamp"] = date
    return signed


def _must_be(computed: str, given: str) -> None:
    if not compare_digest(computed, given):
        raise Refusal("SignatureDoesNotMatch", "The signature we calculated is another", 403)


def _against_policy(why: str) -> Refusal:
    return Refusal("AccessDenied", f"Invalid according to Policy: {why}", 403)


def _malformed(why: str) -> Refusal:
    return Refusal("AuthorizationQueryParametersError", why)
