"""Who resolves the caller of a view: whatever its `Api` was made with."""

import json
from typing import Any

from local.stack import CONTEXT
from sharewell.caller import Caller, Person, Role
from sharewell.ids import MemberId, OrganisationId, PersonId
from sharewell.web import Api

REQUEST: dict[str, Any] = {
    "requestContext": {
        "requestId": "one",
        "resourcePath": "/api/name",
        "httpMethod": "GET",
        "authorizer": {"claims": {"sub": "ada", "token_use": "access", "iat": "1767225600"}},
    }
}


def resolve_caller(person: Person) -> Caller:
    """Return a caller who is named after their person."""
    return Caller(
        person=PersonId(person.id),
        organisation=OrganisationId("0" * 26),
        member=MemberId("1" * 26),
        role=Role.MEMBER,
        name=f"{person.id} of the pottery",
    )


def answer(api: Api) -> tuple[int, Any]:
    """Return what an Api with one view that takes a caller answers."""

    @api.get("/api/name")
    def read_name(me: Caller) -> dict[str, str]:
        return {"name": me.name}

    said = api(REQUEST, CONTEXT)
    return said["statusCode"], json.loads(said["body"])


def test_api_hands_views_the_caller_of_its_resolver() -> None:
    assert answer(Api("name", resolve_caller=resolve_caller)) == (
        200,
        {"name": "ada of the pottery"},
    )


def test_api_without_resolver_answers_500_to_views_with_a_caller() -> None:
    status, problem = answer(Api("name"))

    assert (status, problem["code"]) == (500, "internal")
