"""Limits of S3 that the in-memory bucket does not enforce.

"Naming Amazon S3 objects", "Working with object metadata", "Amazon S3 object tags", DeleteObjects
and the error code RequestHeaderSectionTooLarge, Amazon S3. The in-memory bucket itself rejects
parts outside of 1 to 10,000, those but the last that are smaller than 5 MiB, missing parts, and
more than 10 tags of an existing object.
"""

from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit

from resilience.interceptor import Call
from resilience.strict.refusal import Refusal

KEY = 1024
"""Maximum of bytes, in UTF-8."""
METADATA = 2 * 1024
"""Maximum of bytes of all names and values."""
HEADERS = 8 * 1024
TAGS = 10
DELETED_AT_ONCE = 1000


def s3(call: Call) -> None:
    """Rejects what exceeds a limit."""
    _look_at_key(call.request.url)
    _look_at_headers(call)
    if call.operation == "DeleteObjects" and _body(call).count(b"<Key>") > DELETED_AT_ONCE:
        raise Refusal("MalformedXML", "The XML you provided did not validate")


def _look_at_key(url: str) -> None:
    _, host, path, _, _ = urlsplit(url)
    if len(path) <= KEY:
        return
    if host.startswith("s3."):
        path = path[path.index("/", 1) :]
    if len(unquote_to_bytes(path)) - 1 > KEY:
        raise Refusal("KeyTooLongError", "Your key is too long")


def _look_at_headers(call: Call) -> None:
    metadata = whole = 0
    for name, value in call.request.headers.items():
        text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
        if not text.isascii():
            raise Refusal("SignatureDoesNotMatch", f"only ASCII is signed alike: {name}", 403)
        whole += len(name) + len(text) + 4
        if name.lower().startswith("x-amz-meta-"):
            metadata += len(name) - len("x-amz-meta-") + len(text)
        elif name.lower() == "x-amz-tagging" and len(parse_qsl(text)) > TAGS:
            raise Refusal("BadRequest", "Object tags cannot be greater than 10")
    if metadata > METADATA:
        raise Refusal("MetadataTooLarge", "Your metadata headers exceed the maximum size")
    if whole > HEADERS:
        raise Refusal("RequestHeaderSectionTooLarge", "Your request header section is too large")


def _body(call: Call) -> bytes:
    body = call.request.body
    return body.encode() if isinstance(body, str) else body if isinstance(body, bytes) else b""
