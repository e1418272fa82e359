"""Patches losses at a restart of the emulator: events in streams, messages in flight."""

import time
from typing import Any

from ministack import app
from ministack.services import dynamodb, lambda_svc, sqs


def keep_streams() -> None:
    """Saves a table's stream with its table, and bounds readers' positions by its end.

    Defect: the emulator saves readers' positions in a stream, but not the stream; after a restart,
    as many new events were skipped as old ones existed.
    """
    dynamodb.get_state = _with_stream(dynamodb.get_state)
    dynamodb.load_persisted_state = _loading_stream(dynamodb.load_persisted_state)
    app._load_persisted_state = _then(_bound_positions, app._load_persisted_state)


def show_messages_again() -> None:
    """Makes messages visible at the start that were in flight at the end.

    Defect: they stay hidden for the rest of their visibility timeout, though their consumer ended.
    """
    app._load_persisted_state = _then(_show_again, app._load_persisted_state)


def _with_stream(get_state: Any) -> Any:
    def state() -> dict[str, Any]:
        _delete_delivered()
        # The rows first: an event without its row is harmless, a row without its event is not.
        table_state: dict[str, Any] = get_state()
        return table_state | {
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
    """Returns the scope and position of each function on a stream, and the stream's bounds."""
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


def _delete_delivered() -> None:
    # Else they stay for a day and are saved every two seconds. One function reads each stream.
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
