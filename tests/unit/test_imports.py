"""How folders, names and exported pages are mapped to channels, tags, titles and links."""

import pytest

from sharewell.core.ids import derive_ulid
from sharewell.file_reader import archive, markdown, paths
from sharewell.imports.entries import file_name_without_id
from sharewell.imports.model import FolderFile, Structure
from sharewell.imports.structure import Destination, destination_of_path, tags_of

NUMBER = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
NOBODY: dict[str, object] = {}


@pytest.mark.parametrize(
    ("path", "structure", "place"),
    [
        ("Lab/Tests/a.txt", Structure.CHANNELS, Destination("Lab", ["tests"])),
        ("Lab/Tests/a.txt", Structure.TAGS, Destination(None, ["lab", "tests"])),
        ("Lab/Tests/a.txt", Structure.FLAT, Destination(None, [])),
        ("a.txt", Structure.CHANNELS, Destination(None, [])),
        (f"Lab {NUMBER}/a.txt", Structure.CHANNELS, Destination("Lab", [])),
    ],
)
def test_top_folder_maps_to_channel_and_others_to_tags(
    path: str, structure: Structure, place: Destination
) -> None:
    assert destination_of_path(path, structure, of_pages=False, tops=NOBODY) == place


def test_attachment_belongs_to_folder_of_its_page() -> None:
    lies = "Studio/uploads/sign.png"
    assert (
        destination_of_path(lies, Structure.CHANNELS, of_pages=True, tops=NOBODY).channel
        == "Studio"
    )
    assert destination_of_path(lies, Structure.TAGS, of_pages=False, tops=NOBODY).tags == [
        "studio",
        "uploads",
    ]
    page = f"Kiln book {NUMBER}.md"
    tops = {"Kiln book": f"Kiln book {NUMBER}"}
    assert (
        destination_of_path(page, Structure.CHANNELS, of_pages=True, tops=tops).channel
        == "Kiln book"
    )
    assert (
        destination_of_path("Other.md", Structure.CHANNELS, of_pages=True, tops=tops).channel
        is None
    )


def test_tags_are_unique_and_limited_to_ten() -> None:
    assert tags_of(["Lab", "lab", " # ", "#Hot Work"]) == ["lab", "hot work"]
    assert len(tags_of([f"tag {it}" for it in range(30)])) == 10


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
def test_title_and_name_drop_export_ids(path: str, title: str, name: str) -> None:
    assert (paths.title_of(path), file_name_without_id(path)) == (title, name)


def test_common_root_folder_is_ignored() -> None:
    assert paths.common_root(["Book/a.md", "Book/Lab/b.md"]) == "Book/"
    assert paths.common_root(["Book/a.md", "Book/b.md"]) == ""
    assert paths.common_root(["A/a.md", "B/b.md"]) == ""
    assert paths.common_root(["a.md", "B/b.md"]) == ""


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
def test_export_format_is_detected_by_file_names(names: list[str], flavour: str) -> None:
    assert archive.detect_format(names) == flavour


def test_links_between_files_point_to_their_items() -> None:
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


def test_title_tags_and_date_are_read_from_each_format() -> None:
    front = "---\ntitle: Salt\ntags: [Glaze, '#Fire']\ndate: 2023-05-17\n---\n# Salt\n\nBriefly."
    assert markdown.read("a.md", front, {}, notion=False) == markdown.ParsedNote(
        "Salt", "Briefly.", ["Glaze", "Fire"], "2023-05-17"
    )
    notion = "# Kiln book\n\nCreated: October 5, 2023 10:32 AM\nTags: Clay, Fire\n\nFirst."
    assert markdown.read("b.md", notion, {}, notion=True) == markdown.ParsedNote(
        "Kiln book", "First.", ["Clay", "Fire"], "2023-10-05"
    )
    assert markdown.read("Opening hours.md", "Nine.", {}, notion=False).title == "Opening hours"


def test_invalid_front_matter_stays_text() -> None:
    for front in (
        "---\n[: no\n---\nText",
        "---\na: &a [1]\nb: *a\n---\nText",
        "---\n- 1\n---\nText",
    ):
        assert markdown.read("a.md", front, {}, notion=False).body.startswith("---")


def test_item_id_derives_from_path_and_fingerprint_from_file() -> None:
    batch = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    assert derive_ulid(batch, "a.txt") == derive_ulid(batch, "a.txt")
    assert derive_ulid(batch, "a.txt") != derive_ulid(batch, "b.txt")
    assert derive_ulid(batch, "a.txt", ordinal=1) != derive_ulid(batch, "a.txt", ordinal=2)
    sizes = [FolderFile(path="A/a.txt", size=3), FolderFile(path="B/a.txt", size=3)]
    assert (
        sizes[0].fingerprint
        == sizes[1].fingerprint
        != FolderFile(path="B/a.txt", size=4).fingerprint
    )
    assert FolderFile(path="x", size=3, sha256="0" * 64).fingerprint == "0" * 64
