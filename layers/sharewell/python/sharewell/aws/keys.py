"""Key shapes: each row class declares its keys once; stores build and parse them with the shape.

    class TextRow(Row):
        key = KeyShape("ITEM#<org>#<item> / TEXT#<file>#<number:digits>", parent=Parent.ITEM)

    TextRow.key(organisation, item, file, "00007")      the key of one row
    TextRow.key.pk(organisation, item)                  its partition
    TextRow.key.begins(file)                            "TEXT#…#": a prefix of sort keys
    row.key_value("file")                               a value in the key of a row

A shape is `partition / sort`. `<name>` is a ULID, `<name:kind>` for another kind of value
(KINDS), and `[…]` for an optional end. A shape also declares

- its scope, the owner of the row: an organisation, where `<org>` is the first value of the
  partition, or the first of the sort key in a partition of a person or of the deployment; else a
  person, where `<person>` is the first value; else the deployment;
- its parent: the thing that owns the partition, and with which it is purged.

The tenant guard, the purge and the backup use the registry, which knows the rows of imported
modules. A function accesses only rows whose stores it imports; code that needs all rows (the purge,
the backup) imports sharewell.all_rows.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

_ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}"
KINDS = {
    "ulid": _ULID,
    "post": f"{_ULID}(?:-{_ULID})?",
    "word": "[a-z_-]+",
    "digits": r"\d+",
    "day": r"\d{4}-\d\d-\d\d",
    "moment": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
    "text": ".+",
}
"""The kinds of values in keys, as regular expressions."""
_PIECE = re.compile(r"<(?P<name>\w+)(?::(?P<kind>\w+))?>|(?P<mark>[\[\]])|(?P<literal>[^<>\[\]]+)")
_VALUE = re.compile(r"<\w+(?::\w+)?>")


class UndeclaredKeyError(LookupError):
    """No imported row class declares such a key."""


class Scope(StrEnum):
    """The kind of owner of a row."""

    ORGANISATION = "organisation"
    PERSON = "person"
    DEPLOYMENT = "deployment"


class Parent(StrEnum):
    """The kinds of things that own partitions."""

    ITEM = "item"
    GROUP = "group"
    CHANNEL = "channel"
    MEMBER = "member"


class Owner(NamedTuple):
    """The organisation and the person that a key names; neither for rows of the deployment."""

    organisation: str | None
    person: str | None


class _Part:
    """The partition or the sort half of a shape."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._pieces = [it.groupdict() for it in _PIECE.finditer(text)]
        if "".join(it[0] for it in _PIECE.finditer(text)) != text:
            raise ValueError(f"{text} is not a valid key shape")
        self.names = [it["name"] for it in self._pieces if it["name"]]
        self.required = len(_VALUE.findall(text.partition("[")[0]))

    def build(self, values: tuple[object, ...]) -> str:
        """Returns the key with these values; omits an optional end without a value."""
        given = [it for it in values if it is not None]
        if not self.required <= len(given) <= len(self.names):
            raise TypeError(f"{self.text} takes {self.names}, not {given}")
        return self.begins(given) if len(given) == len(self.names) else self._short(given)

    def begins(self, values: list[object]) -> str:
        """Returns the common prefix of all keys with these first values."""
        left, built = list(values), []
        for piece in self._pieces:
            if piece["name"] and not left:
                break
            if not piece["mark"]:
                built.append(str(left.pop(0)) if piece["name"] else piece["literal"])
        return "".join(built)

    def _short(self, values: list[object]) -> str:
        return _Part(self.text.partition("[")[0]).begins(values)

    def regex(self, *, strict: bool) -> str:
        """Returns the pattern of its keys; unless strict, with values of any kind."""
        pattern = ""
        for piece in self._pieces:
            if piece["name"]:
                kind = piece["kind"] or "ulid"
                value = KINDS[kind] if strict else ".*" if kind == "text" else "[^#]*"
                pattern += f"(?P<{piece['name']}>{value})"
            elif piece["mark"]:
                pattern += "(?:" if piece["mark"] == "[" else ")?"
            else:
                pattern += re.escape(piece["literal"])
        return pattern


class KeyShape:
    """The shape of a row's key; see the module's docstring."""

    def __init__(self, pattern: str, *, parent: Parent | None = None) -> None:
        self.pattern = pattern
        self.parent = parent
        partition, _, sort = pattern.partition(" / ")
        self._partition, self._sort = _Part(partition), _Part(sort)
        self.partition, self.sort = partition, sort
        self.kind = partition.partition("#")[0]
        for part, after in ((partition, f"{self.kind}#"), (sort, self.begins())):
            if "<org>" in part and not part.startswith(f"{after}<org>"):
                raise ValueError(f"{pattern}: the organisation must be the first value")
        if "<person" in pattern and not partition.startswith(f"{self.kind}#<person"):
            raise ValueError(f"{pattern}: a person must be the first value of the partition")

    def __repr__(self) -> str:
        return f"KeyShape({self.pattern!r})"

    @property
    def scope(self) -> Scope:
        """The kind of owner of the row."""
        if "<org>" in self.pattern:
            return Scope.ORGANISATION
        return Scope.PERSON if "<person" in self.pattern else Scope.DEPLOYMENT

    def pk(self, *values: object) -> str:
        """Returns the partition key with these values."""
        return self._partition.build(values)

    def sk(self, *values: object) -> str:
        """Returns the sort key with these values."""
        return self._sort.build(values)

    def __call__(self, *values: object) -> tuple[str, str]:
        """Returns the key with the values of the partition and then of the sort key.

        An optional end of the partition needs a value here, which may be None.
        """
        count = len(self._partition.names)
        return self.pk(*values[:count]), self.sk(*values[count:])

    def begins(self, *values: object) -> str:
        """Returns the common prefix of the sort keys with these first values."""
        return self._sort.begins(list(values))

    def values(self, pk: str, sk: str) -> dict[str, str] | None:
        """Returns the values in a key by name; None for a key of another shape."""
        found = self._lenient.fullmatch(f"{pk} / {sk}")
        return {n: it for n, it in found.groupdict().items() if it is not None} if found else None

    def matches(self, pk: str, sk: str) -> bool:
        """Returns whether a key has this shape, with values of the declared kinds."""
        return self._strict.fullmatch(f"{pk} / {sk}") is not None

    def owner(self, pk: str, sk: str = "") -> Owner:
        """Returns the owner that a key of this kind names, or its partition without a sort key."""
        first = pk.partition("#")[2].partition("#")[0]
        if self.partition.startswith(f"{self.kind}#<org>"):
            return Owner(first, None)
        person = first if "<person" in self.partition else None
        before = self.begins()
        if self.scope is Scope.ORGANISATION and sk and sk.startswith(before):
            return Owner(sk.removeprefix(before).partition("#")[0], person)
        return Owner(None, person)

    @cached_property
    def _lenient(self) -> re.Pattern[str]:
        return self._compiled(strict=False)

    @cached_property
    def _strict(self) -> re.Pattern[str]:
        return self._compiled(strict=True)

    def _compiled(self, *, strict: bool) -> re.Pattern[str]:
        both = (it.regex(strict=strict) for it in (self._partition, self._sort))
        return re.compile(" / ".join(both), re.DOTALL)


class Registry:
    """All declared key shapes, and the classes that declare them."""

    def __init__(self) -> None:
        self._of_kind: dict[str, list[tuple[str, KeyShape]]] = {}

    def declare(self, by: str, *shapes: KeyShape) -> None:
        """Adds the key shapes of one row class."""
        for shape in shapes:
            self._of_kind.setdefault(shape.kind, []).append((by, shape))

    def __iter__(self) -> Iterator[tuple[str, KeyShape]]:
        return (it for of_kind in self._of_kind.values() for it in of_kind)

    def owner(self, pk: str, sk: str = "") -> Owner:
        """Returns the organisation and the person that a key belongs to.

        Raises: UndeclaredKeyError.
        """
        named = [shape.owner(pk, sk) for _, shape in self._shapes(pk)]
        return next((it for it in named if it.organisation is not None), named[0])

    def lists_organisations(self, pk: str) -> bool:
        """Returns whether a partition of the deployment has rows of several organisations."""
        return any(
            shape.scope is Scope.ORGANISATION and shape.owner(pk) == (None, None)
            for _, shape in self._shapes(pk)
        )

    def partitions_below(self, parent: Parent) -> list[KeyShape]:
        """Returns a shape for each partition that an item, a group, a member, … owns."""
        below = {shape.partition: shape for _, shape in self if shape.parent is parent}
        return list(below.values())

    def matching(self, pk: str, sk: str) -> list[tuple[str, KeyShape]]:
        """Returns the shapes that a key matches, with the classes that declare them."""
        return [it for it in self._of_kind.get(_kind(pk), ()) if it[1].matches(pk, sk)]

    def _shapes(self, pk: str) -> list[tuple[str, KeyShape]]:
        if found := self._of_kind.get(_kind(pk)):
            return found
        raise UndeclaredKeyError(f"no imported row class declares a key {_kind(pk)}#…")


def _kind(pk: str) -> str:
    return pk.partition("#")[0]


registry = Registry()
