"""A small library of things to be found, and doors to it, for the tests of search."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sharewell.ids import OrganisationId
from sharewell.search.anew import State
from sharewell.search.engine import Engine, Result
from sharewell.search.model import Ask, Document, Filters, Part
from sharewell.search.store import IndexStore

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KETTLE = OrganisationId("01KETTLE000000000000000000")
ALL = ["all"]


def thing(ref: str, title: str, body: str = "", *pages: str, **more: object) -> Document:
    """Something to be found: by everybody, made yesterday, unless `more` says otherwise."""
    kind, _, _ = ref.partition(":")
    special = "file" if pages else "note"
    given = {
        "ref": ref,
        "kinds": ["item", special] if kind == "item" else [kind],
        "acl": ALL,
        "title": title,
        "body": body,
        "parts": [Part(page=number, text=text) for number, text in enumerate(pages, start=1)],
        "created": NOW - timedelta(days=1),
    }
    return Document.model_validate(given | more)


def shelf(folder: Path, *things: Document) -> Engine:
    """An index of these things alone."""
    engine = Engine(folder, new=True)
    engine.write([(it.ref, it) for it in things])
    engine.reload()
    return engine


def ask(engine: Engine, words: str, access: Iterable[str] = ALL, **more: Any) -> Result:
    """What the engine answers; filters by name, and an `offset`."""
    offset = more.pop("offset", 0)
    filters = Filters.model_validate(more)
    return engine.find(
        Ask.model_validate({"words": words, "offset": offset, "filters": filters}),
        list(access),
        NOW,
    )


def refs(result: Result) -> list[str]:
    """What was found, best first."""
    return [hit.ref for hit in result.hits]


class Table:
    """Stands for the table: what things are like at this instant."""

    def __init__(self, *things: Document) -> None:
        self.things: dict[str, Document] = {it.ref: it for it in things}
        self.reads = 0

    def put(self, *things: Document) -> list[str]:
        """Make things be so; their refs."""
        self.things |= {it.ref: it for it in things}
        return [it.ref for it in things]

    def state(self, refs: Sequence[str]) -> list[tuple[str, Document | None]]:
        """The state of these."""
        self.reads += 1
        return [(ref, self.things.get(ref)) for ref in refs]

    def everything(self) -> list[tuple[str, Document | None]]:
        """The state of all."""
        return list(self.things.items())


class Doors:
    """Writers and readers of one organisation's index, each in a process of its own."""

    def __init__(self, folder: Path, table: Table) -> None:
        self._folder, self._doors = folder, 0
        self.table = table
        self.at = NOW

    def door(self) -> IndexStore:
        """A door as a process that has just started opens it; it always looks for news."""
        self._doors += 1
        return IndexStore(self._folder / str(self._doors), now=lambda: self.at, tick=_ever_later())

    def index(self, *refs: str, door: IndexStore | None = None, state: State | None = None) -> None:
        """Bring the index up to what the table says of `refs`."""
        (door or self.door()).apply(KETTLE, refs, state or self.table.state)

    def found(
        self, words: str, door: IndexStore | None = None, access: Sequence[str] = ALL
    ) -> list[str]:
        """What is found by a reader, by default one that has just started."""
        return refs((door or self.door()).find(KETTLE, Ask(words=words), access))


def _ever_later() -> Callable[[], float]:
    times = iter(range(0, 1_000_000, 10))
    return lambda: float(next(times))
