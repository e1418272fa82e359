"""What API Gateway sends, in the one form that Chalice takes."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from sharewell.caller import Person
from sharewell.errors import Unauthorized
from sharewell.ids import PersonId


def to_chalice(event: dict[str, Any]) -> dict[str, Any]:
    """A payload 1.0 or 2.0 event (AWS: HTTP API, Lambda integration) as Chalice wants it."""
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


def signed_in(context: dict[str, Any]) -> Person:
    """The person whose token the gateway's authorizer has verified."""
    claims = context["claims"]
    if not claims or claims.get("token_use") != "access":
        raise Unauthorized("send an access token")
    at = datetime.fromtimestamp(int(claims.get("auth_time", claims["iat"])), UTC)
    return Person(id=PersonId(claims["sub"]), signed_in_at=at)
