"""Determines which rows and objects belong to an organisation.

The key shapes that row classes declare name the owner of a row; a person's own rows (PERSON#<sub> /
OPENED#<name>) belong to the organisation in their attribute `organisation`.
"""

import os
from functools import cache
from importlib import import_module
from typing import Any

from local_stack import templates
from sharewell.aws.keys import Owner, Registry

Row = dict[str, Any]
"""A row as DynamoDB JSON: attribute to {type: value}."""

SOURCES = ("files", "imports", "photos", "pictures", "thumbs")
"""The top-level prefixes of objects that cannot be rebuilt."""
DERIVED = ("index",)
"""The top-level prefixes of objects that are rebuilt from the table."""


@cache
def registry() -> Registry:
    """Returns the registry with every row class in it.

    Importing stores reads a function's settings. An operator's command has none, and keys need
    none, so placeholders are set during the import.
    """
    own = [it for it in templates.environment() if not it.startswith("AWS_")]
    settings = {"AWS_DEFAULT_REGION": "us-east-1", **dict.fromkeys(own, "none")}
    missing = {name: it for name, it in settings.items() if name not in os.environ}
    os.environ |= missing
    try:
        every: Registry = import_module("sharewell.all_rows").registry
    finally:
        for name in missing:
            del os.environ[name]
    return every


def organisation_key(organisation: str) -> Row:
    """Returns the key of an organisation's own row, which has its name."""
    return _key(*_identity().OrganisationRow.key(organisation))


def entry_key(organisation: str) -> Row:
    """Returns the key of an organisation's entry in the list of organisations."""
    return _key(*_identity().OrganisationEntryRow.key(organisation))


def list_key() -> str:
    """Returns the partition key of the list of organisations."""
    return str(_identity().OrganisationEntryRow.key.pk())


def first_key() -> Row:
    """Returns the key of the row that marks that an organisation exists."""
    return _key(*_identity().MarkerRow.first())


def owner(row: Row) -> str | None:
    """Returns the organisation that a row belongs to; None for rows of the deployment."""
    found = _owner(row)
    if found.organisation is None and found.person is not None:
        return str(row["organisation"]["S"])
    return found.organisation


def grants_access(row: Row) -> bool:
    """Returns whether a row gives a person access to their organisation."""
    return _owner(row).person is not None


def is_entry(row: Row) -> bool:
    """Returns whether a row is an entry in the list of organisations."""
    return str(row["pk"]["S"]) == list_key()


def prefixes(organisation: str, homes: tuple[str, ...]) -> list[str]:
    """Returns the key prefixes of an organisation's objects."""
    return [f"{home}/{organisation}/" for home in homes]


def _owner(row: Row) -> Owner:
    return registry().owner(str(row["pk"]["S"]), str(row["sk"]["S"]))


def _identity() -> Any:
    registry()
    return import_module("sharewell.identity.store")


def _key(pk: str, sk: str) -> Row:
    return {"pk": {"S": pk}, "sk": {"S": sk}}
