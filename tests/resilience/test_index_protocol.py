"""The index after crashes, concurrent writers, repeated messages and lost files."""

import json
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from helpers.search_library import ALL, KETTLE, Doors, Table, thing
from local_stack.in_process import Stack
from sharewell.aws import bucket, tenant_guard
from sharewell.core.errors import Conflict
from sharewell.core.ids import OrganisationId
from sharewell.search import replica, store
from sharewell.search.model import Document, SearchRequest
from sharewell.search.store import OutdatedSchemaError

MANIFEST = f"index/{KETTLE}/manifest.json"


class Crash(BaseException):
    """Simulates a killed process."""


@pytest.fixture
def doors(stack: Stack, tmp_path: Path) -> Doors:
    """Returns an index of two notes."""
    doors = Doors(tmp_path, Table(thing("item:a", "Apple"), thing("item:b", "Bread")))
    doors.index("item:a", "item:b")
    return doors


def objects() -> list[str]:
    return [key for key, _ in bucket.list_objects(f"index/{KETTLE}/") if key != MANIFEST]


def crash_at(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kills the process before its PUT of this number."""
    put, left = bucket.put, iter(range(number, -1, -1))

    def dying(*given: Any, **conditions: Any) -> str:
        if next(left) == 0:
            raise Crash
        return put(*given, **conditions)

    monkeypatch.setattr(bucket, "put", dying)


@pytest.mark.parametrize("before", [0, 1, 2])
def test_crash_before_manifest_changes_nothing_for_readers(
    doors: Doors, before: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = doors.door()
    changed = doors.table.put(thing("item:a", "Avocado"))
    with monkeypatch.context() as patched:
        crash_at(before, patched)
        with pytest.raises(Crash):
            doors.index(*changed)
    assert doors.found("apple", reader) == ["item:a"]
    assert doors.found("avocado", reader) == []

    doors.index(*changed)  # the message is redelivered
    assert doors.found("avocado", reader) == ["item:a"]


def test_writer_with_lost_reply_ends_with_same_index(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, lost = bucket.put, iter([True])

    def unreported(key: str, *given: Any, **conditions: Any) -> str:
        etag = put(key, *given, **conditions)
        if key == MANIFEST and next(lost, False):
            return put(key, *given, **conditions)  # sent again by the SDK: no longer the same ETag
        return etag

    monkeypatch.setattr(bucket, "put", unreported)
    doors.index(*doors.table.put(thing("item:c", "Cheese")))
    assert doors.found("cheese") == ["item:c"]


def test_stale_writer_reloads_and_repeats(doors: Doors) -> None:
    slow, quick = doors.door(), doors.door()
    changed = doors.table.put(thing("item:c", "Cheese"))

    def interrupted(refs: Sequence[str]) -> list[tuple[str, Document | None]]:
        if doors.table.reads == 1:
            doors.index(*doors.table.put(thing("item:d", "Dates")), door=quick)
        return doors.table.state(refs)

    doors.table.reads = 1
    doors.index(*changed, door=slow, state=interrupted)
    assert doors.found("cheese") == ["item:c"]
    assert doors.found("dates") == ["item:d"]


def test_twelve_concurrent_writers_lose_nothing(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, one = bucket.put, Lock()

    def whole(*given: Any, **conditions: Any) -> str:
        with one:  # as S3 does it: nothing comes between the condition and the write
            return put(*given, **conditions)

    monkeypatch.setattr(bucket, "put", whole)
    refs = doors.table.put(*(thing(f"item:{n}", f"Rival {n}") for n in range(12)))
    with ThreadPoolExecutor(12) as racers:
        own = [doors.door() for _ in refs]
        races = [partial(doors.index, ref, door=door) for ref, door in zip(refs, own, strict=True)]
        list(racers.map(lambda race: race(), [tenant_guard.bind_scope(it) for it in races]))
    assert doors.door().search(KETTLE, SearchRequest(text="rival "), ALL).total == 12


def test_stale_documents_are_never_published(doors: Doors) -> None:
    """A writer re-reads what it had read before another published."""
    slow, quick = doors.door(), doors.door()

    def overtaken(refs: Sequence[str]) -> list[tuple[str, Document | None]]:
        old = doors.table.state(refs)
        if doors.table.things["item:a"].title == "Apple":
            doors.index(*doors.table.put(thing("item:a", "Avocado")), door=quick)
        return old

    doors.index("item:a", door=slow, state=overtaken)
    assert doors.found("avocado") == ["item:a"]
    assert doors.found("apple") == []


def test_deletion_lists_of_same_name_stay_separate(doors: Doors) -> None:
    slow, quick = doors.door(), doors.door()
    del doors.table.things["item:a"]

    def overtaken(refs: Sequence[str]) -> list[tuple[str, Document | None]]:
        if "item:b" in doors.table.things:
            del doors.table.things["item:b"]
            doors.index("item:b", door=quick)
        return doors.table.state(refs)

    doors.index("item:a", door=slow, state=overtaken)
    deletions = [key for key in objects() if ".del-" in key]
    assert len(deletions) == 2
    assert len({key.partition(".del-")[0] for key in deletions}) == 1
    assert len({it.data for key in deletions if (it := bucket.get(key))}) == 2
    assert doors.found("apple") == doors.found("bread") == []


def test_duplicate_message_changes_nothing(doors: Doors) -> None:
    door = doors.door()
    changed = doors.table.put(thing("item:c", "Cheese"))
    doors.index(*changed, door=door)
    doors.index(*changed, door=door)
    doors.index(*changed)
    assert doors.found("cheese") == ["item:c"]
    assert doors.door().search(KETTLE, SearchRequest(text="cheese"), ALL).total == 1


def test_messages_in_any_order_end_with_table_state(
    doors: Doors, pytestconfig: pytest.Config
) -> None:
    random_ = random.Random(5)  # noqa: S311  (the same every time)
    writers = [doors.door() for _ in range(3)]
    for step in range(200 if pytestconfig.getoption("--whole") else 20):
        ref = f"item:{random_.choice('abcde')}"
        if random_.random() < 0.3:
            doors.table.things.pop(ref, None)
        else:
            doors.table.put(thing(ref, f"Word{step} common"))
        doors.index(ref, door=random_.choice(writers))
    assert sorted(doors.found("common ")) == sorted(doors.table.things)
    for ref, it in doors.table.things.items():
        assert doors.found(f'"{it.title.split()[0]}"') == [ref]


def test_reader_of_collected_segment_rereads_manifest(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader read the manifest, then a rebuild was published and garbage collected."""
    get, once = bucket.get, iter([True])

    def late(key: str, **conditions: Any) -> bucket.Object | None:
        found = get(key, **conditions)
        if key == MANIFEST and next(once, False):
            doors.door().rebuild(KETTLE, doors.table.everything, doors.table.state)
            doors.at = doors.at.replace(year=2100)
            assert doors.door().collect_garbage(KETTLE) > 0
        return found

    monkeypatch.setattr(bucket, "get", late)
    assert doors.found("apple") == ["item:a"]


def test_garbage_within_grace_period_is_not_collected(doors: Doors) -> None:
    doors.index(*doors.table.put(thing("item:a", "Avocado")))
    before = objects()
    assert doors.door().collect_garbage(KETTLE) == 0
    assert objects() == before


def test_damaged_segment_is_never_opened(doors: Doors) -> None:
    bucket.put(objects()[0], b"something else")
    with pytest.raises(RuntimeError, match="damaged"):
        doors.found("apple")


def test_lost_segment_is_recovered_by_rebuild(doors: Doors) -> None:
    bucket.delete(objects()[:1])
    with pytest.raises(RuntimeError, match="do not exist"):
        doors.found("apple")
    doors.door().rebuild(KETTLE, doors.table.everything, doors.table.state)
    assert doors.found("apple") == ["item:a"]


def test_old_index_serves_during_rebuild(doors: Doors) -> None:
    reader, seen = doors.door(), []

    def everything() -> Iterator[tuple[str, Document | None]]:
        for it in doors.table.everything():
            seen.append(doors.found("apple", reader))
            yield it

    doors.door().rebuild(KETTLE, everything, doors.table.state)
    assert seen == [["item:a"]] * 2
    assert doors.found("apple", reader) == ["item:a"]


def test_changes_during_rebuild_are_in_both_indexes(doors: Doors) -> None:
    reader, writer = doors.door(), doors.door()

    def everything() -> Iterator[tuple[str, Document | None]]:
        yield "item:a", doors.table.things["item:a"]
        doors.index(*doors.table.put(thing("item:a", "Avocado")), door=writer)
        doors.index(*doors.table.put(thing("item:c", "Cheese")), door=writer)
        del doors.table.things["item:b"]
        assert doors.found("cheese", reader) == ["item:c"]
        yield "item:b", thing("item:b", "Bread")
        doors.index("item:b", door=writer)

    doors.door().rebuild(KETTLE, everything, doors.table.state)
    for words, found in (
        ("avocado", ["item:a"]),
        ("cheese", ["item:c"]),
        ("apple", []),
        ("bread", []),
    ):
        assert doors.found(words, reader) == found, words
    doors.index(*doors.table.put(thing("item:d", "Dates")), door=writer)
    assert doors.found("dates", reader) == ["item:d"]


def test_later_of_two_rebuilds_wins(doors: Doors) -> None:
    def everything() -> Iterator[tuple[str, Document | None]]:
        doors.door().rebuild(KETTLE, doors.table.everything, doors.table.state)
        yield from doors.table.everything()

    with pytest.raises(Conflict):
        doors.door().rebuild(KETTLE, everything, doors.table.state)
    assert doors.found("apple") == ["item:a"]


def test_crashed_rebuild_blocks_no_other(doors: Doors) -> None:
    def everything() -> Iterator[tuple[str, Document | None]]:
        yield from doors.table.everything()
        raise Crash

    with pytest.raises(Crash):
        doors.door().rebuild(KETTLE, everything, doors.table.state)
    doors.index(*doors.table.put(thing("item:c", "Cheese")))
    assert doors.found("cheese") == ["item:c"]
    doors.door().rebuild(KETTLE, doors.table.everything, doors.table.state)
    assert doors.found("cheese") == ["item:c"]


def test_index_of_old_schema_answers_until_rebuilt(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = json.loads(bucket.get(MANIFEST).data)  # type: ignore[union-attr]
    bucket.put(MANIFEST, json.dumps(manifest | {"fields": 0}).encode())
    monkeypatch.setattr(store, "OLDEST_SCHEMA", 0)
    assert doors.found("apple") == ["item:a"]
    monkeypatch.undo()
    assert doors.found("apple") == []

    changed = doors.table.put(thing("item:c", "Cheese"))
    with pytest.raises(OutdatedSchemaError):
        doors.index(*changed)
    doors.door().rebuild(KETTLE, doors.table.everything, doors.table.state)
    assert doors.found("cheese") == ["item:c"]
    assert doors.found("apple") == ["item:a"]


def test_reader_checks_manifest_every_two_seconds_at_most(
    doors: Doors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = {"now": 0.0}
    reader = store.IndexStore(tmp_path / "reader", now=lambda: doors.at, tick=lambda: clock["now"])
    keys: list[str] = []
    get = bucket.get

    def noting(key: str, **conditions: Any) -> bucket.Object | None:
        keys.append(key)
        return get(key, **conditions)

    monkeypatch.setattr(bucket, "get", noting)
    for clock["now"] in (0.0, 0.5, 1.9, 2.0, 3.9):
        doors.found("apple", reader)
    assert keys.count(MANIFEST) == 2


def test_reader_keeps_few_organisations_on_disk(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MAX_DISK_BYTES", 1)
    reader = doors.door()
    for organisation in ("ONE", "TWO", "THREE"):
        doors.door().apply_changes(OrganisationId(organisation), ["item:a"], doors.table.state)
        assert (
            reader.search(OrganisationId(organisation), SearchRequest(text="apple"), ALL).total == 1
        )
    assert list(reader._readers) == ["THREE"]


def test_large_segment_is_transferred_in_chunks(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "read_chunks", _small)
    random_ = random.Random(3)  # noqa: S311
    words = [f"w{random_.randrange(5_000)}" for _ in range(3_000)]
    doors.index(*doors.table.put(thing("item:long", "Long", " ".join(words))))
    assert doors.found(words[7]) == ["item:long"]
    assert len(objects()) > 20


def _small(folder: Path, names: Sequence[str]) -> Iterator[bytes]:
    from sharewell.search.bundle import read_chunks

    return read_chunks(folder, names, 1_000)
