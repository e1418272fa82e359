"""Files that lie, expand, nest, mislead or are damaged, on the way that every file takes.

For each of them: reading ends soon, the item gets a status with a sentence, and its author can
still download the original.
"""

import io
import re
import resource
import tarfile
import time
import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from random import Random
from typing import NamedTuple

import pytest

from files import attacks, make, tiring
from hostile.fixtures import SeededOrganisation, count, problem_of, seeded_organisation
from resilience.moto_snapshot import clear_search_caches

SEED, DAMAGED_PER_FILE = 20260302, 1
"""Number of damaged files made of each good file, after the seed."""
AT_ONCE = 9
"""Files that are sent before any of them is processed."""
PARTS = 2
"""Parts of all files, shared by several processes."""
SENTENCE = re.compile(r"[A-Z][^<>{}\n]{10,300}\.")
INTERNALS = re.compile(r"Traceback|Error\b|Exception|site-packages|/var/|/tmp/|0x[0-9a-f]{6}")
"""Internals that no message may reveal."""
NAMES = (
    "invoice\u202egpj.pdf",
    "\u2066\u2067\u05d0\u05d1.pdf",
    "🦄🧁👩\u200d👧.pdf",
    "\U0001d518\U0001d52b\u0301\u0301\u0301.pdf",
    ".pdf",
    "..",
    "a.pdf.exe.pdf",
    "con.pdf",
    "a;filename=b.exe;.pdf",
    '"quoted"; x="y.pdf',
    "%2e%2e%2fetc%2fpasswd.pdf",
    "a\u2028b\u2029c.pdf",
    "\ufeffa\u200bb.pdf",
    "x" * 251 + ".pdf",
)
"""Names that are accepted and treated as nothing but names."""
NO_NAMES = ("", "../../etc/passwd", "..\\..\\boot.ini", "a\r\nX-Evil: 1.pdf", "a\0.pdf",
            "a\x7f.pdf", "x" * 256, "/", "a/b")  # fmt: skip


class Sent(NamedTuple):
    """A file that a member uploads."""

    why: str
    name: str
    data: bytes
    type: str = "application/octet-stream"


@pytest.fixture(scope="module")
def seeded() -> Iterator[SeededOrganisation]:
    """Returns an organisation to send files to."""
    with seeded_organisation() as seeded:
        yield seeded


@pytest.mark.parametrize("part", range(PARTS))
def test_file_is_processed_or_rejected_with_sentence(seeded: SeededOrganisation, part: int) -> None:
    every = _every_file()[part::PARTS]
    for some in (every[at : at + AT_ONCE] for at in range(0, len(every), AT_ONCE)):
        for file, item in zip(some, _processed_within_a_second(seeded, some), strict=True):
            _is_read_or_refused(seeded, file, item)


@pytest.mark.parametrize("part", range(PARTS))
def test_demanding_file_is_processed_within_a_second(seeded: SeededOrganisation, part: int) -> None:
    for file in _every_tiring_file()[part::PARTS]:
        [item] = _processed_within_a_second(seeded, [file])
        _is_read_or_refused(seeded, file, item)


def _is_read_or_refused(seeded: SeededOrganisation, file: Sent, item: str) -> None:
    file_view = seeded.admin.get(f"/api/items/{item}")["file"]
    assert file_view["state"] in ("ready", "refused"), (file.why, file_view)
    assert file_view["state"] == "ready" or file_view["problem"], file.why
    if file_view["problem"]:
        assert SENTENCE.fullmatch(file_view["problem"]), (file.why, file_view["problem"])
        assert not INTERNALS.search(file_view["problem"]), (file.why, file_view["problem"])
    address = seeded.admin.get(f"/api/items/{item}/file-url", download="true")
    assert seeded.stack.fetch(address["url"]) == file.data, file.why


def test_strange_file_name_is_only_a_name(seeded: SeededOrganisation) -> None:
    items = _sent(seeded, [Sent("a name", name, b"Words") for name in NAMES])
    for name, item in zip(NAMES, items, strict=True):
        address = seeded.admin.get(f"/api/items/{item}/file-url", download="true")
        # Only percent-encoding: the name can end neither the header nor its quotes (RFC 8187).
        [given] = re.findall(r"filename%2A%3DUTF-8%27%27([\w.%~-]+)", address["url"])

        assert re.fullmatch(r"(?:[\w.~-]|%25[0-9A-F]{2})+", given), name
        assert seeded.admin.get(f"/api/items/{item}")["file"]["name"] == name


@pytest.mark.parametrize("name", NO_NAMES)
def test_invalid_file_name_is_rejected(seeded: SeededOrganisation, name: str) -> None:
    reply = seeded.admin.ask("POST", "/api/uploads", {"name": name, "size": 3})
    count(reply)

    assert problem_of(reply, 422, "invalid")["field"] == "name"


@cache
def _every_file() -> list[Sent]:
    """Returns all files, made once for all parts in a process."""
    return list(_files())


@cache
def _every_tiring_file() -> list[Sent]:
    drawn = make.pdf(["Page 1"], bomb=make.drawing_bomb())
    return [
        Sent("a PDF of drawing", "a.pdf", drawn),
        Sent("one endless word", "a.txt", b"x" * 500_000),
        *(Sent(*it) for it in tiring.files()),
    ]


def _files() -> Iterator[Sent]:
    honest = make.all_kinds()
    kinds = [name.rpartition(".")[2] for name in honest]
    for (name, data), other in zip(honest.items(), [*kinds[3:], *kinds[:3]], strict=True):
        yield Sent(f"{name} that says it is {other}", f"a.{other}", data)
        yield Sent(f"{name} without an ending", "a", data)
        for number in range(DAMAGED_PER_FILE):
            yield Sent(f"{name} broken, {number}", name, _broken(data, f"{name} {number}"))
    yield from (Sent(it.name, it.name, it.data, it.type) for it in attacks.files(_loud))
    yield from _bursting()
    for ending in ("pdf", "docx", "png", "svg", "zip", "txt", "mp4", "exe"):
        yield Sent(f"nothing, as {ending}", f"a.{ending}", b"")
        yield Sent(f"zeros, as {ending}", f"a.{ending}", bytes(70_000))
    both = make.pdf(["A PDF"]) + make.word(["and a Word file"])
    yield Sent("a PDF that is a ZIP too, as a PDF", "a.pdf", both)
    yield Sent("a PDF that is a ZIP too, as Word", "a.docx", both)
    yield Sent(
        "a picture that is a page too", "a.html", make.picture("GIF") + b"<script>1</script>"
    )
    yield Sent("a picture that is a ZIP too", "a.png", make.picture() + make.word(["x"]))


def _bursting() -> Iterator[Sent]:
    yield Sent("a ZIP of ZIPs of zeros", "a.zip", make.nested_bomb())
    yield Sent("a Word file of blanks", "a.docx", make.word_bomb())
    yield Sent("a Word file that lies about its size", "a.docx", make.lying_bomb())
    yield Sent("a Word file of laughs", "a.docx", make.entity_bomb())
    yield Sent("a sheet with a far cell", "a.xlsx", make.far_cell())
    yield Sent("a locked PDF", "a.pdf", make.locked_pdf())
    yield Sent("a picture of 200 megapixels", "a.png", make.huge_picture())
    yield Sent("a page 50,000 deep", "a.html", b"<div>" * 50_000 + b"deep")
    yield Sent("Markdown 100,000 deep", "a.md", b"[" * 100_000)
    yield Sent("brackets in brackets", "a.md", b"[a](" * 20_000)
    yield Sent("a drawing of laughs", "a.svg", _billion_laughs())
    yield Sent("archives in archives", "a.tar", _tar(_tar(_tar(make.nested_bomb()[:50_000]))))
    yield Sent("a ZIP of names that climb", "a.zip", _climbing())
    yield Sent("a mail in mails", "a.eml", _mails(40))


def _broken(data: bytes, which: str) -> bytes:
    """Returns the data with a few bytes changed, a piece removed, or its end cut off."""
    random = Random(f"{SEED} {which}")  # noqa: S311  # the same luck every time
    spoilt = bytearray(data)
    for _ in range(random.randint(1, 12)):
        spoilt[random.randrange(len(spoilt))] = random.randrange(256)
    if random.random() < 0.5:
        at = random.randrange(len(spoilt))
        del spoilt[at : at + random.randint(1, 400)]
    return bytes(spoilt[: random.randint(1, len(spoilt))] if random.random() < 0.3 else spoilt)


def _billion_laughs() -> bytes:
    names = "abcdefghij"
    pairs = pairwise(names)
    steps = "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in pairs)
    entities = f'<!DOCTYPE svg [<!ENTITY a "ha">{steps}]>'
    return (
        f'<?xml version="1.0"?>{entities}<svg xmlns="http://www.w3.org/2000/svg">&j;</svg>'.encode()
    )


def _tar(data: bytes) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as archive:
        member = tarfile.TarInfo("../../inner.tar")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return written.getvalue()


def _climbing() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in ("../../../../tmp/out", "/etc/passwd", "a\\..\\b", "x" * 4_000, "\u202e", "💥"):
            archive.writestr(name, "words")
    return written.getvalue()


def _mails(deep: int) -> bytes:
    mail = make.mail("From: a@b.example\nSubject: innermost", b"words")
    for _ in range(deep):
        head = "From: a@b.example\nSubject: outer\nContent-Type: message/rfc822"
        mail = make.mail(head, mail)
    return mail


def _loud(name: str) -> str:
    return f"alert(`{name}`)"


def _processed_within_a_second(seeded: SeededOrganisation, files: list[Sent]) -> list[str]:
    """Returns the items of files; fails if one took a second more than a single word does."""
    items, took = _processed_with_time(seeded, files)
    if took < 1:
        return items
    if len(files) > 1:
        return [_processed_within_a_second(seeded, [it])[0] for it in files]
    for _ in range(ATTEMPTS):  # other processes may have displaced it from the cache
        if took >= 1:
            items, again = _processed_with_time(seeded, files)
            took = min(took, again)
    assert took < 1, f"{files[0].why} took {took:.1f} s of the processor"
    return items


def _processed_with_time(seeded: SeededOrganisation, files: list[Sent]) -> tuple[list[str], float]:
    """Returns the items, and the seconds beyond those that any file takes."""
    if not _least:
        _least.append(
            min(_processed(seeded, [Sent("a word", "a.txt", b"Word")])[1] for _ in range(3))
        )
    items, took = _processed(seeded, files)
    return items, took - len(files) * _least[0]


ATTEMPTS = 3
"""Further measurements of a file that seems to take too long."""
_least: list[float] = []


def _processed(seeded: SeededOrganisation, files: list[Sent]) -> tuple[list[str], float]:
    began = _processor_seconds()
    items = _sent(seeded, files)
    return items, _processor_seconds() - began


def _sent(seeded: SeededOrganisation, files: list[Sent]) -> list[str]:
    items = [_send(seeded, it) for it in files]
    seeded.stack.settle()
    clear_search_caches()
    return items


def _send(seeded: SeededOrganisation, file: Sent) -> str:
    body = {"name": file.name, "size": len(file.data), "type": file.type}
    reply = seeded.admin.ask("POST", "/api/uploads", body)
    count(reply)
    assert reply.status == 201, (file.why, reply.body)
    seeded.stack.send(reply.body["form"], file.data)
    return str(reply.body["item"])


def _processor_seconds() -> float:
    """Returns the processor time of this process and of those that read files."""
    read = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + read.ru_utime + read.ru_stime
