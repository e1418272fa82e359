"""Stories of items, files, imports, links, pictures, verification and search."""

from functools import partial

from local_stack.in_process import INDEX
from resilience import invariants
from resilience.fixtures import SeededOrganisation
from resilience.stories.builders import Story, rename_ada
from resilience.workflows.builders import request_seed
from resilience.workflows.imports import WITH_A_FILE, upload_archive, upload_unreadable_folder_file
from resilience.workflows.items import PUBLISHED
from resilience.workflows.links import change_url, create_link, publish_link
from resilience.workflows.people import upload_photo
from resilience.workflows.pictures import reference_and_purge, reference_in_group, reference_in_note
from resilience.workflows.uploads import (
    PDF,
    add_file,
    upload_file,
    upload_replacement,
    upload_unreadable_file,
)
from resilience.workflows.verification import (
    choose_ben_as_verifier,
    deactivate_ben,
    verify_as_ben,
)
from sharewell.aws import bucket, tenant_guard

VERIFICATION = "consumers.verification.handler"


def _upload_again(seeded: SeededOrganisation) -> None:
    seeded.request_ok("ada", "DELETE", "/api/uploads/{file}")
    upload_file(seeded, name="again.pdf")


def _replace_file(seeded: SeededOrganisation) -> None:
    reads, seeded.stack.skipped_handler = seeded.stack.skipped_handler, None
    add_file(seeded)
    seeded.stack.skipped_handler = reads
    upload_replacement(seeded)


def _replace_with_other_file(seeded: SeededOrganisation) -> None:
    seeded.request_ok("ada", "DELETE", "/api/uploads/{file}")
    upload_replacement(seeded, PDF)


def _touch_file(seeded: SeededOrganisation) -> None:
    [first, *_] = sorted(it for it in invariants.objects() if it.startswith("files/"))
    with tenant_guard.unscoped("what S3 says twice"):
        bucket.touch(first, "application/pdf")


def _choose_and_deactivate_ben(seeded: SeededOrganisation) -> None:
    choose_ben_as_verifier(seeded)
    seeded.stack.settle()
    deactivate_ben(seeded)


_choose_cleo_as_verifier = request_seed(
    "ada", "PUT /api/items/{note}/verification", {"verifier": "{cleo}", "interval": 90}
)


STORIES: dict[str, Story] = {
    "relay": Story(
        "workers.relay.handler",
        [
            request_seed("ada", "POST /api/items", {**PUBLISHED, "channels": ["{channel}"]}),
            request_seed("ada", "DELETE /api/items/{note}"),
            rename_ada("Augusta"),
        ],
    ),
    "index": Story(
        INDEX,
        [
            request_seed("ada", "PATCH /api/items/{note}", {"title": "Blue"}),
            request_seed("ada", "DELETE /api/items/{note}"),
            request_seed("ada", "POST /api/items/{note}/restore"),
        ],
    ),
    "process_file": Story(
        "workers.file_processor.handler",
        [upload_photo, upload_file, partial(upload_photo, size=50)],
    ),
    "process_unreadable_file": Story(
        "workers.file_processor.handler",
        [upload_unreadable_file, _upload_again, partial(upload_photo, who="ben")],
    ),
    "process_replacement": Story(
        "workers.file_processor.handler", [_replace_file, _replace_with_other_file, _touch_file]
    ),
    "import_files": Story(
        "workers.import_worker.handler",
        [
            upload_unreadable_folder_file,
            request_seed("ada", "POST /api/uploads/{of_folder}/retry"),
            partial(upload_archive, data=b"no archive"),
        ],
    ),
    "import_unpacking_job": Story(
        "workers.job_worker.handler",
        [
            partial(upload_archive, structure="tags"),
            partial(upload_archive, data=WITH_A_FILE, structure="flat"),
            partial(upload_archive, data=b"no archive"),
        ],
    ),
    "fetch_link": Story(
        "consumers.link_previews.handler",
        [
            create_link,
            partial(change_url, url="https://kettle.example/other"),
            request_seed("ada", "POST /api/items/{link}/preview"),
            publish_link,
        ],
    ),
    "sync_verification": Story(
        VERIFICATION,
        [
            choose_ben_as_verifier,
            verify_as_ben,
            request_seed("ada", "DELETE /api/items/{note}"),
            request_seed("ada", "POST /api/items/{note}/restore"),
        ],
        events_expected=5,
    ),
    "replace_verifier": Story(
        VERIFICATION,
        [
            deactivate_ben,
            request_seed("ada", "PATCH /api/members/{ben}", {"active": True}),
            _choose_and_deactivate_ben,
            request_seed("ada", "PATCH /api/members/{cleo}", {"active": False}),
        ],
        events_expected=6,
    ),
    "notify_verifiers": Story(
        VERIFICATION, [choose_ben_as_verifier, _choose_cleo_as_verifier], events_expected=4
    ),
    "record_picture_references": Story(
        "consumers.picture_references.handler",
        [reference_in_note, reference_in_group, reference_and_purge],
    ),
}
