"""People in the user pool, including those of a company's identity provider."""

import boto3
import pytest

from local_stack.in_process import ENVIRONMENT, Stack
from sharewell.aws import cognito
from sharewell.core.errors import Forbidden, Unauthorized
from sharewell.core.ids import PersonId


def federated(attributes: dict[str, str]) -> PersonId:
    """Returns a person whose user name is not their `sub`."""
    client = boto3.client("cognito-idp")
    user = client.admin_create_user(
        UserPoolId=ENVIRONMENT["POOL_ID"],
        Username="Corporate_4711",
        UserAttributes=[{"Name": n, "Value": v} for n, v in attributes.items()],
        MessageAction="SUPPRESS",
    )["User"]
    return PersonId(next(it["Value"] for it in user["Attributes"] if it["Name"] == "sub"))


def test_email_is_the_one_the_person_signs_in_with(stack: Stack) -> None:
    assert cognito.get_email(PersonId(stack.person("Dan@Kettle.example"))) == "dan@kettle.example"


def test_federated_person_is_found_and_signed_out(stack: Stack) -> None:
    person = federated({"email": "dan@kettle.example"})

    assert cognito.get_email(person) == "dan@kettle.example"
    cognito.sign_out(person)


def test_account_without_email_is_rejected(stack: Stack) -> None:
    with pytest.raises(Forbidden, match="no email address"):
        cognito.get_email(federated({"name": "Dan"}))


def test_deleted_account_is_not_found(stack: Stack) -> None:
    with pytest.raises(Unauthorized):
        cognito.get_email(PersonId('x" or sub = "y'))
