"""Restores an organisation from an export.

The order matters. Rows come before objects, because an arriving file that no row expects is deleted
(sharewell/content/uploads/file_processor.py); with its row, a processed one is left alone. The rows
that give people access come last, so that nobody uses an incomplete organisation, and with them its
entry in the list of organisations, so that the purge skips it too. Rows are written without their
`outbox`, so no event is published again and no mail is sent; the search index is rebuilt.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from itertools import islice
from typing import Any

from backup.archive import Reading
from backup.deployed import RETRY_PAUSE, Deployed
from backup.export import RefusedError, Say, with_progress
from backup.ownership import Row, first_key, grants_access, is_entry

BATCH_SIZE = 100
"""Maximum rows of one BatchGetItem."""
THREADS = 8


class Existing(Enum):
    """What to do with an existing row that differs from the export."""

    REFUSE = "refuse"
    KEEP = "keep"
    OVERWRITE = "overwrite"


def restore(
    deployed: Deployed,
    reading: Reading,
    existing: Existing = Existing.REFUSE,
    say: Say = print,
) -> None:
    """Restores the rows, objects and index of an organisation; safe to repeat, also after a crash.

    Raises: RefusedError, DamagedError.
    """
    manifest = reading.manifest
    reading.verify()
    counts = f"{manifest.rows:,} rows, {manifest.objects:,} objects"
    say(f"{manifest.name}, exported {manifest.exported_at}: {counts}")
    if manifest.pool != deployed.pool:
        raise RefusedError(
            f"the export has people of the user pool {manifest.pool}, but this deployment has "
            f"{deployed.pool}: none of them could sign in"
        )
    if existing is Existing.REFUSE:
        _refuse_others(deployed, reading)
    with ThreadPoolExecutor(THREADS) as pool:
        _write(deployed, reading, pool, existing, say, last=False)
        for stored, data in with_progress(reading.objects(), "objects", say):
            deployed.s3.upload_fileobj(
                data,
                deployed.bucket,
                stored.key,
                ExtraArgs={"ContentType": stored.type, "Metadata": stored.metadata},
            )
        _write(deployed, reading, pool, existing, say, last=True)
    first = {**first_key(), "organisation": {"S": manifest.organisation}}
    _put(deployed, first, only_if_absent=True)
    say("rebuilding the search index …")
    deployed.reindex(manifest.organisation)
    say(f"restored {manifest.name}")


def _refuse_others(deployed: Deployed, reading: Reading) -> None:
    """Raises RefusedError if existing rows differ from the export."""
    number, first = 0, ""
    for batch in _batches(reading.rows()):
        existing_rows = _present(deployed, batch)
        for key in (_key(it) for it in batch if not _same(existing_rows.get(_key(it), it), it)):
            number, first = number + 1, first or " / ".join(key)
    if number:
        raise RefusedError(
            f"{number:,} existing rows differ from the export, the first {first}; wipe the "
            "organisation first, or set EXISTING=keep or EXISTING=overwrite"
        )


def _write(
    deployed: Deployed,
    reading: Reading,
    pool: ThreadPoolExecutor,
    existing: Existing,
    say: Say,
    *,
    last: bool,
) -> None:
    rows = (row for row in reading.rows() if (grants_access(row) or is_entry(row)) == last)
    for batch in _batches(with_progress(rows, "rows", say)):
        existing_rows = _present(deployed, batch)
        wanted = [row for row in batch if not _same(existing_rows.get(_key(row), {}), row)]
        if existing is Existing.KEEP:
            wanted = [row for row in wanted if _key(row) not in existing_rows]
        absent = existing is not Existing.OVERWRITE
        for done in [pool.submit(_put, deployed, it, only_if_absent=absent) for it in wanted]:
            done.result()


def _put(deployed: Deployed, row: Row, *, only_if_absent: bool) -> None:
    condition = {"ConditionExpression": "attribute_not_exists(pk)"} if only_if_absent else {}
    silent = {name: value for name, value in row.items() if name != "outbox"}
    try:
        deployed.dynamodb.put_item(TableName=deployed.table, Item=silent, **condition)
    except deployed.dynamodb.exceptions.ConditionalCheckFailedException:
        return  # written concurrently, so it is newer


def _present(deployed: Deployed, rows: list[Row]) -> dict[tuple[str, str], Row]:
    """Returns the existing rows with the keys of `rows`, by key."""
    keys = [{"pk": it["pk"], "sk": it["sk"]} for it in rows]
    request: dict[str, Any] = {deployed.table: {"Keys": keys, "ConsistentRead": True}}
    found: list[Row] = []
    while True:
        answer = deployed.dynamodb.batch_get_item(RequestItems=request)
        found += answer["Responses"].get(deployed.table, [])
        if not (request := answer["UnprocessedKeys"]):
            return {_key(row): row for row in found}
        time.sleep(RETRY_PAUSE)


def _key(row: Row) -> tuple[str, str]:
    return row["pk"]["S"], row["sk"]["S"]


def _same(one: Row, other: Row) -> bool:
    """Returns whether two rows are equal, apart from their outboxes."""
    return _plain(one) == _plain(other)


def _plain(row: Row) -> Row:
    return {
        name: {kind: sorted(it) if kind in ("SS", "NS") else it for kind, it in value.items()}
        for name, value in row.items()
        if name != "outbox"
    }


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH_SIZE)):
        yield batch
