"""Searches the index, and brings it up to date with the table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice

from sharewell.aws import concurrency
from sharewell.core.caller import Caller
from sharewell.core.ids import OrganisationId
from sharewell.search.engine import EngineHit, EngineResult
from sharewell.search.model import (
    MAX_OFFSET,
    PAGE_SIZE,
    Document,
    FacetCount,
    Facets,
    Hit,
    SearchRequest,
    SearchResults,
    Suggestions,
)
from sharewell.search.snippet import build_snippet, split_at_marks
from sharewell.search.source import HitPosition, HitView, Source
from sharewell.search.sources import sources
from sharewell.search.store import IndexStore, OutdatedSchemaError
from sharewell.search.tokens import normalise

MAX_REFILLS = 3
"""Repetitions of a search because the caller may no longer see some of its hits."""
READ_BATCH_SIZE = 16
"""Documents loaded concurrently while an index is written."""


@dataclass(frozen=True, slots=True)
class SearchService:
    """Searches, and completes what a caller types."""

    store: IndexStore
    sources: Mapping[str, Source]

    def search(self, request: SearchRequest, *, by: Caller) -> SearchResults:
        """Returns a page of hits that the caller may see, checked with strongly consistent reads.

        The index may be seconds old; hits that it should no longer hold are replaced.
        """
        access = _access(by)
        excluded: list[str] = []
        for _ in range(MAX_REFILLS):
            result = self.store.search(by.organisation, request, access, excluded)
            shown = self._load_hits(result.hits, by)
            lost = [hit.ref for hit in result.hits if hit.ref not in shown]
            excluded += lost
            if not lost:
                break
        hits = [hit for hit in result.hits if hit.ref in shown]
        names = self._load_names(result, shown, by.organisation, access)
        total = result.total - len(result.hits) + len(hits)
        end = request.offset + PAGE_SIZE
        return SearchResults(
            hits=[_hit(hit, shown[hit.ref], names, result) for hit in hits],
            total=total,
            facets=_facets(result, names),
            corrected=result.corrected,
            next=end if end < min(total, MAX_OFFSET) else None,
        )

    def suggest(self, words: str, *, by: Caller) -> Suggestions:
        """Returns completions of the last word, made only of what the caller may see."""
        return Suggestions(items=self.store.suggest(by.organisation, words, _access(by)))

    def _load_hits(self, hits: Sequence[EngineHit], by: Caller) -> dict[str, HitView]:
        wanted: dict[str, list[HitPosition]] = {}
        for hit in hits:
            kind, _, id = hit.ref.partition(":")
            wanted.setdefault(kind, []).append(HitPosition(id=id, page=hit.page, of=hit.of))
        kinds = list(wanted)
        found = concurrency.run_concurrently(
            [partial(self.sources[it].load_hits, wanted[it], by) for it in kinds]
        )
        return {
            f"{kind}:{id}": view
            for kind, views in zip(kinds, found, strict=True)
            for id, view in views.items()
        }

    def _load_names(
        self,
        result: EngineResult,
        shown: Mapping[str, HitView],
        organisation: OrganisationId,
        access: Sequence[str],
    ) -> dict[str, str]:
        """Returns the names of the channels and people in a result, by ref."""
        refs = {f"channel:{it}" for hit in shown.values() for it in hit.channels}
        refs |= {f"channel:{it}" for it in result.counts.get("channel", {})}
        refs |= {f"person:{it}" for it in result.counts.get("author", {})}
        return self.store.get_titles(organisation, sorted(refs), access) if refs else {}


@dataclass(frozen=True, slots=True)
class IndexService:
    """Brings the index up to date with the table."""

    store: IndexStore
    sources: Mapping[str, Source]

    def update_documents(self, organisation: OrganisationId, refs: Iterable[str]) -> None:
        """Indexes these documents again, or rebuilds an index of another schema."""
        wanted = list(dict.fromkeys(refs))
        try:
            self.store.apply_changes(
                organisation, wanted, lambda batch: self._load_documents(organisation, batch)
            )
        except OutdatedSchemaError:
            self.rebuild(organisation)

    def rebuild(self, organisation: OrganisationId) -> None:
        """Rebuilds the index from the table while the old one serves."""
        self.store.rebuild(
            organisation,
            lambda: self._all_documents(organisation),
            lambda refs: self._load_documents(organisation, refs),
        )

    def _all_documents(self, organisation: OrganisationId) -> Iterator[tuple[str, Document | None]]:
        """Yields the documents of all sources, and of refs that only the current index contains."""
        every = (
            f"{kind}:{id}" for kind, it in self.sources.items() for id in it.list_ids(organisation)
        )
        seen: set[str] = set()
        for batch in _batches(chain(every, self.store.list_refs(organisation))):
            fresh = [ref for ref in dict.fromkeys(batch) if ref not in seen]
            seen.update(fresh)
            yield from self._load_batch(organisation, fresh)

    def _load_documents(
        self, organisation: OrganisationId, refs: Sequence[str]
    ) -> Iterator[tuple[str, Document | None]]:
        for batch in _batches(iter(refs)):
            yield from self._load_batch(organisation, batch)

    def _load_batch(
        self, organisation: OrganisationId, refs: Sequence[str]
    ) -> list[tuple[str, Document | None]]:
        return concurrency.run_concurrently(
            [partial(self._load_document, organisation, ref) for ref in refs]
        )

    def _load_document(self, organisation: OrganisationId, ref: str) -> tuple[str, Document | None]:
        kind, _, id = ref.partition(":")
        return ref, self.sources[kind].load_document(organisation, id)


def _batches(refs: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(refs, READ_BATCH_SIZE)):
        yield batch


def _access(by: Caller) -> list[str]:
    return [*by.audience_keys, f"member:{by.member}"]


def _hit(hit: EngineHit, shown: HitView, names: Mapping[str, str], result: EngineResult) -> Hit:
    kind, _, id = hit.ref.partition(":")
    title, text = normalise(shown.title), normalise(shown.text)
    subject, post = "", None
    if kind == "post":
        subject, id, post = id.split(".")
    return Hit(
        ref=hit.ref,
        kind=shown.kind,
        title=split_at_marks(title, result.marks(title)),
        item=id if "item" in (kind, subject) else None,
        post=post,
        person=id if kind == "person" else None,
        channel=id if kind == "channel" else None,
        group=id if "group" in (kind, subject) else None,
        page=hit.page,
        second=hit.second,
        snippet=build_snippet(text, result.marks(text)) if text else [],
        channels=[names[ref] for it in shown.channels if (ref := f"channel:{it}") in names],
        author=shown.author,
        created=shown.created,
        stale=hit.stale,
    )


def _facets(result: EngineResult, names: Mapping[str, str]) -> Facets:
    """Returns the counts with names; values whose name the caller may not see are left out."""
    refs = {"channel": "channel", "author": "person"}
    facets: dict[str, list[FacetCount]] = {}
    for filter in Facets.model_fields:
        counts = result.counts.get(filter, {})
        order = counts if filter == "age" else sorted(counts, key=lambda it: (-counts[it], it))
        named = {it: names.get(f"{refs[filter]}:{it}") if filter in refs else it for it in order}
        facets[filter] = [
            FacetCount(value=it, name=name, count=counts[it]) for it, name in named.items() if name
        ]
    return Facets(**facets)


_store = IndexStore()
search = SearchService(_store, sources)
index_service = IndexService(_store, sources)
