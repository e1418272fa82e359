"""Files, from their announcement to their processing."""

from functools import partial
from typing import Any

from files.make import pdf
from resilience.fixtures import IDEMPOTENCY_KEY, PART_SIZE, SeededOrganisation
from resilience.workflows.builders import consumer_workflow, request_workflow

PDF = pdf(["The kiln rests on Sunday.", "Nobody opens it."])
OTHER = pdf(["The kiln is lit on Monday."])
FILE = {"name": "kiln.pdf", "size": 900, "type": "application/pdf", "channels": ["{channel}"]}


def upload_file(
    seeded: SeededOrganisation, data: bytes = PDF, name: str = "kiln.pdf", **more: Any
) -> None:
    """Uploads a file to the bucket."""
    body = {"name": name, "size": len(data), "type": "application/pdf", **more}
    upload = seeded.request_ok("ada", "POST", "/api/uploads", body)
    seeded.ids["file"] = upload["item"]
    seeded.stack.send(upload["form"], data)


def announce_parts(seeded: SeededOrganisation, sent: int = 2) -> None:
    """Announces a file of two parts and uploads some of them."""
    body = {"name": "talk.mov", "size": PART_SIZE + 100, "type": "video/quicktime"}
    item = seeded.ids["parted"] = seeded.request_ok("ada", "POST", "/api/uploads", body)["item"]
    numbers = {"numbers": [1, 2]}
    parts = seeded.request_ok("ada", "POST", f"/api/uploads/{item}/parts", numbers)["parts"]
    for part, size in list(zip(parts, (PART_SIZE, 100), strict=True))[:sent]:
        seeded.stack.send_part(part["url"], b"\0\0\0\x14ftypqt  ".ljust(size, b"\0"))


def announce_file(seeded: SeededOrganisation) -> None:
    """Announces a file and uploads nothing."""
    body = {"name": "late.pdf", "size": 500, "type": "application/pdf", "channels": ["{channel}"]}
    seeded.ids["late"] = seeded.request_ok("ada", "POST", "/api/uploads", body)["item"]


def upload_unreadable_file(seeded: SeededOrganisation) -> None:
    """Uploads an unreadable file."""
    upload_file(seeded, b"%PDF-1.7 and then nothing of the kind")


def add_file(seeded: SeededOrganisation) -> None:
    """Adds a processed file."""
    upload_file(seeded)
    seeded.stack.settle()


def announce_replacement(seeded: SeededOrganisation, size: int = 700) -> None:
    """Announces a replacement of an item's file."""
    add_file(seeded)
    body = {"name": "kiln, new.pdf", "size": size, "type": "application/pdf"}
    seeded.ids["another"] = seeded.request_ok("ada", "POST", "/api/items/{file}/file", body)["item"]


def upload_replacement(seeded: SeededOrganisation, data: bytes = OTHER) -> None:
    """Uploads the replacement."""
    body = {"name": "kiln, new.pdf", "size": len(data), "type": "application/pdf"}
    seeded.stack.send(
        seeded.request_ok("ada", "POST", "/api/items/{file}/file", body)["form"], data
    )


def upload_unreadable_replacement(seeded: SeededOrganisation) -> None:
    """Uploads an unreadable replacement."""
    add_file(seeded)
    upload_replacement(seeded, b"%PDF-1.7 and then nothing of the kind")


def replace_file(seeded: SeededOrganisation) -> None:
    """Replaces an item's file once."""
    add_file(seeded)
    upload_replacement(seeded)


UPLOADS = [
    request_workflow(
        "announce_upload", "uploads", "POST /api/uploads", FILE, idempotency_key=IDEMPOTENCY_KEY
    ),
    request_workflow(
        "announce_multipart_upload",
        "uploads",
        "POST /api/uploads",
        {**FILE, "size": PART_SIZE + 1},
        idempotency_key=IDEMPOTENCY_KEY,
    ),
    request_workflow(
        "presign_parts",
        "uploads",
        "POST /api/uploads/{parted}/parts",
        {"numbers": [1, 2]},
        seed=partial(announce_parts, sent=0),
    ),
    request_workflow(
        "complete_upload", "uploads", "POST /api/uploads/{parted}/complete", seed=announce_parts
    ),
    request_workflow(
        "retry_waiting", "uploads", "POST /api/uploads/{late}/retry", seed=announce_file
    ),
    request_workflow(
        "retry_multipart",
        "uploads",
        "POST /api/uploads/{parted}/retry",
        seed=partial(announce_parts, sent=1),
    ),
    request_workflow(
        "retry_failed", "uploads", "POST /api/uploads/{file}/retry", seed=upload_unreadable_file
    ),
    request_workflow(
        "cancel_failed", "uploads", "DELETE /api/uploads/{file}", seed=upload_unreadable_file
    ),
    request_workflow("cancel_upload", "uploads", "DELETE /api/uploads/{late}", seed=announce_file),
    request_workflow(
        "cancel_multipart",
        "uploads",
        "DELETE /api/uploads/{parted}",
        seed=partial(announce_parts, sent=1),
    ),
]
ANOTHER = {"name": "kiln, new.pdf", "size": 700, "type": "application/pdf"}
REPLACED = [
    request_workflow(
        "announce_replacement",
        "uploads",
        "POST /api/items/{file}/file",
        ANOTHER,
        seed=add_file,
        idempotency_key=IDEMPOTENCY_KEY,
    ),
    request_workflow(
        "announce_multipart_replacement",
        "uploads",
        "POST /api/items/{file}/file",
        {**ANOTHER, "size": PART_SIZE + 1},
        seed=add_file,
        idempotency_key=IDEMPOTENCY_KEY,
    ),
    request_workflow(
        "retry_replacement",
        "uploads",
        "POST /api/uploads/{another}/retry",
        seed=announce_replacement,
    ),
    request_workflow(
        "cancel_replacement", "uploads", "DELETE /api/uploads/{another}", seed=announce_replacement
    ),
    request_workflow(
        "cancel_failed_replacement",
        "uploads",
        "DELETE /api/uploads/{file}",
        seed=upload_unreadable_replacement,
    ),
    request_workflow(
        "restore_file_version",
        "drafts",
        "PUT /api/items/{file}/version",
        {"version": 1},
        seed=replace_file,
    ),
]
CONSUMED = [
    consumer_workflow(
        "process_replacement", "workers.file_processor", upload_replacement, seed=add_file
    ),
    consumer_workflow("process_file", "workers.file_processor", upload_file),
    consumer_workflow("process_unreadable_file", "workers.file_processor", upload_unreadable_file),
]
WORKFLOWS = [*UPLOADS, *REPLACED, *CONSUMED]
