"""What a function of queued messages reports of a batch."""

import json
from typing import Any

from local.stack import CONTEXT
from sharewell.consume import queued


def test_of_several_messages_only_those_that_failed_come_again() -> None:
    done: list[int] = []

    @queued("Counted")
    def handler(message: dict[str, Any]) -> None:
        if message["number"] == 2:
            raise ValueError("not this one")
        done.append(message["number"])

    batch = [{"messageId": f"m{it}", "body": json.dumps({"number": it})} for it in (1, 2, 3)]

    assert handler({"Records": batch}, CONTEXT) == {"batchItemFailures": [{"itemIdentifier": "m2"}]}
    assert done == [1, 3]
