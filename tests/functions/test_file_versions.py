"""Another file for an item that has one: the old one stays until the new one has been read."""

from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from conftest import Crew, Someone
from files.make import pdf
from local.stack import ENVIRONMENT, Reply
from resilience.moto_snapshot import keep, lay
from sharewell.ids import new_ulid

pytestmark = pytest.mark.usefixtures("fresh_searches")

OLD = b"# Glazes\n\nCobalt runs above 1240 degrees.\n"
NEW = pdf(["Copper turns green at 1280 degrees.", "And red without air."])
PDF = {"name": "glazes.pdf", "type": "application/pdf"}


def begin(by: Someone, path: str, data: bytes = NEW, *, key: str = "", **more: Any) -> Reply:
    """Announce a new file for an item."""
    body = {**PDF, "size": len(data), **more}
    headers = {"idempotency-key": key} if key else {}
    asked = f"{path}/file"
    return by.stack.request("POST", asked, as_=by.person, body=body, headers=headers)


def send(by: Someone, path: str, data: bytes = NEW, **more: Any) -> None:
    """Give an item a new file."""
    said = begin(by, path, data, **more)
    assert said.status == 201, said.body
    by.stack.send(said.body["form"], data)
    by.stack.settle()


@pytest.fixture
def path(crew: Crew) -> str:
    """The path of a file that Ben has uploaded, once for all."""
    if "laid" in _made:
        lay(crew.ben.stack, _made["laid"])
        return str(_made["path"])
    body = {"name": "glazes.md", "size": len(OLD), "type": "text/markdown"}
    upload = crew.ben.post("/api/uploads", body).body
    crew.ben.stack.send(upload["form"], OLD)
    crew.ben.stack.settle()
    _made.update(laid=keep(crew.ben.stack), path=f"/api/items/{upload['item']}")
    return str(_made["path"])


_made: dict[str, Any] = {}


def found(by: Someone, word: str) -> list[str]:
    """Titles found by a word."""
    hits = by.get("/api/search", q=word).body["hits"]
    return ["".join(it["text"] for it in hit["snippet"]) for hit in hits]


def keys(home: str = "files") -> list[str]:
    got = boto3.client("s3").list_objects_v2(Bucket=ENVIRONMENT["BUCKET_NAME"], Prefix=f"{home}/")
    return [it["Key"] for it in got.get("Contents", [])]


def test_the_old_file_is_shown_until_the_new_one_has_been_read(crew: Crew, path: str) -> None:
    said = begin(crew.ben, path).body
    during, for_readers = crew.ben.get(path).body, crew.cleo.get(path).body
    crew.ben.stack.send(said["form"], NEW)
    crew.ben.stack.settle()
    after = crew.cleo.get(path).body

    assert (during["file"]["name"], during["coming"]["name"]) == ("glazes.md", "glazes.pdf")
    assert (during["coming"]["state"], during["coming"]["by"]["name"]) == ("uploading", "Ben")
    assert for_readers["coming"] is None
    assert (after["file"]["name"], after["file"]["state"]) == ("glazes.pdf", "ready")
    assert (after["file"]["pages"], after["title"], after["coming"]) == (2, "glazes", None)
    assert after["written_by"]["name"] == "Ben"


def test_what_the_two_files_say_is_never_mixed(crew: Crew, path: str) -> None:
    assert found(crew.cleo, "cobalt")
    old = crew.cleo.get(path).body["file"]["id"]
    send(crew.ben, path)

    assert found(crew.cleo, "cobalt") == []
    assert "Copper" in found(crew.cleo, "copper")[0]
    pages = crew.cleo.get(f"{path}/pages").body["items"]
    assert [it["text"] for it in pages] == [
        "Copper turns green at 1280 degrees.",
        "And red without air.",
    ]
    new = crew.cleo.get(path).body["file"]["id"]
    assert crew.cleo.get(f"{path}/pages", file=new).body["items"] == pages
    assert crew.cleo.get(f"{path}/pages", file=old).status == 404


def test_earlier_files_are_listed_saved_and_taken_up_again(crew: Crew, path: str) -> None:
    send(crew.ada, path)
    [line] = crew.ben.get(f"{path}/versions").body["items"]
    saved = crew.ben.get(f"{path}/address", version=line["version"], download="true").body
    assert (line["by"]["name"], line["file"]["name"]) == ("Ben", "glazes.md")
    assert line["file"] == {
        "name": "glazes.md",
        "type": "text/markdown",
        "size": len(OLD),
        "pages": 1,
    }
    assert crew.ben.stack.fetch(saved["url"]) == OLD

    crew.ben.put(f"{path}/words", {"version": line["version"]})
    crew.ben.stack.settle()
    back = crew.cleo.get(path).body
    assert back["file"]["name"] == "glazes.md"
    assert "Cobalt" in crew.cleo.get(f"{path}/pages").body["items"][0]["text"]
    assert found(crew.cleo, "copper") == []
    assert found(crew.cleo, "cobalt")
    names = [it["file"]["name"] for it in crew.ben.get(f"{path}/versions").body["items"]]
    assert names == ["glazes.pdf", "glazes.md"]
    assert len(keys()) == 2


def test_who_may_not_change_an_item_neither_replaces_its_file_nor_sees_earlier_ones(
    crew: Crew, path: str
) -> None:
    send(crew.ben, path)

    assert begin(crew.cleo, path).status == 403
    assert begin(crew.eve, path).status == 404
    assert crew.cleo.get(f"{path}/address", version=1).status == 403
    assert crew.eve.get(f"{path}/address", version=1).status == 404
    assert crew.ben.get(f"{path}/address", version=99).status == 404


def test_a_new_file_that_cannot_be_read_says_so_and_the_old_one_stays(
    crew: Crew, path: str
) -> None:
    send(crew.ben, path, b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    item = crew.ben.get(path).body
    assert (item["file"]["name"], item["file"]["state"]) == ("glazes.md", "ready")
    assert item["coming"]["state"] == "refused"
    assert item["coming"]["problem"].endswith(".")
    assert found(crew.cleo, "cobalt")

    again = begin(crew.ada, path)
    assert (again.status, "Ben" in again.body["detail"]) == (409, True)
    assert crew.ada.delete(f"/api/uploads/{item['id']}").status == 204
    assert crew.ben.get(path).body["coming"] is None
    assert len(keys()) == 1
    send(crew.ada, path)
    assert crew.ben.get(path).body["file"]["name"] == "glazes.pdf"


def test_a_new_file_that_is_given_up_leaves_the_old_one(crew: Crew, path: str) -> None:
    upload = begin(crew.ben, path).body
    assert crew.ben.delete(f"/api/uploads/{upload['item']}").status == 204
    crew.ben.stack.send(upload["form"], NEW)  # the bytes were on their way
    crew.ben.stack.settle()

    item = crew.ben.get(path).body
    assert (item["file"]["name"], item["coming"]) == ("glazes.md", None)
    assert len(keys()) == 1
    assert crew.ben.delete(f"/api/uploads/{upload['item']}").status == 409


def test_asked_twice_it_is_begun_once_also_when_it_has_been_read(crew: Crew, path: str) -> None:
    key = new_ulid(datetime.now(UTC))
    first, second = begin(crew.ben, path, key=key), begin(crew.ben, path, key=key)
    assert first.body["form"]["fields"]["key"] == second.body["form"]["fields"]["key"]
    crew.ben.stack.send(second.body["form"], NEW)
    crew.ben.stack.settle()
    assert begin(crew.ben, path, key=key).body["form"] is None
    send(crew.ben, path, name="third.pdf")
    assert begin(crew.ben, path, key=key).body["form"] is None

    assert crew.ben.get(path).body["file"]["name"] == "third.pdf"
    assert len(crew.ben.get(f"{path}/versions").body["items"]) == 2


def test_who_has_read_another_version_does_not_replace_its_file(crew: Crew, path: str) -> None:
    read = crew.ben.get(path).body["version"]
    crew.ada.patch(path, {"title": "Glazes"})
    body = {**PDF, "size": len(NEW)}
    headers = {"if-match": f'"{read}"'}
    said = crew.ben.stack.request(
        "POST", f"{path}/file", as_=crew.ben.person, body=body, headers=headers
    )
    assert said.status == 412, said.body
    note = crew.ben.post("/api/items", {"kind": "note", "title": "Cobalt"}).body["id"]
    assert begin(crew.ben, f"/api/items/{note}").status == 409


def test_one_whose_bytes_never_come_has_stalled_and_is_sent_again(
    crew: Crew, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sharewell.reactions.service import reactions

    item = begin(crew.ben, path).body["item"]
    later = datetime.now(UTC) + timedelta(minutes=61)
    monkeypatch.setattr(type(reactions), "now", lambda _: later, raising=False)
    stalled = crew.ben.get(path).body
    monkeypatch.undo()
    form = crew.ben.post(f"/api/uploads/{item}/retry").body["form"]
    crew.ben.stack.send(form, NEW)
    crew.ben.stack.settle()

    assert (stalled["file"]["state"], stalled["coming"]["state"]) == ("ready", "stalled")
    assert "arrive" in stalled["coming"]["problem"]
    assert crew.ben.get(path).body["file"]["name"] == "glazes.pdf"


def test_other_words_and_another_file_are_versions_of_one_history(crew: Crew, path: str) -> None:
    crew.ben.patch(path, {"title": "Glazes, old"})
    send(crew.ada, path)
    crew.ben.patch(path, {"title": "Glazes, new"})

    lines = crew.ben.get(f"{path}/versions").body["items"]
    told = [(it["title"], it["file"]["name"], it["by"]["name"]) for it in lines]
    assert told == [
        ("Glazes, old", "glazes.pdf", "Ada"),
        ("Glazes, old", "glazes.md", "Ben"),
        ("glazes", "glazes.md", "Ben"),
    ]


def test_old_bytes_announced_again_by_the_bucket_stay(crew: Crew, path: str) -> None:
    [old] = keys()
    send(crew.ben, path)
    bucket = ENVIRONMENT["BUCKET_NAME"]
    boto3.client("s3").copy_object(
        Bucket=bucket,
        Key=old,
        CopySource={"Bucket": bucket, "Key": old},
        MetadataDirective="REPLACE",
    )
    crew.ben.stack.settle()

    assert old in keys()
    assert crew.ben.get(path).body["file"]["name"] == "glazes.pdf"


def test_while_the_index_is_behind_a_hit_shows_nothing_of_the_old_file(
    crew: Crew, path: str
) -> None:
    upload = begin(crew.ben, path).body
    crew.ben.stack.send(upload["form"], NEW)
    crew.ben.stack.settle()
    assert found(crew.cleo, "copper")
    crew.ben.put(f"{path}/words", {"version": 1})  # and the index has not heard of it yet

    assert not any("Copper" in it for it in found(crew.cleo, "copper"))
