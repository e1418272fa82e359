"""Runs independent calls concurrently."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sharewell.aws import tenant_guard

OUTER, INNER = "outer", "inner"
_outer = ThreadPoolExecutor(max_workers=16, thread_name_prefix=OUTER)
_inner = ThreadPoolExecutor(max_workers=16, thread_name_prefix=INNER)


def run_concurrently(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Returns the results of `calls` in their order; a call may run others concurrently itself.

    Raises the error of the first call that failed.
    """
    # A thread that waits for its own pool could deadlock. So calls within a call have a second
    # pool, and calls within those run one after another.
    thread = threading.current_thread().name
    if len(calls) < 2 or thread.startswith(INNER):
        return [call() for call in calls]
    threads = _inner if thread.startswith(OUTER) else _outer
    return list(threads.map(lambda call: call(), [tenant_guard.bind_scope(call) for call in calls]))
