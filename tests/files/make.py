"""Sample files, made on demand: valid, broken and hostile ones.

`python tests/files/make.py FOLDER` writes one of each for inspection.

"""

import io
import itertools
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import docx
import pptx
import xlsxwriter  # type: ignore[import-untyped]
from PIL import Image
from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]

PROSE = "The working agreement says how we decide, when we meet, and what we do when we disagree."


def pdf(pages: Sequence[str], *, title: str = "", extra: str = "", bomb: bytes = b"") -> bytes:
    """Returns a PDF with one line of text a page; `bomb` is the doubly compressed last page."""
    contents = [(b"/FlateDecode", zlib.compress(_drawn(text))) for text in pages]
    contents += [(b"[/FlateDecode /FlateDecode]", bomb)] if bomb else []
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Title ({title}) >>".encode(),
    ]
    for number, (packing, content) in enumerate(contents):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (6 + 2 * number),
            b"<< /Length %d /Filter %b >>\nstream\n%b\nendstream"
            % (len(content), packing, content),
        ]
    return _pdf_file(objects, f"/Root 1 0 R /Info 4 0 R {extra}")


def _drawn(text: str) -> bytes:
    """Returns the commands that draw one line of text."""
    return f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET".encode()


def _pdf_file(objects: Iterable[bytes], trailer: str) -> bytes:
    """Returns the PDF file of these objects."""
    written = io.BytesIO()
    written.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(written.tell())
        written.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
    start = written.tell()
    written.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    written.writelines(b"%010d 00000 n \n" % place for place in places)
    end = f"trailer\n<< /Size {len(places) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    written.write(end.encode())
    return written.getvalue()


def locked_pdf() -> bytes:
    """Returns a PDF that is encrypted with an unknown key."""
    key = "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -1 /O <{0}> /U <{1}> >>"
    lock = f"/Encrypt {key.format('5a' * 32, 'a5' * 32)} /ID [<{'00' * 16}> <{'00' * 16}>]"
    return pdf(["secret"], extra=lock)


def pdf_bomb(*before: str) -> bytes:
    """Returns a PDF whose last page unpacks to 400 MB of drawing commands, compressed twice."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(b"q " * 500_000) for _ in range(400)) + packer.flush()
    return pdf(before, bomb=zlib.compress(once, 9))


def drawing_bomb() -> bytes:
    """Returns a PDF with 10 MB of drawing commands, compressed twice, that need more to read."""
    return zlib.compress(zlib.compress(b"q " * 5_000_000, 1), 9)


def word(pages: Sequence[str], *, title: str = "") -> bytes:
    """Returns a DOCX with a heading and a paragraph a page, page breaks, and a table at the end."""
    document = docx.Document()
    document.core_properties.title = title
    for number, text in enumerate(pages, 1):
        if number > 1:
            document.add_page_break()  # type: ignore[no-untyped-call]
        document.add_heading(f"Part {number}", level=1)
        document.add_paragraph(text)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left cell", "right cell"
    return _saved(document)


def deck(slides: Sequence[tuple[str, str, str]]) -> bytes:
    """Returns a PPTX of slides with a title, text and speaker notes."""
    show = pptx.Presentation()
    for title, text, notes in slides:
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    return _saved(show)


def _saved(made: object) -> bytes:
    """Returns the bytes of a document or deck."""
    written = io.BytesIO()
    made.save(written)  # type: ignore[attr-defined]
    return written.getvalue()


def book(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    """Returns an XLSX with these rows on these sheets."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return written.getvalue()


def far_cell(row: int = 1_048_575, column: int = 16_383) -> bytes:
    """Returns an XLSX with one cell in its first place and one far away, by default at the end."""
    near, far = (xl_rowcol_to_cell(*it) for it in ((0, 0), (row, column)))
    rows = f'<row r="1"><c r="{near}"><v>1</v></c></row>'
    rows += f'<row r="{row + 1}"><c r="{far}"><v>2</v></c></row>'
    xml = f'<dimension ref="{near}:{far}"/><sheetData>{rows}</sheetData>'
    name = "xl/worksheets/sheet1.xml"
    file = book({"Sheet": [[0]]})
    head = part(file, name).partition(b"<dimension")[0]
    return with_part(file, name, head + xml.encode() + b"</worksheet>")


def part(file: bytes, name: str) -> bytes:
    """Returns one part of an Office file."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return archive.read(name)


def with_part(file: bytes, name: str, content: bytes) -> bytes:
    """Returns an Office file in which one part is replaced."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(file)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
        if name not in old.namelist():
            new.writestr(name, content)
    return written.getvalue()


@cache
def word_bomb() -> bytes:
    """Returns a DOCX whose main part of 60 MB is compressed to 60 kB."""
    return with_part(word(["x"]), "word/document.xml", b"<a>" + b" " * 60_000_000 + b"</a>")


def lying_bomb() -> bytes:
    """Returns a DOCX whose directory understates the size of its bomb."""
    return word_bomb().replace(struct.pack("<L", 60_000_007), struct.pack("<L", 400))


@cache
def nested_bomb() -> bytes:
    """Returns a ZIP of ZIPs of ZIPs, each level ten times the last."""
    inner = b"\0" * 10_000_000
    for _ in range(4):
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            for copy in range(10):
                archive.writestr(f"{copy}.zip", inner)
        inner = written.getvalue()
    return inner


def entity_bomb() -> bytes:
    """Returns a DOCX whose text is one entity that expands to a billion laughs."""
    names = "abcdefghij"
    steps = (f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in itertools.pairwise(names))
    text = f'<!DOCTYPE d [<!ENTITY a "ha">{"".join(steps)}]><d>&j;</d>'
    return with_part(word(["x"]), "word/document.xml", text.encode())


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 600), **options: object) -> bytes:
    """Returns a picture, red on its left half and blue on its right."""
    made = Image.new("RGB", size, "blue")
    made.paste((255, 0, 0), (0, 0, size[0] // 2, size[1]))
    written = io.BytesIO()
    made.save(written, kind, **options)
    return written.getvalue()


def photo_with_place() -> bytes:
    """Returns a rotated JPEG with location and camera in its metadata."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secretcam"
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", exif=exif)


@cache
def huge_picture(width: int = 20_000, height: int = 10_000) -> bytes:
    """Returns a PNG that declares 200 megapixels in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">L", len(data)) + body + struct.pack(">L", zlib.crc32(body))

    packer = zlib.compressobj(9)
    row = b"\0" + bytes(width // 8)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def captions(count: int, *, every: int = 10, srt: bool = False) -> bytes:
    """Returns captions of one line each `every` seconds."""
    point = "," if srt else "."

    def at(second: int) -> str:
        return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}{point}000"

    cues = "\n\n".join(
        f"{n + 1}\n{at(n * every)} --> {at(n * every + every)}\nLine {n} of the talk"
        for n in range(count)
    )
    return (cues if srt else f"WEBVTT\n\n{cues}").encode() + b"\n"


def mail(headers: str, body: bytes) -> bytes:
    """Returns an e-mail of the given headers, unchanged, and a body."""
    return headers.replace("\n", "\r\n").encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


@cache
def all_kinds() -> Mapping[str, bytes]:
    """Returns one valid file of each kind that the reader supports."""
    return {
        "plan.pdf": pdf([PROSE, "Page two"], title="Our plan"),
        "plan.docx": word([PROSE, "Second page"], title="Our plan"),
        "plan.pptx": deck([("Why", PROSE, "say hello"), ("How", "step by step", "")]),
        "plan.xlsx": book({"Costs": [["what", "how much"], ["tea", 12]], "Notes": [["none"]]}),
        "plan.html": f"<title>Our plan</title><h1>Why</h1><p>{PROSE}".encode(),
        "plan.md": f"# Why\n\n{PROSE}\n".encode(),
        "plan.txt": PROSE.encode(),
        "plan.csv": b"what;how much\ntea;12\n",
        "talk.vtt": captions(13),
        "talk.srt": captions(13, srt=True),
        "hello.eml": mail("From: Ada <ada@quill.example>\nSubject: Hello", PROSE.encode()),
        "photo.jpg": photo_with_place(),
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in all_kinds().items():
        (folder / name).write_bytes(content)
