"""Files that are quickly written and slow to read: some for each reader, within its limits."""

import io
from collections.abc import Iterator
from typing import NamedTuple

from PIL import Image

from files import make

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
CUE = b"00:00.000 --> 00:01.000\n"


class Tiring(NamedTuple):
    """Why it is slow to read, its name, and its bytes."""

    why: str
    name: str
    data: bytes


def files() -> Iterator[Tiring]:
    """Returns all slow files."""
    yield Tiring("a run of marks that open and never close", "a.md", b"*a_" * 300_000)
    yield Tiring("marks, as many as are read", "a.md", b"*a_" * 29_000)
    yield Tiring("points of a list, as many as are read", "a.md", b"- a\n" * 11_000)
    yield Tiring("a table of 50,000 empty cells", "a.html", b"<table><tr>" + b"<td>" * 50_000)
    yield Tiring("a tag of 50,000 attributes", "a.html", b"<p " + b"a=b " * 50_000)
    yield Tiring("a row of 300,000 columns", "a.csv", b"," * 300_000)
    yield Tiring("a quote that is never closed", "a.csv", b'"' + b"a\n" * 200_000)
    yield Tiring("voices in voices", "a.vtt", b"WEBVTT\n\n" + CUE + b"<v." * 100_000)
    yield Tiring(
        "20,000 captions of one second", "a.vtt", b"WEBVTT\n\n" + (CUE + b"a\n\n") * 20_000
    )
    many = "From: a@b.example\nSubject: x\n" + "X-A: b\n" * 20_000
    yield Tiring("a mail of 20,000 headers", "a.eml", make.mail(many, b"words"))
    yield Tiring("a mail of 3,000 parts", "a.eml", _parts(3_000))
    yield Tiring("a subject of 10,000 encoded words", "a.eml", _subject(10_000))
    yield Tiring("a Word file of tables in tables", "a.docx", _tables(2_000))
    yield Tiring("a Word file of 50,000 runs", "a.docx", _runs(50_000))
    yield Tiring("slides of blanks", "a.pptx", _blanks())
    yield Tiring("a slide of groups in groups", "a.pptx", _groups(1_500))
    yield Tiring("a book of 100,000 words in one cell each", "a.xlsx", _cells(100_000))
    yield Tiring("a picture of 3,000 pictures", "a.gif", _frames(3_000))


def _parts(number: int) -> bytes:
    head = 'From: a@b.example\nSubject: x\nContent-Type: multipart/mixed; boundary="x"'
    return make.mail(head, b"--x\nContent-Type: text/plain\n\nwords\n" * number + b"--x--")


def _subject(number: int) -> bytes:
    return make.mail("From: a@b.example\nSubject: " + "=?utf-8?q?=41?= " * number, b"words")


def _tables(deep: int) -> bytes:
    one = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    body = f"{one[0] * deep}{one[1] * deep}"
    xml = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return make.with_part(make.word(["x"]), "word/document.xml", xml.encode())


def _runs(number: int) -> bytes:
    runs = "<w:r><w:t>a</w:t></w:r>" * number
    xml = f"<w:document {W}><w:body><w:p>{runs}</w:p></w:body></w:document>"
    return make.with_part(make.word(["x"]), "word/document.xml", xml.encode())


def _blanks() -> bytes:
    return make.with_part(make.deck([("a", "b", "c")]), "ppt/slides/slide1.xml", bytes(40_000_000))


def _groups(deep: int) -> bytes:
    shapes = "<p:grpSp>" * deep + "</p:grpSp>" * deep
    xml = f"<p:sld {P} {A}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"
    return make.with_part(make.deck([("a", "b", "c")]), "ppt/slides/slide1.xml", xml.encode())


def _cells(number: int) -> bytes:
    rows = "".join(f'<row><c t="inlineStr"><is><t>{it}</t></is></c></row>' for it in range(number))
    xml = f"<worksheet {S}><sheetData>{rows}</sheetData></worksheet>"
    book = make.book({"Sheet": [["a"]]})
    return make.with_part(book, "xl/worksheets/sheet1.xml", xml.encode())


def _frames(number: int) -> bytes:
    drawn = io.BytesIO()
    some = [Image.new("L", (2, 2), it % 256) for it in range(number)]
    some[0].save(drawn, "GIF", save_all=True, append_images=some[1:])
    return drawn.getvalue()
