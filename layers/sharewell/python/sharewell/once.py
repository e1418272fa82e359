"""Calls to the outside that must not happen twice, such as sending a mail.

A mail cannot be unsent, so Powertools remembers in our table what was done: a second delivery of
an event finds that and does nothing, and a call that failed or never came back is made again. A
condition on a row of our own would have to choose between losing a mail and sending it twice.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)

from sharewell import table
from sharewell.config import settings
from sharewell.keys import KeyShape, registry

REMEMBERED_FOR = 7 * 24 * 3600
"""Seconds; longer than any event is delivered again."""
TAKES = 30
"""Seconds after which a call that never came back is tried again."""

DONE = KeyShape("ONCE / <key:text>")
"""Powertools' own rows: they have no class."""
registry.declare(__name__, DONE)
_kept = DynamoDBPersistenceLayer(
    settings.table_name,
    key_attr="pk",
    static_pk_value=DONE.pk(),
    sort_key_attr="sk",
    expiry_attr="expires",
    boto3_client=cast(Any, table.connection.client),
)
_config = IdempotencyConfig(
    expires_after_seconds=REMEMBERED_FOR,
    lambda_context=cast(Any, SimpleNamespace(get_remaining_time_in_millis=lambda: 1000 * TAKES)),
)


def only(key: str, call: Callable[[], object]) -> None:
    """Make the call unless it was made under this key; one that raised may be made again."""
    _only(key=key, call=call)


@idempotent_function(data_keyword_argument="key", persistence_store=_kept, config=_config)  # type: ignore[untyped-decorator]
def _only(*, key: str, call: Callable[[], object]) -> None:  # noqa: ARG001  # read by Powertools
    call()
