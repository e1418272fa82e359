"""Which rows and objects are an organisation's.

Those that sharewell.tripwire says, and of a person's own rows (PERSON#<sub> / OPENED#<name>) those
that name it in `organisation`.
"""

from typing import Any

from sharewell import tripwire

Row = dict[str, Any]
"""A row as DynamoDB's JSON writes it: attribute to {type: value}."""

FIRST = {"pk": {"S": "ORGS"}, "sk": {"S": "FIRST"}}
KEPT = ("files", "imports", "photos", "pictures", "thumbs")
"""Where in the bucket objects lie that nothing could make anew."""
MADE = ("index",)
"""Where those lie that are made of the table."""


def owner(row: Row) -> str | None:
    """The organisation that a row is of; None for the deployment's own."""
    found = tripwire.owner(str(row["pk"]["S"]), str(row["sk"]["S"]))
    if found is None and lets_in(row):
        return str(row["organisation"]["S"])
    return found


def named(organisation: str) -> Row:
    """The key of the row that has an organisation's name."""
    return {"pk": {"S": f"ORG#{organisation}"}, "sk": {"S": "ORG"}}


def lets_in(row: Row) -> bool:
    """Whether a row is what lets somebody into their organisation."""
    return str(row["pk"]["S"]).startswith("PERSON#")


def prefixes(organisation: str, homes: tuple[str, ...]) -> list[str]:
    """Where an organisation's objects lie."""
    return [f"{home}/{organisation}/" for home in homes]
