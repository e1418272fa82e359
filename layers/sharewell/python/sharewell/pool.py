"""The pool of people who can sign in, and the only door to Cognito."""

from functools import cache
from typing import Any

from botocore.config import Config

from sharewell.config import settings
from sharewell.errors import Forbidden, Unauthorized
from sharewell.ids import PersonId


def address(person: PersonId) -> str:
    """The mail address somebody signs in with, in small letters."""
    found = _find(person)["attributes"].get("email")
    if not found:
        raise Forbidden("the account you signed in with has no mail address")
    return str(found).lower()


def sign_out(person: PersonId) -> None:
    """End every session: no refresh token given until now works any more; safe to repeat."""
    name = _find(person)["name"]
    _client().admin_user_global_sign_out(UserPoolId=settings.pool_id, Username=name)


def _find(person: PersonId) -> dict[str, Any]:
    # A `sub` is a valid user name for the pool's own people, not for those who come from a
    # company's identity provider (AWS: AdminGetUser, Username); those are looked up.
    client = _client()
    try:
        user = client.admin_get_user(UserPoolId=settings.pool_id, Username=person)
        return {"name": user["Username"], "attributes": _named(user["UserAttributes"])}
    except client.exceptions.UserNotFoundException as error:
        quoted = person.replace("\\", "").replace('"', "")
        found = client.list_users(UserPoolId=settings.pool_id, Filter=f'sub = "{quoted}"', Limit=1)[
            "Users"
        ]
        if not found:
            raise Unauthorized("this account is not there any more") from error
        return {"name": found[0]["Username"], "attributes": _named(found[0]["Attributes"])}


def _named(attributes: list[dict[str, str]]) -> dict[str, str]:
    return {it["Name"]: it["Value"] for it in attributes}


@cache
def _client() -> Any:
    import boto3  # a cold start without it is 40 ms shorter

    return boto3.client("cognito-idp", config=Config(connect_timeout=1, read_timeout=3))
