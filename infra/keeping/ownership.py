"""Which rows and objects are an organisation's.

Of rows say the key shapes that row classes declare; of a person's own rows (PERSON#<sub> /
OPENED#<name>) those are its that name it in `organisation`.
"""

import os
from functools import cache
from importlib import import_module
from typing import Any

from local import template
from sharewell.keys import Owner, Registry

Row = dict[str, Any]
"""A row as DynamoDB's JSON writes it: attribute to {type: value}."""

KEPT = ("files", "imports", "photos", "pictures", "thumbs")
"""Where in the bucket objects lie that nothing could make anew."""
MADE = ("index",)
"""Where those lie that are made of the table."""


@cache
def registry() -> Registry:
    """Return the registry with every row class in it.

    Stores read a function's settings as they are imported. An operator's command has none, and
    keys need none.
    """
    own = [it for it in template.environment() if not it.startswith("AWS_")]
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
    """The key of an organisation's own row, which has its name."""
    return _key(*_identity().OrganisationRow.key(organisation))


def entry_key(organisation: str) -> Row:
    """The key of the row that lists an organisation among all."""
    return _key(*_identity().OrganisationEntryRow.key(organisation))


def list_key() -> str:
    """The partition key of the list of organisations."""
    return str(_identity().OrganisationEntryRow.key.pk())


def first_key() -> Row:
    """The key of the row that says that there is any organisation."""
    return _key(*_identity().MarkRow.first())


def owner(row: Row) -> str | None:
    """The organisation that a row is of; None for the deployment's own."""
    found = _owner(row)
    if found.organisation is None and found.person is not None:
        return str(row["organisation"]["S"])
    return found.organisation


def lets_in(row: Row) -> bool:
    """Whether a row is what lets somebody into their organisation."""
    return _owner(row).person is not None


def is_entry(row: Row) -> bool:
    """Whether a row lists an organisation among all."""
    return str(row["pk"]["S"]) == list_key()


def prefixes(organisation: str, homes: tuple[str, ...]) -> list[str]:
    """Where an organisation's objects lie."""
    return [f"{home}/{organisation}/" for home in homes]


def _owner(row: Row) -> Owner:
    return registry().owner(str(row["pk"]["S"]), str(row["sk"]["S"]))


def _identity() -> Any:
    registry()
    return import_module("sharewell.identity.store")


def _key(pk: str, sk: str) -> Row:
    return {"pk": {"S": pk}, "sk": {"S": sk}}
