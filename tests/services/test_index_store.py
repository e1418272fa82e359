"""What every implementation of the search index must do.

Another implementation is tested as one more parameter of `doors`.
"""

from pathlib import Path

import pytest

from helpers.search_library import ALL, KETTLE, Doors, Table, refs, thing
from local_stack.in_process import Stack
from sharewell.core.ids import OrganisationId
from sharewell.search.model import Filters, SearchRequest

KILN = thing("item:kiln", "Kiln log", "Cobalt runs.", channels=["pottery"], author="ada")
SECRET = thing("item:plan", "Kiln plan", "Quietly.", acl=["group:owners"], channels=["board"])
BOOK = thing("item:book", "Handbook", "", "Contents.", "The holiday allowance is thirty days.")
POTTERY = thing("channel:pottery", "Pottery", "Kilns and clay.")
EVERYTHING = (KILN, SECRET, BOOK, POTTERY)


@pytest.fixture(params=[Doors])
def doors(request: pytest.FixtureRequest, stack: Stack, tmp_path: Path) -> Doors:
    """Returns readers and writers of an index with a few documents."""
    doors: Doors = request.param(tmp_path, Table(*EVERYTHING))
    doors.index(*(it.ref for it in EVERYTHING))
    return doors


def test_search_without_index_is_empty(stack: Stack, tmp_path: Path) -> None:
    door = Doors(tmp_path, Table()).door()
    assert door.search(KETTLE, SearchRequest(text="kiln"), ALL).hits == []
    assert door.suggest(KETTLE, "ki", ALL) == []
    assert door.get_titles(KETTLE, ["item:kiln"], ALL) == {}


def test_indexed_documents_are_found_by_other_processes(doors: Doors) -> None:
    assert set(doors.found("kiln")) == {"item:kiln", "channel:pottery"}


def test_hit_names_its_page(doors: Doors) -> None:
    [hit] = doors.door().search(KETTLE, SearchRequest(text="holiday alowance"), ALL).hits
    assert (hit.ref, hit.page) == ("item:book", 2)


def test_search_is_limited_to_its_organisation(doors: Doors) -> None:
    assert doors.door().search(OrganisationId("RIVAL"), SearchRequest(text="kiln"), ALL).total == 0


def test_access_limits_hits_counts_suggestions_and_titles(doors: Doors) -> None:
    door = doors.door()
    result = door.search(KETTLE, SearchRequest(text="kiln"), ALL)
    assert (result.total, result.counts["channel"]) == (2, {"pottery": 1})
    assert "plan" not in door.suggest(KETTLE, "pl", ALL)
    assert door.get_titles(KETTLE, ["item:plan"], ALL) == {}
    assert "item:plan" in refs(
        door.search(KETTLE, SearchRequest(text="kiln"), [*ALL, "group:owners"])
    )


def test_excluded_documents_are_left_out_of_hits_and_counts(doors: Doors) -> None:
    result = doors.door().search(KETTLE, SearchRequest(text="kiln"), ALL, but=["item:kiln"])
    assert (refs(result), result.total) == (["channel:pottery"], 1)
    assert "channel" not in result.counts


def test_counts_ignore_their_own_filter(doors: Doors) -> None:
    request = SearchRequest(text="kiln", filters=Filters(kind=["note"]))
    result = doors.door().search(KETTLE, request, ALL)
    assert (result.total, result.counts["kind"]["channel"]) == (1, 1)


def test_updated_document_is_found_by_its_new_text_only(doors: Doors) -> None:
    reader = doors.door()
    assert doors.found("cobalt", reader) == ["item:kiln"]
    doors.index(*doors.table.put(KILN.model_copy(update={"body": "Manganese."})))
    assert doors.found("manganese", reader) == ["item:kiln"]
    assert doors.found("cobalt", reader) == []


def test_removed_pages_are_not_found(doors: Doors) -> None:
    doors.index(*doors.table.put(BOOK.model_copy(update={"parts": BOOK.parts[:1]})))
    assert doors.found("allowance") == []


def test_removed_document_is_not_found(doors: Doors) -> None:
    reader = doors.door()
    del doors.table.things["item:kiln"]
    doors.index("item:kiln")
    assert doors.found("kiln", reader) == ["channel:pottery"]


def test_audience_change_hides_and_shows_document(doors: Doors) -> None:
    doors.index(*doors.table.put(KILN.model_copy(update={"acl": ["group:owners"]})))
    assert doors.found("kiln") == ["channel:pottery"]
    doors.index(*doors.table.put(KILN))
    assert "item:kiln" in doors.found("kiln")


def test_titles_are_returned_by_ref(doors: Doors) -> None:
    wanted = ["channel:pottery", "item:kiln", "item:nothing"]
    result = doors.door().get_titles(KETTLE, wanted, ALL)
    assert result == {"channel:pottery": "Pottery", "item:kiln": "Kiln log"}


def test_refs_of_all_documents_are_listed(doors: Doors) -> None:
    door = doors.door()
    assert sorted(door.list_refs(KETTLE)) == sorted(it.ref for it in EVERYTHING)


def test_rebuild_ends_with_what_the_table_contains(doors: Doors) -> None:
    reader = doors.door()
    doors.found("kiln", reader)
    del doors.table.things["item:kiln"]
    doors.table.put(thing("item:new", "New kiln"))
    doors.door().rebuild(KETTLE, doors.table.everything, doors.table.state)
    assert set(doors.found("kiln", reader)) == {"item:new", "channel:pottery"}


def test_rebuild_works_without_an_index(stack: Stack, tmp_path: Path) -> None:
    doors = Doors(tmp_path, Table(KILN))
    doors.door().rebuild(KETTLE, doors.table.everything, doors.table.state)
    assert doors.found("kiln") == ["item:kiln"]


def test_garbage_collection_leaves_documents_findable(doors: Doors) -> None:
    writer = doors.door()
    for day in range(12):
        doors.index(
            *doors.table.put(KILN.model_copy(update={"title": f"Diary {day}"})), door=writer
        )
    doors.at = doors.at.replace(year=2100)
    assert doors.door().collect_garbage(KETTLE) > 0
    assert doors.door().collect_garbage(KETTLE) == 0
    assert doors.found("diary") == ["item:kiln"]
