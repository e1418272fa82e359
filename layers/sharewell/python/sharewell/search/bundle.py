"""An index's files on their way: what belongs together, cut into chunks that fit a request."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from sharewell.values import Value

CHUNK = 32_000_000
"""Bytes of one object: small enough to hold several in memory, large enough to be few."""
META = "meta.json"


class Chunk(Value):
    """One object in the bucket and what its bytes must hash to (SHA-256, hexadecimal)."""

    key: str
    sha: str
    size: int


class Bundle(Value):
    """The files of one segment, or one list of its deletions, one after the other in chunks."""

    files: list[tuple[str, int]]
    chunks: list[Chunk]

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(size for _, size in self.files)


def living(folder: Path) -> tuple[str, dict[str, list[str]]]:
    """The committed meta.json of an index, and the files it stands on by the bundle they go in."""
    meta = (folder / META).read_text()
    there = [path.name for path in folder.iterdir()]
    bundles: dict[str, list[str]] = {}
    for segment in json.loads(meta)["segments"]:
        name = segment["segment_id"].replace("-", "")
        files = (it for it in there if it.startswith(f"{name}.") and not it.endswith(".del"))
        bundles[name] = sorted(files)
        if segment["deletes"]:
            gone = f"{name}.{segment['deletes']['opstamp']}.del"
            bundles[gone] = [gone]
    return meta, bundles


def sizes(folder: Path, names: Sequence[str]) -> list[tuple[str, int]]:
    """Files with how many bytes they have."""
    return [(name, (folder / name).stat().st_size) for name in names]


def chunks(folder: Path, names: Sequence[str], most: int = CHUNK) -> Iterator[bytes]:
    """The bytes of files, one after the other, in pieces of at most `most`."""
    waiting = bytearray()
    for name in names:
        with (folder / name).open("rb") as file:
            while data := file.read(most - len(waiting)):
                waiting += data
                if len(waiting) == most:
                    yield bytes(waiting)
                    waiting.clear()
    if waiting:
        yield bytes(waiting)


def spread(folder: Path, files: Sequence[tuple[str, int]], start: int, data: bytes) -> None:
    """Write the bytes that begin at `start` of the files' succession where they belong."""
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


def sha(data: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
