"""What any engine behind the door to the index must do.

Another engine joins by being one more parameter of `doors`.
"""

from pathlib import Path

import pytest

from helpers.search_library import ALL, KETTLE, Doors, Table, refs, thing
from local.stack import Stack
from sharewell.ids import OrganisationId
from sharewell.search.model import Ask, Filters

KILN = thing("item:kiln", "Kiln log", "Cobalt runs.", channels=["pottery"], author="ada")
SECRET = thing("item:plan", "Kiln plan", "Quietly.", acl=["group:owners"], channels=["board"])
BOOK = thing("item:book", "Handbook", "", "Contents.", "The holiday allowance is thirty days.")
POTTERY = thing("channel:pottery", "Pottery", "Kilns and clay.")
EVERYTHING = (KILN, SECRET, BOOK, POTTERY)


@pytest.fixture(params=[Doors])
def doors(request: pytest.FixtureRequest, stack: Stack, tmp_path: Path) -> Doors:
    """An index of a few things, and doors to it."""
    doors: Doors = request.param(tmp_path, Table(*EVERYTHING))
    doors.index(*(it.ref for it in EVERYTHING))
    return doors


def test_nothing_is_found_where_nothing_was_indexed(stack: Stack, tmp_path: Path) -> None:
    door = Doors(tmp_path, Table()).door()
    assert door.find(KETTLE, Ask(words="kiln"), ALL).hits == []
    assert door.suggest(KETTLE, "ki", ALL) == []
    assert door.titles(KETTLE, ["item:kiln"], ALL) == {}


def test_what_is_indexed_is_found_by_everybody_else(doors: Doors) -> None:
    assert set(doors.found("kiln")) == {"item:kiln", "channel:pottery"}


def test_a_page_is_named(doors: Doors) -> None:
    [hit] = doors.door().find(KETTLE, Ask(words="holiday alowance"), ALL).hits
    assert (hit.ref, hit.page) == ("item:book", 2)


def test_an_organisation_finds_its_own_only(doors: Doors) -> None:
    assert doors.door().find(OrganisationId("RIVAL"), Ask(words="kiln"), ALL).total == 0


def test_access_goes_before_everything(doors: Doors) -> None:
    door = doors.door()
    told = door.find(KETTLE, Ask(words="kiln"), ALL)
    assert (told.total, told.counts["channel"]) == (2, {"pottery": 1})
    assert "plan" not in door.suggest(KETTLE, "pl", ALL)
    assert door.titles(KETTLE, ["item:plan"], ALL) == {}
    assert "item:plan" in refs(door.find(KETTLE, Ask(words="kiln"), [*ALL, "group:owners"]))


def test_things_can_be_left_out_of_an_answer(doors: Doors) -> None:
    told = doors.door().find(KETTLE, Ask(words="kiln"), ALL, but=["item:kiln"])
    assert (refs(told), told.total) == (["channel:pottery"], 1)
    assert "channel" not in told.counts


def test_counts_are_told_by_filter(doors: Doors) -> None:
    asked = Ask(words="kiln", filters=Filters(kind=["note"]))
    told = doors.door().find(KETTLE, asked, ALL)
    assert (told.total, told.counts["kind"]["channel"]) == (1, 1)


def test_a_change_is_found_and_what_it_was_is_not(doors: Doors) -> None:
    reader = doors.door()
    assert doors.found("cobalt", reader) == ["item:kiln"]
    doors.index(*doors.table.put(KILN.model_copy(update={"body": "Manganese."})))
    assert doors.found("manganese", reader) == ["item:kiln"]
    assert doors.found("cobalt", reader) == []


def test_a_file_of_fewer_pages_forgets_the_others(doors: Doors) -> None:
    doors.index(*doors.table.put(BOOK.model_copy(update={"parts": BOOK.parts[:1]})))
    assert doors.found("allowance") == []


def test_what_is_gone_is_found_no_more(doors: Doors) -> None:
    reader = doors.door()
    del doors.table.things["item:kiln"]
    doors.index("item:kiln")
    assert doors.found("kiln", reader) == ["channel:pottery"]


def test_a_change_of_audience_hides_and_shows(doors: Doors) -> None:
    doors.index(*doors.table.put(KILN.model_copy(update={"acl": ["group:owners"]})))
    assert doors.found("kiln") == ["channel:pottery"]
    doors.index(*doors.table.put(KILN))
    assert "item:kiln" in doors.found("kiln")


def test_titles_are_told_by_ref(doors: Doors) -> None:
    wanted = ["channel:pottery", "item:kiln", "item:nothing"]
    told = doors.door().titles(KETTLE, wanted, ALL)
    assert told == {"channel:pottery": "Pottery", "item:kiln": "Kiln log"}


def test_the_door_knows_what_it_holds_and_for_whom(doors: Doors) -> None:
    door = doors.door()
    assert sorted(door.refs(KETTLE)) == sorted(it.ref for it in EVERYTHING)


def test_building_anew_ends_with_what_the_table_says(doors: Doors) -> None:
    reader = doors.door()
    doors.found("kiln", reader)
    del doors.table.things["item:kiln"]
    doors.table.put(thing("item:new", "New kiln"))
    doors.door().rebuild(KETTLE, doors.table.everything, doors.table.state)
    assert set(doors.found("kiln", reader)) == {"item:new", "channel:pottery"}


def test_building_anew_needs_no_index(stack: Stack, tmp_path: Path) -> None:
    doors = Doors(tmp_path, Table(KILN))
    doors.door().rebuild(KETTLE, doors.table.everything, doors.table.state)
    assert doors.found("kiln") == ["item:kiln"]


def test_tidying_leaves_everything_findable(doors: Doors) -> None:
    writer = doors.door()
    for day in range(12):
        doors.index(
            *doors.table.put(KILN.model_copy(update={"title": f"Diary {day}"})), door=writer
        )
    doors.at = doors.at.replace(year=2100)
    assert doors.door().collect(KETTLE) > 0
    assert doors.door().collect(KETTLE) == 0
    assert doors.found("diary") == ["item:kiln"]
