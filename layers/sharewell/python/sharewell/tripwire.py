"""The last look before AWS is asked: whether a key is of the organisation at work.

Services build every key from the caller's organisation. Should one of them ever take it from
elsewhere, nothing leaves: the call is refused here, on its way out, whoever made it. Outside of
`within` only a person's own memberships can be reached, so a new edge cannot forget to say where
it works.

    key                        whose
    ------------------------   --------------------------------------------------------
    <KIND>#<org>[#…] / …       the organisation's; KINDS are all there are
    PERSON#<sub> / MEMBER#…    that organisation's: the person's side of a membership
    PERSON#<sub>, other rows   the person's
    ORGS, ONCE                 the deployment's: that somebody was first; calls to the outside
    <home>/<org>/…             the organisation's objects
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

KINDS = frozenset(
    {
        *("IMPORT", "IMPORTS", "SENT"),
        *("ADDRESS", "BY", "CHANNEL", "CHANNELS", "DRAFTS", "FOR", "FORMERLY", "GROUP", "IN"),
        *("INVITATIONS", "ITEM", "MEMBER", "MEMBERS", "NOTICE", "ORG", "PEOPLE", "SAVED"),
        *("ASSIGNED", "ASSIGNEES", "GAVE", "GIVEN", "REVIEWS", "STANDINGS"),
        *("BIN", "DUE", "GONE", "VERIFIED"),
        *("ENDED", "GROUPS", "READ", "RULES"),
        *("ASKED", "LIVE", "POST", "POSTED", "TENDS", "UNANSWERED", "WAS"),
        *("LOOSE", "SHOWN", "SHOWS"),
    }
)
OF_THE_DEPLOYMENT = frozenset({"ONCE", "ORGS"})
T = TypeVar("T")


class TrippedError(Exception):
    """Something was about to be touched that is not of the organisation at work."""


@dataclass(frozen=True, slots=True)
class _Work:
    organisation: str | None = None
    person: str | None = None
    why_anywhere: str | None = None


_NOTHING = _Work()
_work: ContextVar[_Work] = ContextVar("work", default=_NOTHING)


@contextmanager
def nowhere() -> Iterator[None]:
    """For a request or message of which nothing is known yet."""
    before = _work.set(_NOTHING)
    try:
        yield
    finally:
        _work.reset(before)


@contextmanager
def within(organisation: str) -> Iterator[None]:
    """While something of one organisation is done."""
    before = _work.set(replace(_work.get(), organisation=organisation, why_anywhere=None))
    try:
        yield
    finally:
        _work.reset(before)


@contextmanager
def anywhere(why: str) -> Iterator[None]:
    """While something is done that is of no single organisation; `why` is for who reads it."""
    before = _work.set(replace(_work.get(), why_anywhere=why))
    try:
        yield
    finally:
        _work.reset(before)


def asks(person: str) -> None:
    """From here on, to the end of `nowhere`, this person asks."""
    _work.set(replace(_work.get(), person=person))


def works_in(organisation: str) -> None:
    """From here on, to the end of `nowhere`, they ask as a member of this organisation."""
    _work.set(replace(_work.get(), organisation=organisation))


def carried(call: Callable[[], T]) -> Callable[[], T]:
    """The same call for another thread, where it is at work as it would be here."""
    return partial(copy_context().run, call)


def owner(pk: str, sk: str = "") -> str | None:
    """The organisation that a row is of; None for a person's own and the deployment's."""
    kind, _, rest = pk.partition("#")
    if kind in KINDS:
        return rest.partition("#")[0]
    if kind == "PERSON":
        side, _, organisation = sk.partition("#")
        return organisation if side == "MEMBER" else None
    if kind in OF_THE_DEPLOYMENT:
        return None
    raise TrippedError(f"sharewell.tripwire does not know whose {kind}#… is")


def look_at_row(pk: str, sk: str = "") -> None:
    """Refuse a row of another organisation, and a list of somebody else's memberships."""
    work = _work.get()
    of = owner(pk, sk)
    if work.why_anywhere:
        return
    if of is None and pk.startswith("PERSON#") and pk != f"PERSON#{work.person}":
        raise TrippedError(f"{pk} is somebody else")
    if of is None or of == work.organisation:
        return
    if work.organisation is None and pk == f"PERSON#{work.person}":
        return  # somebody chooses among their own memberships
    raise TrippedError(f"{pk} / {sk} is not of {work.organisation}")


def look_at_object(key: str) -> None:
    """Refuse an object, or a listing, of another organisation."""
    work = _work.get()
    if work.why_anywhere:
        return
    _, _, rest = key.partition("/")
    of, slash, _ = rest.partition("/")
    if not slash or of != work.organisation:
        raise TrippedError(f"{key} is not of {work.organisation}")


def guard_table(params: Mapping[str, Any], model: Any, **_: Any) -> None:
    """A hook of botocore's on every DynamoDB call (provide-client-params)."""
    read = _KEYS.get(model.name)
    if read is None:
        if _work.get().why_anywhere is None:
            raise TrippedError(f"functions make no {model.name}")
        return
    for key in read(params):
        look_at_row(key["pk"]["S"], key.get("sk", _NO_KEY)["S"])


def guard_bucket(params: Mapping[str, Any], **_: Any) -> None:
    """A hook of botocore's on every S3 call and on every address that is signed."""
    keys = [params[name] for name in ("Key", "Prefix") if name in params]
    keys += [it["Key"] for it in params.get("Delete", {}).get("Objects", ())]
    keys += [params["CopySource"]["Key"]] if "CopySource" in params else []
    for key in keys:
        look_at_object(key)


_NO_KEY = {"S": ""}
_EQUALS = re.compile(r"(#\w+) = (:\w+)")


def _one(params: Mapping[str, Any]) -> list[Any]:
    return [params.get("Key") or params["Item"]]


def _asked(params: Mapping[str, Any]) -> list[Any]:
    names, values = params["ExpressionAttributeNames"], params["ExpressionAttributeValues"]
    pairs = _EQUALS.findall(params["KeyConditionExpression"])
    [value] = [value for name, value in pairs if names[name] == "pk"]
    return [{"pk": values[value]}]


def _many(params: Mapping[str, Any]) -> list[Any]:
    [asked] = params["RequestItems"].values()
    if "Keys" in asked:
        return list(asked["Keys"])
    steps = [step for it in asked for step in it.values()]
    return [step.get("Key") or step["Item"] for step in steps]


def _together(params: Mapping[str, Any]) -> list[Any]:
    steps = [step for it in params["TransactItems"] for step in it.values()]
    return [step.get("Key") or step["Item"] for step in steps]


_KEYS: dict[str, Callable[[Mapping[str, Any]], list[Any]]] = {
    "BatchGetItem": _many,
    "BatchWriteItem": _many,
    "DeleteItem": _one,
    "GetItem": _one,
    "PutItem": _one,
    "Query": _asked,
    "TransactWriteItems": _together,
    "UpdateItem": _one,
}
