"""Imports: folders from a browser, and ZIP archives that are unpacked."""

import io
import zipfile
from typing import Any

import boto3
import pytest

from conftest import Crew, Someone
from files import archives
from local_stack.in_process import ENVIRONMENT

TEXT = b"Cobalt runs above 1240 degrees."


def start_import(by: Someone, **body: Any) -> Any:
    reply = by.post("/api/imports", {"name": "Handbook", **body})
    assert reply.status == 201, reply.body
    return reply.body


def announce(by: Someone, id: str, *paths: str, **more: Any) -> list[Any]:
    files = [{"path": path, "size": len(TEXT), "type": "text/plain", **more} for path in paths]
    reply = by.post(f"/api/imports/{id}/files", {"files": files})
    assert reply.status == 200, reply.body
    return list(reply.body["files"])


def send_archive(by: Someone, data: bytes, **body: Any) -> str:
    made = start_import(by, source="zip", size=len(data), **body)
    by.stack.send(made["upload"]["form"], data)
    return str(made["id"])


def import_archive(by: Someone, data: bytes, **body: Any) -> Any:
    id = send_archive(by, data, **body)
    by.stack.settle()
    return by.get(f"/api/imports/{id}").body


def report(by: Someone, id: str) -> dict[str, Any]:
    lines, after = [], None
    while True:
        page = by.get(f"/api/imports/{id}/files", **({"after": after} if after else {})).body
        lines += page["items"]
        if not (after := page["next"]):
            return {it["path"]: it for it in lines}


def outcomes(by: Someone, id: str) -> dict[str, str]:
    return {path: it["outcome"] for path, it in report(by, id).items()}


def channel(by: Someone, name: str) -> str:
    return str(by.post("/api/channels", {"name": name}).body["id"])


def stored_archives() -> list[str]:
    found = boto3.client("s3").list_objects_v2(Bucket=ENVIRONMENT["BUCKET_NAME"], Prefix="imports/")
    return [it["Key"] for it in found.get("Contents", [])]


def test_folder_import_reports_the_outcome_of_each_file(crew: Crew) -> None:
    made = start_import(crew.ben, source="folder", total=4, structure="tags", tags=["handbook"])
    files = announce(crew.ben, made["id"], "Lab/a.txt", "b.txt", "../c.txt", ".DS_Store")
    assert [it["outcome"] for it in files] == ["waiting", "waiting", "rejected", "skipped"]
    for it in files[:2]:
        crew.ben.stack.send(it["form"], TEXT)
    crew.ben.stack.settle()

    lines = report(crew.ben, made["id"])
    assert {path: it["outcome"] for path, it in lines.items()} == {
        "Lab/a.txt": "imported",
        "b.txt": "imported",
        "../c.txt": "rejected",
        ".DS_Store": "skipped",
    }
    assert "within the folder" in lines["../c.txt"]["problem"]
    item = crew.cleo.get(f"/api/items/{lines['Lab/a.txt']['item']}").body
    assert (item["title"], item["tags"], item["file"]["state"]) == (
        "a",
        ["handbook", "lab"],
        "ready",
    )
    seen = crew.ben.get(f"/api/imports/{made['id']}").body
    assert (seen["stage"], seen["counts"]["imported"], seen["counts"]["rejected"]) == ("done", 2, 1)
    assert [it["id"] for it in crew.ben.get("/api/imports").body["items"]] == [made["id"]]


def test_folder_import_maps_top_folders_to_channels(crew: Crew) -> None:
    lab = channel(crew.ben, "Lab")
    folders = [{"name": "Lab", "channel": lab}]
    made = start_import(crew.ben, source="folder", total=2, structure="channels", folders=folders)
    first, second = announce(crew.ben, made["id"], "Lab/Tests/a.txt", "Elsewhere/b.txt")

    item = crew.ben.get(f"/api/items/{first['item']}").body
    assert (item["channels"], item["tags"]) == ([lab], ["tests"])
    assert crew.ben.get(f"/api/items/{second['item']}").body["tags"] == ["elsewhere"]


def test_resumed_folder_import_sends_only_missing_files(crew: Crew) -> None:
    made = start_import(crew.ben, source="folder", total=2)
    first, second = announce(crew.ben, made["id"], "a.txt", "b.txt")
    crew.ben.stack.send(first["form"], TEXT)
    crew.ben.stack.settle()
    again = announce(crew.ben, made["id"], "a.txt", "b.txt")

    assert [(it["outcome"], it["form"] is None) for it in again] == [
        ("imported", True), ("waiting", False),
    ]  # fmt: skip
    assert [it["item"] for it in again] == [first["item"], second["item"]]
    counts = crew.ben.get(f"/api/imports/{made['id']}").body["counts"]
    assert (counts["imported"], counts["waiting"]) == (1, 1)


@pytest.mark.parametrize("sha256", [None, "ab" * 32])
def test_same_file_is_not_imported_twice_by_one_member(crew: Crew, sha256: str | None) -> None:
    made = start_import(crew.ben, source="folder", total=1)
    [first] = announce(crew.ben, made["id"], "a.txt", sha256=sha256)
    crew.ben.stack.send(first["form"], TEXT)
    crew.ben.stack.settle()
    other = start_import(crew.ben, source="folder", total=1)["id"]
    [again] = announce(crew.ben, other, "Other/a.txt", sha256=sha256)
    theirs = start_import(crew.cleo, source="folder", total=1)["id"]

    assert (again["outcome"], again["item"]) == ("skipped", first["item"])
    assert announce(crew.cleo, theirs, "a.txt", sha256=sha256)[0]["outcome"] == "waiting"
    crew.ben.delete(f"/api/items/{first['item']}")
    third = start_import(crew.ben, source="folder", total=1)["id"]
    assert announce(crew.ben, third, "a.txt", sha256=sha256)[0]["outcome"] == "waiting"


def test_large_file_of_folder_import_is_sent_in_parts(crew: Crew) -> None:
    made = start_import(crew.ben, source="folder", total=1)
    [it] = announce(crew.ben, made["id"], "talk.mov", size=40 * 1024**2)

    assert it["parts"]["count"] == 3
    assert announce(crew.ben, made["id"], "talk.mov", size=40 * 1024**2)[0]["parts"]["count"] == 3


def test_archive_becomes_items_in_channels_of_its_folders(crew: Crew) -> None:
    lab = channel(crew.cleo, "Lab")
    files = {
        "Lab/a.txt": TEXT.decode(),
        "Lab/Old/notes.md": "# Old ones\n\nText.",
        "Desk/b.txt": "Desk.",
    }
    made = import_archive(crew.ben, archives.packed(files), structure="channels")

    assert (made["stage"], made["total"], made["counts"]["imported"]) == ("done", 3, 3)
    lines = report(crew.ben, made["id"])
    items = {path: crew.cleo.get(f"/api/items/{it['item']}").body for path, it in lines.items()}
    desk = next(
        it["id"] for it in crew.ben.get("/api/channels").body["items"] if it["name"] == "Desk"
    )
    assert items["Lab/a.txt"]["channels"] == [lab]
    assert items["Desk/b.txt"]["channels"] == [desk]
    old = items["Lab/Old/notes.md"]
    assert (old["kind"], old["title"], old["body"], old["tags"]) == (
        "note", "Old ones", "Text.", ["old"],
    )  # fmt: skip
    assert items["Lab/a.txt"]["author"]["name"] == "Ben"
    assert stored_archives() == []


def test_notion_export_keeps_titles_links_tags_and_dates(crew: Crew) -> None:
    made = import_archive(crew.ben, archives.notion(), structure="channels")
    lines = {path.replace(f" {archives.NUMBER}", "").replace(f" {archives.OTHER}", ""): it
             for path, it in report(crew.ben, made["id"]).items()}  # fmt: skip
    items = {path: crew.ben.get(f"/api/items/{it['item']}").body for path, it in lines.items()}
    book, glazes = items["Kiln book.md"], items["Kiln book/Glazes.md"]
    table, picture = items["Kiln book/Recipes.csv"], items["Kiln book/kiln.png"]

    assert made["archive_format"] == "notion"
    assert (book["title"], book["written_on"], book["tags"]) == (
        "Kiln book", "2023-10-05", ["clay", "fire"],
    )  # fmt: skip
    assert f"[the glazes](/items/{glazes['id']}#blue)" in book["body"]
    assert f"![the kiln](/items/{picture['id']})" in book["body"]
    assert "[others](https://kiln.example/)" in book["body"]
    assert f"[the book](/items/{book['id']})" in glazes["body"]
    assert f"[a table](/items/{table['id']})" in glazes["body"]
    assert (table["title"], table["file"]["name"]) == ("Recipes", "Recipes.csv")
    assert book["channels"] == glazes["channels"] == picture["channels"] != []


def test_outline_export_keeps_collections_and_attachments(crew: Crew) -> None:
    made = import_archive(crew.ben, archives.outline(), structure="channels")
    lines = report(crew.ben, made["id"])
    items = {path: crew.ben.get(f"/api/items/{it['item']}").body for path, it in lines.items()}
    rules, sign = items["Studio/Rules.md"], items["Studio/uploads/3f/sign.png"]

    assert made["archive_format"] == "outline"
    assert f"![sign](/items/{sign['id']})" in rules["body"]
    assert "[rules](./Rules.md)" in rules["body"]  # Links within code stay as they are.
    assert sign["channels"] == rules["channels"]
    hours = items["Studio/Opening hours.md"]["id"]
    assert f"(/items/{hours})" in items["Sales/Prices.md"]["body"]
    names = {it["name"] for it in crew.ben.get("/api/channels").body["items"]}
    assert names == {"Studio", "Sales"}


def test_bad_file_in_archive_is_refused_and_good_one_imported(crew: Crew) -> None:
    hostile = archives.hostile()
    ids = {what: send_archive(crew.ben, data) for what, (data, _) in hostile.items()}
    crew.ben.stack.settle()

    for what, id in ids.items():
        made = crew.ben.get(f"/api/imports/{id}").body
        lines = report(crew.ben, id)
        good = lines.pop("good.txt")
        [bad] = lines.values()

        assert (made["stage"], good["outcome"]) == ("done", "imported"), what
        assert (bad["outcome"], bad["item"]) == ("rejected", None), what
        assert hostile[what][1] in bad["problem"], what


@pytest.mark.parametrize("data", [b"no archive", archives.packed({"a": b"x"})[:-10]])
def test_file_that_is_no_archive_is_refused(crew: Crew, data: bytes) -> None:
    made = import_archive(crew.ben, data)

    assert (made["stage"], made["upload"]) == ("rejected", None)
    assert "not a ZIP archive" in made["problem"]
    assert stored_archives() == []


def test_archive_with_too_many_files_is_refused(crew: Crew) -> None:
    made = import_archive(crew.ben, archives.packed({f"{it}.txt": b"" for it in range(2_001)}))

    assert (made["stage"], made["total"]) == ("rejected", 0)
    assert "2,001 files" in made["problem"]


def test_long_archive_is_imported_in_batches(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sharewell.file_reader.extraction.MAX_FILES_PER_BATCH", 3)
    made = import_archive(
        crew.ben, archives.packed({f"{it}.md": f"# Note {it}" for it in range(8)})
    )

    assert (made["stage"], made["total"], made["counts"]["imported"]) == ("done", 8, 8)
    own = crew.ben.get(f"/api/people/{crew.ben.member}/items").body["items"]
    assert [it["title"] for it in own] == [f"Note {it}" for it in range(8)]


def test_file_that_kills_the_reader_is_refused_alone(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sharewell.file_reader import extraction, limits

    tight = limits.Limits(seconds=90, text_bytes=300_000)  # allows files of up to 4.9 MB
    monkeypatch.setattr(extraction, "LIMITS", tight)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("a.txt", "Good.")
        archive.writestr("b.bin", bytes(range(256)) * 30_000)
        archive.writestr("c.txt", "Good too.")
    made = import_archive(crew.ben, kept.getvalue())

    assert outcomes(crew.ben, made["id"]) == {
        "a.txt": "imported",
        "b.bin": "rejected",
        "c.txt": "imported",
    }


def test_large_archive_is_sent_in_parts_and_resumed(crew: Crew) -> None:
    made = start_import(crew.ben, source="zip", size=20 * 1024**2)
    path = f"/api/imports/{made['id']}"
    assert made["upload"]["parts"]["count"] == 2
    urls = crew.ben.post(f"{path}/parts", {"numbers": [1, 2]}).body["parts"]
    crew.ben.stack.send_part(urls[0]["url"], b"x" * made["upload"]["parts"]["size"])

    assert crew.ben.post(f"{path}/complete").body["detail"] == "Parts are missing: 2."
    assert [it["number"] for it in crew.ben.get(f"{path}/parts").body["parts"]] == [1]
    assert crew.ben.post(f"{path}/retry").body["upload"]["parts"]["count"] == 2
    crew.ben.stack.send_part(urls[1]["url"], b"x" * (4 * 1024**2))
    for _ in range(2):
        assert crew.ben.post(f"{path}/complete").status == 204
    crew.ben.stack.settle()
    assert crew.ben.get(path).body["stage"] == "rejected"  # 20 MB of the letter x


def test_stopped_import_imports_nothing_more(crew: Crew) -> None:
    data = archives.outline()
    made = start_import(crew.ben, source="zip", size=len(data))
    assert crew.ben.delete(f"/api/imports/{made['id']}").status == 204
    crew.ben.stack.send(made["upload"]["form"], data)  # the bytes were on their way
    crew.ben.stack.settle()
    folder = start_import(crew.ben, source="folder", total=1)["id"]
    crew.ben.delete(f"/api/imports/{folder}")
    files = {"files": [{"path": "a.txt", "size": 3}]}

    assert crew.ben.get(f"/api/imports/{made['id']}").body["stage"] == "stopped"
    assert stored_archives() == []
    assert crew.ben.get(f"/api/people/{crew.ben.member}/items").body["items"] == []
    assert crew.ben.post(f"/api/imports/{folder}/files", files).status == 409


def test_import_is_refused_after_its_author_leaves_the_group(crew: Crew) -> None:
    group = crew.ada.post("/api/groups", {"name": "Board", "members": [crew.ben.member]}).body["id"]
    data = archives.outline()
    made = start_import(crew.ben, source="zip", size=len(data), groups=[group])
    assert crew.ada.delete(f"/api/groups/{group}/members/{crew.ben.member}").status < 300
    crew.ben.stack.send(made["upload"]["form"], data)
    crew.ben.stack.settle()

    seen = crew.ben.get(f"/api/imports/{made['id']}").body
    assert (seen["stage"], seen["counts"]["imported"]) == ("rejected", 0)


def test_import_is_visible_to_its_author_and_admins(crew: Crew) -> None:
    id = start_import(crew.ben, source="folder", total=1)["id"]
    announce(crew.ben, id, "secret.txt")

    for path in (f"/api/imports/{id}", f"/api/imports/{id}/files"):
        assert crew.ada.get(path).status == 200
        assert crew.cleo.get(path).status == crew.eve.get(path).status == 404
    files = {"files": [{"path": "a.txt", "size": 3}]}
    assert crew.ada.post(f"/api/imports/{id}/files", files).status == 404
    assert crew.cleo.delete(f"/api/imports/{id}").status == 404
    assert crew.ada.get("/api/imports").body["items"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"source": "folder", "total": 2_001}, "total"),
        ({"source": "folder", "size": 3}, None),
        ({"source": "zip"}, None),
        ({"source": "zip", "size": 1_000_000_001}, "size"),
        ({"source": "folder", "total": 1, "channels": ["x"]}, "channels.0"),
    ],
)
def test_invalid_import_names_the_field(
    crew: Crew, body: dict[str, Any], field: str | None
) -> None:
    reply = crew.ben.post("/api/imports", {"name": "X", **body})

    assert (reply.status, reply.body.get("field")) == (422, field)
