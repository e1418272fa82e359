"""The HTTP edge: Chalice with typed views.

A view's signature is its contract: path parameters by name, `body`, `query`, `me` (the caller),
`person` (signed in, perhaps no member yet), `version` (If-Match) and `key` (Idempotency-Key) are
validated and passed in; the return value is serialised; errors become application/problem+json here
and nowhere else. An `Api` is itself the Lambda handler, so a function file has only its routes.
`resolve_caller` (app.py) maps a person to a member: this module imports no domain.
"""

import json
from collections.abc import Callable
from functools import partialmethod, wraps
from typing import Any, TypeVar

from aws_lambda_powertools.metrics import MetricUnit
from chalice.app import Chalice, MultiDict, Request, Response
from pydantic import ValidationError

from sharewell.aws import tenant_guard
from sharewell.aws.telemetry import logger, metrics
from sharewell.core.caller import Caller, Person
from sharewell.core.clock import now
from sharewell.core.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Gone,
    Invalid,
    LimitExceeded,
    NotFound,
    TooLarge,
    Unauthorized,
    VersionConflict,
)
from sharewell.edge.contract import Contract
from sharewell.edge.gateway import to_chalice, verified_person

STATUS: dict[type[DomainError], int] = {
    Unauthorized: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Gone: 410,
    VersionConflict: 412,
    TooLarge: 413,
    Invalid: 422,
    LimitExceeded: 429,
}
MAX_BODY_BYTES = 1_000_000

View = Callable[..., Any]
V = TypeVar("V", bound=View)


class Api(Chalice):
    """A Chalice app and Lambda handler in one."""

    def __init__(
        self, name: str, *, resolve_caller: Callable[[Person], Caller] | None = None
    ) -> None:
        super().__init__(name, configure_logs=False)
        self._resolve_caller = resolve_caller
        self.contracts: dict[tuple[str, str], Contract] = {}
        self._handle = logger.inject_lambda_context(
            metrics.log_metrics(super().__call__),
            correlation_id_path="requestContext.requestId",
            clear_state=True,
        )

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """Handles one request of the HTTP API, payload 1.0 or 2.0."""
        request = to_chalice(event)
        path = request["requestContext"]["resourcePath"]
        if path not in self.routes:
            return problem(404, "not_found", "This endpoint does not exist.").to_dict()
        answer: dict[str, Any] = self._handle(request, context)
        return answer

    def _verb(
        self, method: str, path: str, *, status: int = 200, public: bool = False
    ) -> Callable[[V], V]:
        def register(view: V) -> V:
            contract = Contract(view, status=status, public=public)
            self.contracts[method, path] = contract
            # Chalice would answer 415 in its own format; bodies are JSON, whatever they declare.
            self.route(path, methods=[method], content_types=["*/*"])(self._wrap_view(contract))
            return view

        return register

    get = partialmethod(_verb, "GET")
    post = partialmethod(_verb, "POST", status=201)
    put = partialmethod(_verb, "PUT")
    patch = partialmethod(_verb, "PATCH")
    delete = partialmethod(_verb, "DELETE", status=204)

    def _wrap_view(self, contract: Contract) -> View:
        # Chalice turns a view's exceptions into 500s before middleware sees them, so this
        # translates them inside the view.
        @wraps(contract.view)
        def wrapped(**path: str) -> Response:
            request = self._request
            logger.append_keys(route=contract.name)
            metrics.add_metric(contract.name, MetricUnit.Count, 1)
            try:
                with tenant_guard.clear_scope():
                    answer = contract.view(**self._arguments(contract, request, path))
                return Response(
                    contract.dump(answer),
                    headers=dict(contract.headers(answer)),
                    status_code=contract.status,
                )
            except DomainError as error:
                return problem(STATUS[type(error)], error.code, str(error), field=error.field)
            except ValidationError as error:
                return validation_problem(error)
            except UnicodeError:
                return problem(422, "invalid", "The request body must be UTF-8.")
            except Exception as error:
                logger.exception("unhandled")
                is_crossing = isinstance(error, tenant_guard.CrossTenantAccessError)
                name = "CrossTenantAccess" if is_crossing else "Unhandled"
                metrics.add_metric(name, MetricUnit.Count, 1)
                return problem(500, "internal", "Something went wrong on our side. It was logged.")

        return wrapped

    @property
    def _request(self) -> Request:
        if self.current_request is None:
            raise RuntimeError("a request exists only inside a view")
        return self.current_request

    def _arguments(
        self, contract: Contract, request: Request, path: dict[str, str]
    ) -> dict[str, Any]:
        given = contract.parse_path(path)
        if contract.needs_person:
            given["person"] = _person(request)
        if contract.needs_caller:
            given["me"] = self._caller(request)
        query = request.query_params or MultiDict({})
        if contract.query:
            given["query"] = contract.parse_query({name: query.getlist(name) for name in query})
        elif query:
            [first, *_] = query
            raise Invalid("This endpoint takes no query parameters.", field=first)
        if contract.body:
            if len(request.raw_body) > MAX_BODY_BYTES:
                raise TooLarge(f"A request body can have at most {MAX_BODY_BYTES:,} bytes.")
            given["body"] = contract.parse_body(_bytes(request.raw_body))
        if contract.needs_version:
            given["version"] = contract.parse_version(request.headers.get("if-match"))
        if contract.takes_key:
            given["key"] = contract.parse_idempotency_key(
                request.headers.get("idempotency-key"), now()
            )
        return given

    def _caller(self, request: Request) -> Caller:
        if self._resolve_caller is None:
            raise RuntimeError("this Api has no resolve_caller; create it with create_api")
        caller = self._resolve_caller(_person(request))
        tenant_guard.set_tenant(caller.organisation)
        logger.append_keys(organisation=caller.organisation, member=caller.member)
        return caller


def validation_problem(error: ValidationError) -> Response:
    """Returns a 422 response with the path of every invalid field."""
    errors = [
        {
            "field": ".".join(str(part) for part in it["loc"]),
            "detail": it["msg"].removeprefix("Value error, "),
        }
        for it in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    first = errors[0]
    detail = f"{first['field']}: {first['detail']}" if first["field"] else first["detail"]
    return problem(422, "invalid", detail, field=first["field"] or None, errors=errors)


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """Returns an application/problem+json response (RFC 9457) with the id of its log records."""
    trace = logger.get_correlation_id() or ""
    body = {"title": code.replace("_", " "), "status": status, "code": code, "detail": detail}
    body |= {name: value for name, value in more.items() if value is not None}
    if status < 500:
        logger.info("refused", extra={"status": status, "code": code, "field": more.get("field")})
    return Response(
        json.dumps(body | {"id": trace}),
        headers={"Content-Type": "application/problem+json", "Cache-Control": "no-store"},
        status_code=status,
    )


def _bytes(raw: str | bytes) -> bytes:
    return raw.encode() if isinstance(raw, str) else raw


def _person(request: Request) -> Person:
    person = verified_person(request.context)
    tenant_guard.set_person(person.id)
    return person
