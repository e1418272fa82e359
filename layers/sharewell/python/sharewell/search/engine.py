"""The search engine: one organisation's index in a folder; one writer, many readers (tantivy)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tantivy import DocAddress, Index, Query, Searcher
from tantivy import Document as Row

from sharewell.search.analysis import QueryTerms, get_analyzer
from sharewell.search.facets import age_buckets, parse_counts
from sharewell.search.fields import FACET_FIELDS, NO_EXPIRY, build_schema, index_documents
from sharewell.search.model import (
    MAX_OFFSET,
    PAGE_SIZE,
    Document,
    Filters,
    SearchRequest,
    freshness_factor,
)
from sharewell.search.query_builder import PART, QueryBuilder, Strictness
from sharewell.search.snippet import Mark
from sharewell.search.tokens import normalise, tokenize

MIN_HITS = 3
"""With fewer exact hits, the engine looks for similar words too."""
RERANKED = 200
"""Best hits that age and staleness may reorder; later ones stay in the engine's order."""
MAX_SUGGESTIONS = 8
NO_POSITION = (None, None, "")
"""The position of a hit without parts, or with no part that matched."""


class EngineHit(NamedTuple):
    """A document that was found, and the position to open it at."""

    ref: str
    page: int | None
    second: int | None
    of: str
    stale: bool


class EngineResult(NamedTuple):
    """The result of a search: hits, facet counts, and a function that marks the query in a text."""

    hits: list[EngineHit]
    total: int
    counts: dict[str, dict[str, int]]
    corrected: bool
    marks: Callable[[str], list[Mark]]


EMPTY_RESULT = EngineResult([], 0, {}, corrected=False, marks=lambda _: [])


class Engine:
    """An open index. Call `reload` after its files changed."""

    def __init__(self, folder: Path, language: str = "english", *, new: bool = False) -> None:
        self.analysis = get_analyzer(language)
        self._index = Index(build_schema(), str(folder)) if new else Index.open(str(folder))
        self._index.register_tokenizer("words", self.analysis.words)
        self._index.register_tokenizer("stems", self.analysis.stems)
        self._index.config_reader("manual")
        self._queries = QueryBuilder(self._index.schema)
        self.reload()

    def reload(self) -> None:
        """Loads the current state of the folder."""
        self._index.reload()
        self._searcher: Searcher = self._index.searcher()

    @property
    def size(self) -> int:
        """Returns the number of documents in the index, parts included."""
        return self._searcher.num_docs

    def write(
        self, changes: Iterable[tuple[str, Document | None]], arena: int = 30_000_000
    ) -> None:
        """Replaces documents by ref; None deletes the document.

        Returns when no merge is running any more, so that the folder stays as it is.
        """
        writer = self._index.writer(arena, 1)
        for ref, document in changes:
            writer.delete_documents_by_term("ref", ref)
            for row in index_documents(document) if document else ():
                writer.add_document(Row.from_dict(row, self._index.schema))
        writer.commit()
        writer.wait_merging_threads()

    def search(
        self, request: SearchRequest, access: Iterable[str], now: datetime, but: Sequence[str] = ()
    ) -> EngineResult:
        """Returns a page of hits visible to `access` without `but`, and counts for every filter."""
        terms = [it for it in map(self.analysis.terms, tokenize(request.text)) if it.words]
        if request.text.strip() and not terms:
            return EMPTY_RESULT
        visible, at = self._queries.visible_to(access), now.timestamp()
        conditions = [visible, *self._queries.filter_conditions(request.filters)]
        loose = any(not it.token.is_phrase for it in terms)
        text, as_typed = None, 0
        for strictness in Strictness if loose else [Strictness.EXACT]:
            text = self._queries.text(terms, strictness) if terms else None
            query = self._queries.all_of(text, *conditions, but=but)
            total, addresses = self._page(query, request.offset, at, by_words=bool(terms))
            as_typed = total if strictness is Strictness.EXACT else as_typed
            if total >= (MIN_HITS if strictness is Strictness.EXACT else 1):
                break
        if terms and not total and request.filters == Filters():
            return EMPTY_RESULT
        hits = self._locate_hits(addresses, terms, strictness, access, at)
        counts = self._counts(text, visible, request.filters, but, int(at))
        corrected = bool(terms) and total > as_typed == 0
        return EngineResult(
            hits, total, counts, corrected, partial(self.analysis.find_marks, query=terms)
        )

    def suggest(self, words: str, access: Iterable[str]) -> list[str]:
        """Returns completions of the last word, most frequent first, from what `access` sees."""
        words = normalise(words)
        typed = tokenize(words)
        if not typed or not typed[-1].is_prefix:
            return []
        *before, last = [self.analysis.terms(it) for it in typed]
        if len(last.words) != 1 or (len(last.words[0]) == 1 and not last.words[0].isascii()):
            return []
        known = [it for it in before if it.words]
        text = self._queries.text(known, Strictness.EXACT) if known else None
        visible = self._queries.all_of(text, self._queries.visible_to(access))
        found: dict[str, int] = {}
        short = len(last.words[0]) < 2
        for field, weight in (("title_words", 3), *(() if short else (("words", 1),))):
            for word, count in self._searcher.terms_with_prefix(
                field, last.words[0], filter_query=visible, limit=50
            ):
                found[word] = found.get(word, 0) + weight * count
        best = sorted(found, key=lambda word: (-found[word], word))[:MAX_SUGGESTIONS]
        head = words[: len(words) - len(typed[-1].text)]
        return [head + word for word in best]

    def find_related(self, ref: str, access: Iterable[str], most: int) -> list[str]:
        """Returns the refs of at most `most` items with words of this one's title, best first."""
        title = self.get_titles([ref], access).get(ref, "")
        return self.find_similar(title, "item", access, most, but=[ref])

    def find_similar(
        self, words: str, kind: str, access: Iterable[str], most: int, but: Sequence[str] = ()
    ) -> list[str]:
        """Returns the refs of documents of a kind with some of these words, most words first."""
        terms = [self.analysis.terms(it) for it in tokenize(words) if not it.is_optional]
        known = [it for it in terms if it.stems]
        if not known:
            return []
        query = self._queries.all_of(
            self._queries.any_of(known),
            self._queries.visible_to(access),
            *self._queries.filter_conditions(Filters(kind=[kind])),
            but=but,
        )
        found = self._searcher.search(query, most, count=False).hits
        return [str(self._searcher.doc(address).get_first("ref")) for _, address in found]

    def count_channels(self, refs: Sequence[str], access: Iterable[str]) -> dict[str, int]:
        """Returns the channels of these documents, each with the number of documents in it."""
        query = self._queries.all_of(
            self._queries.restricted_to(refs), self._queries.visible_to(access)
        )
        wanted = {"channel": {"terms": {"field": "channel", "size": FACET_FIELDS["channel"]}}}
        return parse_counts(self._searcher.aggregate(query, wanted)).get("channel", {})

    def get_titles(self, refs: Sequence[str], access: Iterable[str]) -> dict[str, str]:
        """Returns the titles of those of `refs` that `access` sees, by ref."""
        query = self._queries.all_of(
            self._queries.restricted_to(refs), self._queries.visible_to(access)
        )
        found = self._searcher.search(query, len(refs), count=False).hits
        read = [self._searcher.doc(address) for _, address in found]
        return {str(it.get_first("ref")): str(it.get_first("title")) for it in read}

    def list_refs(self) -> list[str]:
        """Returns the refs of all documents in the index."""
        return [ref for ref, _ in self._searcher.terms_with_prefix("ref", "")]

    def _page(
        self, query: Query, offset: int, at: float, *, by_words: bool
    ) -> tuple[int, list[DocAddress]]:
        """Returns the total, and a page of hits: the best, or without words the newest."""
        deep = offset >= RERANKED or not by_words
        found = self._searcher.search(
            query,
            min(PAGE_SIZE, MAX_OFFSET - offset) if deep else RERANKED,
            offset=offset if deep else 0,
            order_by_field=None if by_words else "created",
        )
        best, total = found.hits, found.count  # type: ignore[attr-defined]
        if deep or not best:
            return total, [address for _, address in best]
        addresses = [address for _, address in best]
        created = self._searcher.fast_field_values("created", addresses)
        review = self._searcher.fast_field_values("review_by", addresses)
        ranked = sorted(
            zip(best, created, review, strict=True),
            key=lambda it: (-it[0][0] * freshness_factor(it[1] or 0, it[2], at), -(it[1] or 0)),
        )
        return total, [address for (_, address), _, _ in ranked[offset : offset + PAGE_SIZE]]

    def _locate_hits(
        self,
        addresses: list[DocAddress],
        terms: list[QueryTerms],
        strictness: Strictness,
        access: Iterable[str],
        at: float,
    ) -> list[EngineHit]:
        if not addresses:
            return []
        refs = [str(self._searcher.doc(it).get_first("ref")) for it in addresses]
        review = self._searcher.fast_field_values("review_by", addresses)
        parts = self._searcher.fast_field_values("parts", addresses)
        long = [ref for ref, count in zip(refs, parts, strict=True) if count]
        places = self._best_parts(long, terms, strictness, access) if long and terms else {}
        return [
            EngineHit(ref, *places.get(ref, NO_POSITION), stale=(until or NO_EXPIRY) < at)
            for ref, until in zip(refs, review, strict=True)
        ]

    def _best_parts(
        self,
        refs: list[str],
        terms: list[QueryTerms],
        strictness: Strictness,
        access: Iterable[str],
    ) -> dict[str, tuple[int | None, int | None, str]]:
        """Returns the best part of each ref: one query for all, then one for each still missing."""
        text = self._queries.text(terms, strictness, PART)
        visible = self._queries.visible_to(access, PART)
        found: dict[str, tuple[int | None, int | None, str]] = {}
        for wanted, most in [(refs, 30), *(([ref], 1) for ref in refs)]:
            if found.keys() >= set(wanted):
                continue
            query = self._queries.all_of(text, visible, self._queries.restricted_to(wanted))
            for _, address in self._searcher.search(query, most, count=False).hits:
                row = self._searcher.doc(address)
                place = row.get_first("page"), row.get_first("second"), row.get_first("of") or ""
                found.setdefault(str(row.get_first("ref")), place)
        return found

    def _counts(
        self, text: Query | None, visible: Query, filters: Filters, but: Sequence[str], at: int
    ) -> dict[str, dict[str, int]]:
        """Returns hits by filter and value. A filter does not narrow its own values."""
        used = {"kind": filters.kind, "channel": filters.channel, "author": filters.author}
        tagged = {tag.partition(":")[0] for tag in filters.tags}
        chosen = {name for name, values in used.items() if values} | tagged
        if filters.since or filters.until:
            chosen.add("age")
        wanted = {
            name: {"terms": {"field": name, "size": most}} for name, most in FACET_FIELDS.items()
        }
        wanted["age"] = age_buckets(at)
        counts: dict[str, dict[str, int]] = {}
        for alone in ["", *sorted(chosen)]:
            field = "tags" if alone in tagged else alone
            some = {n: it for n, it in wanted.items() if (n == field if alone else n not in chosen)}
            conditions = self._queries.filter_conditions(filters, without=alone)
            query = self._queries.all_of(text, visible, *conditions, but=but)
            answer = parse_counts(self._searcher.aggregate(query, some))
            fit = {alone} if alone else answer.keys() - chosen
            counts |= {name: answer[name] for name in fit if name in answer}
        return counts
