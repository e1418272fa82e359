"""The deployment that an operator works on, with clients of their own."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config

from keeping.ownership import Row, list_key, organisation_key, owner

SOON = 0.2
"""Seconds after which to ask again for what DynamoDB had no room for."""
PATIENCE = 910
"""Seconds to wait for Reindex, which runs for 900 at most."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """A table, a bucket, a pool, and how to have an index built anew."""

    table: str
    bucket: str
    pool: str
    dynamodb: Any
    s3: Any
    reindex: Callable[[str], None]

    def rows(self, organisation: str) -> Iterator[Row]:
        """Every row of an organisation, by a scan."""
        for row in self._every_row():
            if owner(row) == organisation:
                yield row

    def organisations(self) -> Iterator[tuple[str, str]]:
        """Id and name of every organisation."""
        pages = self.dynamodb.get_paginator("query").paginate(
            TableName=self.table,
            KeyConditionExpression="pk = :list",
            ExpressionAttributeValues={":list": {"S": list_key()}},
            ConsistentRead=True,
        )
        for page in pages:
            for row in page["Items"]:
                yield str(owner(row)), str(row["name"]["S"])

    def name(self, organisation: str) -> str | None:
        """What an organisation is called, if it is there."""
        key = organisation_key(organisation)
        found = self.dynamodb.get_item(TableName=self.table, Key=key, ConsistentRead=True)
        return str(found["Item"]["name"]["S"]) if "Item" in found else None

    def keys(self, prefix: str) -> Iterator[str]:
        """Every object below a prefix."""
        pages = self.s3.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.bucket, Prefix=prefix):
            for found in page.get("Contents", []):
                yield found["Key"]

    def _every_row(self) -> Iterator[Row]:
        pages = self.dynamodb.get_paginator("scan")
        for page in pages.paginate(TableName=self.table, ConsistentRead=True):
            yield from page["Items"]


def here(*, table: str | None = None) -> Deployed:
    """The deployment in AWS that STAGE names, or the local stack; with another table if given."""
    stage = os.environ.get("STAGE")
    outputs, client = _in_aws(stage) if stage else _on_this_machine()
    return _of(outputs | ({"TableName": table} if table else {}), client)


def _in_aws(stage: str) -> tuple[dict[str, str], Callable[..., Any]]:
    stacks = boto3.client("cloudformation").describe_stacks(StackName=f"sharewell-{stage}")
    said = stacks["Stacks"][0]["Outputs"]
    return {it["OutputKey"]: it["OutputValue"] for it in said}, boto3.client


def _on_this_machine() -> tuple[dict[str, str], Callable[..., Any]]:
    from local.deploy import Deployment
    from local.place import Place

    deployment = Deployment(Place.here())
    return deployment.outputs, deployment.client


def _of(outputs: dict[str, str], client: Callable[..., Any]) -> Deployed:
    # One call, however long it takes: a second one would give the first up.
    patient = Config(read_timeout=PATIENCE, retries={"total_max_attempts": 1})

    def reindex(organisation: str) -> None:
        asked = json.dumps({"organisation": organisation}).encode()
        functions = client("lambda", config=patient)
        answer = functions.invoke(FunctionName=outputs["ReindexName"], Payload=asked)
        if answer.get("FunctionError"):
            raise RuntimeError(f"the index was not built: {answer['Payload'].read().decode()}")

    return Deployed(
        table=outputs["TableName"],
        bucket=outputs["BucketName"],
        pool=outputs["PoolId"],
        dynamodb=client("dynamodb"),
        s3=client("s3"),
        reindex=reindex,
    )
