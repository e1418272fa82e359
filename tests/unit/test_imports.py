"""What folders, names and pages of other tools become."""

import pytest

from sharewell.ids import derive_ulid
from sharewell.imports.entries import plain_name
from sharewell.imports.model import Found, Structure
from sharewell.imports.structure import Place, placed, words
from sharewell.reading import archive, markdown, paths

NUMBER = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
NOBODY: dict[str, object] = {}


@pytest.mark.parametrize(
    ("path", "structure", "place"),
    [
        ("Lab/Tests/a.txt", Structure.CHANNELS, Place("Lab", ["tests"])),
        ("Lab/Tests/a.txt", Structure.TAGS, Place(None, ["lab", "tests"])),
        ("Lab/Tests/a.txt", Structure.FLAT, Place(None, [])),
        ("a.txt", Structure.CHANNELS, Place(None, [])),
        (f"Lab {NUMBER}/a.txt", Structure.CHANNELS, Place("Lab", [])),
    ],
)
def test_top_folders_name_channels_and_those_below_tags(
    path: str, structure: Structure, place: Place
) -> None:
    assert placed(path, structure, of_pages=False, tops=NOBODY) == place


def test_attachments_belong_to_the_folder_of_their_page_and_a_page_to_its_own() -> None:
    lies = "Studio/uploads/sign.png"
    assert placed(lies, Structure.CHANNELS, of_pages=True, tops=NOBODY).channel == "Studio"
    assert placed(lies, Structure.TAGS, of_pages=False, tops=NOBODY).tags == ["studio", "uploads"]
    page = f"Kiln book {NUMBER}.md"
    tops = {"Kiln book": f"Kiln book {NUMBER}"}
    assert placed(page, Structure.CHANNELS, of_pages=True, tops=tops).channel == "Kiln book"
    assert placed("Other.md", Structure.CHANNELS, of_pages=True, tops=tops).channel is None


def test_tags_are_words_each_once_and_ten_at_most() -> None:
    assert words(["Lab", "lab", " # ", "#Hot Work"]) == ["lab", "hot work"]
    assert len(words([f"tag {it}" for it in range(30)])) == 10


@pytest.mark.parametrize(
    ("path", "title", "name"),
    [
        (f"Kilns/Glazes {NUMBER}.md", "Glazes", "Glazes.md"),
        (f"Glazes-{NUMBER}.csv", "Glazes", "Glazes.csv"),
        ("Report 2024.final.pdf", "Report 2024.final", "Report 2024.final.pdf"),
        (".gitignore", ".gitignore", ".gitignore"),
        (f"{NUMBER}.md", NUMBER, f"{NUMBER}.md"),
    ],
)
def test_a_name_is_what_people_called_it(path: str, title: str, name: str) -> None:
    assert (paths.title(path), plain_name(path)) == (title, name)


def test_the_folder_that_all_lies_in_is_no_place() -> None:
    assert paths.below_a_root(["Book/a.md", "Book/Lab/b.md"]) == "Book/"
    assert paths.below_a_root(["Book/a.md", "Book/b.md"]) == ""
    assert paths.below_a_root(["A/a.md", "B/b.md"]) == ""
    assert paths.below_a_root(["a.md", "B/b.md"]) == ""


@pytest.mark.parametrize(
    ("names", "flavour"),
    [
        ([f"Book {NUMBER}.md", f"Book {NUMBER}/kiln.png"], "notion"),
        (["Studio/Rules.md", "Studio/uploads/3f/sign.png"], "outline"),
        (["a.md", "b.md", "c.png"], "markdown"),
        (["a.md", "b.txt", "c.png"], "files"),
        ([], "files"),
    ],
)
def test_an_export_is_known_by_its_names(names: list[str], flavour: str) -> None:
    assert archive.flavour(names) == flavour


def test_links_lead_to_what_they_named_and_others_stay() -> None:
    addresses = {"Lab/Glazes.md": "/items/G", "Lab/kiln.png": "/items/K", "Start.md": "/items/S"}
    text = (
        "[a](Glazes.md#blue) ![b](./kiln.png) [c](../Start) [d](/Start.md) [e](<Glazes.md>)\n"
        "[f](https://kiln.example/Glazes.md) [g](Nowhere.md) [h](mailto:ada@kettle.example)\n"
        "```\n[i](Glazes.md)\n```\n[j](Glazes.md)"
    )
    body = markdown.read("Lab/Page.md", text, addresses, notion=False).body

    assert "[a](/items/G#blue) ![b](/items/K) [c](/items/S) [d](/items/S) [e](/items/G)" in body
    assert "[f](https://kiln.example/Glazes.md) [g](Nowhere.md) [h](mailto:ada@" in body
    assert "[i](Glazes.md)" in body
    assert body.endswith("[j](/items/G)")


def test_titles_tags_and_days_come_from_where_each_tool_writes_them() -> None:
    front = "---\ntitle: Salt\ntags: [Glaze, '#Fire']\ndate: 2023-05-17\n---\n# Salt\n\nBriefly."
    assert markdown.read("a.md", front, {}, notion=False) == markdown.Written(
        "Salt", "Briefly.", ["Glaze", "Fire"], "2023-05-17"
    )
    notion = "# Kiln book\n\nCreated: October 5, 2023 10:32 AM\nTags: Clay, Fire\n\nFirst."
    assert markdown.read("b.md", notion, {}, notion=True) == markdown.Written(
        "Kiln book", "First.", ["Clay", "Fire"], "2023-10-05"
    )
    assert markdown.read("Opening hours.md", "Nine.", {}, notion=False).title == "Opening hours"


def test_front_matter_that_is_none_stays_text() -> None:
    for front in (
        "---\n[: no\n---\nText",
        "---\na: &a [1]\nb: *a\n---\nText",
        "---\n- 1\n---\nText",
    ):
        assert markdown.read("a.md", front, {}, notion=False).body.startswith("---")


def test_the_same_path_of_an_import_is_the_same_item_and_the_same_file_has_one_mark() -> None:
    batch = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    assert derive_ulid(batch, "a.txt") == derive_ulid(batch, "a.txt")
    assert derive_ulid(batch, "a.txt") != derive_ulid(batch, "b.txt")
    assert derive_ulid(batch, "a.txt", ordinal=1) != derive_ulid(batch, "a.txt", ordinal=2)
    sizes = [Found(path="A/a.txt", size=3), Found(path="B/a.txt", size=3)]
    assert sizes[0].mark == sizes[1].mark != Found(path="B/a.txt", size=4).mark
    assert Found(path="x", size=3, sha256="0" * 64).mark == "0" * 64
