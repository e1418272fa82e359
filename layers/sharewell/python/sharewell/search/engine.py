"""The engine: one organisation's index in a folder, written by one, read by many (tantivy)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tantivy import DocAddress, Index, Query, Searcher
from tantivy import Document as Row

from sharewell.search.counts import ages, told
from sharewell.search.fields import CHOICES, NEVER, rows, schema
from sharewell.search.model import FURTHEST, PAGE, Ask, Document, Filters, liveliness
from sharewell.search.query import PART, Care, Queries
from sharewell.search.snippet import Mark
from sharewell.search.text import Terms, analysis
from sharewell.search.words import normal, tokens

ENOUGH = 3
"""With fewer hits than this, near words are looked for too."""
REORDERED = 200
"""Best hits that age and staleness may reorder; those after them stay as the engine has them."""
SUGGESTED = 8
NOWHERE = (None, None, "")
"""Where to open what has no parts, or none that was hit."""


class Found(NamedTuple):
    """A hit: what it is, and where in it to open."""

    ref: str
    page: int | None
    second: int | None
    of: str
    stale: bool


class Result(NamedTuple):
    """What an index answers: hits by filter and choice, and where a text says what was asked."""

    hits: list[Found]
    total: int
    counts: dict[str, dict[str, int]]
    corrected: bool
    marks: Callable[[str], list[Mark]]


NOTHING = Result([], 0, {}, corrected=False, marks=lambda _: [])


class Engine:
    """An open index. `reload` after its files changed."""

    def __init__(self, folder: Path, language: str = "english", *, new: bool = False) -> None:
        self.analysis = analysis(language)
        self._index = Index(schema(), str(folder)) if new else Index.open(str(folder))
        self._index.register_tokenizer("words", self.analysis.words)
        self._index.register_tokenizer("stems", self.analysis.stems)
        self._index.config_reader("manual")
        self._queries = Queries(self._index.schema)
        self.reload()

    def reload(self) -> None:
        """See what the folder holds now."""
        self._index.reload()
        self._searcher: Searcher = self._index.searcher()

    @property
    def size(self) -> int:
        """Documents in the index, parts included."""
        return self._searcher.num_docs

    def write(
        self, changes: Iterable[tuple[str, Document | None]], arena: int = 30_000_000
    ) -> None:
        """Put documents in the place of what their refs held; None takes it away.

        Returns when no merge is under way any more, so that the folder stays as it is.
        """
        writer = self._index.writer(arena, 1)
        for ref, document in changes:
            writer.delete_documents_by_term("ref", ref)
            for row in rows(document) if document else ():
                writer.add_document(Row.from_dict(row, self._index.schema))
        writer.commit()
        writer.wait_merging_threads()

    def find(
        self, ask: Ask, access: Iterable[str], now: datetime, but: Sequence[str] = ()
    ) -> Result:
        """A page of hits among what `access` sees, never one of `but`; counts for every filter."""
        asked = [it for it in map(self.analysis.terms, tokens(ask.words)) if it.words]
        if ask.words.strip() and not asked:
            return NOTHING
        seen, at = self._queries.seen(access), now.timestamp()
        conditions = [seen, *self._queries.filtered(ask.filters)]
        loose = any(not it.token.phrase for it in asked)
        text, as_typed = None, 0
        for care in Care if loose else [Care.EXACT]:
            text = self._queries.text(asked, care) if asked else None
            query = self._queries.all_of(text, *conditions, but=but)
            total, addresses = self._page(query, ask.offset, at, by_words=bool(asked))
            as_typed = total if care is Care.EXACT else as_typed
            if total >= (ENOUGH if care is Care.EXACT else 1):
                break
        if asked and not total and ask.filters == Filters():
            return NOTHING
        hits = self._opened(addresses, asked, care, access, at)
        counts = self._counts(text, seen, ask.filters, but, int(at))
        corrected = bool(asked) and total > as_typed == 0
        return Result(hits, total, counts, corrected, partial(self.analysis.marks, asked=asked))

    def suggest(self, words: str, access: Iterable[str]) -> list[str]:
        """Ways to finish the last word, most frequent first, from what `access` sees."""
        words = normal(words)
        typed = tokens(words)
        if not typed or not typed[-1].prefix:
            return []
        *before, last = [self.analysis.terms(it) for it in typed]
        if len(last.words) != 1 or (len(last.words[0]) == 1 and not last.words[0].isascii()):
            return []
        known = [it for it in before if it.words]
        text = self._queries.text(known, Care.EXACT) if known else None
        seen = self._queries.all_of(text, self._queries.seen(access))
        found: dict[str, int] = {}
        short = len(last.words[0]) < 2
        for field, weight in (("title_words", 3), *(() if short else (("words", 1),))):
            for word, count in self._searcher.terms_with_prefix(
                field, last.words[0], filter_query=seen, limit=50
            ):
                found[word] = found.get(word, 0) + weight * count
        best = sorted(found, key=lambda word: (-found[word], word))[:SUGGESTED]
        head = words[: len(words) - len(typed[-1].text)]
        return [head + word for word in best]

    def like(self, ref: str, access: Iterable[str], most: int) -> list[str]:
        """Other items with words of this one's title, most like it first."""
        title = self.titles([ref], access).get(ref, "")
        return self.alike(title, "item", access, most, but=[ref])

    def alike(
        self, words: str, kind: str, access: Iterable[str], most: int, but: Sequence[str] = ()
    ) -> list[str]:
        """Things of a kind that have some of these words, those with the most first."""
        asked = [self.analysis.terms(it) for it in tokens(words) if not it.optional]
        known = [it for it in asked if it.stems]
        if not known:
            return []
        query = self._queries.all_of(
            self._queries.like(known),
            self._queries.seen(access),
            *self._queries.filtered(Filters(kind=[kind])),
            but=but,
        )
        found = self._searcher.search(query, most, count=False).hits
        return [str(self._searcher.doc(address).get_first("ref")) for _, address in found]

    def channels_of(self, refs: Sequence[str], access: Iterable[str]) -> dict[str, int]:
        """The channels that these are in, each with how many of them."""
        query = self._queries.all_of(self._queries.among(refs), self._queries.seen(access))
        wanted = {"channel": {"terms": {"field": "channel", "size": CHOICES["channel"]}}}
        return told(self._searcher.aggregate(query, wanted)).get("channel", {})

    def titles(self, refs: Sequence[str], access: Iterable[str]) -> dict[str, str]:
        """The titles of those of `refs` that `access` sees."""
        query = self._queries.all_of(self._queries.among(refs), self._queries.seen(access))
        found = self._searcher.search(query, len(refs), count=False).hits
        read = [self._searcher.doc(address) for _, address in found]
        return {str(it.get_first("ref")): str(it.get_first("title")) for it in read}

    def refs(self) -> list[str]:
        """Everything in the index."""
        return [ref for ref, _ in self._searcher.terms_with_prefix("ref", "")]

    def _page(
        self, query: Query, offset: int, at: float, *, by_words: bool
    ) -> tuple[int, list[DocAddress]]:
        """How many hits there are, and a page of them: the best, or without words the newest."""
        deep = offset >= REORDERED or not by_words
        found = self._searcher.search(
            query,
            min(PAGE, FURTHEST - offset) if deep else REORDERED,
            offset=offset if deep else 0,
            order_by_field=None if by_words else "created",
        )
        best, total = found.hits, found.count  # type: ignore[attr-defined]
        if deep or not best:
            return total, [address for _, address in best]
        addresses = [address for _, address in best]
        created = self._searcher.fast_field_values("created", addresses)
        review = self._searcher.fast_field_values("review_by", addresses)
        weighed = sorted(
            zip(best, created, review, strict=True),
            key=lambda it: (-it[0][0] * liveliness(it[1] or 0, it[2], at), -(it[1] or 0)),
        )
        return total, [address for (_, address), _, _ in weighed[offset : offset + PAGE]]

    def _opened(
        self,
        addresses: list[DocAddress],
        asked: list[Terms],
        care: Care,
        access: Iterable[str],
        at: float,
    ) -> list[Found]:
        if not addresses:
            return []
        refs = [str(self._searcher.doc(it).get_first("ref")) for it in addresses]
        review = self._searcher.fast_field_values("review_by", addresses)
        parts = self._searcher.fast_field_values("parts", addresses)
        long = [ref for ref, count in zip(refs, parts, strict=True) if count]
        places = self._places(long, asked, care, access) if long and asked else {}
        return [
            Found(ref, *places.get(ref, NOWHERE), stale=(until or NEVER) < at)
            for ref, until in zip(refs, review, strict=True)
        ]

    def _places(
        self, refs: list[str], asked: list[Terms], care: Care, access: Iterable[str]
    ) -> dict[str, tuple[int | None, int | None, str]]:
        """The best page of each: of all at once, then of each that others left no room."""
        text = self._queries.text(asked, care, PART)
        seen = self._queries.seen(access, PART)
        found: dict[str, tuple[int | None, int | None, str]] = {}
        for some, most in [(refs, 30), *(([ref], 1) for ref in refs)]:
            if found.keys() >= set(some):
                continue
            query = self._queries.all_of(text, seen, self._queries.among(some))
            for _, address in self._searcher.search(query, most, count=False).hits:
                row = self._searcher.doc(address)
                place = row.get_first("page"), row.get_first("second"), row.get_first("of") or ""
                found.setdefault(str(row.get_first("ref")), place)
        return found

    def _counts(
        self, text: Query | None, seen: Query, filters: Filters, but: Sequence[str], at: int
    ) -> dict[str, dict[str, int]]:
        """Hits by filter and choice. What a filter chose does not narrow its own choices."""
        used = {"kind": filters.kind, "channel": filters.channel, "author": filters.author}
        tagged = {tag.partition(":")[0] for tag in filters.tags}
        chosen = {name for name, values in used.items() if values} | tagged
        if filters.since or filters.until:
            chosen.add("age")
        wanted = {name: {"terms": {"field": name, "size": most}} for name, most in CHOICES.items()}
        wanted["age"] = ages(at)
        counts: dict[str, dict[str, int]] = {}
        for alone in ["", *sorted(chosen)]:
            field = "tags" if alone in tagged else alone
            some = {n: it for n, it in wanted.items() if (n == field if alone else n not in chosen)}
            conditions = self._queries.filtered(filters, without=alone)
            query = self._queries.all_of(text, seen, *conditions, but=but)
            answer = told(self._searcher.aggregate(query, some))
            fit = {alone} if alone else answer.keys() - chosen
            counts |= {name: answer[name] for name in fit if name in answer}
        return counts
