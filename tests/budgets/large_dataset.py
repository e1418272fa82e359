"""Lists as long as those of a large organisation, put into the in-memory table past the API.

The additional rows of a list are copies of its oldest row under earlier ids. A page of the list
begins with the newest row, so no answer contains a copy. Inserting them takes about a second.

"""

from typing import Any

from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType, Item

from budgets.library import TABLE, Library
from local_stack.in_process import ACCOUNT, REGION

Partition = dict[DynamoType, Item]


def lengthen_lists(library: Library, many: int) -> None:
    """Lengthens the lists of a channel, a group, an author and their notifications to `many`."""
    ids, organisation = library.ids, library.writer.organisation
    lists = ("IN", "channel"), ("FOR", "group"), ("BY", "writer"), ("NOTIFICATIONS", "writer")
    table: Any = dynamodb_backends[ACCOUNT][REGION].tables[TABLE]
    older = [DynamoType({"S": f"01ARZ3NDEKTSV4RR{number:010d}"}) for number in range(many)]
    for kind, of in lists:
        partition = DynamoType({"S": f"{kind}#{organisation}#{ids[of]}"})
        newest: Partition = table.items[partition]
        oldest = newest[min(newest)]
        table.items[partition] = {key: _copy_with_key(oldest, key) for key in older} | newest


def _copy_with_key(row: Item, key: DynamoType) -> Item:
    """Returns a copy of a row under another key; the constructor of Item is 100 times slower."""
    made = object.__new__(Item)
    vars(made).update(vars(row), range_key=key)
    return made
