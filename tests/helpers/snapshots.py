"""Snapshots of everything that a caller can read, to compare two moments."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any
from urllib.parse import urlencode

from helpers.openapi import Operation, operations

Ask = Callable[[str], tuple[int, Any]]
"""A GET request of one caller: takes a path, returns status and JSON."""
LISTS = {
    "/api/channels": "channel",
    "/api/groups": "group",
    "/api/invitations": "invitation",
    "/api/people": "member",
    "/api/feed": "item",
    "/api/channels/{channel}/items": "item",
    "/api/people/{member}/items": "item",
}
"""Lists, and the kind of id that their `items` have."""
BY_LIKENESS = {"/api/items/{item}/related", "/api/channel-suggestions"}
"""Their items are not compared: a rebuilt index lacks deleted documents, which affect scores."""
SIGNED = re.compile(r'X-Amz-[A-Za-z-]+=[^&"]*&?|(?<="expires_at": )"[^"]*"(?=, "name")')
"""The parts of a signed URL that differ each time."""


def everything(ask: Ask, words: list[str], at_most: int) -> dict[str, str]:
    """Returns path and answer of every GET, for at most `at_most` ids of each kind."""
    answers: dict[str, str] = {}
    ids: dict[str, dict[str, None]] = {"token": {"0-0-0": None}}
    pictures: dict[str, None] = {}
    reads = [it for it in operations() if it.method == "GET"]
    # General lists first, then lists of one thing, then things: each supplies ids to the next.
    for operation in sorted(reads, key=_read_order):
        for address in _addresses(operation, ids, words, list(pictures), at_most):
            for page, (status, answer) in _pages(ask, address, operation):
                if operation.path in BY_LIKENESS and status == 200:
                    answer = answer | {"items": []}
                answers[page] = f"{status} {stable_text(answer)}"
                pictures |= dict.fromkeys(re.findall(r'"((?:photos|thumbs)/[^"]+)"', answers[page]))
                if kind := LISTS.get(operation.path):
                    found = answer["items"] if status == 200 else []
                    ids.setdefault(kind, {}).update({it["id"]: None for it in found})
    return answers


def stable_text(answer: Any) -> str:
    """Returns an answer as text, without what differs each time; hits are sorted by ref."""
    if isinstance(answer, dict) and "code" in answer:
        answer = answer | {"id": "of this request"}
    if isinstance(answer, dict):
        answer = answer | dict.fromkeys(answer.keys() & {"as_of", "since"}, "then")
    if isinstance(answer, dict) and "hits" in answer:
        answer = answer | {
            "hits": sorted(answer["hits"], key=lambda it: (it["ref"], it["page"] or 0))
        }
    return SIGNED.sub("", json.dumps(answer, sort_keys=True))


def _read_order(operation: Operation) -> tuple[int, bool]:
    about = {"/api/items": 3, "/api/pictures": 4}
    return about.get(operation.path, len(operation.in_path)), "{item}" in operation.path


def _addresses(
    operation: Operation,
    ids: dict[str, dict[str, None]],
    words: list[str],
    pictures: list[str],
    at_most: int,
) -> Iterator[str]:
    if operation.in_path:
        known = [_sample(list(ids.get(name, {})), at_most) for name in operation.in_path]
        for some_ids in product(*known):
            yield operation.at(**dict(zip(operation.in_path, some_ids, strict=True)))
    elif "q" in operation.query:
        for some in words:
            yield f"{operation.path}?{urlencode({'q': some})}"
    elif values := {"id": list(ids.get("item", {})), "key": pictures}.get(
        next(iter(operation.query), "")
    ):
        for start in range(0, len(values), 20):
            pairs = [(next(iter(operation.query)), it) for it in values[start : start + 20]]
            yield f"{operation.path}?{urlencode(pairs)}"
    else:
        yield operation.path


def _pages(ask: Ask, address: str, operation: Operation) -> Iterator[tuple[str, tuple[int, Any]]]:
    """Yields an answer and its further pages; all hits of a search are one answer."""
    by = "after" if "after" in operation.query else "offset"
    page, hits = address, []
    while True:
        status, answer = ask(page)
        more = answer.get("next") if by in operation.query and status == 200 else None
        if "hits" in answer:
            hits += answer["hits"]
            if not more:
                yield address, (status, answer | {"hits": hits})
        else:
            yield page, (status, answer)
        if not more:
            return
        page = f"{address}{'&' if '?' in address else '?'}{urlencode({by: more})}"


def _sample(every: list[str], at_most: int) -> list[str]:
    """Returns at most `at_most` elements, evenly spread."""
    return every[:: -(-len(every) // at_most)] if every else []
