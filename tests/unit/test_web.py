"""Who resolves the caller of a view: the resolver that its `Api` was created with."""

import json
from typing import Any

from local_stack.in_process import CONTEXT
from sharewell.core.caller import Caller, Person, Role
from sharewell.core.ids import MemberId, OrganisationId, PersonId
from sharewell.edge.api import Api

REQUEST: dict[str, Any] = {
    "requestContext": {
        "requestId": "one",
        "resourcePath": "/api/name",
        "httpMethod": "GET",
        "authorizer": {"claims": {"sub": "ada", "token_use": "access", "iat": "1767225600"}},
    }
}


def resolve_caller(person: Person) -> Caller:
    """Returns a caller who is named after their person."""
    return Caller(
        person=PersonId(person.id),
        organisation=OrganisationId("0" * 26),
        member=MemberId("1" * 26),
        role=Role.MEMBER,
        name=f"{person.id} of the pottery",
    )


def respond(api: Api) -> tuple[int, Any]:
    """Returns the response of an `Api` with one view that takes a caller."""

    @api.get("/api/name")
    def read_name(me: Caller) -> dict[str, str]:
        return {"name": me.name}

    response = api(REQUEST, CONTEXT)
    return response["statusCode"], json.loads(response["body"])


def test_api_passes_views_the_caller_of_its_resolver() -> None:
    assert respond(Api("name", resolve_caller=resolve_caller)) == (
        200,
        {"name": "ada of the pottery"},
    )


def test_api_without_resolver_answers_500_for_caller_views() -> None:
    status, problem = respond(Api("name"))

    assert (status, problem["code"]) == (500, "internal")
