"""Everything that somebody is answered, to be compared with what they are told later."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any
from urllib.parse import urlencode

from helpers.openapi import Operation, operations

Ask = Callable[[str], tuple[int, Any]]
"""A GET as somebody: an address to status and JSON."""
LISTS = {
    "/api/channels": "channel",
    "/api/groups": "group",
    "/api/invitations": "invitation",
    "/api/people": "member",
    "/api/feed": "item",
    "/api/channels/{channel}/items": "item",
    "/api/people/{member}/items": "item",
}
"""Whose `items` have which ids."""
BY_LIKENESS = {"/api/items/{item}/related", "/api/channel-suggestions"}
"""Which answer, not what: an index that was built anew has no deleted things in it, which weigh on
how alike others are."""
SIGNED = re.compile(r'X-Amz-[A-Za-z-]+=[^&"]*&?|(?<="expires_at": )"[^"]*"(?=, "name")')
"""What is different each time that an address is signed."""


def everything(ask: Ask, words: list[str], at_most: int) -> dict[str, str]:
    """Each GET of the OpenAPI, for up to `at_most` of each kind of thing: address to answer."""
    answers: dict[str, str] = {}
    ids: dict[str, dict[str, None]] = {"token": {"0-0-0": None}}
    pictures: dict[str, None] = {}
    reads = [it for it in operations() if it.method == "GET"]
    # Lists of everything, then those of one thing, then things: so that ids are known in time.
    for operation in sorted(reads, key=_last):
        for address in _addresses(operation, ids, words, list(pictures), at_most):
            for page, (status, said) in _pages(ask, address, operation):
                if operation.path in BY_LIKENESS and status == 200:
                    said = said | {"items": []}
                answers[page] = f"{status} {told(said)}"
                pictures |= dict.fromkeys(re.findall(r'"((?:photos|thumbs)/[^"]+)"', answers[page]))
                if kind := LISTS.get(operation.path):
                    found = said["items"] if status == 200 else []
                    ids.setdefault(kind, {}).update({it["id"]: None for it in found})
    return answers


def told(said: Any) -> str:
    """An answer as text, without what is new each time. Equally good hits have no order."""
    if isinstance(said, dict) and "code" in said:
        said = said | {"id": "of this request"}
    if isinstance(said, dict):
        said = said | dict.fromkeys(said.keys() & {"as_of", "since"}, "then")
    if isinstance(said, dict) and "hits" in said:
        said = said | {"hits": sorted(said["hits"], key=lambda it: (it["ref"], it["page"] or 0))}
    return SIGNED.sub("", json.dumps(said, sort_keys=True))


def _last(operation: Operation) -> tuple[int, bool]:
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
        known = [_some(list(ids.get(name, {})), at_most) for name in operation.in_path]
        for some_ids in product(*known):
            yield operation.at(**dict(zip(operation.in_path, some_ids, strict=True)))
    elif "q" in operation.query:
        for some in words:
            yield f"{operation.path}?{urlencode({'q': some})}"
    elif asked := {"id": list(ids.get("item", {})), "key": pictures}.get(
        next(iter(operation.query), "")
    ):
        for start in range(0, len(asked), 20):
            pairs = [(next(iter(operation.query)), it) for it in asked[start : start + 20]]
            yield f"{operation.path}?{urlencode(pairs)}"
    else:
        yield operation.path


def _pages(ask: Ask, address: str, operation: Operation) -> Iterator[tuple[str, tuple[int, Any]]]:
    """An answer and those that continue it; all hits of a question are one."""
    by = "after" if "after" in operation.query else "offset"
    page, hits = address, []
    while True:
        status, said = ask(page)
        more = said.get("next") if by in operation.query and status == 200 else None
        if "hits" in said:
            hits += said["hits"]
            if not more:
                yield address, (status, said | {"hits": hits})
        else:
            yield page, (status, said)
        if not more:
            return
        page = f"{address}{'&' if '?' in address else '?'}{urlencode({by: more})}"


def _some(every: list[str], at_most: int) -> list[str]:
    """So many of them, from all over."""
    return every[:: -(-len(every) // at_most)] if every else []
