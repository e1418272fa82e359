"""ULIDs: order, timestamps and derivation."""

from datetime import UTC, datetime, timedelta

from sharewell.core.ids import derive_ulid, min_ulid, new_ulid, ulid_time

NOON = datetime(2026, 3, 29, 12, 0, 0, 123_000, tzinfo=UTC)
LATER = NOON + timedelta(milliseconds=1)


def test_ulid_keeps_its_timestamp_to_the_millisecond() -> None:
    for ulid in (new_ulid(NOON), min_ulid(NOON), derive_ulid(new_ulid(NOON), "a")):
        assert (len(ulid), ulid_time(ulid)) == (26, NOON)


def test_new_ulids_differ_and_sort_by_time() -> None:
    ulids = {new_ulid(NOON) for _ in range(100)}
    assert len(ulids) == 100
    assert min_ulid(NOON) <= min(ulids)
    assert max(ulids) < min_ulid(LATER)


def test_derived_ulid_depends_on_parent_and_parts_alone() -> None:
    parent = new_ulid(NOON)
    ulid = derive_ulid(parent, "a", "b")
    others = [
        derive_ulid(parent, "b", "a"),
        derive_ulid(parent, "a"),
        derive_ulid(parent),
        derive_ulid(new_ulid(NOON), "a", "b"),
        parent,
    ]
    assert derive_ulid(parent, "a", "b") == ulid
    assert ulid not in others
    assert min_ulid(NOON) < ulid < min_ulid(LATER)


def test_derived_ulids_of_lower_ordinals_sort_later() -> None:
    parent = new_ulid(NOON)
    ordinals = (0, 1, 2, 255, 256, 65_535)
    ulids = [derive_ulid(parent, f"file {it}", ordinal=it) for it in ordinals]
    assert ulids == sorted(ulids, reverse=True)
