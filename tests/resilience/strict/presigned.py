"""What S3 looks at before it lets in who has no key, only a form or an address that we signed.

"Creating a POST policy" and "Authenticating requests: using query parameters (AWS Signature
Version 4)", Amazon S3: the signature is computed again, the time is looked at, each condition of a
form's policy must hold, and each of its fields must be in one, but for those exempt. An address is
good for at most seven days. What comes by the content origin reaches S3 under the bucket's own
host (infra/frontend.yaml), which is what was signed.
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

from local.presigned import Presigned
from local.stack import ENVIRONMENT, REGION
from resilience.strict.refusal import Refusal

LONGEST = timedelta(days=7)
EXEMPT = ("x-amz-signature", "policy", "file", "x-ignore-")
"""How fields begin that no condition need name."""
SECRETS = {"test": "test", "FOOBARKEY": "FOOBARSECRET"}  # what tests sign with, and moto's own
HOST = f"{ENVIRONMENT['BUCKET_NAME']}.s3.{REGION}.amazonaws.com"
_IN_QUERY = ("Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature")


def guard(asked: Presigned) -> None:
    """Refuse what S3 would refuse at this moment."""
    look(asked, datetime.now(UTC))


def look(asked: Presigned, at: datetime) -> None:
    """Refuse what S3 would refuse at `at`."""
    if asked.method == "POST":
        _look_at_form(asked, at)
    else:
        _look_at_address(asked, at)


def _look_at_form(asked: Presigned, at: datetime) -> None:
    fields = {name.lower(): value for name, value in asked.fields.items()}
    if "key" not in fields:
        raise Refusal("InvalidArgument", "Bucket POST must contain a field named 'key'.")
    if "policy" not in fields:
        raise Refusal("AccessDenied", "Access Denied", 403)
    auth = S3SigV4PostAuth(_signer(fields["x-amz-credential"], fields["x-amz-date"]), "s3", REGION)
    signature = auth.signature(fields["policy"], _request(asked, fields["x-amz-date"]))
    _must_be(signature, fields["x-amz-signature"])
    policy = json.loads(b64decode(fields["policy"]))
    if datetime.fromisoformat(policy["expiration"]) <= at:
        raise _against_policy("Policy expired.")
    named = {"bucket"}
    given = fields | {"bucket": urlsplit(asked.url).netloc.partition(".")[0]}
    for condition in policy["conditions"]:
        named.add(_hold(condition, given, len(asked.data)))
    for name in fields.keys() - named:
        if not name.startswith(EXEMPT):
            raise _against_policy(f"Extra input fields: {name}")


def _hold(condition: Any, given: dict[str, str], size: int) -> str:
    """The field that a condition is for, which holds."""
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


def _look_at_address(asked: Presigned, at: datetime) -> None:
    scheme, _, path, query, _ = urlsplit(asked.url)
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
    plain = urlunsplit((scheme, _host(asked.url), path, urlencode(given), ""))
    auth = S3SigV4QueryAuth(_signer(given["X-Amz-Credential"], date), "s3", REGION)
    request = _request(Presigned(asked.method, plain, {}, b""), date)
    canonical = auth.canonical_request(request)
    _must_be(auth.signature(auth.string_to_sign(request, canonical), request), signature)
    signed = datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if signed + lasts <= at:
        raise Refusal("AccessDenied", "Request has expired", 403)


def _host(url: str) -> str:
    """Where a request comes to that a browser sends there."""
    host = urlsplit(url).netloc
    return HOST if host == urlsplit(ENVIRONMENT["CONTENT_URL"]).netloc else host


def _signer(credential: str, date: str) -> Credentials:
    key, *scope = credential.split("/")
    if key not in SECRETS:
        raise Refusal("InvalidAccessKeyId", "The AWS Access Key Id does not exist", 403)
    if scope != [date[:8], REGION, "s3", "aws4_request"]:
        raise _malformed(f"Error parsing the X-Amz-Credential parameter; {credential}")
    return Credentials(key, SECRETS[key])


def _request(asked: Presigned, date: str) -> Any:
    query = dict(parse_qsl(urlsplit(asked.url).query, keep_blank_values=True))
    bare = urlunsplit((*urlsplit(asked.url)[:3], "", ""))
    request: Any = AWSRequest(asked.method, bare, params=query)
    request.context["timestamp"] = date
    return request


def _must_be(computed: str, given: str) -> None:
    if not compare_digest(computed, given):
        raise Refusal("SignatureDoesNotMatch", "The signature we calculated is another", 403)


def _against_policy(why: str) -> Refusal:
    return Refusal("AccessDenied", f"Invalid according to Policy: {why}", 403)


def _malformed(why: str) -> Refusal:
    return Refusal("AuthorizationQueryParametersError", why)
