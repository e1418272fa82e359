"""Rules of verification: who verifies an item and when it is due."""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from sharewell.content.model import Item, Verification
from sharewell.core.caller import Caller
from sharewell.core.errors import Conflict, Forbidden
from sharewell.core.ids import MemberId
from sharewell.core.values import ULID, Value
from sharewell.identity.model import MemberRef

DEFAULT_INTERVAL_DAYS = timedelta(days=14)
"""The first verification of an item is due within this time."""
DUE_SOON = timedelta(days=14)
"""How long before it is due an item appears in the list of items to verify."""
MAX_VERIFIERS = 10
"""Verifiers of one item: curators replace a verifier who left together."""


class NewVerification(Value):
    """The verifier of an item and the interval in days."""

    verifier: Annotated[MemberId, ULID]
    interval: Annotated[int, Field(ge=7, le=730)]


def with_verifier(
    old: Verification | None, verifier: MemberRef, interval: int, at: datetime
) -> Verification:
    """Returns the verification with a new verifier and interval; keeps the last verification."""
    verified_at = old.verified_at if old else None
    every = timedelta(days=interval)
    return Verification(
        verifiers=[verifier],
        interval=interval,
        verified_at=verified_at,
        verified_by=old.verified_by if old else None,
        review_by=verified_at + every if verified_at else at + min(every, DEFAULT_INTERVAL_DAYS),
    )


def with_verification(old: Verification, by: MemberRef, at: datetime) -> Verification:
    """Returns the verification as done by `by` at `at`, due again after the interval."""
    review_by = at + timedelta(days=old.interval)
    changes = {"verified_at": at, "verified_by": by, "review_by": review_by}
    return old.model_copy(update=changes)


def with_replacement(old: Verification, leaver: MemberId, to: list[MemberRef]) -> Verification:
    """Returns the verification with `leaver` replaced by `to`, without duplicates."""
    others = {it.id: it for it in [*old.verifiers, *to] if it.id != leaver}
    return old.model_copy(update={"verifiers": list(others.values())[:MAX_VERIFIERS]})


def require_verifier(item: Item, who: Caller) -> Verification:
    """Returns the verification of an item.

    Raises: Conflict if it has no verifier, Forbidden unless `who` may verify it.
    """
    if item.verification is None:
        raise Conflict("This item has no verifier. Assign one first.")
    if not who.is_curator and who.member not in [it.id for it in item.verification.verifiers]:
        raise Forbidden("Only its verifiers, curators and administrators can verify an item.")
    return item.verification
