"""An organisation, from a file back into its deployment.

The order matters. Rows come before objects, because a file that arrives and that no row awaits is
deleted (sharewell/content/uploads/intake.py); with its row there, one that was read is left as it
is. The rows that let people in come last, so that nobody works on half of it, and with them the one
that lists the organisation, so that the purge does not either. No row says an event again: `said`
is left out, so the stream relays nothing, no mail goes out, and search is built anew.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from itertools import islice
from typing import Any

from keeping.archive import Reading
from keeping.deployed import SOON, Deployed
from keeping.export import RefusedError, Say, told
from keeping.ownership import Row, first_key, is_entry, lets_in

TOGETHER = 100
"""Rows that one BatchGetItem may ask for."""
AT_ONCE = 8


class Existing(Enum):
    """What becomes of a row that is there and says something else."""

    REFUSE = "refuse"
    KEEP = "keep"
    OVERWRITE = "overwrite"


def restore(
    deployed: Deployed, reading: Reading, existing: Existing = Existing.REFUSE, say: Say = print
) -> None:
    """Bring an organisation back as it was; doing it again, after a crash too, changes nothing."""
    said = reading.manifest
    reading.verify()
    say(f"{said.name}, exported {said.exported_at}: {said.rows:,} rows, {said.objects:,} objects")
    if said.pool != deployed.pool:
        raise RefusedError(
            f"the people of this export sign in at {said.pool}, those of this deployment at "
            f"{deployed.pool}: none of them could come in"
        )
    if existing is Existing.REFUSE:
        _refuse_others(deployed, reading)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        _write(deployed, reading, pool, existing, say, last=False)
        for kept, data in told(reading.objects(), "objects", say):
            deployed.s3.upload_fileobj(
                data,
                deployed.bucket,
                kept.key,
                ExtraArgs={"ContentType": kept.type, "Metadata": kept.metadata},
            )
        _write(deployed, reading, pool, existing, say, last=True)
    first = {**first_key(), "organisation": {"S": said.organisation}}
    _put(deployed, first, only_if_absent=True)
    say("building the search index …")
    deployed.reindex(said.organisation)
    say(f"{said.name} is back")


def _refuse_others(deployed: Deployed, reading: Reading) -> None:
    """Refuse before anything is written when rows are there that say something else."""
    number, first = 0, ""
    for some in _some(reading.rows()):
        there = _present(deployed, some)
        for key in (_key(it) for it in some if not _same(there.get(_key(it), it), it)):
            number, first = number + 1, first or " / ".join(key)
    if number:
        raise RefusedError(
            f"{number:,} rows are there and say something else, the first {first}; wipe the "
            "organisation first, or say EXISTING=keep or EXISTING=overwrite"
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
    rows = (row for row in reading.rows() if (lets_in(row) or is_entry(row)) == last)
    for some in _some(told(rows, "rows", say)):
        there = _present(deployed, some)
        wanted = [row for row in some if not _same(there.get(_key(row), {}), row)]
        if existing is Existing.KEEP:
            wanted = [row for row in wanted if _key(row) not in there]
        absent = existing is not Existing.OVERWRITE
        for done in [pool.submit(_put, deployed, it, only_if_absent=absent) for it in wanted]:
            done.result()


def _put(deployed: Deployed, row: Row, *, only_if_absent: bool) -> None:
    condition = {"ConditionExpression": "attribute_not_exists(pk)"} if only_if_absent else {}
    silent = {name: value for name, value in row.items() if name != "said"}
    try:
        deployed.dynamodb.put_item(TableName=deployed.table, Item=silent, **condition)
    except deployed.dynamodb.exceptions.ConditionalCheckFailedException:
        return  # somebody wrote it this very moment, and theirs is newer


def _present(deployed: Deployed, rows: list[Row]) -> dict[tuple[str, str], Row]:
    """Those of some rows that are there, as they are there."""
    keys = [{"pk": it["pk"], "sk": it["sk"]} for it in rows]
    asked: dict[str, Any] = {deployed.table: {"Keys": keys, "ConsistentRead": True}}
    found: list[Row] = []
    while True:
        answer = deployed.dynamodb.batch_get_item(RequestItems=asked)
        found += answer["Responses"].get(deployed.table, [])
        if not (asked := answer["UnprocessedKeys"]):
            return {_key(row): row for row in found}
        time.sleep(SOON)


def _key(row: Row) -> tuple[str, str]:
    return row["pk"]["S"], row["sk"]["S"]


def _same(one: Row, other: Row) -> bool:
    """Whether two rows say the same; what they once made known does not count."""
    return _plain(one) == _plain(other)


def _plain(row: Row) -> Row:
    return {
        name: {kind: sorted(it) if kind in ("SS", "NS") else it for kind, it in value.items()}
        for name, value in row.items()
        if name != "said"
    }


def _some(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while some := list(islice(rows, TOGETHER)):
        yield some
