"""Converts API Gateway events to the form that Chalice expects."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from sharewell.core.caller import Person
from sharewell.core.errors import Unauthorized
from sharewell.core.ids import PersonId


def to_chalice(event: dict[str, Any]) -> dict[str, Any]:
    """Returns a payload 1.0 or 2.0 event (AWS: HTTP API, Lambda integration) for Chalice."""
    context = event["requestContext"]
    if event.get("version") == "2.0":
        method, _, path = event["routeKey"].partition(" ")
        query: dict[str, list[str]] | None = parse_qs(
            event.get("rawQueryString", ""), keep_blank_values=True
        )
        claims = context.get("authorizer", {}).get("jwt", {}).get("claims")
    else:
        method, path = context["httpMethod"], context["resourcePath"]
        query = event.get("multiValueQueryStringParameters")
        claims = (context.get("authorizer") or {}).get("claims")
    return {
        "headers": event.get("headers") or {},
        "pathParameters": event.get("pathParameters") or {},
        "multiValueQueryStringParameters": query or None,
        "stageVariables": None,
        "body": event.get("body") or "",
        "isBase64Encoded": event.get("isBase64Encoded", False),
        "requestContext": {
            "requestId": context.get("requestId"),
            "resourcePath": path,
            "httpMethod": method,
            "claims": claims,
        },
    }


def verified_person(context: dict[str, Any]) -> Person:
    """Returns the person whose token the gateway's authorizer verified.

    Raises: Unauthorized, unless it is an access token.
    """
    claims = context["claims"]
    if not claims or claims.get("token_use") != "access":
        raise Unauthorized("An access token is required.")
    at = datetime.fromtimestamp(int(claims.get("auth_time", claims["iat"])), UTC)
    return Person(id=PersonId(claims["sub"]), signed_in_at=at)
