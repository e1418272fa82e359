"""Builds the engine's queries term by term; what people type is never parsed as a query."""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from tantivy import FieldType, Occur, Query, Schema

from sharewell.search.analysis import MIN_FUZZY_LENGTH, MIN_SUBSTRING_LENGTH, QueryTerms
from sharewell.search.model import Filters
from sharewell.search.tokens import required_matches


class Strictness(IntEnum):
    """How literally a query is matched; the next level is tried when one finds too little."""

    EXACT = 0
    TYPOS = 1
    SUBSTRINGS = 2


class Fields(NamedTuple):
    """The index fields to search: those of documents, or of their parts."""

    title: str | None
    title_words: str | None
    body: str
    words: str
    acl: str


WHOLE = Fields("title", "title_words", "body", "words", "acl")
PART = Fields(None, None, "part_body", "part_words", "part_acl")

TITLE = 3.0
TITLE_TYPO = 1.5
TITLE_PREFIX = 2.0
TYPO = 0.5
SUBSTRING_WEIGHT = 0.3
PART_WEIGHT = 100.0
"""A page with more of the words ranks before one that repeats a single word."""
MAX_SUBSTRING_TERMS = 2
"""Words of a query that are searched inside others: each costs a scan of all words."""


class QueryBuilder:
    """Builds the queries of one index."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def visible_to(self, access: Iterable[str], fields: Fields = WHOLE) -> Query:
        """Returns a filter on what one of the audiences in `access` sees; it does not score."""
        return self._only(fields.acl, list(access))

    def restricted_to(self, refs: Sequence[str]) -> Query:
        """Returns a filter on these documents; it does not score."""
        return self._only("ref", list(refs))

    def all_of(self, text: Query | None, *conditions: Query, but: Sequence[str] = ()) -> Query:
        """Returns the conjunction of `text` and all conditions, without the documents in `but`."""
        clauses = [(Occur.Must, it) for it in ([text] if text else []) + list(conditions)]
        if but:
            clauses.append((Occur.MustNot, self.restricted_to(but)))
        return Query.boolean_query(clauses)

    def filter_conditions(self, filters: Filters, without: str = "") -> list[Query]:
        """Returns one condition for each filter in use except the one named `without`."""
        chosen = [
            ("kind", filters.kind),
            ("channel", filters.channel),
            ("author", filters.author),
            *(
                (name, [tag for tag in filters.tags if tag.startswith(f"{name}:")])
                for name in {tag.partition(":")[0] for tag in filters.tags}
            ),
        ]
        conditions = [
            self._only(name if name in _OWN_FIELD else "tags", values)
            for name, values in chosen
            if values and name != without
        ]
        if (filters.since or filters.until) and without != "age":
            since = int(filters.since.timestamp()) if filters.since else None
            until = int(filters.until.timestamp()) if filters.until else None
            span = Query.range_query(self._schema, "created", FieldType.Integer, since, until)
            conditions.append(Query.const_score_query(span, 0.0))
        return conditions

    def text(
        self, terms: Sequence[QueryTerms], strictness: Strictness, fields: Fields = WHOLE
    ) -> Query:
        """Returns the query for the words, matched as literally as `strictness` demands."""
        clauses: list[tuple[Occur, Query]] = []
        wanted: list[Query] = []
        inside = _longest(terms) if strictness is Strictness.SUBSTRINGS else []
        for term in terms:
            clause = self._token(term, strictness, fields, inside=term in inside)
            if term.token.is_phrase and fields is WHOLE:
                clauses.append((Occur.Must, clause))
            elif term.token.is_optional and len(terms) > 1:
                clauses.append((Occur.Should, clause))
            else:
                wanted.append(clause)
        if not wanted and not any(it.token.is_phrase for it in terms):
            wanted = [clause for _, clause in clauses]
            clauses = []
        if wanted:
            least = (
                required_matches(len(wanted))
                if strictness < Strictness.SUBSTRINGS
                else -(-len(wanted) // 2)
            )
            every = [(Occur.Should, clause) for clause in wanted]
            if fields is PART:
                least = 1
                every += [(Occur.Should, _weighted(clause, PART_WEIGHT)) for clause in wanted]
            clauses.append((Occur.Must, Query.boolean_query(every, least)))
        return Query.boolean_query(clauses)

    def any_of(self, terms: Sequence[QueryTerms]) -> Query:
        """Returns the query for any of the words (any two of three or more), best match first."""
        ways = [(Occur.Should, way) for it in terms for way in self._exact(it, WHOLE)]
        return Query.boolean_query(ways, 1 if len(terms) < 3 else 2)

    def _token(
        self, term: QueryTerms, strictness: Strictness, fields: Fields, *, inside: bool
    ) -> Query:
        if not term.stems:
            return Query.empty_query()
        ways = self._exact(term, fields)
        if term.token.is_prefix and not term.is_unsegmented:
            ways += self._prefix(term, fields)
        single = len(term.words) == 1 and not term.token.is_phrase
        if strictness >= Strictness.TYPOS and single and len(term.words[0]) >= MIN_FUZZY_LENGTH:
            ways += self._fuzzy(term, fields)
        if inside:
            pattern = f".*{_escaped(term.words[0])}.*"
            ways.append(
                _weighted(Query.regex_query(self._schema, fields.words, pattern), SUBSTRING_WEIGHT)
            )
        return Query.boolean_query([(Occur.Should, way) for way in ways])

    def _exact(self, term: QueryTerms, fields: Fields) -> list[Query]:
        ways = [self._phrase(fields.body, term.stems)]
        if fields.title:
            ways.append(Query.boost_query(self._phrase(fields.title, term.stems), TITLE))
        if term.is_unsegmented and len(term.stems) > 2 and not term.token.is_phrase:
            pairs = [
                (Occur.Should, self._phrase(fields.body, term.stems[at : at + 2]))
                for at in range(len(term.stems) - 1)
            ]
            overlap = Query.boolean_query(pairs, required_matches(len(pairs)))
            ways.append(Query.boost_query(overlap, 0.3))
        elif len(term.words) > 1 and not term.is_unsegmented and not term.token.is_phrase:
            ways.append(self._term(fields.words, "".join(term.words)))
        return ways

    def _prefix(self, term: QueryTerms, fields: Fields) -> list[Query]:
        *before, last = term.words
        ways = []
        for field, stems, weight in (
            (fields.words, fields.body, 1.0),
            (fields.title_words, fields.title, TITLE_PREFIX),
        ):
            if field is None or stems is None or (len(last) < 2 and weight == 1.0):
                continue
            prefix = Query.fuzzy_term_query(self._schema, field, last, 0, prefix=True)
            prefix = _weighted(prefix, weight)
            if before:
                head = self._phrase(stems, term.stems[:-1])
                prefix = Query.boolean_query([(Occur.Must, head), (Occur.Must, prefix)])
            ways.append(prefix)
        return ways

    def _fuzzy(self, term: QueryTerms, fields: Fields) -> list[Query]:
        word, prefix = term.words[0], term.token.is_prefix
        fuzzy = Query.fuzzy_term_query(self._schema, fields.words, word, 1, prefix=prefix)
        ways = [_weighted(fuzzy, TYPO)]
        if fields.title_words:
            titled = Query.fuzzy_term_query(
                self._schema, fields.title_words, word, 1, prefix=prefix
            )
            ways.append(_weighted(titled, TITLE_TYPO))
        return ways

    def _phrase(self, field: str, terms: Sequence[str]) -> Query:
        if len(terms) == 1:
            return self._term(field, terms[0])
        return Query.phrase_query(self._schema, field, list(terms))

    def _term(self, field: str, term: str) -> Query:
        return Query.term_query(
            self._schema, field, term, "basic" if field.endswith("words") else "freq"
        )

    def _only(self, field: str, values: list[str]) -> Query:
        return Query.const_score_query(Query.term_set_query(self._schema, field, values), 0.0)


_OWN_FIELD = frozenset({"kind", "channel", "author"})


def _longest(terms: Sequence[QueryTerms]) -> list[QueryTerms]:
    """Returns the longest single words, which are searched inside others."""
    alone = [it for it in terms if len(it.words) == 1 and not it.token.is_phrase]
    long = [it for it in alone if len(it.words[0]) >= MIN_SUBSTRING_LENGTH]
    return sorted(long, key=lambda it: -len(it.words[0]))[:MAX_SUBSTRING_TERMS]


def _weighted(query: Query, weight: float) -> Query:
    return Query.const_score_query(query, weight)


def _escaped(word: str) -> str:
    return "".join(it if it.isalnum() else f"\\{it}" for it in word)
