"""The file that an export is: a zip of rows, objects, and a manifest that both must agree with.

rows.jsonl       a row a line, as DynamoDB's JSON
objects.jsonl    key, type, metadata, size and SHA-256 of an object a line, in order
objects/<n>      their bytes
manifest.json    whose it is, how much there is, and the SHA-256 of the two lists
"""

import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from keeping.ownership import KEPT, Row, owner, prefixes

FORMAT = 1
CHUNK = 1 << 20


class DamagedError(Exception):
    """What is wrong with an export, in words for the operator."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export says about itself."""

    organisation: str
    name: str
    pool: str
    exported_at: str
    rows: int
    rows_sha256: str
    objects: int
    objects_sha256: str
    bytes: int
    format: int = FORMAT


class Kept(NamedTuple):
    """One object of an export."""

    key: str
    type: str
    metadata: dict[str, str]
    size: int
    sha256: str


class Writing:
    """An export that is being made, in a `with`; it has its name only once it is whole."""

    def __init__(self, path: Path) -> None:
        self._path, self._part = path, path.with_name(f"{path.name}.part")
        self._objects, self._digest = 0, hashlib.sha256()
        with ExitStack() as opened:
            # It holds everything an organisation knows: for the operator alone.
            number = os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
            self._file = opened.enter_context(os.fdopen(number, "w+b"))
            # Beside the zip, which takes one entry at a time.
            self._listed = opened.enter_context(TemporaryFile())
            self._zip = opened.enter_context(ZipFile(self._file, "w", ZIP_DEFLATED))
            self._open = opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
        self._part.unlink(missing_ok=True)

    def rows(self, rows: Iterable[Row]) -> tuple[int, str]:
        """Keep all rows; how many, and their SHA-256."""
        digest, number = hashlib.sha256(), 0
        with self._zip.open("rows.jsonl", "w", force_zip64=True) as out:
            for number, row in enumerate(rows, 1):  # noqa: B007  # counts
                line = _line(row)
                digest.update(line)
                out.write(line)
        return number, digest.hexdigest()

    def object(self, key: str, type: str, metadata: dict[str, str], chunks: Iterable[bytes]) -> int:
        """Keep one object; how many bytes it has."""
        digest, size = hashlib.sha256(), 0
        entry = ZipInfo(f"objects/{self._objects}")
        entry.compress_type = ZIP_STORED  # pictures, PDFs and Office files are compressed already
        with self._zip.open(entry, "w", force_zip64=True) as out:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
        line = _line(Kept(key, type, metadata, size, digest.hexdigest())._asdict())
        self._listed.write(line)
        self._digest.update(line)
        self._objects += 1
        return size

    def objects(self) -> tuple[int, str]:
        """Keep the list of objects; how many, and its SHA-256."""
        self._listed.seek(0)
        with self._zip.open("objects.jsonl", "w", force_zip64=True) as out:
            shutil.copyfileobj(self._listed, out)
        return self._objects, self._digest.hexdigest()

    def finish(self, manifest: Manifest) -> None:
        """Make it whole, and give it its name."""
        self._zip.writestr("manifest.json", json.dumps(asdict(manifest), indent=2))
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._part.replace(self._path)


class Reading:
    """An export that was made, in a `with`; nothing of it is to be believed before `verify`."""

    def __init__(self, path: Path) -> None:
        try:
            with ExitStack() as opened:
                self._zip = opened.enter_context(ZipFile(path))
                said: dict[str, Any] = json.loads(self._zip.read("manifest.json"))
                if said.get("format") != FORMAT:
                    raise DamagedError(f"{path} is of format {said.get('format')}, not {FORMAT}")
                self.manifest = Manifest(**said)
                opened.pop_all()
        except (BadZipFile, KeyError, TypeError, ValueError, OSError) as error:
            raise DamagedError(f"{path} is no export, or not whole: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def verify(self) -> None:
        """Read everything once, and hold it against the manifest."""
        try:
            self._verify()
        except (BadZipFile, zlib.error, KeyError, ValueError, EOFError) as error:
            raise DamagedError(f"the export is damaged: {error}") from error

    def rows(self) -> Iterator[Row]:
        """Every row."""
        with self._zip.open("rows.jsonl") as lines:
            for line in lines:
                yield json.loads(line)

    def objects(self) -> Iterator[tuple[Kept, IO[bytes]]]:
        """Every object with its bytes, to be read before the next is asked for."""
        with self._zip.open("objects.jsonl") as lines:
            for number, line in enumerate(lines):
                with self._zip.open(f"objects/{number}") as data:
                    yield Kept(**json.loads(line)), data

    def _verify(self) -> None:
        said, own = self.manifest, prefixes(self.manifest.organisation, KEPT)
        for name, wanted in (
            ("rows.jsonl", said.rows_sha256),
            ("objects.jsonl", said.objects_sha256),
        ):
            with self._zip.open(name) as data:
                _must(_sha256(data) == wanted, f"{name} is not what was exported")
        rows = 0
        for rows, row in enumerate(self.rows(), 1):  # noqa: B007  # counts
            _must(owner(row) == said.organisation, f"a row of another organisation: {row['pk']}")
        objects = 0
        for objects, (kept, data) in enumerate(self.objects(), 1):  # noqa: B007  # counts
            _must(kept.key.startswith(tuple(own)), f"an object of another place: {kept.key}")
            _must(_sha256(data) == kept.sha256, f"{kept.key} is not what was exported")
        _must((rows, objects) == (said.rows, said.objects), "rows or objects are missing")


def _must(holds: bool, otherwise: str) -> None:  # noqa: FBT001  # a condition
    if not holds:
        raise DamagedError(f"the export is damaged: {otherwise}")


def _line(value: dict[str, Any]) -> bytes:
    # Rows hold no bytes, which JSON could not; one that did would be said here.
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def _sha256(data: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := data.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
