"""The schema of the index, and how a document becomes its rows."""

import re
from collections.abc import Iterable
from typing import Any

from tantivy import Schema, SchemaBuilder

from sharewell.search.model import Document
from sharewell.search.query_builder import PART, WHOLE
from sharewell.search.tokens import normalise

SCHEMA = 2
"""Increase with every change of fields or terms: an index of another schema is rebuilt."""
NO_EXPIRY = 2**62
"""The `review_by` of a document that never becomes stale."""
FACET_FIELDS = {"kind": 30, "channel": 30, "author": 20, "tags": 300}
"""Fields with counts, and the maximum number of values counted for each."""
# Starts at a word's first letter and never backtracks: a run of a million letters is read once.
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,40}+(?:-[^\W\d_]{2,40}+)+")


def build_schema() -> Schema:
    """Returns the fields of documents, and of their parts (`part_…`), used only to find a page."""
    build = SchemaBuilder()
    build.add_text_field("ref", stored=True, tokenizer_name="raw", index_option="basic")
    for name in (WHOLE.acl, PART.acl):
        build.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACET_FIELDS:
        build.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    build.add_text_field("title", stored=True, tokenizer_name="stems", index_option="position")
    for name in (WHOLE.body, PART.body):
        build.add_text_field(name, tokenizer_name="stems", index_option="position")
    for name in ("title_words", WHOLE.words, PART.words):  # only for prefixes and typos
        build.add_text_field(name, tokenizer_name="words", index_option="basic")
    for name in ("created", "review_by", "parts"):
        build.add_integer_field(name, indexed=name == "created", fast=True)
    for name in ("page", "second"):
        build.add_integer_field(name, stored=True)
    build.add_text_field("of", stored=True, tokenizer_name="raw", index_option="basic")
    return build.build()


def joined_compounds(text: str) -> list[str]:
    """Returns hyphenated words without hyphens: people search for kick-off as kickoff too."""
    return sorted({it.replace("-", "") for it in _COMPOUND.findall(text)})


def index_documents(document: Document) -> Iterable[dict[str, Any]]:
    """Yields the index rows of a document: one with all its text, and one for each part."""
    parts = [normalise(part.text) for part in document.parts]
    title = normalise(document.title)
    body = [normalise(document.body), *map(normalise, document.skills), *parts]
    yield {
        "ref": document.ref,
        WHOLE.acl: document.acl,
        "kind": document.kinds,
        "channel": document.channels,
        "author": [document.author] if document.author else [],
        "tags": document.tags + [f"skill:{skill}" for skill in document.skills],
        "title": [title, *joined_compounds(title)],
        "title_words": [title, *joined_compounds(title)],
        WHOLE.body: [it for text in body for it in (text, *joined_compounds(text))],
        WHOLE.words: [it for text in (title, *body) for it in (text, *joined_compounds(text))],
        "created": int(document.created.timestamp()),
        "review_by": int(document.review_by.timestamp()) if document.review_by else NO_EXPIRY,
        "parts": len(parts),
    }
    for part, text in zip(document.parts, parts, strict=True):
        row = {"ref": document.ref, PART.acl: document.acl, PART.body: text, PART.words: text}
        second = {} if part.second is None else {"second": part.second}
        yield row | {"page": part.page, "of": part.of} | second
