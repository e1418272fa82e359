"""Exports an organisation to a file."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from backup.archive import CHUNK, Manifest, Writing
from backup.deployed import Deployed
from backup.ownership import SOURCES, prefixes

T = TypeVar("T")
Say = Callable[[str], None]
PROGRESS_INTERVAL = 5000
"""Rows or objects between two progress messages."""


class RefusedError(Exception):
    """A command was refused and changed nothing; the message is for the operator."""


def export(deployed: Deployed, organisation: str, path: Path, say: Say = print) -> Manifest:
    """Writes every row and object of an organisation to a new file.

    Raises: RefusedError, if the file exists or the organisation does not.
    """
    if path.exists():
        raise RefusedError(f"{path} exists already; choose another name")
    name = deployed.name(organisation)
    if name is None:
        raise RefusedError(f"no organisation {organisation} exists; make organisations lists them")
    with Writing(path) as writing:
        rows, rows_sha256 = writing.rows(with_progress(deployed.rows(organisation), "rows", say))
        size = 0
        keys = (key for it in prefixes(organisation, SOURCES) for key in deployed.keys(it))
        for key in with_progress(keys, "objects", say):
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
    say(f"exported {name} to {path}: {rows:,} rows, {objects:,} objects, {size:,} bytes")
    return manifest


def with_progress(entries: Iterable[T], what: str, say: Say) -> Iterator[T]:
    """Yields the same entries, and reports the progress after every 5,000."""
    for number, it in enumerate(entries, 1):
        yield it
        if number % PROGRESS_INTERVAL == 0:
            say(f"  {number:,} {what} …")
