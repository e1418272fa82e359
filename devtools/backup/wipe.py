"""Deletes an organisation from its deployment."""

import time
from collections.abc import Iterable
from itertools import islice

from backup.deployed import RETRY_PAUSE, Deployed
from backup.export import RefusedError, Say, with_progress
from backup.ownership import (
    DERIVED,
    SOURCES,
    Row,
    entry_key,
    grants_access,
    organisation_key,
    prefixes,
)


def wipe(deployed: Deployed, organisation: str, confirmed: str, say: Say = print) -> None:
    """Deletes every row and object of an organisation; `confirmed` must be its name.

    The rows that give people access go first. The row with the name goes last, with its entry in
    the list of organisations, so that an interrupted wipe can be repeated. Raises: RefusedError.
    """
    name = deployed.name(organisation)
    if name is None:
        raise RefusedError(f"no organisation {organisation} exists; make organisations lists them")
    if confirmed != name:
        raise RefusedError(f'this deletes all of "{name}"; to confirm, set CONFIRM="{name}"')
    _delete_rows(deployed, (it for it in deployed.rows(organisation) if grants_access(it)), say)
    _abort_uploads(deployed, organisation)
    for prefix in prefixes(organisation, (*SOURCES, *DERIVED)):
        _delete_objects(deployed, with_progress(deployed.keys(prefix), "objects", say))
    last = [organisation_key(organisation), entry_key(organisation)]
    rows = deployed.rows(organisation)
    others = (it for it in rows if {"pk": it["pk"], "sk": it["sk"]} not in last)
    _delete_rows(deployed, others, say)
    deletions = [{"Delete": {"TableName": deployed.table, "Key": key}} for key in last]
    deployed.dynamodb.transact_write_items(TransactItems=deletions)
    say(f"deleted {name}; the bucket's lifecycle deletes the versions of its objects")


def _delete_rows(deployed: Deployed, rows: Iterable[Row], say: Say) -> None:
    batch_write = deployed.dynamodb.batch_write_item
    left = iter(with_progress(rows, "rows", say))
    while batch := list(islice(left, 25)):
        request = {
            deployed.table: [
                {"DeleteRequest": {"Key": {"pk": it["pk"], "sk": it["sk"]}}} for it in batch
            ]
        }
        while request := batch_write(RequestItems=request)["UnprocessedItems"]:
            time.sleep(RETRY_PAUSE)


def _delete_objects(deployed: Deployed, keys: Iterable[str]) -> None:
    left = iter(keys)
    while batch := list(islice(left, 1000)):
        objects = {"Objects": [{"Key": key} for key in batch], "Quiet": True}
        answer = deployed.s3.delete_objects(Bucket=deployed.bucket, Delete=objects)
        if errors := answer.get("Errors"):
            raise RuntimeError(f"S3 failed to delete {len(errors)} objects: {errors[0]}")


def _abort_uploads(deployed: Deployed, organisation: str) -> None:
    pages = deployed.s3.get_paginator("list_multipart_uploads")
    for prefix in prefixes(organisation, SOURCES):
        for page in pages.paginate(Bucket=deployed.bucket, Prefix=prefix):
            for it in page.get("Uploads", []):
                deployed.s3.abort_multipart_upload(
                    Bucket=deployed.bucket, Key=it["Key"], UploadId=it["UploadId"]
                )
