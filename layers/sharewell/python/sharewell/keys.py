"""Key shapes: each row class declares its keys once, and stores build and read them with that.

    class TextRow(Row):
        key = KeyShape("ITEM#<org>#<item> / TEXT#<file>#<number:digits>", parent=Parent.ITEM)

    TextRow.key(organisation, item, file, "00007")      the key of one row
    TextRow.key.pk(organisation, item)                  its partition
    TextRow.key.begins(file)                            "TEXT#…#": what sort keys begin with
    row.key_value("file")                               a value of the key of a row that was read

A shape is `partition / sort`. `<name>` stands for a ULID, `<name:kind>` for another kind of value
(KINDS), and `[…]` for an end that a key may lack. A shape also says

- its scope, whose the row is: an organisation's, where `<org>` stands first in the partition, or
  first in the sort key of a partition that is a person's or the deployment's; else a person's,
  where `<person>` stands first; else the deployment's;
- its parent: the thing below which the partition lies, and with which it is purged.

The tenant guard, the purge and the backup ask the registry, which knows the rows of those modules
that are imported. A function touches no rows but those whose stores it imports; who needs every row
(the purge, the backup) imports sharewell.all_rows.
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
"""The values that a key is made of, as regular expressions."""
_PIECE = re.compile(r"<(?P<name>\w+)(?::(?P<kind>\w+))?>|(?P<mark>[\[\]])|(?P<literal>[^<>\[\]]+)")
_VALUE = re.compile(r"<\w+(?::\w+)?>")


class UndeclaredKeyError(LookupError):
    """No row class that is imported declares such a key."""


class Scope(StrEnum):
    """Whose a row is."""

    ORGANISATION = "organisation"
    PERSON = "person"
    DEPLOYMENT = "deployment"


class Parent(StrEnum):
    """What a partition may lie below."""

    ITEM = "item"
    GROUP = "group"
    CHANNEL = "channel"
    MEMBER = "member"


class Owner(NamedTuple):
    """The organisation and the person that a key names; neither for the deployment's own."""

    organisation: str | None
    person: str | None


class _Part:
    """The partition or the sort half of a shape."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._pieces = [it.groupdict() for it in _PIECE.finditer(text)]
        if "".join(it[0] for it in _PIECE.finditer(text)) != text:
            raise ValueError(f"{text} is no shape of a key")
        self.names = [it["name"] for it in self._pieces if it["name"]]
        self.required = len(_VALUE.findall(text.partition("[")[0]))

    def build(self, values: tuple[object, ...]) -> str:
        """Return the key with these values; an optional end goes with its value."""
        given = [it for it in values if it is not None]
        if not self.required <= len(given) <= len(self.names):
            raise TypeError(f"{self.text} is built of {self.names}, not of {given}")
        return self.begins(given) if len(given) == len(self.names) else self._short(given)

    def begins(self, values: list[object]) -> str:
        """Return what every key with these first values begins with."""
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
        """Return the pattern that its keys match; unless strict, with whatever ids."""
        found = ""
        for piece in self._pieces:
            if piece["name"]:
                kind = piece["kind"] or "ulid"
                value = KINDS[kind] if strict else ".*" if kind == "text" else "[^#]*"
                found += f"(?P<{piece['name']}>{value})"
            elif piece["mark"]:
                found += "(?:" if piece["mark"] == "[" else ")?"
            else:
                found += re.escape(piece["literal"])
        return found


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
                raise ValueError(f"{pattern}: the organisation is the first value")
        if "<person" in pattern and not partition.startswith(f"{self.kind}#<person"):
            raise ValueError(f"{pattern}: a person is the first value of the partition")

    def __repr__(self) -> str:
        return f"KeyShape({self.pattern!r})"

    @property
    def scope(self) -> Scope:
        """Whose the row is."""
        if "<org>" in self.pattern:
            return Scope.ORGANISATION
        return Scope.PERSON if "<person" in self.pattern else Scope.DEPLOYMENT

    def pk(self, *values: object) -> str:
        """Return the partition key with these values."""
        return self._partition.build(values)

    def sk(self, *values: object) -> str:
        """Return the sort key with these values."""
        return self._sort.build(values)

    def __call__(self, *values: object) -> tuple[str, str]:
        """Return the whole key, of the values of the partition and then of the sort key.

        An optional end of the partition takes a value here, which may be None.
        """
        of_partition = len(self._partition.names)
        return self.pk(*values[:of_partition]), self.sk(*values[of_partition:])

    def begins(self, *values: object) -> str:
        """Return what the sort keys with these first values begin with."""
        return self._sort.begins(list(values))

    def values(self, pk: str, sk: str) -> dict[str, str] | None:
        """Return the values in a key by name; None for a key of another shape."""
        found = self._lenient.fullmatch(f"{pk} / {sk}")
        return {n: it for n, it in found.groupdict().items() if it is not None} if found else None

    def matches(self, pk: str, sk: str) -> bool:
        """Whether a key has this shape, with values of the declared kinds."""
        return self._strict.fullmatch(f"{pk} / {sk}") is not None

    def owner(self, pk: str, sk: str = "") -> Owner:
        """Return whom a key of this kind names; without a sort key, whom the partition names."""
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
    """Every declared key shape, and the class that declares it."""

    def __init__(self) -> None:
        self._of_kind: dict[str, list[tuple[str, KeyShape]]] = {}

    def declare(self, by: str, *shapes: KeyShape) -> None:
        """Add the shapes of the keys of one row class."""
        for shape in shapes:
            self._of_kind.setdefault(shape.kind, []).append((by, shape))

    def __iter__(self) -> Iterator[tuple[str, KeyShape]]:
        return (it for of_kind in self._of_kind.values() for it in of_kind)

    def owner(self, pk: str, sk: str = "") -> Owner:
        """Return the organisation and the person that a key is of.

        Raises: UndeclaredKeyError.
        """
        named = [shape.owner(pk, sk) for _, shape in self._shapes(pk)]
        return next((it for it in named if it.organisation is not None), named[0])

    def lists_organisations(self, pk: str) -> bool:
        """Whether rows of several organisations lie in one partition of the deployment."""
        return any(
            shape.scope is Scope.ORGANISATION and shape.owner(pk) == (None, None)
            for _, shape in self._shapes(pk)
        )

    def partitions_below(self, parent: Parent) -> list[KeyShape]:
        """Return a shape for each partition that lies below an item, a group, a member, …."""
        below = {shape.partition: shape for _, shape in self if shape.parent is parent}
        return list(below.values())

    def matching(self, pk: str, sk: str) -> list[tuple[str, KeyShape]]:
        """Return the shapes that a key has, and the classes that declare them."""
        return [it for it in self._of_kind.get(_kind(pk), ()) if it[1].matches(pk, sk)]

    def _shapes(self, pk: str) -> list[tuple[str, KeyShape]]:
        if found := self._of_kind.get(_kind(pk)):
            return found
        raise UndeclaredKeyError(f"no row that is imported is declared to be at {_kind(pk)}#…")


def _kind(pk: str) -> str:
    return pk.partition("#")[0]


registry = Registry()
