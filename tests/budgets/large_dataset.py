"""Lists as long as those of a large organisation, laid under the in-memory table past the API.

A row that only makes a list long is its oldest one once more under an earlier id: what is asked for
stands before it, and none of them is ever answered. All together they take about a second.
"""

from typing import Any

from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType, Item

from budgets.library import TABLE, Library
from local.stack import ACCOUNT, REGION

Partition = dict[DynamoType, Item]


def swell(library: Library, many: int) -> None:
    """Let what a channel, a group and a person published, and what one is told, be so many."""
    ids, organisation = library.ids, library.writer.organisation
    lists = ("IN", "channel"), ("FOR", "group"), ("BY", "writer"), ("NOTICE", "writer")
    table: Any = dynamodb_backends[ACCOUNT][REGION].tables[TABLE]
    older = [DynamoType({"S": f"01ARZ3NDEKTSV4RR{number:010d}"}) for number in range(many)]
    for kind, of in lists:
        partition = DynamoType({"S": f"{kind}#{organisation}#{ids[of]}"})
        newest: Partition = table.items[partition]
        oldest = newest[min(newest)]
        table.items[partition] = {key: _as(oldest, key) for key in older} | newest


def _as(row: Item, key: DynamoType) -> Item:
    """The same under another key: what makes an Item takes a hundred times as long."""
    made = object.__new__(Item)
    vars(made).update(vars(row), range_key=key)
    return made
