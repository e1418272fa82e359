"""What a view promises, read off its signature: the one source of validation and of OpenAPI."""

import inspect
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from sharewell.errors import Invalid, Missing
from sharewell.ids import ulid_time
from sharewell.values import PostPlace, Ulid, Value

_NOT_IN_PATH = {"body", "query", "me", "person", "version", "key", "return"}
GOOD_FOR = timedelta(days=1)
"""How long a request that makes something may be repeated under its key."""
AHEAD = timedelta(minutes=5)
"""How far the clock of who asks may be ahead."""
_ulid: TypeAdapter[str] = TypeAdapter(Ulid)
_post: TypeAdapter[str] = TypeAdapter(PostPlace)


class Contract:
    """The types of one view: path, query, body, answer."""

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

    def path(self, given: dict[str, str]) -> dict[str, Any]:
        """Path parameters; an id that cannot be one of ours is simply not there."""
        for name, value in given.items():
            if name == "token":
                continue
            try:
                (_post if name == "post" else _ulid).validate_python(value)
            except ValidationError as error:
                raise Missing("there is no such thing") from error
        return dict(given)

    def read_query(self, given: dict[str, list[str]]) -> Value:
        """The query string as its type; a name given twice is a list."""
        if self.query is None:
            raise RuntimeError(f"{self.name} takes no query")
        flat = {name: values if len(values) > 1 else values[0] for name, values in given.items()}
        return self.query.model_validate(flat)

    def read_body(self, raw: bytes) -> Value:
        """The JSON body as its type, and as it says: a number is no text, true is no number."""
        if self.body is None:
            raise RuntimeError(f"{self.name} takes no body")
        if not raw:
            raise Invalid("send a JSON body")
        return self.body.model_validate_json(raw, strict=True)

    def read_version(self, if_match: str | None) -> int | None:
        """The version that If-Match names, or None: then the last writer wins."""
        if if_match is None:
            return None
        number = if_match.removeprefix("W/").strip('"')
        if not number.isascii() or not number.isdigit():
            raise Invalid("If-Match must be an ETag of ours", field="If-Match")
        return int(number)

    def read_key(self, idempotency_key: str | None, at: datetime) -> str | None:
        """The id under which something is made, chosen by who makes it: twice is once."""
        if idempotency_key is None:
            return None
        try:
            key = _ulid.validate_python(idempotency_key)
            is_fresh = at - GOOD_FOR <= ulid_time(key) <= at + AHEAD
        except (ValueError, OverflowError) as error:
            raise Invalid("must be a ULID", field="Idempotency-Key") from error
        if not is_fresh:
            raise Invalid("must be a ULID of this moment", field="Idempotency-Key")
        return key

    def dump(self, answer: Any) -> str:
        """The JSON of an answer; nothing for None."""
        if answer is None:
            return ""
        if self._answer is None:
            self._answer = TypeAdapter(self.returns)
        return self._answer.dump_json(answer).decode()

    def headers(self, answer: Any) -> dict[str, str]:
        """ETag where the answer has a version; nothing is kept by caches in between."""
        version = getattr(answer, "version", None)
        etag = {"ETag": f'"{version}"'} if version is not None else {}
        return {"Content-Type": "application/json", "Cache-Control": "no-store", **etag}
