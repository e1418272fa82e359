"""An organisation, from its deployment into one file."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from keeping.archive import CHUNK, Manifest, Writing
from keeping.deployed import Deployed
from keeping.ownership import KEPT, prefixes

T = TypeVar("T")
Say = Callable[[str], None]
EVERY = 5000
"""Rows or objects between two words on how far it is."""


class RefusedError(Exception):
    """Why nothing was done, in words for the operator."""


def export(deployed: Deployed, organisation: str, path: Path, say: Say = print) -> Manifest:
    """Write every row and object of an organisation into a new file."""
    if path.exists():
        raise RefusedError(f"{path} is there already; choose another name")
    name = deployed.name(organisation)
    if name is None:
        raise RefusedError(
            f"there is no organisation {organisation}; make organisations lists them"
        )
    with Writing(path) as writing:
        rows, rows_sha256 = writing.rows(told(deployed.rows(organisation), "rows", say))
        size = 0
        keys = (key for it in prefixes(organisation, KEPT) for key in deployed.keys(it))
        for key in told(keys, "objects", say):
            found = deployed.s3.get_object(Bucket=deployed.bucket, Key=key)
            chunks = found["Body"].iter_chunks(CHUNK)
            size += writing.object(key, found["ContentType"], found["Metadata"], chunks)
        objects, objects_sha256 = writing.objects()
        manifest = Manifest(
            organisation=organisation,
            name=name,
            pool=deployed.pool,
            exported_at=datetime.now(UTC).isoformat(timespec="seconds"),
            rows=rows,
            rows_sha256=rows_sha256,
            objects=objects,
            objects_sha256=objects_sha256,
            bytes=size,
        )
        writing.finish(manifest)
    say(f"{name}: {rows:,} rows and {objects:,} objects of {size:,} bytes are in {path}")
    return manifest


def told(some: Iterable[T], what: str, say: Say) -> Iterator[T]:
    """The same, saying now and then how far it is."""
    for number, it in enumerate(some, 1):
        yield it
        if number % EVERY == 0:
            say(f"  {number:,} {what} …")
