"""What the file reader extracts from valid files: text by page, type, language, thumbnail."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from PIL import Image

from files import make
from sharewell.file_reader import Limits, Reading, read
from sharewell.file_reader.language import detect_language

Upload = Callable[..., Reading]


@pytest.fixture
def upload(tmp_path: Path) -> Upload:
    """Returns a function that reads content as if it had been uploaded under a name."""

    def uploaded(name: str, content: bytes, claimed: str | None = None, **bounds: int) -> Reading:
        path = tmp_path / "content"
        path.write_bytes(content)
        return read(path, name, claimed, Limits(**bounds))

    return uploaded


@pytest.fixture(scope="module")
def kinds() -> Mapping[str, bytes]:
    """Returns one valid file of each kind."""
    return make.all_kinds()


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("plan.pdf", "pdf"),
        ("plan.docx", "document"),
        ("plan.pptx", "slides"),
        ("plan.xlsx", "sheet"),
        ("plan.html", "page"),
        ("plan.md", "text"),
        ("plan.txt", "text"),
        ("plan.csv", "table"),
        ("talk.vtt", "captions"),
        ("talk.srt", "captions"),
        ("hello.eml", "mail"),
    ],
)
def test_every_kind_of_file_is_read(
    upload: Upload, kinds: Mapping[str, bytes], name: str, family: str
) -> None:
    reading = upload(name, kinds[name])
    assert (reading.family, reading.refusal, reading.truncated) == (family, None, False)
    assert reading.page_count == len(reading.pages) >= 1


def test_pdf_text_is_on_its_page(upload: Upload) -> None:
    reading = upload("a.pdf", make.pdf([f"Sentence of page {n}" for n in range(1, 13)]))
    assert [page.number for page in reading.pages] == list(range(1, 13))
    assert reading.pages[6].text == "Sentence of page 7"


def test_scanned_page_keeps_its_place(upload: Upload) -> None:
    reading = upload("a.pdf", make.pdf(["first", "", "third"]))
    assert [(page.number, page.text) for page in reading.pages] == [(1, "first"), (3, "third")]
    assert reading.page_count == 3


def test_word_file_is_split_at_page_breaks(upload: Upload) -> None:
    reading = upload("a.docx", make.word(["alpha", "beta", "gamma"], title="Three letters"))
    assert [(page.title, page.text.split("\n")[2]) for page in reading.pages] == [
        ("Part 1", "alpha"),
        ("Part 2", "beta"),
        ("Part 3", "gamma"),
    ]
    assert "left cell\nright cell" in reading.pages[2].text
    assert reading.title == "Three letters"


def test_word_file_with_rendered_breaks_counts_each_once(upload: Upload) -> None:
    made = make.word(["alpha", "beta"])
    body = make.part(made, "word/document.xml")
    at = body.index(b'<w:br w:type="page"/>')
    noted = body[at:].replace(b"<w:t>Part 2", b"<w:lastRenderedPageBreak/><w:t>Part 2", 1)
    reading = upload("a.docx", make.with_part(made, "word/document.xml", body[:at] + noted))
    assert [page.number for page in reading.pages] == [1, 2]


def test_text_in_boxes_and_controls_is_read_once(upload: Upload) -> None:
    made = make.word(["alpha"])
    box = (
        b"<w:sdt><w:sdtContent><w:p><w:r><w:t>controlled</w:t></w:r>"
        b"<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"
        b"</w:pict></w:r></w:p></w:sdtContent></w:sdt><w:sectPr"
    )
    body = make.part(made, "word/document.xml").replace(b"<w:sectPr", box, 1)
    text = upload("a.docx", make.with_part(made, "word/document.xml", body)).pages[0].text
    assert (text.count("controlled"), text.count("boxed")) == (1, 1)


def test_slide_is_a_page_with_speaker_notes(upload: Upload) -> None:
    reading = upload("a.pptx", make.deck([("Why", "because", "smile"), ("How", "slowly", "")]))
    assert [page.title for page in reading.pages] == ["Why", "How"]
    assert reading.pages[0].text == "Why\nbecause\n\nsmile"


def test_templates_and_macro_files_are_read_like_plain_ones(upload: Upload) -> None:
    made = make.word(["macro text"])
    kinds = make.part(made, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    special = make.with_part(make.with_part(made, "[Content_Types].xml", kinds), "x", b"")
    reading = upload("a.docm", make.with_part(special, "word/vbaProject.bin", b"macro"))
    assert "macro text" in reading.pages[0].text
    assert reading.type == "application/vnd.ms-word.document.macroEnabled.12"


def test_sheet_is_a_page_and_row_is_a_line(upload: Upload) -> None:
    rows: list[list[object]] = [["what", "how much"], ["tea", 12.0], ["cake", 3.5]]
    reading = upload("a.xlsx", make.book({"Costs": rows, "Empty": [], "Notes": [["none"]]}))
    assert [(page.number, page.title) for page in reading.pages] == [(1, "Costs"), (3, "Notes")]
    assert reading.pages[0].text == "what\thow much\ntea\t12\ncake\t3.5"


def test_long_sheet_is_split_into_pages(upload: Upload) -> None:
    rows = [[f"a row of some length with number {n}"] for n in range(5_000)]
    reading = upload("a.xlsx", make.book({"Long": rows}))
    assert [page.title for page in reading.pages] == ["Long"] * 3
    assert not reading.truncated
    assert "number 4999" in reading.pages[-1].text


def test_html_is_read_as_its_visible_text(upload: Upload) -> None:
    html = (
        "<!doctype html><title>Guide</title><style>p{}</style><script>var hidden</script>"
        "<h1>Kick-<b>off</b></h1><p>One&nbsp;two <i>three</i><br>four<table><tr><td>l<td>r</table>"
    )
    reading = upload("a.html", html.encode())
    assert reading.title == "Guide"
    assert reading.pages[0].title == "Kick-off"
    assert reading.pages[0].text == "Kick-off\n\nOne two three\nfour\nl\tr"


def test_markdown_is_read_without_markup(upload: Upload) -> None:
    text = "# Why\n\nThe *best* [link](https://example.org) of\nall\n\n|a|b|\n|-|-|\n|c|d|\n"
    page = upload("a.md", text.encode()).pages[0]
    assert page.title == "Why"
    assert page.text == "Why\n\nThe best link of\nall\na\tb\nc\td"


def test_long_text_is_split_at_headings(upload: Upload) -> None:
    text = "\n\n".join(f"## Part {n}\n\n{make.PROSE * 40}" for n in range(6))
    reading = upload("a.md", text.encode())
    assert [page.title for page in reading.pages] == [f"Part {n}" for n in range(6)]


def test_captions_are_split_by_minute_with_start_second(upload: Upload) -> None:
    for name, srt in (("a.vtt", False), ("a.srt", True)):
        reading = upload(name, make.captions(20, srt=srt))
        assert [page.second for page in reading.pages] == [0, 60, 120, 180]
        assert reading.pages[1].text.startswith("Line 6 of the talk\n")


def test_captions_name_the_speakers(upload: Upload) -> None:
    vtt = b"WEBVTT\n\n01:00:05.000 --> 01:00:07.000\n<v Ada Quill>Hello <b>all</b>\n"
    page = upload("a.vtt", vtt).pages[0]
    assert (page.text, page.second) == ("Ada Quill: Hello all", 3605)


def test_mail_is_read_with_headers_text_and_attachment_names(upload: Upload) -> None:
    body = (
        b"--x\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nGr\xfc\xdfe\r\n"
        b"--x\r\nContent-Type: application/pdf\r\n"
        b'Content-Disposition: attachment; filename="../../etc/plan.pdf"\r\n\r\n%PDF\r\n--x--\r\n'
    )
    headers = (
        "From: =?utf-8?q?Zo=C3=AB?= <zoe@quill.example>\nTo: all@quill.example\n"
        'Subject: Plan\nContent-Type: multipart/mixed; boundary="x"'
    )
    reading = upload("a.eml", make.mail(headers, body))
    assert reading.title == "Plan"
    assert reading.pages[0].text == (
        "From: Zoë <zoe@quill.example>\nTo: all@quill.example\nSubject: Plan\n\n"
        "Grüße\n\nAttached: plan.pdf"
    )


def test_delimited_table_is_split_by_its_own_delimiter(upload: Upload) -> None:
    for mark in ",;\t|":
        content = f'name{mark}role\n"Quill{mark} Ada"{mark}lead\n'.encode()
        assert "lead" in upload("a.csv", content).pages[0].text.split("\n")[1].split("\t")


def test_text_in_other_encodings_is_decoded(upload: Upload) -> None:
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        assert upload("a.txt", "Über Größe".encode(encoding)).pages[0].text == "Über Größe"
    russian = "Рабочее соглашение говорит, как мы решаем и когда мы встречаемся. " * 5
    assert upload("a.txt", russian.encode("cp1251")).pages[0].text == russian.strip()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (make.PROSE, "en"),
        ("Der Auftrag des Projekts steht im Vertrag und wird vom Vorstand geprüft.", "de"),
        ("אנחנו נפגשים ביום שני כדי לדבר על הפרויקט", "he"),
        ("会議の前に資料を読んでください。よろしくお願いします。", "ja"),
        ("12 34 ok", None),
    ],
)
def test_language_of_text_is_detected(text: str, language: str | None) -> None:
    assert detect_language(text) == language


def test_language_of_file_is_detected(upload: Upload) -> None:
    assert upload("a.txt", make.PROSE.encode()).language == "en"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF"])
def test_picture_gets_a_thumbnail(upload: Upload, kind: str) -> None:
    reading = upload(f"a.{kind.lower()}", make.picture(kind))
    assert reading.family == "image"
    assert _opened(reading).size == (480, 320)


def test_photo_thumbnail_is_upright_and_has_no_location(upload: Upload) -> None:
    reading = upload("a.jpg", make.photo_with_place())
    small = _opened(reading)
    assert small.size == (320, 480)
    assert b"Secretcam" not in (reading.thumbnail or b"")
    assert not small.getexif()
    top = small.convert("RGB").crop((0, 0, 320, 100)).resize((1, 1)).tobytes()
    assert top[0] > 200 > top[2]


def test_pdf_gets_a_thumbnail_of_its_first_page(upload: Upload) -> None:
    assert _opened(upload("a.pdf", make.pdf(["x"]))).height == 480


def test_audio_and_video_are_detected_by_content(upload: Upload) -> None:
    film = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(99)
    reading = upload("a.mp4", film)
    assert (reading.type, reading.family, reading.pages) == ("video/mp4", "video", [])
    assert upload("a.mp3", b"ID3\x03\0\0\0\0\0\x0a" + bytes(99)).family == "audio"


def test_large_video_is_detected_by_its_first_bytes(tmp_path: Path) -> None:
    path = tmp_path / "part"
    path.write_bytes(b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(99))
    assert read(path, "a.mp4", size=5_000_000_000).refusal is None
    path.write_bytes(make.deck([("a", "b", "c")])[:1_000])
    reading = read(path, "a.pptx", size=5_000_000_000)
    assert reading.family == "slides"
    assert (
        reading.refusal
        == "This file is larger than 300 MB. It is stored, but its text was not read."
    )


def test_file_without_extension_is_detected_by_content(upload: Upload) -> None:
    assert upload("plan", make.pdf(["x"])).family == "pdf"
    assert upload("README", b"# Hello\n").type == "text/plain"
    assert upload("README", b"# Hello\n", "text/markdown; charset=utf-8").type == "text/markdown"
    assert upload("tool.py", b"print('hello')\n").type == "text/plain"


def _opened(reading: Reading) -> Image.Image:
    """Returns the thumbnail, which is a WebP."""
    assert reading.thumbnail is not None
    image = Image.open(io.BytesIO(reading.thumbnail))
    assert image.format == "WEBP"
    return image
