"""The contract of a view, derived from its signature: the source of validation and OpenAPI."""

import inspect
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from sharewell.core.errors import Invalid, NotFound
from sharewell.core.ids import ulid_time
from sharewell.core.values import PostPath, Ulid, Value

_NOT_IN_PATH = {"body", "query", "me", "person", "version", "key", "return"}
IDEMPOTENCY_WINDOW = timedelta(days=1)
"""How long a creating request may be repeated under its idempotency key."""
MAX_CLOCK_SKEW = timedelta(minutes=5)
"""How far the client's clock may be ahead."""
_ulid: TypeAdapter[str] = TypeAdapter(Ulid)
_post: TypeAdapter[str] = TypeAdapter(PostPath)


class Contract:
    """The types of one view: path, query, body and response."""

    def __init__(self, view: Callable[..., Any], *, status: int, public: bool) -> None:
        hints = get_type_hints(view, include_extras=True)
        self.view, self.name = view, view.__name__
        self.status, self.public = status, public
        self.body: type[Value] | None = hints.get("body")
        self.query: type[Value] | None = hints.get("query")
        self.in_path = {n: hint for n, hint in hints.items() if n not in _NOT_IN_PATH}
        self.returns = hints.get("return", type(None))
        self.needs_caller = "me" in hints
        self.needs_person = "person" in hints
        self.needs_version = "version" in hints
        self.takes_key = "key" in hints
        self._answer: TypeAdapter[Any] | None = None

    @property
    def summary(self) -> str:
        """The view's docstring."""
        return inspect.getdoc(self.view) or ""

    def parse_path(self, given: dict[str, str]) -> dict[str, Any]:
        """Returns the path parameters. Raises NotFound for a malformed id."""
        for name, value in given.items():
            if name == "token":
                continue
            try:
                (_post if name == "post" else _ulid).validate_python(value)
            except ValidationError as error:
                raise NotFound("Not found.") from error
        return dict(given)

    def parse_query(self, given: dict[str, list[str]]) -> Value:
        """Returns the validated query string; a repeated name is a list."""
        if self.query is None:
            raise RuntimeError(f"{self.name} takes no query")
        flat = {name: values if len(values) > 1 else values[0] for name, values in given.items()}
        return self.query.model_validate(flat)

    def parse_body(self, raw: bytes) -> Value:
        """Returns the validated JSON body, in strict mode: a number is not a string.

        Raises: Invalid, ValidationError.
        """
        if self.body is None:
            raise RuntimeError(f"{self.name} takes no body")
        if not raw:
            raise Invalid("A JSON body is required.")
        return self.body.model_validate_json(raw, strict=True)

    def parse_version(self, if_match: str | None) -> int | None:
        """Returns the version in If-Match; None without it, so the last writer wins.

        Raises: Invalid.
        """
        if if_match is None:
            return None
        number = if_match.removeprefix("W/").strip('"')
        if not number.isascii() or not number.isdigit():
            raise Invalid("If-Match must be an ETag of this API.", field="If-Match")
        return int(number)

    def parse_idempotency_key(self, idempotency_key: str | None, at: datetime) -> str | None:
        """Returns the idempotency key: the id that the client chose for what it creates.

        Raises: Invalid, unless it is a ULID within IDEMPOTENCY_WINDOW.
        """
        if idempotency_key is None:
            return None
        try:
            key = _ulid.validate_python(idempotency_key)
            is_fresh = at - IDEMPOTENCY_WINDOW <= ulid_time(key) <= at + MAX_CLOCK_SKEW
        except (ValueError, OverflowError) as error:
            raise Invalid("Idempotency-Key must be a ULID.", field="Idempotency-Key") from error
        if not is_fresh:
            raise Invalid("Idempotency-Key must be a recent ULID.", field="Idempotency-Key")
        return key

    def dump(self, answer: Any) -> str:
        """Returns the JSON of a view's return value; empty for None."""
        if answer is None:
            return ""
        if self._answer is None:
            self._answer = TypeAdapter(self.returns)
        return self._answer.dump_json(answer).decode()

    def headers(self, answer: Any) -> dict[str, str]:
        """Returns the response headers: no caching, and the version as ETag if it has one."""
        version = getattr(answer, "version", None)
        etag = {"ETag": f'"{version}"'} if version is not None else {}
        return {"Content-Type": "application/json", "Cache-Control": "no-store", **etag}
