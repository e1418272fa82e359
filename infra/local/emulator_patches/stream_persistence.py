"""What a restart of the emulator would lose: events in a table's stream, messages in flight."""

import time
from typing import Any

from ministack import app
from ministack.services import dynamodb, lambda_svc, sqs


def keep_streams() -> None:
    """Saves a table's stream with its table, and lets no reader's position lie beyond its end.

    Mends: how far each function has read a stream is saved, but not the stream; after a restart as
    many new events were passed over as there had been old ones.
    """
    dynamodb.get_state = _with_stream(dynamodb.get_state)
    dynamodb.load_persisted_state = _loading_stream(dynamodb.load_persisted_state)
    app._load_persisted_state = _then(_bound_positions, app._load_persisted_state)


def show_messages_again() -> None:
    """Shows messages again at the start that somebody had in hand at the end.

    Mends: they stay hidden for the rest of their visibility, though whoever had them is gone.
    """
    app._load_persisted_state = _then(_show_again, app._load_persisted_state)


def _with_stream(get_state: Any) -> Any:
    def state() -> dict[str, Any]:
        _forget_delivered()
        # The rows first: an event whose row is not there yet does no harm, a row without does.
        kept: dict[str, Any] = get_state()
        return kept | {
            "stream_records": dynamodb._stream_records,
            "stream_trimmed": dynamodb._stream_trimmed,
            "stream_counter": dynamodb._stream_seq_counter,
        }

    return state


def _loading_stream(load: Any) -> Any:
    def loaded(data: dict[str, Any]) -> None:
        dynamodb._stream_records.update(data.pop("stream_records", {}))
        dynamodb._stream_trimmed.update(data.pop("stream_trimmed", {}))
        dynamodb._stream_seq_counter = data.pop("stream_counter", 0)
        load(data)

    return loaded


def _then(act: Any, load: Any) -> Any:
    def loaded() -> None:
        load()
        act()

    return loaded


def _bound_positions() -> None:
    for scope, position, start, end in _readers():
        lambda_svc._dynamodb_stream_positions._data[scope] = min(max(position, start), end)


def _readers() -> list[tuple[Any, int, int, int]]:
    """Of each function on a stream: its scope, position, and the stream's start and end."""
    found = []
    for scope, position in list(lambda_svc._dynamodb_stream_positions._data.items()):
        account, region, _ = scope
        source = (lambda_svc._esms._data.get(scope) or {}).get("EventSourceArn", "")
        table = source.partition("/")[2].partition("/")[0]
        where = {"account_id": account, "region": region}
        if table:
            start = dynamodb.stream_start_position(table, **where)
            end = dynamodb.stream_end_position(table, **where)
            found.append((scope, position, start, end))
    return found


def _forget_delivered() -> None:
    # Kept for a day otherwise, and written every few seconds. One function reads each stream.
    for (account, region, mapping), position, start, _ in _readers():
        if position - start > 1000:
            source = lambda_svc._esms._data[account, region, mapping]["EventSourceArn"]
            key = (account, region, source.partition("/")[2].partition("/")[0])
            del dynamodb._stream_records._data[key][: position - start]
            dynamodb._stream_trimmed._data[key] = position


def _show_again() -> None:
    now = time.time()
    for queue in sqs._queues._data.values():
        for message in queue["messages"]:
            if message.get("receive_count"):
                message["visible_at"] = min(message["visible_at"], now)
