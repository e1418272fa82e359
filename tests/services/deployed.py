"""The in-memory AWS as an operator's deployment, and everything stored in it."""

import json
from pathlib import Path
from typing import Any

import boto3

from backup.archive import Reading
from backup.deployed import Deployed
from backup.ownership import owner
from backup.restore import Existing, restore
from local_stack.in_process import ENVIRONMENT, REGION


def in_memory() -> Deployed:
    """Returns the deployment that the operator works on."""
    from sharewell.core.ids import OrganisationId
    from sharewell.search.service import index_service

    return Deployed(
        table=ENVIRONMENT["TABLE_NAME"],
        bucket=ENVIRONMENT["BUCKET_NAME"],
        pool=ENVIRONMENT["POOL_ID"],
        dynamodb=boto3.client("dynamodb", region_name=REGION),
        s3=boto3.client("s3", region_name=REGION),
        reindex=lambda it: index_service.rebuild(OrganisationId(it)),
    )


def bring_back(deployed: Deployed, file: Path, existing: Existing = Existing.REFUSE) -> None:
    """Restores an export without output."""
    with Reading(file) as reading:
        restore(deployed, reading, existing, say=lambda _: None)


def held(deployed: Deployed) -> dict[str, str]:
    """Returns every row without its outbox, and every object outside the index, by owner."""
    rows = deployed.dynamodb.scan(TableName=deployed.table)["Items"]
    kept = {
        f"{owner(it)} {it['pk']['S']} {it['sk']['S']}": _told(
            {k: v for k, v in it.items() if k != "outbox"}
        )
        for it in rows
    }
    for home in ("files/", "photos/", "thumbs/"):
        for key in deployed.keys(home):
            found = deployed.s3.get_object(Bucket=deployed.bucket, Key=key)
            what = (found["Body"].read(), found["ContentType"], found["Metadata"])
            kept[f"{key.split('/')[1]} {key}"] = repr(what)
    return kept


def _told(row: dict[str, Any]) -> str:
    return json.dumps(
        {k: sorted(v["SS"]) if "SS" in v else v for k, v in row.items()}, sort_keys=True
    )
