"""A small library of documents, and readers and writers of its index, for tests of search."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sharewell.core.ids import OrganisationId
from sharewell.search.engine import Engine, EngineResult
from sharewell.search.model import Document, Filters, Part, SearchRequest
from sharewell.search.rebuild import LoadDocuments
from sharewell.search.store import IndexStore

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KETTLE = OrganisationId("01KETTLE000000000000000000")
ALL = ["all"]


def thing(ref: str, title: str, body: str = "", *pages: str, **more: object) -> Document:
    """Returns a document that everybody may find, made yesterday, unless `more` differs."""
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
    """Returns an engine with an index of these documents alone."""
    engine = Engine(folder, new=True)
    engine.write([(it.ref, it) for it in things])
    engine.reload()
    return engine


def run_search(
    engine: Engine, words: str, access: Iterable[str] = ALL, **more: Any
) -> EngineResult:
    """Returns the engine's result; `more` are filters by name, and an `offset`."""
    offset = more.pop("offset", 0)
    filters = Filters.model_validate(more)
    return engine.search(
        SearchRequest.model_validate({"text": words, "offset": offset, "filters": filters}),
        list(access),
        NOW,
    )


def refs(result: EngineResult) -> list[str]:
    """Returns the refs of a result, best first."""
    return [hit.ref for hit in result.hits]


class Table:
    """A stand-in for the table: the current state of documents."""

    def __init__(self, *things: Document) -> None:
        self.things: dict[str, Document] = {it.ref: it for it in things}
        self.reads = 0

    def put(self, *things: Document) -> list[str]:
        """Stores documents; returns their refs."""
        self.things |= {it.ref: it for it in things}
        return [it.ref for it in things]

    def state(self, refs: Sequence[str]) -> list[tuple[str, Document | None]]:
        """Returns the state of the given refs."""
        self.reads += 1
        return [(ref, self.things.get(ref)) for ref in refs]

    def everything(self) -> list[tuple[str, Document | None]]:
        """Returns the state of every document."""
        return list(self.things.items())


class Doors:
    """Writers and readers of one organisation's index, each as in a process of its own."""

    def __init__(self, folder: Path, table: Table) -> None:
        self._folder, self._doors = folder, 0
        self.table = table
        self.at = NOW

    def door(self) -> IndexStore:
        """Returns an index store as in a new process; it always looks for a newer index."""
        self._doors += 1
        return IndexStore(self._folder / str(self._doors), now=lambda: self.at, tick=_ever_later())

    def index(
        self, *refs: str, door: IndexStore | None = None, state: LoadDocuments | None = None
    ) -> None:
        """Updates the index for `refs` from the table."""
        (door or self.door()).apply_changes(KETTLE, refs, state or self.table.state)

    def found(
        self, words: str, door: IndexStore | None = None, access: Sequence[str] = ALL
    ) -> list[str]:
        """Returns the refs that a reader finds, by default one in a new process."""
        return refs((door or self.door()).search(KETTLE, SearchRequest(text=words), access))


def _ever_later() -> Callable[[], float]:
    times = iter(range(0, 1_000_000, 10))
    return lambda: float(next(times))
