"""Limits of the file reader: time, memory, output, network and secrets."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from files import make
from sharewell.file_reader import Limits, Reading, read, service

Upload = Callable[..., Reading]


@pytest.fixture
def upload(tmp_path: Path) -> Upload:
    """Returns a function that reads content as if it had been uploaded under a name."""

    def uploaded(name: str, content: bytes, **bounds: Any) -> Reading:
        path = tmp_path / "content"
        path.write_bytes(content)
        return read(path, name, None, Limits(**bounds))

    return uploaded


def test_hanging_reader_is_stopped_at_the_deadline(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "never")
    since = time.monotonic()
    reading = read(tmp_path / "never", "a.txt", None, Limits(seconds=0.5))
    assert time.monotonic() - since < 1.5
    assert reading.refusal == "It takes too long to read this file."


def test_reader_using_too_much_cpu_time_is_stopped(upload: Upload) -> None:
    cues = b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\nhi\n\n" * 300_000
    reading = upload("a.vtt", cues, processor_seconds=1)
    assert reading.refusal == "It takes too long to read this file."


def test_pdf_bomb_is_stopped_and_earlier_pages_are_kept(upload: Upload) -> None:
    reading = upload("a.pdf", make.pdf_bomb("Page 1", "Page 2"), memory=300_000_000)
    assert [page.text for page in reading.pages] == ["Page 1", "Page 2"]
    assert (reading.truncated, reading.page_count) == (True, 3)
    assert reading.refusal == "Only its first 2 pages could be read."


def test_oversized_page_is_stopped_early(upload: Upload) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    reading = upload("a.pdf", make.pdf(["Page 1"], bomb=make.drawing_bomb()))
    assert [page.text for page in reading.pages] == ["Page 1"]
    assert reading.refusal == "Only its first page could be read."
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= max(before, 400_000)


def test_drawing_of_many_lines_is_read(upload: Upload) -> None:
    lines = b"0 0 m " + b"123.45 678.90 l " * 250_000 + b"S BT /F1 9 Tf (Quarry) Tj ET"
    drawn = zlib.compress(zlib.compress(lines, 1), 1)
    reading = upload("a.pdf", make.pdf(["Page 1"], bomb=drawn))
    assert [page.text for page in reading.pages] == ["Page 1", "Quarry"]


def test_memory_hog_is_stopped_and_next_file_is_read(upload: Upload) -> None:
    hog = make.far_cell(19_999, 999)
    assert upload("a.xlsx", hog, memory=300_000_000).refusal in {
        "This file needs too much memory to be read.",
        "This file could not be read: it is damaged or needs too much memory.",
    }
    assert upload("a.pdf", make.pdf(["fine"])).pages[0].text == "fine"


def test_file_over_the_size_limit_is_stored_unread(upload: Upload) -> None:
    reading = upload("a.txt", b"hello " * 1_000_000, file_bytes=5_000_000)
    assert (reading.type, reading.pages) == ("text/plain", [])
    assert (
        reading.refusal == "This file is larger than 5 MB. It is stored, but its text was not read."
    )


def test_page_and_text_length_are_limited(upload: Upload) -> None:
    page = upload("a.pdf", make.pdf(["x" * 3_000]), page_bytes=1_000)
    assert (len(page.pages[0].text), page.truncated) == (1_000, True)
    assert page.refusal == "Its longest pages were cut. Search does not find their ends."
    text = upload("a.txt", ("words and more of them\n" * 200_000).encode(), text_bytes=2_000_000)
    assert text.truncated
    assert text.refusal == "Only the first 2 MB of this file were read."
    assert 1_900_000 < sum(len(page.text.encode()) for page in text.pages) <= 2_000_000


def test_page_is_truncated_between_characters(upload: Upload) -> None:
    reading = upload("a.txt", ("🦄" * 2_000).encode(), page_bytes=1_001)
    assert reading.pages[0].text == "🦄" * 250


def test_endless_line_is_split(upload: Upload) -> None:
    reading = upload("a.txt", b"x" * 1_000_000)
    assert reading.page_count == 250
    assert not reading.truncated


def test_reader_sees_no_secrets_and_leaves_no_files(
    upload: Upload, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "library"
    library.mkdir()
    note = f"open({str(tmp_path / 'seen')!r}, 'w').write(json.dumps(dict(os.environ)))"
    spy = f"import json, os\n{note}"
    (library / "filetype.py").write_text(f"{spy}\ndef guess(head): return None\n")
    monkeypatch.syspath_prepend(library)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "must not leak")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    upload("a.txt", b"\xff words")
    seen = json.loads((tmp_path / "seen").read_text())
    assert "PYTHONPATH" in seen
    assert not [name for name in seen if name.startswith("AWS")]
    assert {path.name for path in tmp_path.iterdir()} == {"content", "library", "seen"}


def test_reader_works_in_any_directory(upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [os.path.relpath(entry) for entry in sys.path if entry])
    assert upload("a.txt", b"hello").pages[0].text == "hello"


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.fork()",
        "import os; os.execv('/bin/true', ['true'])",
        "import os; os.system('true')",
    ],
)
def test_reader_cannot_open_sockets_or_start_programs(attempt: str) -> None:
    confined = "from sharewell.file_reader import child; child._drop_privileges(child.Limits()); "
    ran = subprocess.run(
        [sys.executable, "-c", confined + attempt],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=False,
    )
    assert b"PermissionError" in ran.stderr


def test_output_of_a_compromised_reader_is_validated() -> None:
    lie: list[dict[str, Any]] = [
        {"type": "text/plain", "family": "text"},
        {"page": {"number": -1, "text": "x"}},
        {"end": True},
    ]
    others: list[list[dict[str, Any]]] = [
        [{"type": 7, "family": "king"}],
        [{"page": 1}],
        [{"secret": 1}, {"end": True}],
        [{"thumbnail": "%%"}],
    ]
    for output in (lie, *others):
        reading = service._validated_reading(output, None)
        assert (reading.type, reading.pages) == ("application/octet-stream", [])
        assert reading.refusal
