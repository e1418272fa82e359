"""The file format of an export: a ZIP archive of rows, objects and a manifest that verifies both.

rows.jsonl       one row per line, as DynamoDB JSON
objects.jsonl    key, type, metadata, size and SHA-256 of one object per line, in order
objects/<n>      their bytes
manifest.json    the organisation, the counts, and the SHA-256 of both lists
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

from backup.ownership import SOURCES, Row, owner, prefixes

FORMAT = 1
CHUNK = 1 << 20


class DamagedError(Exception):
    """An export is damaged; the message is for the operator."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of an export."""

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


class StoredObject(NamedTuple):
    """The metadata of one object in an export."""

    key: str
    type: str
    metadata: dict[str, str]
    size: int
    sha256: str


class Writing:
    """Writes an export, as a context manager; the file gets its name only once it is complete."""

    def __init__(self, path: Path) -> None:
        self._path, self._part = path, path.with_name(f"{path.name}.part")
        self._objects, self._digest = 0, hashlib.sha256()
        with ExitStack() as opened:
            # It has all data of an organisation: readable by the operator only.
            number = os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
            self._file = opened.enter_context(os.fdopen(number, "w+b"))
            # In a file of its own: a ZIP archive writes one entry at a time.
            self._listed = opened.enter_context(TemporaryFile())
            self._zip = opened.enter_context(ZipFile(self._file, "w", ZIP_DEFLATED))
            self._open = opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
        self._part.unlink(missing_ok=True)

    def rows(self, rows: Iterable[Row]) -> tuple[int, str]:
        """Writes all rows and returns their count and SHA-256."""
        digest, number = hashlib.sha256(), 0
        with self._zip.open("rows.jsonl", "w", force_zip64=True) as out:
            for number, row in enumerate(rows, 1):  # noqa: B007  # counts
                line = _line(row)
                digest.update(line)
                out.write(line)
        return number, digest.hexdigest()

    def object(self, key: str, type: str, metadata: dict[str, str], chunks: Iterable[bytes]) -> int:
        """Writes one object and returns its size in bytes."""
        digest, size = hashlib.sha256(), 0
        entry = ZipInfo(f"objects/{self._objects}")
        entry.compress_type = ZIP_STORED  # pictures, PDFs and Office files are compressed already
        with self._zip.open(entry, "w", force_zip64=True) as out:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
        line = _line(StoredObject(key, type, metadata, size, digest.hexdigest())._asdict())
        self._listed.write(line)
        self._digest.update(line)
        self._objects += 1
        return size

    def objects(self) -> tuple[int, str]:
        """Writes the list of objects and returns their count and its SHA-256."""
        self._listed.seek(0)
        with self._zip.open("objects.jsonl", "w", force_zip64=True) as out:
            shutil.copyfileobj(self._listed, out)
        return self._objects, self._digest.hexdigest()

    def finish(self, manifest: Manifest) -> None:
        """Writes the manifest, closes the file and gives it its name."""
        self._zip.writestr("manifest.json", json.dumps(asdict(manifest), indent=2))
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._part.replace(self._path)


class Reading:
    """Reads an export, as a context manager; trust its content only after `verify`."""

    def __init__(self, path: Path) -> None:
        try:
            with ExitStack() as opened:
                self._zip = opened.enter_context(ZipFile(path))
                manifest: dict[str, Any] = json.loads(self._zip.read("manifest.json"))
                if (found := manifest.get("format")) != FORMAT:
                    raise DamagedError(f"{path} has format {found}, not {FORMAT}")
                self.manifest = Manifest(**manifest)
                opened.pop_all()
        except (BadZipFile, KeyError, TypeError, ValueError, OSError) as error:
            raise DamagedError(f"{path} is not a complete export: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def verify(self) -> None:
        """Reads everything and compares it with the manifest.

        Raises: DamagedError.
        """
        try:
            self._verify()
        except (BadZipFile, zlib.error, KeyError, ValueError, EOFError) as error:
            raise DamagedError(f"the export is damaged: {error}") from error

    def rows(self) -> Iterator[Row]:
        """Yields all rows."""
        with self._zip.open("rows.jsonl") as lines:
            for line in lines:
                yield json.loads(line)

    def objects(self) -> Iterator[tuple[StoredObject, IO[bytes]]]:
        """Yields all objects with a stream of their bytes, valid until the next object."""
        with self._zip.open("objects.jsonl") as lines:
            for number, line in enumerate(lines):
                with self._zip.open(f"objects/{number}") as data:
                    yield StoredObject(**json.loads(line)), data

    def _verify(self) -> None:
        manifest, own = self.manifest, prefixes(self.manifest.organisation, SOURCES)
        for name, wanted in (
            ("rows.jsonl", manifest.rows_sha256),
            ("objects.jsonl", manifest.objects_sha256),
        ):
            with self._zip.open(name) as data:
                _require(_sha256(data) == wanted, f"{name} differs from its checksum")
        rows = 0
        for rows, row in enumerate(self.rows(), 1):  # noqa: B007  # counts
            is_own = owner(row) == manifest.organisation
            _require(is_own, f"a row of another organisation: {row['pk']}")
        objects = 0
        for objects, (stored, data) in enumerate(self.objects(), 1):  # noqa: B007  # counts
            _require(
                stored.key.startswith(tuple(own)), f"an object outside its place: {stored.key}"
            )
            _require(_sha256(data) == stored.sha256, f"{stored.key} differs from its checksum")
        is_complete = (rows, objects) == (manifest.rows, manifest.objects)
        _require(is_complete, "rows or objects are missing")


def _require(holds: bool, message: str) -> None:  # noqa: FBT001  # a condition
    if not holds:
        raise DamagedError(f"the export is damaged: {message}")


def _line(value: dict[str, Any]) -> bytes:
    # Rows have no binary attributes, which JSON cannot hold; one that had would raise here.
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def _sha256(data: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := data.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
