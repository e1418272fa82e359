"""Which rows and objects are an organisation's, by how stores build keys.

row                                     whose
-------------------------------------   -----------------------------------------------
<KIND>#<org>[#…] / …                    the organisation's
PERSON#<sub> / MEMBER#<org>             the organisation's: the person's side of a seat
PERSON#<sub> / OPENED#<name>            that of its attribute `organisation`
ORGS / FIRST                            the deployment's: that somebody was first
ONCE / …                                the deployment's: calls to the outside, by a hash
"""

from typing import Any

Row = dict[str, Any]
"""A row as DynamoDB's JSON writes it: attribute to {type: value}."""

FIRST = {"pk": {"S": "ORGS"}, "sk": {"S": "FIRST"}}
KEPT = ("files", "photos", "thumbs")
"""Where in the bucket objects lie that nothing could make anew."""
MADE = ("index",)
"""Where those lie that are made of the table."""


def owner(row: Row) -> str | None:
    """The organisation that a row is of; None for the deployment's own."""
    kind, _, rest = str(row["pk"]["S"]).partition("#")
    if kind == "PERSON":
        side, _, organisation = str(row["sk"]["S"]).partition("#")
        return organisation if side == "MEMBER" else str(row["organisation"]["S"])
    return rest.partition("#")[0] or None


def named(organisation: str) -> Row:
    """The key of the row that has an organisation's name."""
    return {"pk": {"S": f"ORG#{organisation}"}, "sk": {"S": "ORG"}}


def lets_in(row: Row) -> bool:
    """Whether a row is what lets somebody into their organisation."""
    return str(row["pk"]["S"]).startswith("PERSON#")


def prefixes(organisation: str, homes: tuple[str, ...]) -> list[str]:
    """Where an organisation's objects lie."""
    return [f"{home}/{organisation}/" for home in homes]
