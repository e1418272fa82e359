"""Queries of one partition: key ranges, order, pages and deletion."""

from collections.abc import Iterator

import pytest

from local_stack.in_process import Stack
from sharewell.aws import table, tenant_guard
from sharewell.aws.table import KeyRange, Row
from sharewell.core.errors import Invalid
from sharewell.core.ids import OrganisationId

KEYS = ("A#1", "A#2", "A#3", "B#1", "B#2")


@pytest.fixture
def pk(stack: Stack) -> Iterator[str]:
    """Returns a partition with a row for each of KEYS."""
    with tenant_guard.tenant_scope(OrganisationId("A")):
        pk = "ITEM#A#X"
        table.batch_put([Row(pk, key) for key in KEYS])
        yield pk


def keys(rows: list[Row]) -> list[str]:
    return [row.sk for row in rows]


@pytest.mark.parametrize(
    ("sk", "found"),
    [
        (KeyRange(), KEYS),
        (KeyRange(prefix="B#"), KEYS[3:]),
        (KeyRange(gt="A#2"), KEYS[2:]),
        (KeyRange(ge="A#2"), KEYS[1:]),
        (KeyRange(lt="A#3"), KEYS[:2]),
        (KeyRange(le="A#3"), KEYS[:3]),
        (KeyRange(ge="A#2", le="B#1"), KEYS[1:4]),
    ],
)
def test_query_returns_the_rows_of_its_key_range(
    pk: str, sk: KeyRange, found: tuple[str, ...]
) -> None:
    assert keys(table.query(Row, pk, sk)) == list(found)
    assert keys(table.query(Row, pk, sk, reverse=True)) == list(reversed(found))
    assert keys(table.query(Row, pk, sk, limit=1)) == [found[0]]
    assert keys(table.query(Row, pk, sk, limit=1, reverse=True)) == [found[-1]]


@pytest.mark.parametrize("reverse", [False, True])
def test_query_page_continues_from_its_cursor_to_the_end(pk: str, *, reverse: bool) -> None:
    found: list[str] = []
    after = None
    while True:
        page = table.query_page(Row, pk, after=after, limit=2, reverse=reverse)
        found += keys(page.items)
        if not (after := page.next):
            break
    assert found == sorted(KEYS, reverse=reverse)


def test_cursor_of_one_list_is_rejected_by_another(pk: str) -> None:
    cursor = table.query_page(Row, pk, limit=2).next
    with pytest.raises(Invalid):
        table.query_page(Row, pk, KeyRange(prefix="A#"), after=cursor)
    with pytest.raises(Invalid):
        table.query_page(Row, f"{pk}Y", after=cursor)


@pytest.mark.parametrize("bounds", [{"gt": "A", "lt": "B"}, {"prefix": "A", "ge": "B"}])
def test_key_range_accepts_one_condition(bounds: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="one condition"):
        KeyRange(**bounds)


def test_deleting_partition_keeps_other_prefixes_and_exceptions(pk: str) -> None:
    table.batch_put([Row(pk, f"A#{number}") for number in range(10, 60)])
    table.delete_partition(pk, prefix="A#", keep=("A#2",))
    assert keys(table.query(Row, pk)) == ["A#2", "B#1", "B#2"]
    table.delete_partition(pk)
    assert table.query(Row, pk) == []
