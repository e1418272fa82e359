"""The deployment that an operator works on, with AWS clients of its own."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config

from backup.ownership import Row, list_key, organisation_key, owner

RETRY_PAUSE = 0.2
"""Seconds before a retry of what DynamoDB left unprocessed."""
REINDEX_TIMEOUT = 910
"""Seconds to wait for Reindex, which runs for at most 900."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """The table, bucket and pool of a deployment, and a function that rebuilds an index."""

    table: str
    bucket: str
    pool: str
    dynamodb: Any
    s3: Any
    reindex: Callable[[str], None]

    def rows(self, organisation: str) -> Iterator[Row]:
        """Yields every row of an organisation, by a scan."""
        for row in self._scan():
            if owner(row) == organisation:
                yield row

    def organisations(self) -> Iterator[tuple[str, str]]:
        """Yields the id and name of every organisation."""
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
        """Returns the name of an organisation; None if it does not exist."""
        key = organisation_key(organisation)
        found = self.dynamodb.get_item(TableName=self.table, Key=key, ConsistentRead=True)
        return str(found["Item"]["name"]["S"]) if "Item" in found else None

    def keys(self, prefix: str) -> Iterator[str]:
        """Yields the key of every object under a prefix."""
        pages = self.s3.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.bucket, Prefix=prefix):
            for found in page.get("Contents", []):
                yield found["Key"]

    def _scan(self) -> Iterator[Row]:
        pages = self.dynamodb.get_paginator("scan")
        for page in pages.paginate(TableName=self.table, ConsistentRead=True):
            yield from page["Items"]


def here(*, table: str | None = None) -> Deployed:
    """Returns the deployment in AWS that STAGE names, or the local stack; with `table` if given."""
    stage = os.environ.get("STAGE")
    outputs, client = _in_aws(stage) if stage else _local()
    return _connect(outputs | ({"TableName": table} if table else {}), client)


def _in_aws(stage: str) -> tuple[dict[str, str], Callable[..., Any]]:
    stacks = boto3.client("cloudformation").describe_stacks(StackName=f"sharewell-{stage}")
    outputs = stacks["Stacks"][0]["Outputs"]
    return {it["OutputKey"]: it["OutputValue"] for it in outputs}, boto3.client


def _local() -> tuple[dict[str, str], Callable[..., Any]]:
    from local_stack.deploy import Deployment
    from local_stack.workspace import Workspace

    deployment = Deployment(Workspace.from_environment())
    return deployment.outputs, deployment.client


def _connect(outputs: dict[str, str], client: Callable[..., Any]) -> Deployed:
    # One call without retries: a retry would abandon a rebuild that still runs.
    no_retries = Config(read_timeout=REINDEX_TIMEOUT, retries={"total_max_attempts": 1})

    def reindex(organisation: str) -> None:
        payload = json.dumps({"organisation": organisation}).encode()
        functions = client("lambda", config=no_retries)
        answer = functions.invoke(FunctionName=outputs["ReindexName"], Payload=payload)
        if answer.get("FunctionError"):
            raise RuntimeError(f"the index was not rebuilt: {answer['Payload'].read().decode()}")

    return Deployed(
        table=outputs["TableName"],
        bucket=outputs["BucketName"],
        pool=outputs["PoolId"],
        dynamodb=client("dynamodb"),
        s3=client("s3"),
        reindex=reindex,
    )
