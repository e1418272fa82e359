"""Batch jobs: each batch counts once, whatever messages do, and a job goes on until it is done."""

import json
from datetime import timedelta
from itertools import permutations

import pytest

from local.stack import Stack
from sharewell import table
from sharewell.clock import now
from sharewell.errors import Conflict, Gone
from sharewell.ids import OrganisationId, new_ulid
from sharewell.jobs.model import Job, JobInterrupted, JobResting, JobState
from sharewell.jobs.queue import JobKind, JobMessage, message_for
from sharewell.jobs.service import jobs
from sharewell.jobs.store import JobRow
from sharewell.values import Value

KETTLE = OrganisationId(new_ulid(now()))
GROUP = f"GROUP#{KETTLE}#{new_ulid(now())}"
pytestmark = pytest.mark.usefixtures("stack")


class Countdown(Value):
    """What is left to be counted."""

    left: int


class Counter:
    """A kind of job that counts down, one a batch, and dies in a batch if it is told to."""

    def __init__(self, batches: int = 1) -> None:
        self.kinds = {"countdown": JobKind("countdown", self.count, batches)}
        self.counted: list[int] = []
        self.dies = False

    def count(self, job: Job) -> None:
        """Counts one, in the transaction that advances the job."""
        left = job.read_cursor(Countdown).left
        if self.dies:
            raise RuntimeError
        with table.write() as write:
            if left == 1:
                jobs.finish(job, write, Countdown(left=0))
            else:
                jobs.advance(job, Countdown(left=left - 1), write)
        self.counted.append(left)

    def hear(self, *messages: JobMessage) -> None:
        """Runs the batches that messages are for."""
        for it in messages:
            jobs.run(it, self.kinds)


def new_job(left: int = 3, subject: str = "", minutes: int = 0) -> Job:
    at = now() + timedelta(minutes=minutes)
    cursor = Countdown(left=left).model_dump_json()
    about = {"organisation": KETTLE, "kind": "countdown", "partition": GROUP, "subject": subject}
    return Job.model_validate({**about, "id": new_ulid(at), "at": at, "cursor": cursor})


def start(job: Job, replacing: Job | None = None) -> JobMessage:
    with table.write() as write:
        jobs.start(job, write, replacing=replacing)
    return message_for(job)


def row(subject: str = "") -> Job:
    found = jobs.get(KETTLE, "countdown", GROUP, subject)
    assert found
    return found


def in_outbox() -> list[JobMessage]:
    """What the job's row holds for the relay."""
    kept = table.get(JobRow, GROUP, "JOB#countdown")
    said = json.loads(kept.said) if kept and kept.said else []
    return [JobMessage.model_validate(detail) for _, detail in said]


def test_job_runs_from_message_to_message_until_it_is_done() -> None:
    counter, message = Counter(), start(new_job())
    assert [(it.job, it.step) for it in in_outbox()] == [(message.job, 0)]
    while messages := in_outbox():
        counter.hear(*messages)

    assert counter.counted == [3, 2, 1]
    assert (row().state, row().read_cursor(Countdown).left) == (JobState.DONE, 0)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_job_counts_each_batch_once_in_any_order(order: tuple[int, ...]) -> None:
    counter, job = Counter(), new_job()
    start(job)
    messages = [message_for(job.model_copy(update={"step": step})) for step in range(3)]

    for _ in range(3):
        counter.hear(*(messages[it] for it in order), *messages)

    assert counter.counted == [3, 2, 1]


def test_message_that_comes_again_after_a_crash_runs_what_is_left() -> None:
    counter = Counter(batches=8)
    message = start(new_job(left=12))
    counter.dies = True
    with pytest.raises(RuntimeError):
        counter.hear(message)
    counter.dies = False
    counter.hear(message, message)

    assert counter.counted == list(range(12, 4, -1))
    [following] = in_outbox()
    assert following.step == 8
    counter.hear(message, following, following)
    assert counter.counted == list(range(12, 0, -1))


def test_two_workers_at_one_batch_do_it_once() -> None:
    counter, job = Counter(), new_job()
    start(job)
    counter.count(job)

    with pytest.raises(JobInterrupted):
        counter.count(job)
    assert counter.counted == [3]


def test_worker_that_was_overtaken_goes_on_in_case_the_other_one_dies() -> None:
    counter = Counter(batches=3)
    message = start(new_job(left=5))
    raced: list[int] = []
    run = counter.count

    def overtaken(job: Job) -> None:
        if not raced:
            raced.append(job.step)
            run(job)  # by another worker, which dies then
        run(job)

    counter.kinds["countdown"].run_batch = overtaken
    counter.hear(message)

    assert counter.counted == [5, 4, 3]
    assert [it.step for it in in_outbox()] == [3]


def test_job_that_rests_is_left_alone_until_another_one_starts() -> None:
    counter, message = Counter(batches=8), start(new_job())
    tries: list[int] = []

    def rest(job: Job) -> None:
        tries.append(job.step)
        raise JobResting("its group is deleted")

    counter.kinds["countdown"].run_batch = rest
    counter.hear(message)

    assert (tries, row().step, row().state) == ([0], 0, JobState.RUNNING)


def test_newer_job_replaces_one_that_is_not_done() -> None:
    counter, old = Counter(), new_job(left=9)
    late = start(old)
    counter.hear(late)
    new = new_job(left=2)
    with pytest.raises(Conflict):
        start(new)
    with pytest.raises(Gone):
        start(new, replacing=old)
    message = start(new, replacing=row())
    counter.hear(late, message_for(old.at_next_step(Countdown(left=8))))
    assert counter.counted == [9]

    counter.hear(message, *in_outbox())
    assert row().id == new.id


def test_job_that_begins_with_a_message_alone_gets_a_row_when_more_is_left() -> None:
    counter, job = Counter(), new_job()
    first = message_for(job, with_cursor=True)
    short = message_for(new_job(left=1, subject="short"), with_cursor=True)
    counter.hear(short, short)
    assert jobs.get(KETTLE, "countdown", GROUP, "short") is None

    counter.hear(first, first)
    assert row().step == 1
    counter.hear(first, *in_outbox(), first)
    counter.hear(first, *in_outbox(), first)
    assert row().state is JobState.DONE
    assert counter.counted[2:] == [3, 2, 1]


def test_message_of_an_older_job_changes_nothing_of_a_newer_one() -> None:
    counter = Counter()
    older, newer = (message_for(new_job(minutes=it), with_cursor=True) for it in range(2))
    counter.hear(newer)
    counter.hear(older)

    assert (row().id, row().step) == (newer.job, 1)


def test_relay_puts_jobs_on_their_queue_and_not_on_the_bus(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    told: list[tuple[str, str]] = []
    monkeypatch.setattr("sharewell.bus.send_jobs", sent.extend)
    monkeypatch.setattr("sharewell.bus.put", told.extend)
    start(new_job())
    expected = in_outbox()
    stack.settle()

    assert [JobMessage.model_validate_json(it) for it in sent] == expected
    assert len(sent) == 1
    assert told == []
