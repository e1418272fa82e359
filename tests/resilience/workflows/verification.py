"""Verification and retention."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

from resilience.fixtures import SeededOrganisation
from resilience.workflows.builders import Seed, consumer_workflow, request_workflow
from resilience.workflows.uploads import upload_file
from sharewell.core.clock import now
from sharewell.pictures.service import PictureRetention
from sharewell.retention.groups import GroupRetention
from sharewell.retention.items import ItemRetention

CHOSEN = {"verifier": "{ben}", "interval": 90}


def try_request(who: str, request: str, body: Any = None) -> Seed:
    """Sends a request that a second writer may cause to be rejected."""
    method, _, path = request.partition(" ")
    return lambda seeded: seeded.request(who, method, path, body)


choose_ben_as_verifier = try_request("ada", "PUT /api/items/{note}/verification", CHOSEN)
verify_as_ben = try_request("ben", "POST /api/items/{note}/verify")
deactivate_ben = try_request("ada", "PATCH /api/members/{ben}", {"active": False})


def run_in_sequence(*seeds: Seed) -> Seed:
    """Runs one after the other, each with all consequences."""

    def run_all(seeded: SeededOrganisation) -> None:
        for seed in seeds:
            seed(seeded)
            seeded.stack.settle()

    return run_all


verify_note = run_in_sequence(choose_ben_as_verifier, verify_as_ben)


def purge_after_31_days(seeded: SeededOrganisation) -> None:
    """Deletes a file with all that belongs to it, and lets 31 days pass."""
    ahead = now() + timedelta(days=31)
    later = patch.object(ItemRetention, "now", lambda _: ahead)
    also = patch.object(PictureRetention, "now", lambda _: ahead)
    with later, also, patch.object(GroupRetention, "now", lambda _: ahead):
        seeded.stack.deliver("workers.purge.handler", {}, [])


def delete_file(seeded: SeededOrganisation) -> None:
    """Deletes a file that was processed, liked and verified."""
    upload_file(seeded)
    seeded.stack.settle()
    seeded.request_ok("ada", "PUT", "/api/items/{file}/verification", CHOSEN)
    seeded.stack.settle()
    seeded.request_ok("ada", "DELETE", "/api/items/{file}")


def delete_group(seeded: SeededOrganisation) -> None:
    """Deletes a group with people, an invitation, an item, an assignment and posts."""
    seeded.request_ok("ada", "PUT", "/api/groups/{group}/invitations/{cleo}")
    seeded.request_ok("ben", "POST", "/api/discussions/{group}/posts", {"text": "It runs."})
    seeded.stack.settle()
    seeded.request_ok("ada", "DELETE", "/api/groups/{group}")


REQUESTS = [
    request_workflow(
        "assign_verifier", "verification", "PUT /api/items/{note}/verification", CHOSEN
    ),
    request_workflow(
        "verify_item",
        "verification",
        "POST /api/items/{note}/verify",
        by="ben",
        seed=choose_ben_as_verifier,
    ),
    request_workflow(
        "remove_verifier", "verification", "DELETE /api/items/{note}/verification", seed=verify_note
    ),
]
CONSUMED = [
    consumer_workflow("list_due_item", "consumers.verification", choose_ben_as_verifier),
    consumer_workflow("notify_verifier", "consumers.verification", choose_ben_as_verifier),
    consumer_workflow(
        "list_verified_item", "consumers.verification", verify_as_ben, seed=choose_ben_as_verifier
    ),
    consumer_workflow(
        "unlist_deleted_item",
        "consumers.verification",
        try_request("ada", "DELETE /api/items/{note}"),
        seed=verify_note,
    ),
    consumer_workflow(
        "mark_departed_verifier",
        "consumers.verification",
        deactivate_ben,
        seed=choose_ben_as_verifier,
    ),
]
PURGED = [
    consumer_workflow("purge", "workers.purge", purge_after_31_days, seed=delete_file),
    consumer_workflow("purge_group", "workers.purge", purge_after_31_days, seed=delete_group),
]
WORKFLOWS = [*PURGED, *REQUESTS, *CONSUMED]
