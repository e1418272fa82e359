"""The index's shape: its fields, and what each thing puts into them."""

import re
from collections.abc import Iterable
from typing import Any

from tantivy import Schema, SchemaBuilder

from sharewell.search.model import Document
from sharewell.search.query import PART, WHOLE
from sharewell.search.words import normal

SCHEMA = 2
"""Goes up with every change of fields or terms: an index of another schema is built anew."""
NEVER = 2**62
"""The `review_by` of what is never stale."""
CHOICES = {"kind": 30, "channel": 30, "author": 20, "tags": 300}
"""Fields with counts, and how many choices of each are told."""
# From a word's first letter on and never back into it: a run of a million letters is read once.
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,40}+(?:-[^\W\d_]{2,40}+)+")


def schema() -> Schema:
    """Fields of whole things, and of their parts (`part_…`), which only the best page needs."""
    build = SchemaBuilder()
    build.add_text_field("ref", stored=True, tokenizer_name="raw", index_option="basic")
    for name in (WHOLE.acl, PART.acl):
        build.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in CHOICES:
        build.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    build.add_text_field("title", stored=True, tokenizer_name="stems", index_option="position")
    for name in (WHOLE.body, PART.body):
        build.add_text_field(name, tokenizer_name="stems", index_option="position")
    for name in ("title_words", WHOLE.words, PART.words):  # for prefixes and slips alone
        build.add_text_field(name, tokenizer_name="words", index_option="basic")
    for name in ("created", "review_by", "parts"):
        build.add_integer_field(name, indexed=name == "created", fast=True)
    for name in ("page", "second"):
        build.add_integer_field(name, stored=True)
    build.add_text_field("of", stored=True, tokenizer_name="raw", index_option="basic")
    return build.build()


def compounds(text: str) -> list[str]:
    """Words with a hyphen inside, written without: kick-off is asked for as kickoff too."""
    return sorted({it.replace("-", "") for it in _COMPOUND.findall(text)})


def rows(document: Document) -> Iterable[dict[str, Any]]:
    """The index's rows of one thing: the whole with all its text, and one for each part."""
    parts = [normal(part.text) for part in document.parts]
    title = normal(document.title)
    body = [normal(document.body), *map(normal, document.skills), *parts]
    yield {
        "ref": document.ref,
        WHOLE.acl: document.acl,
        "kind": document.kinds,
        "channel": document.channels,
        "author": [document.author] if document.author else [],
        "tags": document.tags + [f"skill:{skill}" for skill in document.skills],
        "title": [title, *compounds(title)],
        "title_words": [title, *compounds(title)],
        WHOLE.body: [it for text in body for it in (text, *compounds(text))],
        WHOLE.words: [it for text in (title, *body) for it in (text, *compounds(text))],
        "created": int(document.created.timestamp()),
        "review_by": int(document.review_by.timestamp()) if document.review_by else NEVER,
        "parts": len(parts),
    }
    for part, text in zip(document.parts, parts, strict=True):
        row = {"ref": document.ref, PART.acl: document.acl, PART.body: text, PART.words: text}
        second = {} if part.second is None else {"second": part.second}
        yield row | {"page": part.page, "of": part.of} | second
