"""The tenant guard: refuses calls to AWS with a key of another organisation than the one in scope.

Services build every key from the caller's organisation. Should one of them ever take it from
elsewhere, nothing leaves: hooks on the clients of DynamoDB and S3 refuse the call, whoever made it.
Outside of `tenant_scope` only a person's own memberships can be reached, so a new edge cannot
forget to say where it works.

Whose a row is say the key shapes that row classes declare (keys.py); a key of no declared shape is
refused. An object is of the organisation that its key names: `<home>/<org>/…`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from sharewell.keys import UndeclaredKeyError, registry

T = TypeVar("T")


class CrossTenantAccessError(Exception):
    """Something was about to be touched that is not of the organisation in scope."""


@dataclass(frozen=True, slots=True)
class _Scope:
    organisation: str | None = None
    person: str | None = None
    why_unscoped: str | None = None


_EMPTY = _Scope()
_scope: ContextVar[_Scope] = ContextVar("scope", default=_EMPTY)


@contextmanager
def clear_scope() -> Iterator[None]:
    """Begin with no scope: for a request or message of which nothing is known yet."""
    before = _scope.set(_EMPTY)
    try:
        yield
    finally:
        _scope.reset(before)


@contextmanager
def tenant_scope(organisation: str) -> Iterator[None]:
    """Allow the rows and objects of one organisation."""
    before = _scope.set(replace(_scope.get(), organisation=organisation, why_unscoped=None))
    try:
        yield
    finally:
        _scope.reset(before)


@contextmanager
def unscoped(why: str) -> Iterator[None]:
    """Allow what is of no single organisation; `why` is for who reads it."""
    before = _scope.set(replace(_scope.get(), why_unscoped=why))
    try:
        yield
    finally:
        _scope.reset(before)


def set_person(person: str) -> None:
    """Allow this person's own rows, to the end of `clear_scope`."""
    _scope.set(replace(_scope.get(), person=person))


def set_tenant(organisation: str) -> None:
    """Allow the rows and objects of one organisation, to the end of `clear_scope`."""
    _scope.set(replace(_scope.get(), organisation=organisation))


def bind_scope(call: Callable[[], T]) -> Callable[[], T]:
    """Return the same call for another thread, where it has the scope of this one."""
    return partial(copy_context().run, call)


def require_row_in_scope(pk: str, sk: str = "") -> None:
    """Refuse a row of another organisation or person; without a sort key, a whole partition.

    Raises: CrossTenantAccessError, also for a key that no imported row class declares.
    """
    scope = _scope.get()
    try:
        owner = registry.owner(pk, sk)
    except UndeclaredKeyError as error:
        raise CrossTenantAccessError(str(error)) from error
    if scope.why_unscoped:
        return
    is_own = owner.person is not None and owner.person == scope.person
    if owner.person is not None and owner.organisation is None and not is_own:
        raise CrossTenantAccessError(f"{pk} is somebody else")
    if owner.organisation is None and not sk and registry.lists_organisations(pk):
        raise CrossTenantAccessError(f"{pk} is of every organisation")
    if owner.organisation is None or owner.organisation == scope.organisation:
        return
    if scope.organisation is None and is_own:
        return  # somebody chooses among their own memberships
    raise CrossTenantAccessError(f"{pk} / {sk} is not of {scope.organisation}")


def require_row_names(organisation: str, pk: str, sk: str) -> None:
    """Refuse a key that does not name an organisation; for whoever imports no row classes.

    Raises: CrossTenantAccessError.
    """
    if organisation not in (*pk.split("#"), *sk.split("#")):
        raise CrossTenantAccessError(f"{pk} / {sk} is not of {organisation}")


def require_object_in_scope(key: str) -> None:
    """Refuse an object, or a listing, of another organisation."""
    scope = _scope.get()
    if scope.why_unscoped:
        return
    _, _, rest = key.partition("/")
    of, slash, _ = rest.partition("/")
    if not slash or of != scope.organisation:
        raise CrossTenantAccessError(f"{key} is not of {scope.organisation}")


def guard_table(params: Mapping[str, Any], model: Any, **_: Any) -> None:
    """A hook of botocore's on every DynamoDB call (provide-client-params)."""
    read = _KEYS.get(model.name)
    if read is None:
        if _scope.get().why_unscoped is None:
            raise CrossTenantAccessError(f"functions make no {model.name}")
        return
    for key in read(params):
        require_row_in_scope(key["pk"]["S"], key.get("sk", _NO_KEY)["S"])


def guard_bucket(params: Mapping[str, Any], **_: Any) -> None:
    """A hook of botocore's on every S3 call and on every address that is signed."""
    keys = [params[name] for name in ("Key", "Prefix") if name in params]
    keys += [it["Key"] for it in params.get("Delete", {}).get("Objects", ())]
    keys += [params["CopySource"]["Key"]] if "CopySource" in params else []
    for key in keys:
        require_object_in_scope(key)


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
