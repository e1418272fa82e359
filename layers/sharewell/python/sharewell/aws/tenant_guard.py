"""The tenant guard: refuses calls to AWS with a key of another organisation than the one in scope.

Services build every key from the caller's organisation. If one of them takes it from elsewhere,
nothing leaves: hooks on the clients of DynamoDB and S3 refuse the call. Outside `tenant_scope` only
a person's own memberships can be accessed, so a new edge cannot forget to set a scope.

The key shapes that row classes declare (keys.py) name the owner of a row; a key of no declared
shape is refused. An object belongs to the organisation that its key names: `<home>/<org>/…`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from sharewell.aws.keys import UndeclaredKeyError, registry

T = TypeVar("T")


class CrossTenantAccessError(Exception):
    """A call would have accessed a row or object outside the organisation in scope."""


@dataclass(frozen=True, slots=True)
class _Scope:
    organisation: str | None = None
    person: str | None = None
    why_unscoped: str | None = None


_EMPTY = _Scope()
_scope: ContextVar[_Scope] = ContextVar("scope", default=_EMPTY)


@contextmanager
def clear_scope() -> Iterator[None]:
    """Starts without a scope, for a new request or message."""
    before = _scope.set(_EMPTY)
    try:
        yield
    finally:
        _scope.reset(before)


@contextmanager
def tenant_scope(organisation: str) -> Iterator[None]:
    """Allows the rows and objects of one organisation."""
    before = _scope.set(replace(_scope.get(), organisation=organisation, why_unscoped=None))
    try:
        yield
    finally:
        _scope.reset(before)


@contextmanager
def unscoped(why: str) -> Iterator[None]:
    """Allows every row and object; `why` documents the reason for readers."""
    before = _scope.set(replace(_scope.get(), why_unscoped=why))
    try:
        yield
    finally:
        _scope.reset(before)


def set_person(person: str) -> None:
    """Allows this person's own rows, until the end of `clear_scope`."""
    _scope.set(replace(_scope.get(), person=person))


def set_tenant(organisation: str) -> None:
    """Allows the rows and objects of one organisation, until the end of `clear_scope`."""
    _scope.set(replace(_scope.get(), organisation=organisation))


def bind_scope(call: Callable[[], T]) -> Callable[[], T]:
    """Returns the same call for another thread, with the scope of this one."""
    return partial(copy_context().run, call)


def require_row_in_scope(pk: str, sk: str = "") -> None:
    """Refuses a row outside the scope; without a sort key, a whole partition.

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
        raise CrossTenantAccessError(f"{pk} belongs to another person")
    if owner.organisation is None and not sk and registry.lists_organisations(pk):
        raise CrossTenantAccessError(f"{pk} has rows of every organisation")
    if owner.organisation is None or owner.organisation == scope.organisation:
        return
    if scope.organisation is None and is_own:
        return  # a person chooses among their own memberships
    raise CrossTenantAccessError(f"{pk} / {sk} does not belong to {scope.organisation}")


def require_row_names(organisation: str, pk: str, sk: str) -> None:
    """Refuses a key that does not name an organisation; for code that imports no row classes.

    Raises: CrossTenantAccessError.
    """
    if organisation not in (*pk.split("#"), *sk.split("#")):
        raise CrossTenantAccessError(f"{pk} / {sk} does not belong to {organisation}")


def require_object_in_scope(key: str) -> None:
    """Refuses an object or a listing of another organisation.

    Raises: CrossTenantAccessError.
    """
    scope = _scope.get()
    if scope.why_unscoped:
        return
    _, _, rest = key.partition("/")
    owner, slash, _ = rest.partition("/")
    if not slash or owner != scope.organisation:
        raise CrossTenantAccessError(f"{key} does not belong to {scope.organisation}")


def guard_table(params: Mapping[str, Any], model: Any, **_: Any) -> None:
    """Checks every DynamoDB call, as a botocore hook (provide-client-params)."""
    read = _KEYS.get(model.name)
    if read is None:
        if _scope.get().why_unscoped is None:
            raise CrossTenantAccessError(f"functions may not call {model.name}")
        return
    for key in read(params):
        require_row_in_scope(key["pk"]["S"], key.get("sk", _NO_KEY)["S"])


def guard_bucket(params: Mapping[str, Any], **_: Any) -> None:
    """Checks every S3 call and every presigned URL, as a botocore hook."""
    keys = [params[name] for name in ("Key", "Prefix") if name in params]
    keys += [it["Key"] for it in params.get("Delete", {}).get("Objects", ())]
    keys += [params["CopySource"]["Key"]] if "CopySource" in params else []
    for key in keys:
        require_object_in_scope(key)


_NO_KEY = {"S": ""}
_EQUALS = re.compile(r"(#\w+) = (:\w+)")


def _single_key(params: Mapping[str, Any]) -> list[Any]:
    return [params.get("Key") or params["Item"]]


def _partition_key(params: Mapping[str, Any]) -> list[Any]:
    names, values = params["ExpressionAttributeNames"], params["ExpressionAttributeValues"]
    pairs = _EQUALS.findall(params["KeyConditionExpression"])
    [value] = [value for name, value in pairs if names[name] == "pk"]
    return [{"pk": values[value]}]


def _batch_keys(params: Mapping[str, Any]) -> list[Any]:
    [batch] = params["RequestItems"].values()
    if "Keys" in batch:
        return list(batch["Keys"])
    steps = [step for it in batch for step in it.values()]
    return [step.get("Key") or step["Item"] for step in steps]


def _transaction_keys(params: Mapping[str, Any]) -> list[Any]:
    steps = [step for it in params["TransactItems"] for step in it.values()]
    return [step.get("Key") or step["Item"] for step in steps]


_KEYS: dict[str, Callable[[Mapping[str, Any]], list[Any]]] = {
    "BatchGetItem": _batch_keys,
    "BatchWriteItem": _batch_keys,
    "DeleteItem": _single_key,
    "GetItem": _single_key,
    "PutItem": _single_key,
    "Query": _partition_key,
    "TransactWriteItems": _transaction_keys,
    "UpdateItem": _single_key,
}
