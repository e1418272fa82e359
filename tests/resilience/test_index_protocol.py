"""The index under crashes, rivals, repeats and losses."""

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
from local.stack import Stack
from sharewell import bucket, tenant_guard
from sharewell.errors import Conflict
from sharewell.ids import OrganisationId
from sharewell.search import copies, store
from sharewell.search.model import Ask, Document
from sharewell.search.store import OutdatedError

MANIFEST = f"index/{KETTLE}/manifest.json"


class Crash(BaseException):
    """The process is killed."""


@pytest.fixture
def doors(stack: Stack, tmp_path: Path) -> Doors:
    """An index of two notes."""
    doors = Doors(tmp_path, Table(thing("item:a", "Apple"), thing("item:b", "Bread")))
    doors.index("item:a", "item:b")
    return doors


def objects() -> list[str]:
    return [key for key, _ in bucket.listing(f"index/{KETTLE}/") if key != MANIFEST]


def crash_at(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process dies before the PUT of this number."""
    put, left = bucket.put, iter(range(number, -1, -1))

    def dying(*given: Any, **conditions: Any) -> str:
        if next(left) == 0:
            raise Crash
        return put(*given, **conditions)

    monkeypatch.setattr(bucket, "put", dying)


@pytest.mark.parametrize("before", [0, 1, 2])
def test_a_crash_before_the_manifest_shows_readers_nothing(
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

    doors.index(*changed)  # the message comes again
    assert doors.found("avocado", reader) == ["item:a"]


def test_a_writer_whose_reply_was_lost_ends_with_the_same(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, lost = bucket.put, iter([True])

    def unheard(key: str, *given: Any, **conditions: Any) -> str:
        etag = put(key, *given, **conditions)
        if key == MANIFEST and next(lost, False):
            return put(key, *given, **conditions)  # sent again by the SDK: no longer the same ETag
        return etag

    monkeypatch.setattr(bucket, "put", unheard)
    doors.index(*doors.table.put(thing("item:c", "Cheese")))
    assert doors.found("cheese") == ["item:c"]


def test_a_stale_writer_loads_what_won_and_repeats(doors: Doors) -> None:
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


def test_twelve_writers_at_once_lose_nothing(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
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
    assert doors.door().find(KETTLE, Ask(words="rival "), ALL).total == 12


def test_an_older_state_never_comes_back(doors: Doors) -> None:
    """What a writer read before another published is read again, not published."""
    slow, quick = doors.door(), doors.door()

    def overtaken(refs: Sequence[str]) -> list[tuple[str, Document | None]]:
        old = doors.table.state(refs)
        if doors.table.things["item:a"].title == "Apple":
            doors.index(*doors.table.put(thing("item:a", "Avocado")), door=quick)
        return old

    doors.index("item:a", door=slow, state=overtaken)
    assert doors.found("avocado") == ["item:a"]
    assert doors.found("apple") == []


def test_two_deletion_lists_of_one_name_are_kept_apart(doors: Doors) -> None:
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


def test_a_message_that_comes_twice_changes_nothing(doors: Doors) -> None:
    door = doors.door()
    changed = doors.table.put(thing("item:c", "Cheese"))
    doors.index(*changed, door=door)
    doors.index(*changed, door=door)
    doors.index(*changed)
    assert doors.found("cheese") == ["item:c"]
    assert doors.door().find(KETTLE, Ask(words="cheese"), ALL).total == 1


def test_messages_in_any_order_end_with_what_the_table_says(
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


def test_a_reader_whose_segment_was_collected_reads_the_manifest_again(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It read the manifest, then everything was built anew and tidied, then it went on."""
    get, once = bucket.get, iter([True])

    def late(key: str, **conditions: Any) -> bucket.Object | None:
        found = get(key, **conditions)
        if key == MANIFEST and next(once, False):
            doors.door().rebuild(KETTLE, doors.table.everything, doors.table.state)
            doors.at = doors.at.replace(year=2100)
            assert doors.door().collect(KETTLE) > 0
        return found

    monkeypatch.setattr(bucket, "get", late)
    assert doors.found("apple") == ["item:a"]


def test_nothing_is_collected_within_its_grace(doors: Doors) -> None:
    doors.index(*doors.table.put(thing("item:a", "Avocado")))
    before = objects()
    assert doors.door().collect(KETTLE) == 0
    assert objects() == before


def test_damaged_bytes_are_never_opened(doors: Doors) -> None:
    bucket.put(objects()[0], b"something else")
    with pytest.raises(RuntimeError, match="damaged"):
        doors.found("apple")


def test_a_lost_segment_is_mended_by_building_anew(doors: Doors) -> None:
    bucket.delete(objects()[:1])
    with pytest.raises(RuntimeError, match="not there"):
        doors.found("apple")
    doors.door().rebuild(KETTLE, doors.table.everything, doors.table.state)
    assert doors.found("apple") == ["item:a"]


def test_the_old_index_serves_while_a_new_one_is_built(doors: Doors) -> None:
    reader, seen = doors.door(), []

    def everything() -> Iterator[tuple[str, Document | None]]:
        for it in doors.table.everything():
            seen.append(doors.found("apple", reader))
            yield it

    doors.door().rebuild(KETTLE, everything, doors.table.state)
    assert seen == [["item:a"]] * 2
    assert doors.found("apple", reader) == ["item:a"]


def test_what_changes_during_a_rebuild_is_in_both(doors: Doors) -> None:
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


def test_of_two_rebuilds_the_later_one_wins(doors: Doors) -> None:
    def everything() -> Iterator[tuple[str, Document | None]]:
        doors.door().rebuild(KETTLE, doors.table.everything, doors.table.state)
        yield from doors.table.everything()

    with pytest.raises(Conflict):
        doors.door().rebuild(KETTLE, everything, doors.table.state)
    assert doors.found("apple") == ["item:a"]


def test_a_rebuild_that_crashed_hinders_nobody(doors: Doors) -> None:
    def everything() -> Iterator[tuple[str, Document | None]]:
        yield from doors.table.everything()
        raise Crash

    with pytest.raises(Crash):
        doors.door().rebuild(KETTLE, everything, doors.table.state)
    doors.index(*doors.table.put(thing("item:c", "Cheese")))
    assert doors.found("cheese") == ["item:c"]
    doors.door().rebuild(KETTLE, doors.table.everything, doors.table.state)
    assert doors.found("cheese") == ["item:c"]


def test_an_index_of_another_schema_still_answers_and_is_built_anew(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = json.loads(bucket.get(MANIFEST).data)  # type: ignore[union-attr]
    bucket.put(MANIFEST, json.dumps(manifest | {"fields": 0}).encode())
    monkeypatch.setattr(store, "OLDEST", 0)
    assert doors.found("apple") == ["item:a"]
    monkeypatch.undo()
    assert doors.found("apple") == []

    changed = doors.table.put(thing("item:c", "Cheese"))
    with pytest.raises(OutdatedError):
        doors.index(*changed)
    doors.door().rebuild(KETTLE, doors.table.everything, doors.table.state)
    assert doors.found("cheese") == ["item:c"]
    assert doors.found("apple") == ["item:a"]


def test_readers_look_for_news_every_two_seconds_at_most(
    doors: Doors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = {"now": 0.0}
    reader = store.IndexStore(tmp_path / "reader", now=lambda: doors.at, tick=lambda: clock["now"])
    asked: list[str] = []
    get = bucket.get

    def noting(key: str, **conditions: Any) -> bucket.Object | None:
        asked.append(key)
        return get(key, **conditions)

    monkeypatch.setattr(bucket, "get", noting)
    for clock["now"] in (0.0, 0.5, 1.9, 2.0, 3.9):
        doors.found("apple", reader)
    assert asked.count(MANIFEST) == 2


def test_a_reader_keeps_few_organisations_on_its_disk(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "ROOM", 1)
    reader = doors.door()
    for organisation in ("ONE", "TWO", "THREE"):
        doors.door().apply(OrganisationId(organisation), ["item:a"], doors.table.state)
        assert reader.find(OrganisationId(organisation), Ask(words="apple"), ALL).total == 1
    assert list(reader._readers) == ["THREE"]


def test_a_large_segment_travels_in_chunks(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "chunks", _small)
    random_ = random.Random(3)  # noqa: S311
    words = [f"w{random_.randrange(5_000)}" for _ in range(3_000)]
    doors.index(*doors.table.put(thing("item:long", "Long", " ".join(words))))
    assert doors.found(words[7]) == ["item:long"]
    assert len(objects()) > 20


def _small(folder: Path, names: Sequence[str]) -> Iterator[bytes]:
    from sharewell.search.bundle import chunks

    return chunks(folder, names, 1_000)
