"""Many files at once: folders from a browser, and archives that are unpacked."""

import io
import zipfile
from typing import Any

import boto3
import pytest

from conftest import Crew, Someone
from files import archives
from local.stack import ENVIRONMENT

TEXT = b"Cobalt runs above 1240 degrees."


def begin(by: Someone, **body: Any) -> Any:
    said = by.post("/api/imports", {"name": "Handbook", **body})
    assert said.status == 201, said.body
    return said.body


def announce(by: Someone, id: str, *paths: str, **more: Any) -> list[Any]:
    files = [{"path": path, "size": len(TEXT), "type": "text/plain", **more} for path in paths]
    said = by.post(f"/api/imports/{id}/files", {"files": files})
    assert said.status == 200, said.body
    return list(said.body["files"])


def send(by: Someone, data: bytes, **body: Any) -> str:
    made = begin(by, way="zip", size=len(data), **body)
    by.stack.send(made["send"]["form"], data)
    return str(made["id"])


def unpack(by: Someone, data: bytes, **body: Any) -> Any:
    id = send(by, data, **body)
    by.stack.settle()
    return by.get(f"/api/imports/{id}").body


def report(by: Someone, id: str) -> dict[str, Any]:
    lines, after = [], None
    while True:
        page = by.get(f"/api/imports/{id}/files", **({"after": after} if after else {})).body
        lines += page["items"]
        if not (after := page["next"]):
            return {it["path"]: it for it in lines}


def became(by: Someone, id: str) -> dict[str, str]:
    return {path: it["became"] for path, it in report(by, id).items()}


def channel(by: Someone, name: str) -> str:
    return str(by.post("/api/channels", {"name": name}).body["id"])


def archived() -> list[str]:
    found = boto3.client("s3").list_objects_v2(Bucket=ENVIRONMENT["BUCKET_NAME"], Prefix="imports/")
    return [it["Key"] for it in found.get("Contents", [])]


def test_a_folder_is_sent_and_its_report_says_what_became_of_each_file(crew: Crew) -> None:
    made = begin(crew.ben, way="folder", total=4, structure="tags", tags=["handbook"])
    files = announce(crew.ben, made["id"], "Lab/a.txt", "b.txt", "../c.txt", ".DS_Store")
    assert [it["became"] for it in files] == ["waiting", "waiting", "refused", "skipped"]
    for it in files[:2]:
        crew.ben.stack.send(it["form"], TEXT)
    crew.ben.stack.settle()

    lines = report(crew.ben, made["id"])
    assert {path: it["became"] for path, it in lines.items()} == {
        "Lab/a.txt": "here", "b.txt": "here", "../c.txt": "refused", ".DS_Store": "skipped",
    }  # fmt: skip
    assert "within the folder" in lines["../c.txt"]["problem"]
    item = crew.cleo.get(f"/api/items/{lines['Lab/a.txt']['item']}").body
    assert (item["title"], item["tags"], item["file"]["state"]) == (
        "a",
        ["handbook", "lab"],
        "ready",
    )
    seen = crew.ben.get(f"/api/imports/{made['id']}").body
    assert (seen["stage"], seen["counts"]["here"], seen["counts"]["refused"]) == ("done", 2, 1)
    assert [it["id"] for it in crew.ben.get("/api/imports").body["items"]] == [made["id"]]


def test_top_folders_become_channels_and_those_below_tags(crew: Crew) -> None:
    lab = channel(crew.ben, "Lab")
    folders = [{"name": "Lab", "channel": lab}]
    made = begin(crew.ben, way="folder", total=2, structure="channels", folders=folders)
    first, second = announce(crew.ben, made["id"], "Lab/Tests/a.txt", "Elsewhere/b.txt")

    item = crew.ben.get(f"/api/items/{first['item']}").body
    assert (item["channels"], item["tags"]) == ([lab], ["tests"])
    assert crew.ben.get(f"/api/items/{second['item']}").body["tags"] == ["elsewhere"]


def test_who_comes_back_announces_again_and_sends_only_what_is_missing(crew: Crew) -> None:
    made = begin(crew.ben, way="folder", total=2)
    first, second = announce(crew.ben, made["id"], "a.txt", "b.txt")
    crew.ben.stack.send(first["form"], TEXT)
    crew.ben.stack.settle()
    again = announce(crew.ben, made["id"], "a.txt", "b.txt")

    assert [(it["became"], it["form"] is None) for it in again] == [
        ("here", True), ("waiting", False),
    ]  # fmt: skip
    assert [it["item"] for it in again] == [first["item"], second["item"]]
    counts = crew.ben.get(f"/api/imports/{made['id']}").body["counts"]
    assert (counts["here"], counts["waiting"]) == (1, 1)


@pytest.mark.parametrize("sha256", [None, "ab" * 32])
def test_the_same_file_is_not_sent_twice(crew: Crew, sha256: str | None) -> None:
    made = begin(crew.ben, way="folder", total=1)
    [first] = announce(crew.ben, made["id"], "a.txt", sha256=sha256)
    crew.ben.stack.send(first["form"], TEXT)
    crew.ben.stack.settle()
    other = begin(crew.ben, way="folder", total=1)["id"]
    [again] = announce(crew.ben, other, "Other/a.txt", sha256=sha256)
    theirs = begin(crew.cleo, way="folder", total=1)["id"]

    assert (again["became"], again["item"]) == ("skipped", first["item"])
    assert announce(crew.cleo, theirs, "a.txt", sha256=sha256)[0]["became"] == "waiting"
    crew.ben.delete(f"/api/items/{first['item']}")
    third = begin(crew.ben, way="folder", total=1)["id"]
    assert announce(crew.ben, third, "a.txt", sha256=sha256)[0]["became"] == "waiting"


def test_a_big_file_of_a_folder_goes_in_parts(crew: Crew) -> None:
    made = begin(crew.ben, way="folder", total=1)
    [it] = announce(crew.ben, made["id"], "talk.mov", size=40 * 1024**2)

    assert it["parts"]["count"] == 3
    assert announce(crew.ben, made["id"], "talk.mov", size=40 * 1024**2)[0]["parts"]["count"] == 3


def test_an_archive_becomes_items_in_channels_of_its_folders(crew: Crew) -> None:
    lab = channel(crew.cleo, "Lab")
    files = {
        "Lab/a.txt": TEXT.decode(),
        "Lab/Old/notes.md": "# Old ones\n\nText.",
        "Desk/b.txt": "Desk.",
    }
    made = unpack(crew.ben, archives.packed(files), structure="channels")

    assert (made["stage"], made["total"], made["counts"]["here"]) == ("done", 3, 3)
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
    assert archived() == []


def test_a_notion_export_keeps_titles_links_tags_and_days(crew: Crew) -> None:
    made = unpack(crew.ben, archives.notion(), structure="channels")
    lines = {path.replace(f" {archives.NUMBER}", "").replace(f" {archives.OTHER}", ""): it
             for path, it in report(crew.ben, made["id"]).items()}  # fmt: skip
    items = {path: crew.ben.get(f"/api/items/{it['item']}").body for path, it in lines.items()}
    book, glazes = items["Kiln book.md"], items["Kiln book/Glazes.md"]
    table, picture = items["Kiln book/Recipes.csv"], items["Kiln book/kiln.png"]

    assert made["flavour"] == "notion"
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


def test_an_outline_export_keeps_collections_and_attachments(crew: Crew) -> None:
    made = unpack(crew.ben, archives.outline(), structure="channels")
    lines = report(crew.ben, made["id"])
    items = {path: crew.ben.get(f"/api/items/{it['item']}").body for path, it in lines.items()}
    rules, sign = items["Studio/Rules.md"], items["Studio/uploads/3f/sign.png"]

    assert made["flavour"] == "outline"
    assert f"![sign](/items/{sign['id']})" in rules["body"]
    assert "[rules](./Rules.md)" in rules["body"]  # in code nothing is rewritten
    assert sign["channels"] == rules["channels"]
    hours = items["Studio/Opening hours.md"]["id"]
    assert f"(/items/{hours})" in items["Sales/Prices.md"]["body"]
    names = {it["name"] for it in crew.ben.get("/api/channels").body["items"]}
    assert names == {"Studio", "Sales"}


def test_a_bad_file_in_an_archive_is_refused_by_name_and_the_good_one_taken(crew: Crew) -> None:
    hostile = archives.hostile()
    ids = {what: send(crew.ben, data) for what, (data, _) in hostile.items()}
    crew.ben.stack.settle()

    for what, id in ids.items():
        made = crew.ben.get(f"/api/imports/{id}").body
        lines = report(crew.ben, id)
        good = lines.pop("good.txt")
        [bad] = lines.values()

        assert (made["stage"], good["became"]) == ("done", "here"), what
        assert (bad["became"], bad["item"]) == ("refused", None), what
        assert hostile[what][1] in bad["problem"], what


@pytest.mark.parametrize("data", [b"no archive", archives.packed({"a": b"x"})[:-10]])
def test_what_is_no_archive_says_so(crew: Crew, data: bytes) -> None:
    made = unpack(crew.ben, data)

    assert (made["stage"], made["send"]) == ("refused", None)
    assert "no zip archive" in made["problem"]
    assert archived() == []


def test_an_archive_of_too_many_files_is_refused_whole(crew: Crew) -> None:
    made = unpack(crew.ben, archives.packed({f"{it}.txt": b"" for it in range(2_001)}))

    assert (made["stage"], made["total"]) == ("refused", 0)
    assert "2,001 files" in made["problem"]


def test_a_long_archive_goes_on_step_by_step(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sharewell.reading.unpacking.MOST_AT_ONCE", 3)
    made = unpack(crew.ben, archives.packed({f"{it}.md": f"# Note {it}" for it in range(8)}))

    assert (made["stage"], made["total"], made["counts"]["here"]) == ("done", 8, 8)
    own = crew.ben.get(f"/api/people/{crew.ben.member}/items").body["items"]
    assert [it["title"] for it in own] == [f"Note {it}" for it in range(8)]


def test_a_file_that_breaks_the_process_is_named_and_the_rest_goes_on(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sharewell.reading import limits, unpacking

    tight = limits.Limits(seconds=90, text_bytes=300_000)  # files of up to 4.9 MB
    monkeypatch.setattr(unpacking, "LIMITS", tight)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("a.txt", "Good.")
        archive.writestr("b.bin", bytes(range(256)) * 30_000)
        archive.writestr("c.txt", "Good too.")
    made = unpack(crew.ben, kept.getvalue())

    assert became(crew.ben, made["id"]) == {"a.txt": "here", "b.bin": "refused", "c.txt": "here"}


def test_a_big_archive_goes_in_parts_and_is_taken_up_again(crew: Crew) -> None:
    made = begin(crew.ben, way="zip", size=20 * 1024**2)
    path = f"/api/imports/{made['id']}"
    assert made["send"]["parts"]["count"] == 2
    urls = crew.ben.post(f"{path}/parts", {"numbers": [1, 2]}).body["parts"]
    crew.ben.stack.send_part(urls[0]["url"], b"x" * made["send"]["parts"]["size"])

    assert crew.ben.post(f"{path}/complete").body["detail"] == "parts are missing: 2"
    assert [it["number"] for it in crew.ben.get(f"{path}/parts").body["parts"]] == [1]
    assert crew.ben.post(f"{path}/retry").body["send"]["parts"]["count"] == 2
    crew.ben.stack.send_part(urls[1]["url"], b"x" * (4 * 1024**2))
    for _ in range(2):
        assert crew.ben.post(f"{path}/complete").status == 204
    crew.ben.stack.settle()
    assert crew.ben.get(path).body["stage"] == "refused"  # all x


def test_a_stopped_import_takes_in_nothing_more(crew: Crew) -> None:
    data = archives.outline()
    made = begin(crew.ben, way="zip", size=len(data))
    assert crew.ben.delete(f"/api/imports/{made['id']}").status == 204
    crew.ben.stack.send(made["send"]["form"], data)  # the bytes were on their way
    crew.ben.stack.settle()
    folder = begin(crew.ben, way="folder", total=1)["id"]
    crew.ben.delete(f"/api/imports/{folder}")
    files = {"files": [{"path": "a.txt", "size": 3}]}

    assert crew.ben.get(f"/api/imports/{made['id']}").body["stage"] == "stopped"
    assert archived() == []
    assert crew.ben.get(f"/api/people/{crew.ben.member}/items").body["items"] == []
    assert crew.ben.post(f"/api/imports/{folder}/files", files).status == 409


def test_who_leaves_a_group_meanwhile_puts_nothing_into_it(crew: Crew) -> None:
    group = crew.ada.post("/api/groups", {"name": "Board", "members": [crew.ben.member]}).body["id"]
    data = archives.outline()
    made = begin(crew.ben, way="zip", size=len(data), groups=[group])
    assert crew.ada.delete(f"/api/groups/{group}/members/{crew.ben.member}").status < 300
    crew.ben.stack.send(made["send"]["form"], data)
    crew.ben.stack.settle()

    seen = crew.ben.get(f"/api/imports/{made['id']}").body
    assert (seen["stage"], seen["counts"]["here"]) == ("refused", 0)


def test_only_who_made_it_and_administrators_see_an_import(crew: Crew) -> None:
    id = begin(crew.ben, way="folder", total=1)["id"]
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
        ({"way": "folder", "total": 2_001}, "total"),
        ({"way": "folder", "size": 3}, None),
        ({"way": "zip"}, None),
        ({"way": "zip", "size": 1_000_000_001}, "size"),
        ({"way": "folder", "total": 1, "channels": ["x"]}, "channels.0"),
    ],
)
def test_an_import_that_makes_no_sense_is_refused(
    crew: Crew, body: dict[str, Any], field: str | None
) -> None:
    said = crew.ben.post("/api/imports", {"name": "X", **body})

    assert (said.status, said.body.get("field")) == (422, field)
