"""What a row may contain, and its size in bytes for DynamoDB.

Sizes are those of "DynamoDB item sizes and formats", limits those of "Quotas in Amazon DynamoDB"
and "Supported data types": a row has at most 400 kB with the names of its attributes, is at most
32 levels deep, its numbers have at most 38 digits, and sets are neither empty nor have duplicates.
The in-memory table's limit is 405,000 bytes; it counts lists and maps short, and checks only
top-level sets.
"""

from typing import Any

from resilience.strict.refusal import Refusal

LARGEST = 400 * 1024
DEEPEST = 32
DIGITS = 38
KEYS = {"pk": 2048, "sk": 1024}
"""Maximum of bytes of each part of a key."""
_WRONG = "One or more parameter values were invalid: "
_TOO_LONG = {
    "pk": f"{_WRONG}Size of hashkey has exceeded the maximum size limit of2048 bytes",
    "sk": f"{_WRONG}Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
}

Value = dict[str, Any]
"""Such as `{"S": "a text"}`."""


def invalid(message: str) -> Refusal:
    """Returns DynamoDB's usual error."""
    return Refusal("ValidationException", message)


def key(given: dict[str, Value]) -> int:
    """Returns the bytes of a key; rejects invalid ones."""
    for name, most in KEYS.items():
        part(name, given.get(name, {"S": "x"}), most)
    return size(given)


def part(name: str, given: Value, most: int) -> None:
    """Rejects an invalid part of a key."""
    text = given.get("S", "x")
    if not text:
        raise invalid(
            "One or more parameter values are not valid. The AttributeValue for a key attribute "
            f"cannot contain an empty string value. Key: {name}"
        )
    if len(text) * 4 > most and len(text.encode()) > most:
        raise invalid(_TOO_LONG[name])


def row(given: dict[str, Value]) -> int:
    """Returns the bytes of a row; rejects invalid ones."""
    key(given)
    taken = size(given)
    if taken > LARGEST:
        raise invalid("Item size has exceeded the maximum allowed size")
    return taken


def size(given: dict[str, Value], depth: int = 1) -> int:
    """Returns the bytes of attributes with their names; rejects invalid values."""
    return sum(_bytes(name) + value_size(value, depth) for name, value in given.items())


def value_size(value: Value, depth: int = 1) -> int:
    """Returns the bytes of one value, at a depth of a row."""
    if depth > DEEPEST:
        raise invalid("Nesting Levels have exceeded supported limits: Attributes too deep")
    [(kind, it)] = value.items()
    if kind == "S":
        return _bytes(it)
    if kind == "N":
        return _number(it)
    if kind in ("BOOL", "NULL"):
        return 1
    if kind == "B":
        return _binary(it)
    if kind == "L":
        return 3 + sum(1 + value_size(one, depth + 1) for one in it)
    if kind == "M":
        return 3 + len(it) + size(it, depth + 1)
    return _set(kind, it)


def _set(kind: str, members: list[str]) -> int:
    if not members:
        raise invalid(f"{_WRONG}An {_SETS[kind]} set  may not be empty")
    if len(set(members)) < len(members):
        raise invalid(f"{_WRONG}Input collection {members} contains duplicates.")
    return sum({"SS": _bytes, "NS": _number, "BS": _binary}[kind](it) for it in members)


_SETS = {"SS": "string", "NS": "number", "BS": "binary"}


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def _binary(text: str) -> int:
    return len(text) * 3 // 4 - text.count("=", -2)


def _number(text: str) -> int:
    digits = text.lower().partition("e")[0].lstrip("+-").replace(".", "").strip("0")
    if len(digits) > DIGITS:
        raise invalid("Attempting to store more than 38 significant digits in a Number")
    return (len(digits) + 1) // 2 + 1
