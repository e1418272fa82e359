"""Pictures in texts, from their upload until nothing references them."""

from resilience.fixtures import IDEMPOTENCY_KEY, SeededOrganisation
from resilience.workflows.builders import Seed, consumer_workflow, request_seed, request_workflow
from resilience.workflows.verification import purge_after_31_days

NEW = {"size": 3, "type": "image/png"}
TEXT = "![Kiln](/{picture}) above all."


def upload_picture(seeded: SeededOrganisation, data: bytes = b"abc") -> None:
    """Uploads a picture that no text references."""
    upload = seeded.request_ok("ada", "POST", "/api/pictures", NEW)
    seeded.ids["picture"] = upload["key"]
    seeded.stack.send(upload["form"], data)


def reference_picture(body: str = TEXT) -> Seed:
    """Changes the note to reference it."""
    return request_seed("ada", "PATCH /api/items/{note}", {"body": body})


def delete_referencing_note(seeded: SeededOrganisation) -> None:
    """Deletes an item that references a picture; another was never referenced."""
    upload_picture(seeded)
    reference_picture()(seeded)
    seeded.stack.settle()
    upload_picture(seeded)
    seeded.request_ok("ada", "DELETE", "/api/items/{note}")


def reference_in_group(seeded: SeededOrganisation) -> None:
    """Changes a group to reference another."""
    upload_picture(seeded)
    seeded.request_ok("ada", "PATCH", "/api/groups/{group}", {"purpose": TEXT})


def reference_in_note(seeded: SeededOrganisation) -> None:
    """Changes the note to reference another instead of the first."""
    upload_picture(seeded)
    reference_picture()(seeded)


def reference_and_purge(seeded: SeededOrganisation) -> None:
    """Adds a picture to the note, and purges it."""
    reference_in_note(seeded)
    seeded.request_ok("ada", "DELETE", "/api/items/{note}")
    seeded.stack.settle()
    purge_after_31_days(seeded)


REQUESTS = [
    request_workflow(
        "announce_picture", "uploads", "POST /api/pictures", NEW, idempotency_key=IDEMPOTENCY_KEY
    ),
    request_workflow(
        "reference_in_draft",
        "drafts",
        "PUT /api/drafts/{note}",
        {"title": "Kiln", "body": TEXT, "item": "{note}"},
        seed=upload_picture,
    ),
]
CONSUMED = [
    consumer_workflow(
        "record_references",
        "consumers.picture_references",
        reference_picture(),
        seed=upload_picture,
    ),
    consumer_workflow(
        "purge_pictures", "workers.purge", purge_after_31_days, seed=delete_referencing_note
    ),
]
WORKFLOWS = [*REQUESTS, *CONSUMED]
