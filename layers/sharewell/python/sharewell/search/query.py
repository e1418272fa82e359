"""A question as the engine takes it: built term by term, never parsed from what people type."""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from tantivy import FieldType, Occur, Query, Schema

from sharewell.search.model import Filters
from sharewell.search.text import SHORTEST_FUZZY, SHORTEST_INSIDE, Terms
from sharewell.search.words import needed


class Care(IntEnum):
    """How literally a question is taken; the next is tried when one finds too little."""

    EXACT = 0
    TYPOS = 1
    PIECES = 2


class Fields(NamedTuple):
    """Where words are looked for: in whole things, or in the parts of one."""

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
INSIDE = 0.3
ON_THE_PAGE = 100.0
"""A page that has more of the words comes before one that has one of them more often."""
MOST_INSIDE = 2
"""Words of a question that are looked for inside others: each costs a walk through all words."""


class Queries:
    """Builds the queries of one index."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def seen(self, access: Iterable[str], fields: Fields = WHOLE) -> Query:
        """Only what one of these audiences sees; it adds nothing to the score."""
        return self._only(fields.acl, list(access))

    def among(self, refs: Sequence[str]) -> Query:
        """Only these things."""
        return self._only("ref", list(refs))

    def all_of(self, text: Query | None, *conditions: Query, but: Sequence[str] = ()) -> Query:
        """What `text` finds and every condition lets through, without the things named."""
        clauses = [(Occur.Must, it) for it in ([text] if text else []) + list(conditions)]
        if but:
            clauses.append((Occur.MustNot, self.among(but)))
        return Query.boolean_query(clauses)

    def filtered(self, filters: Filters, without: str = "") -> list[Query]:
        """One condition a filter in use, `without` the one named."""
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

    def text(self, asked: Sequence[Terms], care: Care, fields: Fields = WHOLE) -> Query:
        """What the words ask for, as carefully as `care` says."""
        clauses: list[tuple[Occur, Query]] = []
        wanted: list[Query] = []
        inside = _longest(asked) if care is Care.PIECES else []
        for one in asked:
            clause = self._token(one, care, fields, inside=one in inside)
            if one.token.phrase and fields is WHOLE:
                clauses.append((Occur.Must, clause))
            elif one.token.optional and len(asked) > 1:
                clauses.append((Occur.Should, clause))
            else:
                wanted.append(clause)
        if not wanted and not any(it.token.phrase for it in asked):
            wanted = [clause for _, clause in clauses]
            clauses = []
        if wanted:
            least = needed(len(wanted)) if care < Care.PIECES else -(-len(wanted) // 2)
            every = [(Occur.Should, clause) for clause in wanted]
            if fields is PART:
                least = 1
                every += [(Occur.Should, _weighing(clause, ON_THE_PAGE)) for clause in wanted]
            clauses.append((Occur.Must, Query.boolean_query(every, least)))
        return Query.boolean_query(clauses)

    def like(self, asked: Sequence[Terms]) -> Query:
        """What has some of these words, no matter which; the more of them, the better."""
        ways = [(Occur.Should, way) for it in asked for way in self._exact(it, WHOLE)]
        return Query.boolean_query(ways, 1 if len(asked) < 3 else 2)

    def _token(self, one: Terms, care: Care, fields: Fields, *, inside: bool) -> Query:
        if not one.stems:
            return Query.empty_query()
        ways = self._exact(one, fields)
        if one.token.prefix and not one.unbroken:
            ways += self._unfinished(one, fields)
        single = len(one.words) == 1 and not one.token.phrase
        if care >= Care.TYPOS and single and len(one.words[0]) >= SHORTEST_FUZZY:
            ways += self._near(one, fields)
        if inside:
            pattern = f".*{_escaped(one.words[0])}.*"
            ways.append(_weighing(Query.regex_query(self._schema, fields.words, pattern), INSIDE))
        return Query.boolean_query([(Occur.Should, way) for way in ways])

    def _exact(self, one: Terms, fields: Fields) -> list[Query]:
        ways = [self._run(fields.body, one.stems)]
        if fields.title:
            ways.append(Query.boost_query(self._run(fields.title, one.stems), TITLE))
        if one.unbroken and len(one.stems) > 2 and not one.token.phrase:
            pairs = [
                (Occur.Should, self._run(fields.body, one.stems[at : at + 2]))
                for at in range(len(one.stems) - 1)
            ]
            some = Query.boolean_query(pairs, needed(len(pairs)))
            ways.append(Query.boost_query(some, 0.3))
        elif len(one.words) > 1 and not one.unbroken and not one.token.phrase:
            ways.append(self._term(fields.words, "".join(one.words)))
        return ways

    def _unfinished(self, one: Terms, fields: Fields) -> list[Query]:
        *before, last = one.words
        ways = []
        for field, stems, weight in (
            (fields.words, fields.body, 1.0),
            (fields.title_words, fields.title, TITLE_PREFIX),
        ):
            if field is None or stems is None or (len(last) < 2 and weight == 1.0):
                continue
            begins = Query.fuzzy_term_query(self._schema, field, last, 0, prefix=True)
            begins = _weighing(begins, weight)
            if before:
                head = self._run(stems, one.stems[:-1])
                begins = Query.boolean_query([(Occur.Must, head), (Occur.Must, begins)])
            ways.append(begins)
        return ways

    def _near(self, one: Terms, fields: Fields) -> list[Query]:
        word, prefix = one.words[0], one.token.prefix
        said = Query.fuzzy_term_query(self._schema, fields.words, word, 1, prefix=prefix)
        ways = [_weighing(said, TYPO)]
        if fields.title_words:
            titled = Query.fuzzy_term_query(
                self._schema, fields.title_words, word, 1, prefix=prefix
            )
            ways.append(_weighing(titled, TITLE_TYPO))
        return ways

    def _run(self, field: str, terms: Sequence[str]) -> Query:
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


def _longest(asked: Sequence[Terms]) -> list[Terms]:
    """The words worth looking for inside others."""
    alone = [it for it in asked if len(it.words) == 1 and not it.token.phrase]
    long = [it for it in alone if len(it.words[0]) >= SHORTEST_INSIDE]
    return sorted(long, key=lambda it: -len(it.words[0]))[:MOST_INSIDE]


def _weighing(query: Query, weight: float) -> Query:
    return Query.const_score_query(query, weight)


def _escaped(word: str) -> str:
    return "".join(it if it.isalnum() else f"\\{it}" for it in word)
