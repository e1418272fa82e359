"""Imports of folders and archives, step by step."""

from functools import partial

from files.archives import packed
from resilience.fixtures import IDEMPOTENCY_KEY, PART_SIZE, SeededOrganisation
from resilience.workflows.builders import consumer_workflow, request_workflow

NAMED = {"name": "Handbook"}
FILES = {
    "files": [
        {"path": "Lab/a.txt", "size": 3, "type": "text/plain"},
        {"path": "talk.mov", "size": PART_SIZE + 1},
        {"path": "../b.txt", "size": 3},
    ]
}
ARCHIVE = packed({"Lab/a.md": "# A\n\n[b](b.md)", "Lab/b.md": "# B", "../c.txt": "C"})
WITH_A_FILE = packed({"kiln.txt": "The kiln rests on Sunday."})


def announce_folder(seeded: SeededOrganisation) -> None:
    """Announces a folder of three files."""
    body = {**NAMED, "source": "folder", "total": 3, "structure": "tags"}
    seeded.ids["batch"] = seeded.request_ok("ada", "POST", "/api/imports", body)["id"]


def upload_folder_file(seeded: SeededOrganisation) -> None:
    """Uploads one of its files."""
    announce_folder(seeded)
    [it, *_] = seeded.request_ok("ada", "POST", "/api/imports/{batch}/files", FILES)["files"]
    seeded.ids["of_folder"] = it["item"]
    seeded.stack.send(it["form"], b"Hot")


def upload_unreadable_folder_file(seeded: SeededOrganisation) -> None:
    """Uploads an unreadable file of a folder."""
    announce_folder(seeded)
    files = {"files": [{"path": "a.pdf", "size": 9, "type": "application/pdf"}]}
    [it] = seeded.request_ok("ada", "POST", "/api/imports/{batch}/files", files)["files"]
    seeded.ids["of_folder"] = it["item"]
    seeded.stack.send(it["form"], b"%PDF-1.7 ")


def announce_archive(seeded: SeededOrganisation, sent: int = 0) -> None:
    """Announces an archive of two parts and uploads some of them."""
    body = {**NAMED, "source": "zip", "size": PART_SIZE + 100}
    id = seeded.ids["batch"] = seeded.request_ok("ada", "POST", "/api/imports", body)["id"]
    numbers = {"numbers": [1, 2]}
    parts = seeded.request_ok("ada", "POST", f"/api/imports/{id}/parts", numbers)["parts"]
    for part, size in list(zip(parts, (PART_SIZE, 100), strict=True))[:sent]:
        seeded.stack.send_part(part["url"], b"\0" * size)


def upload_archive(
    seeded: SeededOrganisation, data: bytes = ARCHIVE, structure: str = "channels"
) -> None:
    """Uploads an archive to the bucket."""
    body = {**NAMED, "source": "zip", "size": len(data), "structure": structure}
    made = seeded.request_ok("ada", "POST", "/api/imports", body)
    seeded.ids["batch"] = made["id"]
    seeded.stack.send(made["upload"]["form"], data)


IMPORTS = [
    request_workflow(
        "create_folder_import",
        "imports",
        "POST /api/imports",
        {**NAMED, "source": "folder"},
        idempotency_key=IDEMPOTENCY_KEY,
    ),
    request_workflow(
        "create_archive_import",
        "imports",
        "POST /api/imports",
        {**NAMED, "source": "zip", "size": PART_SIZE + 1},
        idempotency_key=IDEMPOTENCY_KEY,
    ),
    request_workflow(
        "announce_folder_files",
        "imports",
        "POST /api/imports/{batch}/files",
        FILES,
        seed=announce_folder,
    ),
    request_workflow(
        "presign_archive_parts",
        "imports",
        "POST /api/imports/{batch}/parts",
        {"numbers": [1, 2]},
        seed=announce_archive,
    ),
    request_workflow(
        "complete_archive",
        "imports",
        "POST /api/imports/{batch}/complete",
        seed=partial(announce_archive, sent=2),
    ),
    request_workflow(
        "retry_archive",
        "imports",
        "POST /api/imports/{batch}/retry",
        seed=partial(announce_archive, sent=1),
    ),
    request_workflow(
        "stop_archive",
        "imports",
        "DELETE /api/imports/{batch}",
        seed=partial(announce_archive, sent=1),
    ),
]
CONSUMED = [
    consumer_workflow("process_archive", "workers.import_worker", upload_archive),
    consumer_workflow("unpack_archive", "workers.job_worker", upload_archive),
    consumer_workflow(
        "unpack_file",
        "workers.job_worker",
        partial(upload_archive, data=WITH_A_FILE, structure="flat"),
    ),
    consumer_workflow(
        "unpack_unreadable_archive",
        "workers.job_worker",
        partial(upload_archive, data=b"no archive"),
    ),
    consumer_workflow("count_file", "workers.import_worker", upload_folder_file),
]
WORKFLOWS = [*IMPORTS, *CONSUMED]
