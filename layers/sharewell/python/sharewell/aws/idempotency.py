"""Runs external calls once per idempotency key, such as sending a mail.

A mail cannot be unsent, so Powertools records completed calls in the table: a second delivery of an
event does nothing, and a call that failed or timed out is repeated. A condition check on a row of
our own would have to choose between losing a mail and sending it twice.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)

from sharewell.aws import table
from sharewell.aws.keys import KeyShape, registry
from sharewell.core.config import settings

RETENTION_SECONDS = 7 * 24 * 3600
"""Seconds; longer than any event is redelivered."""
IN_PROGRESS_TIMEOUT = 30
"""Seconds after which an unfinished call may be repeated."""

DONE = KeyShape("ONCE / <key:text>")
"""The key of Powertools' rows, which have no class."""
registry.declare(__name__, DONE)
_completed = DynamoDBPersistenceLayer(
    settings.table_name,
    key_attr="pk",
    static_pk_value=DONE.pk(),
    sort_key_attr="sk",
    expiry_attr="expires",
    boto3_client=cast(Any, table.connection.client),
)
_config = IdempotencyConfig(
    expires_after_seconds=RETENTION_SECONDS,
    lambda_context=cast(
        Any, SimpleNamespace(get_remaining_time_in_millis=lambda: 1000 * IN_PROGRESS_TIMEOUT)
    ),
)


def run_once(key: str, call: Callable[[], object]) -> None:
    """Runs `call` unless it completed under this key before; one that raised may run again."""
    _run_once(key=key, call=call)


@idempotent_function(data_keyword_argument="key", persistence_store=_completed, config=_config)  # type: ignore[untyped-decorator]
def _run_once(*, key: str, call: Callable[[], object]) -> None:  # noqa: ARG001  # read by Powertools
    call()
