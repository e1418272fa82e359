"""Runs of an action and its consequences, and what must hold after any fault."""

import json
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple
from unittest.mock import patch

import botocore.endpoint
import botocore.retryhandler

from local_stack.in_process import INDEX, Reply
from resilience import invariants
from resilience.delivery import RedeliveringStack
from resilience.external import Wrong
from resilience.faults import Fault, Injector, Killed, Point, RecordedCall
from resilience.interceptor import Call, Send, wire
from resilience.moto_snapshot import clear_search_caches, restore_snapshot, sent_mails
from sharewell.aws import concurrency
from sharewell.content.links import page_summary
from sharewell.content.uploads import file_processor
from sharewell.core import retry
from sharewell.file_reader import Reading, read
from sharewell.search import store as index_store

_readings: dict[tuple[bytes, str, str], Reading] = {}
MAX_ATTEMPTS = 3
"""Attempts of a person whose request failed."""


class RequestRejected(AssertionError):
    """A request was rejected that must succeed."""

    def __init__(self, reply: Reply) -> None:
        """Stores the answer, for tests that check whether another writer was in the way."""
        super().__init__(reply.body)
        self.reply = reply


@dataclass(frozen=True)
class Scene:
    """The state in which a workflow begins: a snapshot, and the table before its latest write."""

    stack: RedeliveringStack
    seeded: Any
    kept: bytes
    earlier: bytes
    known: frozenset[str]


def NO_SEED(_house: Any) -> None:  # noqa: N802  # a value, as others see it
    """Adds nothing: what the organisation has is enough."""


@dataclass(frozen=True)
class Workflow:
    """`act` triggers `handler`, by a request to it or by something that it consumes."""

    name: str
    handler: str
    act: Callable[[Any], Reply | None]
    seed: Callable[[Any], Any] = NO_SEED
    request: str | None = None
    """Method and path of the request, where {names} stand for ids."""

    @property
    def affects_search(self) -> bool:
        """Returns whether a fault may leave the index outdated."""
        return self.handler in (INDEX, "workers.reindex.handler")

    @property
    def is_request(self) -> bool:
        """Returns whether a person waits for the answer, and retries when none comes."""
        return self.handler.endswith(".api")


NOTHING = Workflow("nothing", "routes.about.api", lambda _: None)
"""Changes nothing."""
RECOVERED = {Fault.LOST_REPLY, Fault.THROTTLED_ONCE, Fault.CONFLICT, *Wrong}
"""Faults that the request itself recovers from, or that its answer reports."""


class Golden(NamedTuple):
    """How a workflow ends without faults."""

    shape: Counter[str]
    status: int | None
    mails: int
    beside: Counter[str]
    """The same, after any order of side effects."""


@dataclass
class Run:
    """One run of a workflow, and its results."""

    workflow: Workflow
    scene: Scene
    injector: Injector
    replies: list[Reply | None]
    outbox_events: list[dict[str, Any]]
    published_ids: list[str]
    images: list[Any]
    mails: list[tuple[str, str, str]]
    ends: list[Counter[str]]
    """The states when all had settled, and after all was repeated."""
    beside: list[Counter[str]] = field(default_factory=list)
    """The same, after any order of side effects."""
    rows: frozenset[tuple[str, str]] = frozenset()
    """The rows that the function wrote, as (pk, sk)."""

    @property
    def seen(self) -> list[RecordedCall]:
        """Returns the calls of the failing function."""
        return self.injector.seen

    def record_state(self) -> None:
        """Records the current state."""
        known = set(self.scene.known)
        self.ends.append(invariants.shape(known))
        if any(it.is_external for it in self.seen):
            self.beside.append(invariants.shape(known, but=invariants.EXTERNAL_ATTRIBUTES))


def calls(workflow: Workflow, scene: Scene) -> list[RecordedCall]:
    """Returns the calls of the function without faults."""
    injector = Injector()
    restore_snapshot(scene.stack, scene.kept)
    scene.stack.skipped_handler = None if workflow.affects_search else INDEX
    with without_waiting(), scene.stack.failing(workflow.handler, injector):
        workflow.act(scene.seeded)
        if not workflow.is_request:
            scene.stack.settle()
    return injector.seen


def written() -> frozenset[tuple[str, str]]:
    """Returns the rows, as (pk, sk), that were written since the snapshot was restored."""
    keys = [it.record["dynamodb"]["Keys"] for it in _shard()]
    return frozenset((it["pk"]["S"], it["sk"]["S"]) for it in keys)


def run(workflow: Workflow, scene: Scene, *points: Point) -> Run:
    """Runs a workflow from the beginning with these faults, then repeats it as AWS or people do."""
    stack = scene.stack
    restore_snapshot(stack, scene.kept)
    stack.dead_letters.clear()
    begins = len(_shard())
    injector = Injector(list(points))
    injector.remember(scene.earlier)
    done = Run(workflow, scene, injector, [], [], [], [], [], [])
    looks = workflow.affects_search or any(it.fault is Fault.KILLED_AFTER for it in points)
    stack.skipped_handler = None if looks else INDEX
    with without_waiting(), wire.through(_recording_events(done)):
        with stack.failing(workflow.handler, injector):
            _send_until_answered(done)
            if workflow.is_request:
                done.rows = written()
                stack.settle()
            else:
                stack.settle()
                done.rows = written()
        done.record_state()
        if points:
            _repeat(done)
            stack.settle()
            done.record_state()
    done.images = [it.record["dynamodb"].get("NewImage") for it in _shard()[begins:]]
    done.mails = sent_mails()
    for image in done.images:
        if image and "outbox" in image:
            done.outbox_events += [detail for _, detail in json.loads(image["outbox"]["S"])]
    return done


def run_interleaved(
    first: Workflow, second: Workflow, scene: Scene, at: int | None
) -> tuple[Reply | None, Reply | None, Counter[str]]:
    """Runs the second just before call `at` of the first; returns both answers and the end."""
    stack, injector = scene.stack, Injector()
    restore_snapshot(stack, scene.kept)
    stack.skipped_handler = INDEX
    replies: list[Reply | None] = []
    if at is not None:
        injector.rival = at, lambda: replies.append(_reply(second, scene.seeded))
    with without_waiting(), warnings.catch_warnings(), stack.failing(first.handler, injector):
        # Two share a process here, and with it the metrics of the one that ends first.
        warnings.simplefilter("ignore", UserWarning)
        own = _reply(first, scene.seeded)
        if first.is_request:
            replies += [_reply(second, scene.seeded)] if not replies else []
            stack.settle()
        else:
            stack.settle()
            replies += [_reply(second, scene.seeded)] if not replies else []
            stack.settle()
    return own, replies[0], invariants.shape(set(scene.known))


def check(done: Run, golden: Golden) -> None:
    """Checks what must hold after every run."""
    stack = done.scene.stack
    faults = {it.fault for it in done.injector.points}
    if any(isinstance(it, Wrong) for it in faults):
        assert done.beside == [golden.beside] * len(done.ends)
    else:
        assert done.ends == [golden.shape] * len(done.ends)
    if faults <= RECOVERED and done.workflow.is_request:
        assert done.replies[0] is not None
        assert done.replies[0].status == golden.status, done.replies[0].body
    if not faults:
        once = set(done.published_ids) - done.scene.known
        assert len(done.published_ids) == len(once), "an event was published twice"
    mails = len(set(done.mails))
    assert mails == golden.mails, "a mail was lost, or sent twice"
    assert len(done.mails) == mails or _may_be_sent_twice(done)
    check_invariants(stack)
    invariants.published_events_match_outboxes(done.outbox_events, done.published_ids)
    invariants.versions_never_decrease(done.images)
    if stack.skipped_handler is None:
        clear_search_caches()
        invariants.index_says_what_the_table_says()
    assert stack.dead_letters == [], "a failed delivery ended in a dead-letter queue"
    for reply in done.replies:
        if reply is not None and reply.status >= 500:
            assert reply.headers["content-type"] == "application/problem+json"


def check_invariants(stack: RedeliveringStack) -> None:
    """Checks the invariants of rows and objects."""
    with invariants.reading_once():
        invariants.keys_match_one_row_class()
        invariants.organisation_list_matches()
        invariants.counters_match_rows()
        invariants.assignment_counters_match()
        invariants.pending_reviews_match_reviewers()
        invariants.memberships_match()
        invariants.curator_and_purge_rows_match()
        invariants.saved_items_match_entries()
        invariants.drafts_have_content()
        invariants.picture_references_match()
        invariants.lines_are_those_of_items()
        invariants.channel_directory_matches()
        invariants.merges_are_complete()
        invariants.jobs_are_complete()
        invariants.discussion_modes_match_channels()
        invariants.question_lists_match()
        invariants.objects_have_items(stack)
        invariants.links_have_preview_or_error()


def run_without_retry(workflow: Workflow, scene: Scene, point: Point) -> None:
    """Sends a request once, with a fault, and never retries it."""
    stack, injector = scene.stack, Injector([point])
    restore_snapshot(stack, scene.kept)
    stack.dead_letters.clear()
    stack.skipped_handler = INDEX
    with without_waiting(), stack.failing(workflow.handler, injector):
        _reply(workflow, scene.seeded)
        stack.settle()


def golden(done: Run) -> Golden:
    """Returns the end of a run without faults."""
    reply = done.replies[0]
    status = reply.status if reply else None
    return Golden(done.ends[-1], status, len(done.mails), sum(done.beside[-1:], Counter()))


def _may_be_sent_twice(done: Run) -> bool:
    """Returns whether a mail was sent and the function was killed before it could record that.

    SES has no idempotency token (AWS: SendEmail).
    """
    sent_by = {n for n, it in enumerate(done.seen) if it.name.endswith(".SendEmail")}
    late = {Fault.KILLED_AFTER, Fault.LOST_REPLY}
    return any(
        it.call - 1 in sent_by or (it.call in sent_by and it.fault in late)
        for it in done.injector.points
    )


@contextmanager
def without_waiting() -> Iterator[None]:
    """Skips waiting, and runs concurrent reads in sequence.

    The results of reading files in child processes are cached: reading calls no AWS.
    """
    still: Any = SimpleNamespace(sleep=lambda _: None)
    with ExitStack() as patches:
        patches.enter_context(patch.object(botocore.endpoint, "time", still))
        patches.enter_context(patch.object(retry, "time", still))
        patches.enter_context(patch.object(concurrency, "run_concurrently", _run_in_turn))
        patches.enter_context(patch.object(index_store, "REFRESH_INTERVAL", 0.0))
        patches.enter_context(patch.object(file_processor, "read", _read_once))
        patches.enter_context(patch.object(page_summary, "read", _read_once))
        patches.enter_context(patch("sharewell.aws.idempotency.IN_PROGRESS_TIMEOUT", 0))
        yield


def _run_in_turn(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    return [call() for call in calls]


def _read_once(path: Path, *how: Any, **more: Any) -> Reading:
    key = path.read_bytes(), repr(how), repr(more)
    if key not in _readings:
        _readings[key] = read(path, *how, **more)
    return _readings[key]


def _recording_events(done: Run) -> Callable[[Call, Send], Any]:
    def listen(call: Call, send: Send) -> Any:
        answer = send()
        if call.operation == "PutEvents":
            done.published_ids += [json.loads(it["Detail"])["id"] for it in call.body["Entries"]]
        if call.operation == "SendMessageBatch" and call.body["QueueUrl"].endswith("/JobsQueue"):
            done.published_ids += [
                json.loads(it["MessageBody"])["id"] for it in call.body["Entries"]
            ]
        return answer

    return listen


def _send_until_answered(done: Run) -> None:
    for _ in range(MAX_ATTEMPTS if done.workflow.is_request else 1):
        reply = _reply(done.workflow, done.scene.seeded)
        done.replies.append(reply)
        if reply is not None and reply.status < 500:
            return


def _repeat(done: Run) -> None:
    if done.workflow.is_request:
        done.replies.append(_reply(done.workflow, done.scene.seeded))
    else:
        done.scene.stack.redeliver(done.workflow.handler, done.scene.stack.events[-1:])


def _reply(workflow: Workflow, seeded: Any) -> Reply | None:
    try:
        return workflow.act(seeded)
    except RequestRejected as refused:
        return refused.reply
    except Killed:
        return None


def _shard() -> list[Any]:
    from moto.dynamodb.models import dynamodb_backends

    from local_stack.in_process import ACCOUNT, ENVIRONMENT, REGION

    found = dynamodb_backends[ACCOUNT][REGION].tables[ENVIRONMENT["TABLE_NAME"]].stream_shard
    return list(found.items) if found else []
