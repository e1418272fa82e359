"""The pool's people, those from a company's identity provider too."""

import boto3
import pytest

from local.stack import ENVIRONMENT, Stack
from sharewell import pool
from sharewell.errors import Forbidden, Unauthorized
from sharewell.ids import PersonId


def federated(attributes: dict[str, str]) -> PersonId:
    """Somebody whose user name is not their `sub`."""
    client = boto3.client("cognito-idp")
    user = client.admin_create_user(
        UserPoolId=ENVIRONMENT["POOL_ID"],
        Username="Corporate_4711",
        UserAttributes=[{"Name": n, "Value": v} for n, v in attributes.items()],
        MessageAction="SUPPRESS",
    )["User"]
    return PersonId(next(it["Value"] for it in user["Attributes"] if it["Name"] == "sub"))


def test_the_address_is_the_one_they_sign_in_with(stack: Stack) -> None:
    assert pool.address(PersonId(stack.person("Dan@Kettle.example"))) == "dan@kettle.example"


def test_people_from_a_company_directory_are_found_and_signed_out(stack: Stack) -> None:
    person = federated({"email": "dan@kettle.example"})

    assert pool.address(person) == "dan@kettle.example"
    pool.sign_out(person)


def test_an_account_without_an_address_cannot_come_in(stack: Stack) -> None:
    with pytest.raises(Forbidden, match="no mail address"):
        pool.address(federated({"name": "Dan"}))


def test_an_account_that_is_gone_is_nobody(stack: Stack) -> None:
    with pytest.raises(Unauthorized):
        pool.address(PersonId('x" or sub = "y'))
