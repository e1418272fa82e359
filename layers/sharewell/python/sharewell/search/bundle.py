"""The files of an index in transfer: bundled, and cut into chunks that fit a request."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from sharewell.core.values import Value

CHUNK = 32_000_000
"""Bytes of one object: small enough to hold several in memory, large enough to be few."""
META = "meta.json"


class Chunk(Value):
    """One object in the bucket and the SHA-256 of its bytes (hexadecimal)."""

    key: str
    sha: str
    size: int


class Bundle(Value):
    """The concatenated files of one segment, or one list of its deletions, as chunks."""

    files: list[tuple[str, int]]
    chunks: list[Chunk]

    @property
    def size(self) -> int:
        """Returns the bytes of all its files."""
        return sum(size for _, size in self.files)


def committed_files(folder: Path) -> tuple[str, dict[str, list[str]]]:
    """Returns the committed meta.json of an index, and the files it refers to by bundle."""
    meta = (folder / META).read_text()
    present = [path.name for path in folder.iterdir()]
    bundles: dict[str, list[str]] = {}
    for segment in json.loads(meta)["segments"]:
        name = segment["segment_id"].replace("-", "")
        files = (it for it in present if it.startswith(f"{name}.") and not it.endswith(".del"))
        bundles[name] = sorted(files)
        if segment["deletes"]:
            deletions = f"{name}.{segment['deletes']['opstamp']}.del"
            bundles[deletions] = [deletions]
    return meta, bundles


def file_sizes(folder: Path, names: Sequence[str]) -> list[tuple[str, int]]:
    """Returns the files with their sizes in bytes."""
    return [(name, (folder / name).stat().st_size) for name in names]


def read_chunks(folder: Path, names: Sequence[str], most: int = CHUNK) -> Iterator[bytes]:
    """Yields the concatenated bytes of the files in pieces of at most `most` bytes."""
    buffer = bytearray()
    for name in names:
        with (folder / name).open("rb") as file:
            while data := file.read(most - len(buffer)):
                buffer += data
                if len(buffer) == most:
                    yield bytes(buffer)
                    buffer.clear()
    if buffer:
        yield bytes(buffer)


def write_chunk(folder: Path, files: Sequence[tuple[str, int]], start: int, data: bytes) -> None:
    """Writes `data`, which begins at offset `start` of the concatenated files, into the files."""
    begin = 0
    for name, size in files:
        low, high = max(start, begin), min(start + len(data), begin + size)
        if low < high or size == 0:
            path = folder / name
            path.touch()
            with path.open("r+b") as file:
                file.seek(low - begin)
                file.write(data[low - start : high - start])
        begin += size


def sha256_hex(data: bytes) -> str:
    """Returns the SHA-256 of the data in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
