"""Files that are broken, encrypted, mislabelled or hostile are refused with a sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from files import make
from sharewell.file_reader import Limits, Reading, read

Upload = Callable[..., Reading]

LOCKED = "This file is locked with a password. Upload it without one."
BOMB = "This file unpacks to far more than it should and was not opened."
DAMAGED = "This file is damaged and cannot be opened."


@pytest.fixture
def upload(tmp_path: Path) -> Upload:
    """Returns a function that reads content as if it had been uploaded under a name."""

    def uploaded(name: str, content: bytes, **bounds: int) -> Reading:
        path = tmp_path / "content"
        path.write_bytes(content)
        return read(path, name, None, Limits(**bounds))

    return uploaded


@pytest.mark.parametrize("name", ["a.pdf", "a"])
def test_empty_file_is_refused_as_empty(upload: Upload, name: str) -> None:
    assert upload(name, b"").refusal == "This file is empty."


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", make.nested_bomb(), "This file is named .pdf but is a ZIP archive."),
        ("a.pdf", b"only words", "This file is named .pdf but is plain text."),
        ("a.pdf", b"MZ\x90\0" + bytes(99), "This file is named .pdf but is a program."),
        ("a.DOCX", make.pdf(["x"]), "This file is named .docx but is a PDF."),
        ("a.txt", make.pdf(["x"]), "This file is named .txt but is a PDF."),
        ("a.pptx", make.word(["x"]), "This file is named .pptx but is a Word file."),
        ("a.png", make.pdf(["x"]), "This file is named .png but is a PDF."),
        ("a.mp4", make.picture(), "This file is named .mp4 but is an image."),
        ("a.csv", bytes(range(256)), "This file is named .csv but is of an unknown type."),
        ("a.jpg", b"<script>alert(1)</script>", "This file is named .jpg but is plain text."),
    ],
)
def test_mislabelled_file_is_refused_with_its_real_type(
    upload: Upload, name: str, content: bytes, sentence: str
) -> None:
    reading = upload(name, content)
    assert (reading.refusal, reading.pages, reading.thumbnail) == (sentence, [], None)


def test_encrypted_file_is_refused_with_advice(upload: Upload) -> None:
    sentence = "This PDF is locked with a password. Upload it without one."
    assert upload("a.pdf", make.locked_pdf()).refusal == sentence
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    reading = upload("a.docx", old)
    assert (reading.refusal, reading.family) == (LOCKED, "document")


def test_corrupt_word_file_is_refused_as_damaged(upload: Upload) -> None:
    whole = make.word([make.PROSE])
    for content in (
        whole[: len(whole) // 2],
        make.with_part(whole, "word/document.xml", b"<w:document"),
        make.with_part(whole, "[Content_Types].xml", b""),
    ):
        reading = upload("a.docx", content)
        assert (reading.refusal, reading.type) == (DAMAGED, upload("a.docx", whole).type)


def test_damaged_files_of_every_kind_are_refused(upload: Upload) -> None:
    assert upload("a.pdf", b"%PDF-1.7\nno more").refusal == (
        "This PDF is damaged and cannot be opened."
    )
    assert upload("a.png", make.picture()[:60]).refusal == (
        "This picture is damaged and cannot be shown."
    )
    assert upload("a.vtt", b"hello").refusal == (
        "This file is named .vtt but does not begin with WEBVTT."
    )
    assert upload("a.srt", b"hello").refusal == "This file contains no readable captions."
    assert (
        upload("a.eml", b"hello\n\nyou").refusal == "This file is named .eml but is not an email."
    )


def test_pdf_of_ten_thousand_pages_is_read_up_to_the_limit(upload: Upload) -> None:
    reading = upload("a.pdf", make.pdf([f"Page {n}" for n in range(1, 10_001)]))
    assert (len(reading.pages), reading.page_count, reading.truncated) == (2_000, 10_000, True)
    assert reading.refusal == "Only the first 2,000 of its 10,000 pages were read."
    assert reading.pages[-1].text == "Page 2000"
    assert reading.thumbnail


def test_zip_bomb_in_word_file_is_not_opened(upload: Upload) -> None:
    assert upload("a.docx", make.word_bomb()).refusal == BOMB
    assert upload("a.docx", make.lying_bomb()).refusal == DAMAGED


def test_nested_zip_bomb_is_not_opened(upload: Upload) -> None:
    bomb = make.nested_bomb()
    assert upload("a.zip", bomb).refusal is None
    inside = make.with_part(make.word(["fine"]), "word/embeddings/inner.zip", bomb)
    assert "fine" in upload("a.docx", inside).pages[0].text


def test_archive_with_too_many_parts_is_not_opened(upload: Upload) -> None:
    assert upload("a.docx", make.word(["x"]), entries=5).refusal == BOMB


def test_xml_entities_are_not_expanded(upload: Upload) -> None:
    refusal = upload("a.docx", make.entity_bomb()).refusal
    assert refusal == (
        "This file declares XML entities, as no Office program does, and was not opened."
    )


def test_sheet_with_one_far_cell_is_refused_with_advice(upload: Upload) -> None:
    assert upload("a.xlsx", make.far_cell()).refusal == (
        "A sheet extends to row 1,048,576 and column 16,384. "
        "Clear its empty rows and columns and upload it again."
    )


def test_picture_of_200_megapixels_is_not_decoded(upload: Upload) -> None:
    reading = upload("a.png", make.huge_picture())
    assert (reading.type, reading.thumbnail) == ("image/png", None)
    assert reading.refusal == (
        "This picture has 200 megapixels. It is stored, but too large to be shown."
    )


def test_deeply_nested_html_is_read_up_to_the_limit(upload: Upload) -> None:
    reading = upload("a.html", b"<p>above</p>" + b"<div>" * 100_000 + b"deep")
    assert [page.text for page in reading.pages] == ["above"]
    assert (
        reading.refusal
        == "This page is nested too deeply. Only the content above that level was read."
    )


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.txt",
        "/etc/passwd\0.txt",
        "evil\u202efdp.txt",
        "🦄🧁.txt",
        "שלום.txt",
        "x" * 5_000 + ".txt",
        "a\nb.txt",
    ],
)
def test_file_name_is_never_used_as_a_path(upload: Upload, tmp_path: Path, name: str) -> None:
    reading = upload(name, b"Hello there")
    assert (reading.type, reading.pages[0].text) == ("text/plain", "Hello there")
    assert [path.name for path in tmp_path.iterdir()] == ["content"]


def test_right_to_left_name_does_not_hide_its_extension(upload: Upload) -> None:
    assert upload("invoice\u202egpj.pdf", make.picture()).refusal == (
        "This file is named .pdf but is an image."
    )


def test_titles_contain_no_control_characters(upload: Upload) -> None:
    reading = upload("a.html", "<title>in\u202evoice\x07 \n fdp</title><p>x".encode())
    assert reading.title == "invoice fdp"


def _plain(headers: str, body: bytes = b"The body\r\n") -> bytes:
    return make.mail(headers, body)


MALFORMED = {
    "two senders in one": _plain("From: boss@quill.example (x) <evil@z.example>\nSubject: s"),
    "line breaks in a name": _plain("From: =?utf-8?q?a=0D=0ABcc:_x=00?= <a@b.example>"),
    "an unknown charset": _plain("From: a@b.example\nContent-Type: text/plain; charset=klingon"),
    "a broken encoded word": _plain("From: a@b.example\nSubject: =?utf-8?b?!!!?= =?x?q?=ZZ?="),
    "base64 that is none": _plain("From: a@b.example\nContent-Transfer-Encoding: base64", b"%%%"),
    "an unknown encoding": _plain("From: a@b.example\nContent-Transfer-Encoding: rot13"),
    "no boundary": _plain("From: a@b.example\nContent-Type: multipart/mixed"),
    "a boundary that never comes": _plain(
        "From: a@b.example\nContent-Type: multipart/mixed; boundary=q"
    ),
    "parts in parts in parts": _plain(
        "From: a@b.example\nContent-Type: multipart/mixed; boundary=b0",
        b"".join(
            b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1)
            for n in range(800)
        ),
    ),
    "raw bytes in headers": b"From: \xff\xfe\xe4@b.example\r\nSubject: \x80\r\n\r\nThe body\r\n",
    "a file name of many charsets": _plain(
        "From: a@b.example\nContent-Disposition: attachment; "
        "filename*0*=klingon''%ff; filename*9=x; filename*=utf-8'%00"
    ),
    "a header without end": _plain("From: a@b.example\nSubject: " + "x" * 300_000),
    "headers only": b"From: a@b.example\nSubject: s",
}


@pytest.mark.parametrize("fault", MALFORMED)
def test_malformed_mail_is_read_as_far_as_possible(upload: Upload, fault: str) -> None:
    reading = upload("a.eml", MALFORMED[fault])
    assert (reading.family, reading.refusal) == ("mail", None)
    assert reading.pages[0].text.startswith("From: ")


def test_mail_shows_its_sender_unchanged(upload: Upload) -> None:
    text = upload("a.eml", MALFORMED["two senders in one"]).pages[0].text
    assert text.startswith("From: boss@quill.example (x) <evil@z.example>\n")


def test_attachment_name_cannot_inject_mail_lines(upload: Upload) -> None:
    text = upload("a.eml", MALFORMED["line breaks in a name"]).pages[0].text
    assert text.split("\n")[0] == "From: a Bcc: x <a@b.example>"
