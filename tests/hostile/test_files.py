"""Files that lie, burst, nest, mislead or are broken, on the way that every file takes.

Whatever arrives: reading it ends soon, its item says what came of it in a sentence, and its bytes
are still there to be had by who sent them.
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
from hostile.house import House, count, furnished, refused
from resilience.moto_snapshot import forget_searches

SEED, SPOILT = 20260302, 1
"""How many broken ones are made of each honest file."""
AT_ONCE = 9
"""Files that are sent before any of them is read."""
PARTS = 2
"""Of all files, so that several processes share them."""
SENTENCE = re.compile(r"[A-Z][^<>{}\n]{10,300}\.")
TELLING = re.compile(r"Traceback|Error\b|Exception|site-packages|/var/|/tmp/|0x[0-9a-f]{6}")
"""What tells of our insides."""
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
"""Names that are taken as they are, and are no more than names."""
NO_NAMES = ("", "../../etc/passwd", "..\\..\\boot.ini", "a\r\nX-Evil: 1.pdf", "a\0.pdf",
            "a\x7f.pdf", "x" * 256, "/", "a/b")  # fmt: skip


class Sent(NamedTuple):
    """A file as somebody sends it."""

    why: str
    name: str
    data: bytes
    type: str = "application/octet-stream"


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """One to be sent anything."""
    with furnished() as house:
        yield house


@pytest.mark.parametrize("part", range(PARTS))
def test_any_file_is_read_or_refused_with_a_sentence(house: House, part: int) -> None:
    every = _every_file()[part::PARTS]
    for some in (every[at : at + AT_ONCE] for at in range(0, len(every), AT_ONCE)):
        for file, item in zip(some, _soon(house, some), strict=True):
            _is_read_or_refused(house, file, item)


@pytest.mark.parametrize("part", range(PARTS))
def test_a_file_that_is_long_to_read_is_read_soon(house: House, part: int) -> None:
    for file in _every_tiring_file()[part::PARTS]:
        [item] = _soon(house, [file])
        _is_read_or_refused(house, file, item)


def _is_read_or_refused(house: House, file: Sent, item: str) -> None:
    said = house.admin.get(f"/api/items/{item}")["file"]
    assert said["state"] in ("ready", "refused"), (file.why, said)
    assert said["state"] == "ready" or said["problem"], file.why
    if said["problem"]:
        assert SENTENCE.fullmatch(said["problem"]), (file.why, said["problem"])
        assert not TELLING.search(said["problem"]), (file.why, said["problem"])
    address = house.admin.get(f"/api/items/{item}/address", download="true")
    assert house.stack.fetch(address["url"]) == file.data, file.why


def test_a_strange_name_is_only_a_name(house: House) -> None:
    items = _sent(house, [Sent("a name", name, b"Words") for name in NAMES])
    for name, item in zip(NAMES, items, strict=True):
        address = house.admin.get(f"/api/items/{item}/address", download="true")
        # Percent-encoded and nothing else: it can end neither the header nor its quotes (RFC 8187).
        [given] = re.findall(r"filename%2A%3DUTF-8%27%27([\w.%~-]+)", address["url"])

        assert re.fullmatch(r"(?:[\w.~-]|%25[0-9A-F]{2})+", given), name
        assert house.admin.get(f"/api/items/{item}")["file"]["name"] == name


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_is_no_name_is_refused(house: House, name: str) -> None:
    said = house.admin.ask("POST", "/api/uploads", {"name": name, "size": 3})
    count(said)

    assert refused(said, 422, "invalid")["field"] == "name"


@cache
def _every_file() -> list[Sent]:
    """All of them, made once for all parts that a process takes."""
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
        for number in range(SPOILT):
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
    yield Sent("a drawing of laughs", "a.svg", _laughing())
    yield Sent("archives in archives", "a.tar", _tar(_tar(_tar(make.nested_bomb()[:50_000]))))
    yield Sent("a ZIP of names that climb", "a.zip", _climbing())
    yield Sent("a mail in mails", "a.eml", _mails(40))


def _broken(data: bytes, which: str) -> bytes:
    """With a few bytes changed, a piece cut out, or its end gone."""
    random = Random(f"{SEED} {which}")  # noqa: S311  # the same luck every time
    spoilt = bytearray(data)
    for _ in range(random.randint(1, 12)):
        spoilt[random.randrange(len(spoilt))] = random.randrange(256)
    if random.random() < 0.5:
        at = random.randrange(len(spoilt))
        del spoilt[at : at + random.randint(1, 400)]
    return bytes(spoilt[: random.randint(1, len(spoilt))] if random.random() < 0.3 else spoilt)


def _laughing() -> bytes:
    names = "abcdefghij"
    pairs = pairwise(names)
    steps = "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in pairs)
    said = f'<!DOCTYPE svg [<!ENTITY a "ha">{steps}]>'
    return f'<?xml version="1.0"?>{said}<svg xmlns="http://www.w3.org/2000/svg">&j;</svg>'.encode()


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


def _soon(house: House, files: list[Sent]) -> list[str]:
    """Their items; none of them took the processor a second more than one word does."""
    items, took = _timed(house, files)
    if took < 1:
        return items
    if len(files) > 1:
        return [_soon(house, [it])[0] for it in files]
    items, again = _timed(house, files)  # its other work may have kept it from its cache
    took = min(took, again)
    assert took < 1, f"{files[0].why} took {took:.1f} s of the processor"
    return items


def _timed(house: House, files: list[Sent]) -> tuple[list[str], float]:
    """Their items, and the seconds beyond those that any file takes on its way."""
    if not _least:
        _least.append(min(_taken(house, [Sent("a word", "a.txt", b"Word")])[1] for _ in range(3)))
    items, took = _taken(house, files)
    return items, took - len(files) * _least[0]


_least: list[float] = []


def _taken(house: House, files: list[Sent]) -> tuple[list[str], float]:
    began = _processor_seconds()
    items = _sent(house, files)
    return items, _processor_seconds() - began


def _sent(house: House, files: list[Sent]) -> list[str]:
    items = [_send(house, it) for it in files]
    house.stack.settle()
    forget_searches()
    return items


def _send(house: House, file: Sent) -> str:
    body = {"name": file.name, "size": len(file.data), "type": file.type}
    said = house.admin.ask("POST", "/api/uploads", body)
    count(said)
    assert said.status == 201, (file.why, said.body)
    house.stack.send(said.body["form"], file.data)
    return str(said.body["item"])


def _processor_seconds() -> float:
    """Ours and that of the processes that read files."""
    read = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + read.ru_utime + read.ru_stime
