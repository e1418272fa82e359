"""Files on their way from a desk to being read."""

from functools import partial
from typing import Any

from files.make import pdf
from resilience.fixtures import ONCE, PART, House
from resilience.workflows.words import asked, consumed

PDF = pdf(["The kiln rests on Sunday.", "Nobody opens it."])
OTHER = pdf(["The kiln is lit on Monday."])
FILE = {"name": "kiln.pdf", "size": 900, "type": "application/pdf", "channels": ["{channel}"]}


def send_file(house: House, data: bytes = PDF, name: str = "kiln.pdf", **more: Any) -> None:
    """The bytes of a file arrive in the bucket."""
    body = {"name": name, "size": len(data), "type": "application/pdf", **more}
    upload = house.did("ada", "POST", "/api/uploads", body)
    house.ids["file"] = upload["item"]
    house.stack.send(upload["form"], data)


def begin_in_parts(house: House, sent: int = 2) -> None:
    """A file of two parts is announced, and some of them arrive."""
    body = {"name": "talk.mov", "size": PART + 100, "type": "video/quicktime"}
    item = house.ids["parted"] = house.did("ada", "POST", "/api/uploads", body)["item"]
    asked = {"numbers": [1, 2]}
    parts = house.did("ada", "POST", f"/api/uploads/{item}/parts", asked)["parts"]
    for part, size in list(zip(parts, (PART, 100), strict=True))[:sent]:
        house.stack.send_part(part["url"], b"\0\0\0\x14ftypqt  ".ljust(size, b"\0"))


def wait_for_file(house: House) -> None:
    """A file is announced, and nothing of it arrives."""
    body = {"name": "late.pdf", "size": 500, "type": "application/pdf", "channels": ["{channel}"]}
    house.ids["late"] = house.did("ada", "POST", "/api/uploads", body)["item"]


def send_nonsense(house: House) -> None:
    """A file arrives that nobody can read."""
    send_file(house, b"%PDF-1.7 and then nothing of the kind")


def had_file(house: House) -> None:
    """A file has arrived and was read."""
    send_file(house)
    house.stack.settle()


def begin_another(house: House, size: int = 700) -> None:
    """An item with a file is to get another, of which nothing has arrived."""
    had_file(house)
    body = {"name": "kiln, new.pdf", "size": size, "type": "application/pdf"}
    house.ids["another"] = house.did("ada", "POST", "/api/items/{file}/file", body)["item"]


def send_another(house: House, data: bytes = OTHER) -> None:
    """Its bytes arrive."""
    body = {"name": "kiln, new.pdf", "size": len(data), "type": "application/pdf"}
    house.stack.send(house.did("ada", "POST", "/api/items/{file}/file", body)["form"], data)


def send_another_in_vain(house: House) -> None:
    """What arrives cannot be read."""
    had_file(house)
    send_another(house, b"%PDF-1.7 and then nothing of the kind")


def replace(house: House) -> None:
    """An item has had two files."""
    had_file(house)
    send_another(house)


UPLOADS = [
    asked("begin_upload", "uploads", "POST /api/uploads", FILE, idempotency_key=ONCE),
    asked(
        "begin_upload_in_parts",
        "uploads",
        "POST /api/uploads",
        {**FILE, "size": PART + 1},
        idempotency_key=ONCE,
    ),
    asked(
        "address_parts",
        "uploads",
        "POST /api/uploads/{parted}/parts",
        {"numbers": [1, 2]},
        seed=partial(begin_in_parts, sent=0),
    ),
    asked("complete", "uploads", "POST /api/uploads/{parted}/complete", seed=begin_in_parts),
    asked("retry_waiting", "uploads", "POST /api/uploads/{late}/retry", seed=wait_for_file),
    asked(
        "retry_in_parts",
        "uploads",
        "POST /api/uploads/{parted}/retry",
        seed=partial(begin_in_parts, sent=1),
    ),
    asked("retry_refused", "uploads", "POST /api/uploads/{file}/retry", seed=send_nonsense),
    asked("cancel_refused", "uploads", "DELETE /api/uploads/{file}", seed=send_nonsense),
    asked("cancel", "uploads", "DELETE /api/uploads/{late}", seed=wait_for_file),
    asked(
        "cancel_in_parts",
        "uploads",
        "DELETE /api/uploads/{parted}",
        seed=partial(begin_in_parts, sent=1),
    ),
]
ANOTHER = {"name": "kiln, new.pdf", "size": 700, "type": "application/pdf"}
RENEWED = [
    asked(
        "begin_new_file",
        "uploads",
        "POST /api/items/{file}/file",
        ANOTHER,
        seed=had_file,
        idempotency_key=ONCE,
    ),
    asked(
        "begin_new_file_in_parts",
        "uploads",
        "POST /api/items/{file}/file",
        {**ANOTHER, "size": PART + 1},
        seed=had_file,
        idempotency_key=ONCE,
    ),
    asked("retry_new_file", "uploads", "POST /api/uploads/{another}/retry", seed=begin_another),
    asked("cancel_new_file", "uploads", "DELETE /api/uploads/{another}", seed=begin_another),
    asked(
        "cancel_refused_new_file",
        "uploads",
        "DELETE /api/uploads/{file}",
        seed=send_another_in_vain,
    ),
    asked("take_up_file", "drafts", "PUT /api/items/{file}/words", {"version": 1}, seed=replace),
]
CONSUMED = [
    consumed("read_a_new_file", "workers.file_processor", send_another, seed=had_file),
    consumed("read_a_file", "workers.file_processor", send_file),
    consumed("read_nonsense", "workers.file_processor", send_nonsense),
]
WORKFLOWS = [*UPLOADS, *RENEWED, *CONSUMED]
