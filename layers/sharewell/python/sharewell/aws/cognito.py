"""The user pool: the only access to Cognito."""

from functools import cache
from typing import Any

from botocore.config import Config

from sharewell.core.config import settings
from sharewell.core.errors import Forbidden, Unauthorized
from sharewell.core.ids import PersonId


def get_email(person: PersonId) -> str:
    """Returns the email address that a person signs in with, in lower case.

    Raises: Forbidden, if the account has none.
    """
    found = _find_user(person)["attributes"].get("email")
    if not found:
        raise Forbidden("Your account has no email address.")
    return str(found).lower()


def sign_out(person: PersonId) -> None:
    """Ends every session: revokes the refresh tokens issued so far; safe to repeat."""
    name = _find_user(person)["name"]
    _client().admin_user_global_sign_out(UserPoolId=settings.pool_id, Username=name)


def _find_user(person: PersonId) -> dict[str, Any]:
    # A `sub` is a valid user name for the pool's own users, but not for those from a company's
    # identity provider (AWS: AdminGetUser, Username); those are listed.
    client = _client()
    try:
        user = client.admin_get_user(UserPoolId=settings.pool_id, Username=person)
        return {"name": user["Username"], "attributes": _attributes(user["UserAttributes"])}
    except client.exceptions.UserNotFoundException as error:
        quoted = person.replace("\\", "").replace('"', "")
        found = client.list_users(UserPoolId=settings.pool_id, Filter=f'sub = "{quoted}"', Limit=1)[
            "Users"
        ]
        if not found:
            raise Unauthorized("Your account no longer exists.") from error
        return {"name": found[0]["Username"], "attributes": _attributes(found[0]["Attributes"])}


def _attributes(attributes: list[dict[str, str]]) -> dict[str, str]:
    return {it["Name"]: it["Value"] for it in attributes}


@cache
def _client() -> Any:
    import boto3  # a cold start without it is 40 ms shorter

    return boto3.client("cognito-idp", config=Config(connect_timeout=1, read_timeout=3))
