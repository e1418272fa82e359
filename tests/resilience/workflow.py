"""What somebody does, and what must hold afterwards whatever goes wrong on the way."""

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

from local.stack import INDEX, Reply
from resilience import invariants
from resilience.delivery import Delivering
from resilience.faults import Fault, Injector, Killed, Point, Seen
from resilience.interceptor import Call, Send, wire
from resilience.moto_snapshot import forget_searches, lay, sent
from resilience.outside import Wrong
from sharewell import concurrency, retry
from sharewell.content.links import page_summary
from sharewell.content.uploads import intake
from sharewell.reading import Reading, read
from sharewell.search import store as index_store

_readings: dict[tuple[bytes, str, str], Reading] = {}
ASKED_AGAIN = 3
"""How often somebody tries again whose request failed."""


class NotDone(AssertionError):
    """Somebody was refused what must go well."""

    def __init__(self, reply: Reply) -> None:
        """Keep the answer, for those who look whether somebody else was in the way."""
        super().__init__(reply.body)
        self.reply = reply


@dataclass(frozen=True)
class Scene:
    """Where a workflow begins: a house as it was kept, and the table before its latest write."""

    stack: Delivering
    house: Any
    kept: bytes
    earlier: bytes
    known: frozenset[str]


def NOTHING_SPECIAL(_house: Any) -> None:  # noqa: N802  # a value, as others see it
    """What is there anyway is enough to begin with."""


@dataclass(frozen=True)
class Workflow:
    """`act` sets `handler` going, by a request of it or by something that it consumes."""

    name: str
    handler: str
    act: Callable[[Any], Reply | None]
    seed: Callable[[Any], Any] = NOTHING_SPECIAL
    request: str | None = None
    """Method and path that it asks for, where {names} stand for ids."""

    @property
    def is_about_search(self) -> bool:
        """Whether it is the index that may go wrong in it."""
        return self.handler in (INDEX, "workers.reindex.handler")

    @property
    def is_asked(self) -> bool:
        """Whether somebody waits for its answer, and asks again when none comes."""
        return self.handler.endswith(".api")


NOTHING = Workflow("nothing", "routes.about.api", lambda _: None)
"""Nobody does anything."""
UNNOTICED = {Fault.LOST_REPLY, Fault.THROTTLED_ONCE, Fault.CONFLICT, *Wrong}
"""What is mended within the request, so that who asked notices nothing; or its answer says it."""


class Golden(NamedTuple):
    """How it ends when nothing goes wrong."""

    shape: Counter[str]
    status: int | None
    letters: int
    beside: Counter[str]
    """The same, whatever was seen elsewhere."""


@dataclass
class Run:
    """One run of a workflow, and what came of it."""

    workflow: Workflow
    scene: Scene
    injector: Injector
    replies: list[Reply | None]
    said: list[dict[str, Any]]
    told: list[str]
    images: list[Any]
    letters: list[tuple[str, str, str]]
    ends: list[Counter[str]]
    """What everything looked like when it had settled, and when all of it was done once more."""
    beside: list[Counter[str]] = field(default_factory=list)
    """The same, whatever was seen elsewhere."""
    rows: frozenset[tuple[str, str]] = frozenset()
    """What the function wrote, as (pk, sk)."""

    @property
    def seen(self) -> list[Seen]:
        """The calls of the function that is made to fail."""
        return self.injector.seen

    def look(self) -> None:
        """Keep what everything looks like now."""
        known = set(self.scene.known)
        self.ends.append(invariants.shape(known))
        if any(it.goes_out for it in self.seen):
            self.beside.append(invariants.shape(known, but=invariants.SEEN_ELSEWHERE))


def calls(workflow: Workflow, scene: Scene) -> list[Seen]:
    """What the function asks AWS for when nothing goes wrong."""
    injector = Injector()
    lay(scene.stack, scene.kept)
    scene.stack.leaves_out = None if workflow.is_about_search else INDEX
    with at_rest(), scene.stack.failing(workflow.handler, injector):
        workflow.act(scene.house)
        if not workflow.is_asked:
            scene.stack.settle()
    return injector.seen


def written() -> frozenset[tuple[str, str]]:
    """The rows, as (pk, sk), that were written since everything was laid."""
    keys = [it.record["dynamodb"]["Keys"] for it in _shard()]
    return frozenset((it["pk"]["S"], it["sk"]["S"]) for it in keys)


def run(workflow: Workflow, scene: Scene, *points: Point) -> Run:
    """Do it from the beginning, with these faults; then once more, as AWS or people do."""
    stack = scene.stack
    lay(stack, scene.kept)
    stack.given_up.clear()
    begins = len(_shard())
    injector = Injector(list(points))
    injector.remember(scene.earlier)
    done = Run(workflow, scene, injector, [], [], [], [], [], [])
    looks = workflow.is_about_search or any(it.fault is Fault.KILLED_AFTER for it in points)
    stack.leaves_out = None if looks else INDEX
    with at_rest(), wire.through(_listening(done)):
        with stack.failing(workflow.handler, injector):
            _until_answered(done)
            if workflow.is_asked:
                done.rows = written()
                stack.settle()
            else:
                stack.settle()
                done.rows = written()
        done.look()
        if points:
            _once_more(done)
            stack.settle()
            done.look()
    done.images = [it.record["dynamodb"].get("NewImage") for it in _shard()[begins:]]
    done.letters = sent()
    for image in done.images:
        if image and "said" in image:
            done.said += [detail for _, detail in json.loads(image["said"]["S"])]
    return done


def together(
    first: Workflow, second: Workflow, scene: Scene, at: int | None
) -> tuple[Reply | None, Reply | None, Counter[str]]:
    """The second just before call `at` of the first, or after it; both answers, and the end."""
    stack, injector = scene.stack, Injector()
    lay(stack, scene.kept)
    stack.leaves_out = INDEX
    replies: list[Reply | None] = []
    if at is not None:
        injector.rival = at, lambda: replies.append(_reply(second, scene.house))
    with at_rest(), warnings.catch_warnings(), stack.failing(first.handler, injector):
        # Two share a process here, and with it the metrics of whoever is done first.
        warnings.simplefilter("ignore", UserWarning)
        own = _reply(first, scene.house)
        if first.is_asked:
            replies += [_reply(second, scene.house)] if not replies else []
            stack.settle()
        else:
            stack.settle()
            replies += [_reply(second, scene.house)] if not replies else []
            stack.settle()
    return own, replies[0], invariants.shape(set(scene.known))


def check(done: Run, golden: Golden) -> None:
    """What must hold of every run."""
    stack = done.scene.stack
    faults = {it.fault for it in done.injector.points}
    if any(isinstance(it, Wrong) for it in faults):
        assert done.beside == [golden.beside] * len(done.ends)
    else:
        assert done.ends == [golden.shape] * len(done.ends)
    if faults <= UNNOTICED and done.workflow.is_asked:
        assert done.replies[0] is not None
        assert done.replies[0].status == golden.status, done.replies[0].body
    if not faults:
        once = set(done.told) - done.scene.known
        assert len(done.told) == len(once), "what was told was told again"
    letters = len(set(done.letters))
    assert letters == golden.letters, "a letter was lost, or there is one too many"
    assert len(done.letters) == letters or _may_be_sent_twice(done)
    rows_agree(stack)
    invariants.events_are_those_of_rows(done.said, done.told)
    invariants.versions_only_rise(done.images)
    if stack.leaves_out is None:
        forget_searches()
        invariants.index_says_what_the_table_says()
    assert stack.given_up == [], "what failed once was given up"
    for reply in done.replies:
        if reply is not None and reply.status >= 500:
            assert reply.headers["content-type"] == "application/problem+json"


def rows_agree(stack: Delivering) -> None:
    """What always holds of rows and objects, whatever was done."""
    with invariants.looking_once():
        invariants.keys_are_declared()
        invariants.organisations_are_listed()
        invariants.counters_are_right()
        invariants.ticks_are_counted()
        invariants.reviews_wait_where_they_are_given()
        invariants.both_sides_agree()
        invariants.notes_are_true()
        invariants.saved_items_are_marked()
        invariants.drafts_have_their_words()
        invariants.pictures_are_kept_where_they_show()
        invariants.lines_are_those_of_items()
        invariants.channels_are_called_by_their_names()
        invariants.merges_have_ended()
        invariants.jobs_have_ended()
        invariants.discussions_are_as_channels_say()
        invariants.questions_are_listed_where_they_wait()
        invariants.bytes_have_an_item(stack)
        invariants.links_show_a_page_or_say_why_not()


def give_up(workflow: Workflow, scene: Scene, point: Point) -> None:
    """Somebody asks once, it goes wrong, and they never ask again."""
    stack, injector = scene.stack, Injector([point])
    lay(stack, scene.kept)
    stack.given_up.clear()
    stack.leaves_out = INDEX
    with at_rest(), stack.failing(workflow.handler, injector):
        _reply(workflow, scene.house)
        stack.settle()


def golden(done: Run) -> Golden:
    """What a run without faults has come to."""
    reply = done.replies[0]
    status = reply.status if reply else None
    return Golden(done.ends[-1], status, len(done.letters), sum(done.beside[-1:], Counter()))


def _may_be_sent_twice(done: Run) -> bool:
    """A letter was handed over and the function did not live to know it, or to note it.

    SES has no token that would tell a second sending from a second letter (AWS: SendEmail).
    """
    sent_by = {n for n, it in enumerate(done.seen) if it.name.endswith(".SendEmail")}
    late = {Fault.KILLED_AFTER, Fault.LOST_REPLY}
    return any(
        it.call - 1 in sent_by or (it.call in sent_by and it.fault in late)
        for it in done.injector.points
    )


@contextmanager
def at_rest() -> Iterator[None]:
    """Nobody waits for the time to pass, and reads that go side by side go in a row.

    A file that was read in a process of its own is not read again: that asks AWS for nothing.
    """
    still: Any = SimpleNamespace(sleep=lambda _: None)
    with ExitStack() as patches:
        patches.enter_context(patch.object(botocore.endpoint, "time", still))
        patches.enter_context(patch.object(retry, "time", still))
        patches.enter_context(patch.object(concurrency, "run_concurrently", _run_in_turn))
        patches.enter_context(patch.object(index_store, "FRESH_FOR", 0.0))
        patches.enter_context(patch.object(intake, "read", _read_once))
        patches.enter_context(patch.object(page_summary, "read", _read_once))
        patches.enter_context(patch("sharewell.once.TAKES", 0))
        yield


def _run_in_turn(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    return [call() for call in calls]


def _read_once(path: Path, *how: Any, **more: Any) -> Reading:
    asked = path.read_bytes(), repr(how), repr(more)
    if asked not in _readings:
        _readings[asked] = read(path, *how, **more)
    return _readings[asked]


def _listening(done: Run) -> Callable[[Call, Send], Any]:
    def listen(call: Call, send: Send) -> Any:
        answer = send()
        if call.operation == "PutEvents":
            done.told += [json.loads(it["Detail"])["id"] for it in call.body["Entries"]]
        if call.operation == "SendMessageBatch" and call.body["QueueUrl"].endswith("/JobsQueue"):
            done.told += [json.loads(it["MessageBody"])["id"] for it in call.body["Entries"]]
        return answer

    return listen


def _until_answered(done: Run) -> None:
    for _ in range(ASKED_AGAIN if done.workflow.is_asked else 1):
        reply = _reply(done.workflow, done.scene.house)
        done.replies.append(reply)
        if reply is not None and reply.status < 500:
            return


def _once_more(done: Run) -> None:
    if done.workflow.is_asked:
        done.replies.append(_reply(done.workflow, done.scene.house))
    else:
        done.scene.stack.again(done.workflow.handler, done.scene.stack.events[-1:])


def _reply(workflow: Workflow, house: Any) -> Reply | None:
    try:
        return workflow.act(house)
    except NotDone as refused:
        return refused.reply
    except Killed:
        return None


def _shard() -> list[Any]:
    from moto.dynamodb.models import dynamodb_backends

    from local.stack import ACCOUNT, ENVIRONMENT, REGION

    found = dynamodb_backends[ACCOUNT][REGION].tables[ENVIRONMENT["TABLE_NAME"]].stream_shard
    return list(found.items) if found else []
