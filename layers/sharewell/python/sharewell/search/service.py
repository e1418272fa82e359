"""What people can ask, and how the index comes to know what it answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice

from sharewell import concurrency
from sharewell.caller import Caller
from sharewell.ids import OrganisationId
from sharewell.search.engine import Found, Result
from sharewell.search.model import (
    FURTHEST,
    PAGE,
    Answer,
    Ask,
    Count,
    Document,
    Facets,
    Hit,
    Suggestions,
)
from sharewell.search.snippet import pieces_of, snippet
from sharewell.search.source import Place, Shown, Source
from sharewell.search.sources import sources
from sharewell.search.store import IndexStore, OutdatedError
from sharewell.search.words import normal

LOOKS_AGAIN = 3
"""Times that an answer is made anew because some of it is not for the asker any more."""
READ_AT_ONCE = 16
"""Things read from the table side by side while an index is written."""


@dataclass(frozen=True, slots=True)
class Search:
    """Ask, and be told how to go on typing."""

    store: IndexStore
    sources: Mapping[str, Source]

    def ask(self, ask: Ask, *, by: Caller) -> Answer:
        """A page of what the caller may see at this instant, whatever the index still says."""
        access = _access(by)
        gone: list[str] = []
        for _ in range(LOOKS_AGAIN):
            result = self.store.find(by.organisation, ask, access, gone)
            shown = self._shown(result.hits, by)
            lost = [hit.ref for hit in result.hits if hit.ref not in shown]
            gone += lost
            if not lost:
                break
        hits = [hit for hit in result.hits if hit.ref in shown]
        names = self._names(result, shown, by.organisation, access)
        total = result.total - len(result.hits) + len(hits)
        end = ask.offset + PAGE
        return Answer(
            hits=[_hit(hit, shown[hit.ref], names, result) for hit in hits],
            total=total,
            facets=_facets(result, names),
            corrected=result.corrected,
            next=end if end < min(total, FURTHEST) else None,
        )

    def suggest(self, words: str, *, by: Caller) -> Suggestions:
        """Ways to go on typing, made of nothing that the caller may not see."""
        return Suggestions(items=self.store.suggest(by.organisation, words, _access(by)))

    def _shown(self, hits: Sequence[Found], by: Caller) -> dict[str, Shown]:
        wanted: dict[str, list[Place]] = {}
        for hit in hits:
            kind, _, id = hit.ref.partition(":")
            wanted.setdefault(kind, []).append(Place(id=id, page=hit.page, of=hit.of))
        kinds = list(wanted)
        found = concurrency.run_concurrently(
            [partial(self.sources[it].shown, wanted[it], by) for it in kinds]
        )
        return {
            f"{kind}:{id}": it
            for kind, some in zip(kinds, found, strict=True)
            for id, it in some.items()
        }

    def _names(
        self,
        result: Result,
        shown: Mapping[str, Shown],
        organisation: OrganisationId,
        access: Sequence[str],
    ) -> dict[str, str]:
        """How the channels and people in an answer are called, by ref."""
        refs = {f"channel:{it}" for hit in shown.values() for it in hit.channels}
        refs |= {f"channel:{it}" for it in result.counts.get("channel", {})}
        refs |= {f"person:{it}" for it in result.counts.get("author", {})}
        return self.store.titles(organisation, sorted(refs), access) if refs else {}


@dataclass(frozen=True, slots=True)
class Indexing:
    """Bring the index up to what the table says."""

    store: IndexStore
    sources: Mapping[str, Source]

    def apply(self, organisation: OrganisationId, refs: Iterable[str]) -> None:
        """Look at these things again. An index of another schema is built anew first."""
        wanted = list(dict.fromkeys(refs))
        try:
            self.store.apply(organisation, wanted, lambda some: self._state(organisation, some))
        except OutdatedError:
            self.rebuild(organisation)

    def rebuild(self, organisation: OrganisationId) -> None:
        """Build the index anew from the table, while the old one serves."""
        self.store.rebuild(
            organisation,
            lambda: self._everything(organisation),
            lambda refs: self._state(organisation, refs),
        )

    def _everything(self, organisation: OrganisationId) -> Iterator[tuple[str, Document | None]]:
        """Everything that sources know of, and what only the present index remembers."""
        every = (
            f"{kind}:{id}" for kind, it in self.sources.items() for id in it.every(organisation)
        )
        seen: set[str] = set()
        for some in _some_at_once(chain(every, self.store.refs(organisation))):
            fresh = [ref for ref in dict.fromkeys(some) if ref not in seen]
            seen.update(fresh)
            yield from self._read(organisation, fresh)

    def _state(
        self, organisation: OrganisationId, refs: Sequence[str]
    ) -> Iterator[tuple[str, Document | None]]:
        for some in _some_at_once(iter(refs)):
            yield from self._read(organisation, some)

    def _read(
        self, organisation: OrganisationId, refs: Sequence[str]
    ) -> list[tuple[str, Document | None]]:
        return concurrency.run_concurrently(
            [partial(self._document, organisation, ref) for ref in refs]
        )

    def _document(self, organisation: OrganisationId, ref: str) -> tuple[str, Document | None]:
        kind, _, id = ref.partition(":")
        return ref, self.sources[kind].document(organisation, id)


def _some_at_once(refs: Iterator[str]) -> Iterator[list[str]]:
    while some := list(islice(refs, READ_AT_ONCE)):
        yield some


def _access(by: Caller) -> list[str]:
    return [*by.access, f"member:{by.member}"]


def _hit(hit: Found, shown: Shown, names: Mapping[str, str], result: Result) -> Hit:
    kind, _, id = hit.ref.partition(":")
    title, text = normal(shown.title), normal(shown.text)
    about, post = "", None
    if kind == "post":
        about, id, post = id.split(".")
    return Hit(
        ref=hit.ref,
        kind=shown.kind,
        title=pieces_of(title, result.marks(title)),
        item=id if "item" in (kind, about) else None,
        post=post,
        person=id if kind == "person" else None,
        channel=id if kind == "channel" else None,
        group=id if "group" in (kind, about) else None,
        page=hit.page,
        second=hit.second,
        snippet=snippet(text, result.marks(text)) if text else [],
        channels=[names[ref] for it in shown.channels if (ref := f"channel:{it}") in names],
        author=shown.author,
        created=shown.created,
        stale=hit.stale,
    )


def _facets(result: Result, names: Mapping[str, str]) -> Facets:
    """Counts with names; what has no name that the asker may see is not told."""
    refs = {"channel": "channel", "author": "person"}
    told: dict[str, list[Count]] = {}
    for filter in Facets.model_fields:
        counts = result.counts.get(filter, {})
        order = counts if filter == "age" else sorted(counts, key=lambda it: (-counts[it], it))
        named = {it: names.get(f"{refs[filter]}:{it}") if filter in refs else it for it in order}
        told[filter] = [
            Count(value=it, name=name, count=counts[it]) for it, name in named.items() if name
        ]
    return Facets(**told)


_store = IndexStore()
search = Search(_store, sources)
indexing = Indexing(_store, sources)
