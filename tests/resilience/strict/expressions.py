"""Limits of expressions, and of their names and values.

From "Quotas in Amazon DynamoDB", Expression parameters: an expression has at most 4 kB and 300
operators and functions, its IN at most 100 operands; a placeholder has at most 255 bytes, and all
that is substituted at most 2 MB. Defined placeholders must be used and used ones defined
("Expression attribute names"); a key has one condition in a query ("Key condition expressions").
The in-memory table rejects reserved words itself.
"""

import re
from functools import lru_cache
from typing import Any

from resilience.strict.row import KEYS, invalid, part, size

LONGEST = 4 * 1024
OPERATORS = 300
OPERANDS = 100
TOKEN = 255
SUBSTITUTED = 2 * 1024**2
KINDS = (
    "ConditionExpression",
    "FilterExpression",
    "KeyConditionExpression",
    "ProjectionExpression",
    "UpdateExpression",
)
_TOKEN = re.compile(r"[#:][A-Za-z0-9_]+")
_COUNTED = re.compile(
    r"(?<![#:\w])(?:AND|OR|NOT|IN|BETWEEN)\b|<>|<=|>=|[=<>+-]|(?<![#:\w])\w+(?=\s*\()",
    re.IGNORECASE,
)
_IN = re.compile(r"(?<![#:\w])IN\s*\(([^()]*)\)", re.IGNORECASE)
_CONDITION = re.compile(
    r"(#?\w+)\s*(?:[=<>]+|,|(?<![#:\w])BETWEEN\b)\s*(:\w+)(?:\s+AND\s+(:\w+))?",
    re.IGNORECASE,
)


def expressions(request: dict[str, Any]) -> None:
    """Rejects a request with invalid expressions, names or values."""
    used: set[str] = set()
    for kind in KINDS:
        if kind in request:
            used |= _tokens(kind, request[kind])
    names = _given(request, "ExpressionAttributeNames", "#", used)
    values = _given(request, "ExpressionAttributeValues", ":", used)
    for token in used - names.keys() - values.keys():
        what = "name" if token[0] == "#" else "value"
        raise invalid(
            f"An expression attribute {what} used in expression is not defined; "
            f"attribute {what}: {token}"
        )
    if size(values) + sum(len(token) + len(name.encode()) for token, name in names.items()) > (
        SUBSTITUTED
    ):
        raise invalid("Expression attribute names and values exceed the maximum allowed size")
    if "KeyConditionExpression" in request:
        _conditions(request["KeyConditionExpression"], names, values)


def _given(request: dict[str, Any], kind: str, begins: str, used: set[str]) -> dict[str, Any]:
    found: dict[str, Any] = request.get(kind, {})
    if kind in request and not found:
        raise invalid(f"{kind} must not be empty")
    for token in found:
        if token[0] != begins or not _TOKEN.fullmatch(token) or len(token) > TOKEN:
            raise invalid(f'{kind} contains invalid key: Syntax error; key: "{token}"')
        if token not in used:
            raise invalid(f"Value provided in {kind} unused in expressions: keys: {{{token}}}")
    return found


@lru_cache(maxsize=4096)
def _tokens(kind: str, expression: str) -> frozenset[str]:
    """Returns what an expression uses; cached."""
    if len(expression.encode()) > LONGEST:
        raise invalid(
            f"Invalid {kind}: Expression size has exceeded the maximum allowed size; "
            f"expression size: {len(expression.encode())}"
        )
    counted = [it for it in _COUNTED.findall(expression) if not (kind == KINDS[4] and it == "=")]
    if len(counted) > OPERATORS:
        raise invalid(
            f"Invalid {kind}: The expression contains too many operators; "
            f"operator count: {len(counted)}"
        )
    for operands in _IN.findall(expression):
        if (count := operands.count(",") + 1) > OPERANDS:
            raise invalid(
                f"Invalid {kind}: The IN operator is provided with too many operands; "
                f"number of operands: {count}"
            )
    return frozenset(_TOKEN.findall(expression))


def _conditions(expression: str, names: dict[str, str], values: dict[str, Any]) -> None:
    met: set[str] = set()
    for token, *bounds in _CONDITION.findall(expression):
        name = names.get(token, token)
        if name in met:
            raise invalid("KeyConditionExpressions must only contain one condition per key")
        met.add(name)
        for bound in filter(None, bounds):
            part(name, values[bound], KEYS[name])
