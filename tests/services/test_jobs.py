"""Batch jobs: each batch counts once in any delivery order, and a job runs until it is done."""

import json
from datetime import timedelta
from itertools import permutations

import pytest

from local_stack.in_process import Stack
from sharewell.aws import table
from sharewell.core.clock import now
from sharewell.core.errors import Conflict, Gone
from sharewell.core.ids import OrganisationId, new_ulid
from sharewell.core.values import Value
from sharewell.jobs.model import Job, JobInterrupted, JobResting, JobState
from sharewell.jobs.queue import JobKind, JobMessage, message_for
from sharewell.jobs.service import jobs
from sharewell.jobs.store import JobRow

KETTLE = OrganisationId(new_ulid(now()))
GROUP = f"GROUP#{KETTLE}#{new_ulid(now())}"
pytestmark = pytest.mark.usefixtures("stack")


class Countdown(Value):
    """What remains to be counted."""

    left: int


class Counter:
    """A kind of job that counts down one a batch, and crashes in a batch on request."""

    def __init__(self, batches: int = 1) -> None:
        self.kinds = {"countdown": JobKind("countdown", self.count, batches)}
        self.counted: list[int] = []
        self.crashes = False

    def count(self, job: Job) -> None:
        """Counts one in the transaction that advances the job."""
        left = job.read_cursor(Countdown).left
        if self.crashes:
            raise RuntimeError
        with table.transaction() as tx:
            if left == 1:
                jobs.finish(job, tx, Countdown(left=0))
            else:
                jobs.advance(job, Countdown(left=left - 1), tx)
        self.counted.append(left)

    def receive(self, *messages: JobMessage) -> None:
        """Runs the batches of all pending messages."""
        for it in messages:
            jobs.run(it, self.kinds)


def new_job(left: int = 3, subject: str = "", minutes: int = 0) -> Job:
    at = now() + timedelta(minutes=minutes)
    cursor = Countdown(left=left).model_dump_json()
    about = {"organisation": KETTLE, "kind": "countdown", "partition": GROUP, "subject": subject}
    return Job.model_validate({**about, "id": new_ulid(at), "at": at, "cursor": cursor})


def start(job: Job, replacing: Job | None = None) -> JobMessage:
    with table.transaction() as tx:
        jobs.start(job, tx, replacing=replacing)
    return message_for(job)


def row(subject: str = "") -> Job:
    found = jobs.get(KETTLE, "countdown", GROUP, subject)
    assert found
    return found


def in_outbox() -> list[JobMessage]:
    """Returns the messages in the outbox of the job's row."""
    found = table.get(JobRow, GROUP, "JOB#countdown")
    messages = json.loads(found.outbox) if found and found.outbox else []
    return [JobMessage.model_validate(detail) for _, detail in messages]


def test_job_runs_message_by_message_until_done() -> None:
    counter, message = Counter(), start(new_job())
    assert [(it.job, it.step) for it in in_outbox()] == [(message.job, 0)]
    while messages := in_outbox():
        counter.receive(*messages)

    assert counter.counted == [3, 2, 1]
    assert (row().state, row().read_cursor(Countdown).left) == (JobState.DONE, 0)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_job_counts_each_batch_once_in_any_order(order: tuple[int, ...]) -> None:
    counter, job = Counter(), new_job()
    start(job)
    messages = [message_for(job.model_copy(update={"step": step})) for step in range(3)]

    for _ in range(3):
        counter.receive(*(messages[it] for it in order), *messages)

    assert counter.counted == [3, 2, 1]


def test_repeated_message_after_crash_runs_the_rest() -> None:
    counter = Counter(batches=8)
    message = start(new_job(left=12))
    counter.crashes = True
    with pytest.raises(RuntimeError):
        counter.receive(message)
    counter.crashes = False
    counter.receive(message, message)

    assert counter.counted == list(range(12, 4, -1))
    [following] = in_outbox()
    assert following.step == 8
    counter.receive(message, following, following)
    assert counter.counted == list(range(12, 0, -1))


def test_batch_runs_once_with_two_workers() -> None:
    counter, job = Counter(), new_job()
    start(job)
    counter.count(job)

    with pytest.raises(JobInterrupted):
        counter.count(job)
    assert counter.counted == [3]


def test_overtaken_worker_continues_in_case_the_other_crashes() -> None:
    counter = Counter(batches=3)
    message = start(new_job(left=5))
    raced: list[int] = []
    run = counter.count

    def overtaken(job: Job) -> None:
        if not raced:
            raced.append(job.step)
            run(job)  # by another worker, which then crashes
        run(job)

    counter.kinds["countdown"].run_batch = overtaken
    counter.receive(message)

    assert counter.counted == [5, 4, 3]
    assert [it.step for it in in_outbox()] == [3]


def test_paused_job_waits_until_another_one_starts() -> None:
    counter, message = Counter(batches=8), start(new_job())
    tries: list[int] = []

    def pause(job: Job) -> None:
        tries.append(job.step)
        raise JobResting("its group is deleted")

    counter.kinds["countdown"].run_batch = pause
    counter.receive(message)

    assert (tries, row().step, row().state) == ([0], 0, JobState.RUNNING)


def test_newer_job_replaces_an_unfinished_one() -> None:
    counter, old = Counter(), new_job(left=9)
    late = start(old)
    counter.receive(late)
    new = new_job(left=2)
    with pytest.raises(Conflict):
        start(new)
    with pytest.raises(Gone):
        start(new, replacing=old)
    message = start(new, replacing=row())
    counter.receive(late, message_for(old.at_next_step(Countdown(left=8))))
    assert counter.counted == [9]

    counter.receive(message, *in_outbox())
    assert row().id == new.id


def test_job_started_by_message_gets_a_row_when_more_remains() -> None:
    counter, job = Counter(), new_job()
    first = message_for(job, with_cursor=True)
    short = message_for(new_job(left=1, subject="short"), with_cursor=True)
    counter.receive(short, short)
    assert jobs.get(KETTLE, "countdown", GROUP, "short") is None

    counter.receive(first, first)
    assert row().step == 1
    counter.receive(first, *in_outbox(), first)
    counter.receive(first, *in_outbox(), first)
    assert row().state is JobState.DONE
    assert counter.counted[2:] == [3, 2, 1]


def test_message_of_older_job_leaves_newer_one_unchanged() -> None:
    counter = Counter()
    older, newer = (message_for(new_job(minutes=it), with_cursor=True) for it in range(2))
    counter.receive(newer)
    counter.receive(older)

    assert (row().id, row().step) == (newer.job, 1)


def test_relay_sends_jobs_to_their_queue_and_not_to_the_bus(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    told: list[tuple[str, str]] = []
    monkeypatch.setattr("sharewell.aws.bus.send_jobs", sent.extend)
    monkeypatch.setattr("sharewell.aws.bus.publish", told.extend)
    start(new_job())
    expected = in_outbox()
    stack.settle()

    assert [JobMessage.model_validate_json(it) for it in sent] == expected
    assert len(sent) == 1
    assert told == []
