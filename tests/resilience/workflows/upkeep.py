"""What keeps items true."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

from resilience.fixtures import House
from resilience.workflows.uploads import send_file
from resilience.workflows.words import Seed, asked, consumed
from sharewell.clock import now
from sharewell.pictures.service import Kept
from sharewell.retention.groups import GroupPurging
from sharewell.retention.items import Purging

CHOSEN = {"verifier": "{ben}", "interval": 90}


def tries(who: str, request: str, body: Any = None) -> Seed:
    """Somebody asks for one thing, and may be refused because of what somebody else did."""
    method, _, path = request.partition(" ")
    return lambda house: house.asks(who, method, path, body)


asks_ben = tries("ada", "PUT /api/items/{note}/verification", CHOSEN)
ben_verifies = tries("ben", "POST /api/items/{note}/verify")
ben_leaves = tries("ada", "PATCH /api/members/{ben}", {"active": False})


def both(*seeds: Seed) -> Seed:
    """One after the other, each with all that follows from it."""

    def do(house: House) -> None:
        for seed in seeds:
            seed(house)
            house.stack.settle()

    return do


is_verified = both(asks_ben, ben_verifies)


def purges(house: House) -> None:
    """Somebody deleted a file with all that is below it, and 31 days have gone by."""
    ahead = now() + timedelta(days=31)
    later = patch.object(Purging, "now", lambda _: ahead)
    also = patch.object(Kept, "now", lambda _: ahead)
    with later, also, patch.object(GroupPurging, "now", lambda _: ahead):
        house.stack.deliver("workers.purge.handler", {}, [])


def delete_a_file(house: House) -> None:
    """A file that was read, liked and verified is deleted."""
    send_file(house)
    house.stack.settle()
    house.did("ada", "PUT", "/api/items/{file}/verification", CHOSEN)
    house.stack.settle()
    house.did("ada", "DELETE", "/api/items/{file}")


def end_a_group(house: House) -> None:
    """A group with people, an invitation, an item, an assignment and posts is deleted."""
    house.did("ada", "PUT", "/api/groups/{group}/invitations/{cleo}")
    house.did("ben", "POST", "/api/discussions/{group}/posts", {"text": "It runs."})
    house.stack.settle()
    house.did("ada", "DELETE", "/api/groups/{group}")


ASKED = [
    asked("choose_verifier", "verification", "PUT /api/items/{note}/verification", CHOSEN),
    asked("verify", "verification", "POST /api/items/{note}/verify", by="ben", seed=asks_ben),
    asked("release", "verification", "DELETE /api/items/{note}/verification", seed=is_verified),
]
CONSUMED = [
    consumed("list_what_is_due", "consumers.verification", asks_ben),
    consumed("tell_verifiers", "consumers.verification", asks_ben),
    consumed("list_what_is_verified", "consumers.verification", ben_verifies, seed=asks_ben),
    consumed(
        "unlist_what_is_deleted",
        "consumers.verification",
        tries("ada", "DELETE /api/items/{note}"),
        seed=is_verified,
    ),
    consumed("replace_who_left", "consumers.verification", ben_leaves, seed=asks_ben),
]
PURGED = [
    consumed("purge", "workers.purge", purges, seed=delete_a_file),
    consumed("purge_group", "workers.purge", purges, seed=end_a_group),
]
WORKFLOWS = [*PURGED, *ASKED, *CONSUMED]
