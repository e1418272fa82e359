"""An organisation, out of its deployment."""

import time
from collections.abc import Iterable
from itertools import islice

from keeping.deployed import SOON, Deployed
from keeping.export import RefusedError, Say, told
from keeping.ownership import (
    KEPT,
    MADE,
    Row,
    entry_key,
    lets_in,
    organisation_key,
    prefixes,
)


def wipe(deployed: Deployed, organisation: str, confirmed: str, say: Say = print) -> None:
    """Delete every row and object of an organisation whose name is said again; safe to repeat.

    First nobody comes in any more; the row with the name goes last, with its
    line in the list of organisations, so that it can be repeated.
    """
    name = deployed.name(organisation)
    if name is None:
        raise RefusedError(
            f"there is no organisation {organisation}; make organisations lists them"
        )
    if confirmed != name:
        raise RefusedError(f'this deletes all of "{name}"; to do it, say CONFIRM="{name}"')
    _delete_rows(deployed, (it for it in deployed.rows(organisation) if lets_in(it)), say)
    _give_up_uploads(deployed, organisation)
    for prefix in prefixes(organisation, (*KEPT, *MADE)):
        _delete_objects(deployed, told(deployed.keys(prefix), "objects", say))
    last = [organisation_key(organisation), entry_key(organisation)]
    rows = deployed.rows(organisation)
    others = (it for it in rows if {"pk": it["pk"], "sk": it["sk"]} not in last)
    _delete_rows(deployed, others, say)
    deletions = [{"Delete": {"TableName": deployed.table, "Key": key}} for key in last]
    deployed.dynamodb.transact_write_items(TransactItems=deletions)
    say(f"{name} is gone; versions of its objects go with the bucket's lifecycle")


def _delete_rows(deployed: Deployed, rows: Iterable[Row], say: Say) -> None:
    left = iter(told(rows, "rows", say))
    while some := list(islice(left, 25)):
        asked = {
            deployed.table: [
                {"DeleteRequest": {"Key": {"pk": it["pk"], "sk": it["sk"]}}} for it in some
            ]
        }
        while asked := deployed.dynamodb.batch_write_item(RequestItems=asked)["UnprocessedItems"]:
            time.sleep(SOON)


def _delete_objects(deployed: Deployed, keys: Iterable[str]) -> None:
    left = iter(keys)
    while some := list(islice(left, 1000)):
        wanted = {"Objects": [{"Key": key} for key in some], "Quiet": True}
        said = deployed.s3.delete_objects(Bucket=deployed.bucket, Delete=wanted)
        if said.get("Errors"):
            raise RuntimeError(f"S3 kept {len(said['Errors'])} objects: {said['Errors'][0]}")


def _give_up_uploads(deployed: Deployed, organisation: str) -> None:
    pages = deployed.s3.get_paginator("list_multipart_uploads")
    for prefix in prefixes(organisation, KEPT):
        for page in pages.paginate(Bucket=deployed.bucket, Prefix=prefix):
            for it in page.get("Uploads", []):
                deployed.s3.abort_multipart_upload(
                    Bucket=deployed.bucket, Key=it["Key"], UploadId=it["UploadId"]
                )
