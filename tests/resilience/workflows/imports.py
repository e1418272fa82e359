"""Folders that are sent and archives that are unpacked, step by step."""

from functools import partial

from files.archives import packed
from resilience.fixtures import ONCE, PART, House
from resilience.workflows.words import asked, consumed

NAMED = {"name": "Handbook"}
FILES = {
    "files": [
        {"path": "Lab/a.txt", "size": 3, "type": "text/plain"},
        {"path": "talk.mov", "size": PART + 1},
        {"path": "../b.txt", "size": 3},
    ]
}
ARCHIVE = packed({"Lab/a.md": "# A\n\n[b](b.md)", "Lab/b.md": "# B", "../c.txt": "C"})
WITH_A_FILE = packed({"kiln.txt": "The kiln rests on Sunday."})


def begin_folder(house: House) -> None:
    """A folder of three files is about to be sent."""
    body = {**NAMED, "way": "folder", "total": 3, "structure": "tags"}
    house.ids["batch"] = house.did("ada", "POST", "/api/imports", body)["id"]


def send_of_folder(house: House) -> None:
    """The bytes of one of its files arrive."""
    begin_folder(house)
    [it, *_] = house.did("ada", "POST", "/api/imports/{batch}/files", FILES)["files"]
    house.ids["of_folder"] = it["item"]
    house.stack.send(it["form"], b"Hot")


def refuse_of_folder(house: House) -> None:
    """A file of a folder arrives that nobody can read."""
    begin_folder(house)
    files = {"files": [{"path": "a.pdf", "size": 9, "type": "application/pdf"}]}
    [it] = house.did("ada", "POST", "/api/imports/{batch}/files", files)["files"]
    house.ids["of_folder"] = it["item"]
    house.stack.send(it["form"], b"%PDF-1.7 ")


def begin_archive(house: House, sent: int = 0) -> None:
    """An archive of two parts is announced, and some of them arrive."""
    body = {**NAMED, "way": "zip", "size": PART + 100}
    id = house.ids["batch"] = house.did("ada", "POST", "/api/imports", body)["id"]
    numbers = {"numbers": [1, 2]}
    parts = house.did("ada", "POST", f"/api/imports/{id}/parts", numbers)["parts"]
    for part, size in list(zip(parts, (PART, 100), strict=True))[:sent]:
        house.stack.send_part(part["url"], b"\0" * size)


def send_archive(house: House, data: bytes = ARCHIVE, structure: str = "channels") -> None:
    """The bytes of an archive arrive in the bucket."""
    body = {**NAMED, "way": "zip", "size": len(data), "structure": structure}
    made = house.did("ada", "POST", "/api/imports", body)
    house.ids["batch"] = made["id"]
    house.stack.send(made["send"]["form"], data)


IMPORTS = [
    asked("begin_folder", "imports", "POST /api/imports", {**NAMED, "way": "folder"},
          idempotency_key=ONCE),
    asked("begin_archive", "imports", "POST /api/imports",
          {**NAMED, "way": "zip", "size": PART + 1}, idempotency_key=ONCE),
    asked("announce", "imports", "POST /api/imports/{batch}/files", FILES, seed=begin_folder),
    asked("address_archive", "imports", "POST /api/imports/{batch}/parts", {"numbers": [1, 2]},
          seed=begin_archive),
    asked("complete_archive", "imports", "POST /api/imports/{batch}/complete",
          seed=partial(begin_archive, sent=2)),
    asked("retry_archive", "imports", "POST /api/imports/{batch}/retry",
          seed=partial(begin_archive, sent=1)),
    asked("stop_archive", "imports", "DELETE /api/imports/{batch}",
          seed=partial(begin_archive, sent=1)),
]  # fmt: skip
CONSUMED = [
    consumed("take_an_archive", "workers.import_worker", send_archive),
    consumed("unpack", "workers.job_worker", send_archive),
    consumed(
        "unpack_a_file",
        "workers.job_worker",
        partial(send_archive, data=WITH_A_FILE, structure="flat"),
    ),
    consumed("unpack_nonsense", "workers.job_worker", partial(send_archive, data=b"no archive")),
    consumed("count_a_file", "workers.import_worker", send_of_folder),
]
WORKFLOWS = [*IMPORTS, *CONSUMED]
