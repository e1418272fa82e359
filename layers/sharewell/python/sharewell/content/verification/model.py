"""Who answers for an item, and for how long what it says is taken as true."""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from sharewell.caller import Caller
from sharewell.content.model import Item, Verification
from sharewell.errors import Conflict, Forbidden
from sharewell.identity.model import MemberRef
from sharewell.ids import MemberId
from sharewell.values import ULID, Value

FIRST_REVIEW = timedelta(days=14)
"""What nobody has verified yet is to be verified within this time."""
SOON = timedelta(days=14)
"""How long before its day an item is among those to verify."""
MOST_VERIFIERS = 10
"""Curators who answer for an item together once its verifier has left."""


class NewVerification(Value):
    """Who is to verify an item, and every how many days again."""

    verifier: Annotated[MemberId, ULID]
    interval: Annotated[int, Field(ge=7, le=730)]


def asked(
    old: Verification | None, verifier: MemberRef, interval: int, at: datetime
) -> Verification:
    """Another verifier or interval; what was verified before stays so, for the new interval."""
    verified_at = old.verified_at if old else None
    every = timedelta(days=interval)
    return Verification(
        verifiers=[verifier],
        interval=interval,
        verified_at=verified_at,
        verified_by=old.verified_by if old else None,
        review_by=verified_at + every if verified_at else at + min(every, FIRST_REVIEW),
    )


def verified(old: Verification, by: MemberRef, at: datetime) -> Verification:
    """It holds as of `at`, until the interval is over."""
    review_by = at + timedelta(days=old.interval)
    changes = {"verified_at": at, "verified_by": by, "review_by": review_by}
    return old.model_copy(update=changes)


def handed_over(old: Verification, leaver: MemberId, to: list[MemberRef]) -> Verification:
    """Others in the place of one who has left; nobody twice."""
    others = {it.id: it for it in [*old.verifiers, *to] if it.id != leaver}
    return old.model_copy(update={"verifiers": list(others.values())[:MOST_VERIFIERS]})


def must_be_verified_by(item: Item, who: Caller) -> Verification:
    """How the verification of an item stands, if `who` may verify it; raise otherwise."""
    if item.verification is None:
        raise Conflict("nobody answers for this item yet; choose who verifies it first")
    if not who.tends and who.member not in [it.id for it in item.verification.verifiers]:
        raise Forbidden("only its verifiers, curators and administrators verify an item")
    return item.verification
