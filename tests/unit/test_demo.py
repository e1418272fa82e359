"""The demo organisation is complete and consistent, and its files open."""

from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import openpyxl
import pptx
import pypdfium2  # type: ignore[import-untyped]
import pytest
import webvtt

import demo
from demo.making.blocks import blocks
from sharewell.profiles.model import ProfileFields


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Returns every file by the slug of its item."""
    return {it.slug: it.path for it in demo.files(tmp_path_factory.mktemp("demo"))}


def test_demo_has_sixty_people_in_six_departments() -> None:
    people = demo.people()
    assert len(people) == 60
    assert len({person.department for person in people}) == 6
    assert len({person.time_zone for person in people}) == 5
    assert all(ZoneInfo(person.time_zone) for person in people)
    assert [person.role for person in people].count("member") == 58
    assert [person.role for person in people[:3]] == ["admin", "curator", "member"]


def test_demo_profiles_are_distinct() -> None:
    people = demo.people()
    assert all(isinstance(person.about(None), ProfileFields) for person in people)
    for name in ("name", "title", "how_i_work", "working_on", "wants_to_learn", "helps_with"):
        assert len({getattr(person, name) for person in people}) == 60, name


def test_demo_managers_form_one_tree() -> None:
    above = {person.address: person.manager for person in demo.people()}
    assert list(above.values()).count(None) == 1
    for address in above:
        path = [address]
        while (manager := above[path[-1]]) is not None:
            assert manager not in path
            path.append(manager)


def test_demo_channels_have_existing_owners_and_followers() -> None:
    everyone = {person.address for person in demo.people()}
    channels = demo.channels()
    assert len(channels) == 12
    assert [it.days_ago for it in channels] == sorted(
        (it.days_ago for it in channels), reverse=True
    )
    for channel in channels:
        assert channel.opened_by in channel.followers
        assert everyone.issuperset(channel.followers)


def test_demo_items_are_chronological_and_link_backwards() -> None:
    channels = {channel.slug: channel for channel in demo.channels()}
    earlier: set[str] = set()
    ages = [item.days_ago for item in demo.items()]
    assert ages == sorted(ages, reverse=True)
    for item in demo.items():
        assert earlier.issuperset(item.references)
        assert all(channels[name].days_ago >= item.days_ago for name in item.channels), item.slug
        linked = item.linked({slug: f"/items/{slug}" for slug in earlier})
        assert "(item:" not in linked
        earlier.add(item.slug)


def test_demo_items_of_every_kind_fill_the_channels() -> None:
    items = demo.items()
    kinds = Counter(item.kind for item in items)
    assert 140 <= len(items) <= 170
    assert kinds["note"] >= 100
    assert kinds["link"] >= 20
    assert kinds["file"] >= 25
    filled = Counter(channel for item in items for channel in item.channels)
    assert all(filled[channel.slug] >= 8 for channel in demo.channels())
    formats = Counter(item.file.format for item in items if item.file)
    assert formats["pdf"] >= 8
    assert all(formats[it] >= 3 for it in ("docx", "pptx", "xlsx", "vtt"))
    languages = Counter(item.language for item in items)
    assert all(languages[it] >= 4 for it in ("de", "es", "ja"))
    assert len({item.author for item in items}) >= 45


def test_demo_notes_are_long_and_start_differently() -> None:
    notes = [item for item in demo.items() if item.kind == "note"]
    assert all(len(note.text) >= 500 for note in notes if note.language != "ja")
    assert len({note.text[:60] for note in notes}) == len(notes)
    guides = [note for note in notes if note.channels[0] == "collaborative-leadership"]
    assert len([note for note in guides if 250 <= len(note.text.split()) <= 600]) >= 6


def test_demo_group_items_are_written_by_group_members() -> None:
    groups = {group.slug: group.members for group in demo.groups()}
    restricted = [item for item in demo.items() if item.visible_to]
    assert len(restricted) >= 6
    for item in restricted:
        assert any(item.author in groups[name] for name in item.visible_to)


def test_demo_pdfs_have_six_to_twenty_pages_of_text(made: dict[str, Path]) -> None:
    for item in demo.items():
        if item.file and item.file.format == "pdf":
            with pypdfium2.PdfDocument(made[item.slug]) as book:
                pages = [page.get_textpage().get_text_range() for page in book]
            assert 6 <= len(pages) <= 20
            assert all(len(page) > 150 for page in pages), item.slug
            assert pages[2].splitlines()[0].endswith(" 3")


def test_demo_handbook_warns_of_the_valve_on_page_seven(
    made: dict[str, Path],
) -> None:
    with pypdfium2.PdfDocument(made["field-service-handbook"]) as book:
        page = " ".join(book[6].get_textpage().get_text_range().split())
    assert "a flooded cascade cracks at its upper edge" in page


def test_demo_office_files_and_captions_open(made: dict[str, Path]) -> None:
    names = [person.name for person in demo.people()]
    for item in demo.items():
        path = made.get(item.slug)
        match item.file and item.file.format:
            case "docx":
                words = docx.Document(str(path))
                assert words.core_properties.title == item.title
                assert len(words.paragraphs) > 10
            case "pptx":
                assert len(pptx.Presentation(str(path)).slides) >= 5
            case "xlsx":
                book = openpyxl.load_workbook(str(path))
                assert len(book.worksheets) >= 2
                assert book.worksheets[0].max_row >= 4
            case "vtt":
                captions = webvtt.read(str(path)).captions
                assert len(captions) >= 25
                assert {it.voice for it in captions} <= {"Caller", *names}


def test_demo_pdf_is_reproducible(made: dict[str, Path], tmp_path: Path) -> None:
    again = {it.slug: it.path for it in demo.files(tmp_path)}
    assert made["steam-handbook"].read_bytes() == again["steam-handbook"].read_bytes()


def test_demo_markdown_distinguishes_lists_tables_callouts() -> None:
    read = blocks(
        "# A\n\nOne\ntwo\n\n- b\n  c\n- d\n\n1. e\n\n> f\n\n| g | h |\n|---|---|\n| 1 | 2 |"
    )
    assert [block.kind for block in read] == [
        "heading", "text", "bullet", "bullet", "step", "quote", "table",
    ]  # fmt: skip
    assert read[1].text == "One two"
    assert read[-1].rows == (("g", "h"), ("1", "2"))
