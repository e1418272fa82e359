"""Replacing the file of an item: the old file stays until the new one is processed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from conftest import Crew, Someone
from files.make import pdf
from local_stack.in_process import ENVIRONMENT, Reply
from resilience.moto_snapshot import restore_snapshot, take_snapshot
from sharewell.core.ids import new_ulid

pytestmark = pytest.mark.usefixtures("fresh_searches")

OLD = b"# Glazes\n\nCobalt runs above 1240 degrees.\n"
NEW = pdf(["Copper turns green at 1280 degrees.", "And red without air."])
PDF = {"name": "glazes.pdf", "type": "application/pdf"}


def start_replacement(
    by: Someone, path: str, data: bytes = NEW, *, key: str = "", **more: Any
) -> Reply:
    """Announces a new file for an item."""
    body = {**PDF, "size": len(data), **more}
    headers = {"idempotency-key": key} if key else {}
    asked = f"{path}/file"
    return by.stack.request("POST", asked, as_=by.person, body=body, headers=headers)


def replace_file(by: Someone, path: str, data: bytes = NEW, **more: Any) -> None:
    """Uploads a new file for an item."""
    reply = start_replacement(by, path, data, **more)
    assert reply.status == 201, reply.body
    by.stack.send(reply.body["form"], data)
    by.stack.settle()


@pytest.fixture
def path(crew: Crew) -> str:
    """Returns the path of an item whose file Ben uploaded; built once and restored afterwards."""
    if "snapshot" in _made:
        restore_snapshot(crew.ben.stack, _made["snapshot"])
        return str(_made["path"])
    body = {"name": "glazes.md", "size": len(OLD), "type": "text/markdown"}
    upload = crew.ben.post("/api/uploads", body).body
    crew.ben.stack.send(upload["form"], OLD)
    crew.ben.stack.settle()
    _made.update(snapshot=take_snapshot(crew.ben.stack), path=f"/api/items/{upload['item']}")
    return str(_made["path"])


_made: dict[str, Any] = {}


def snippets(by: Someone, word: str) -> list[str]:
    """Returns the snippets of the hits for one word."""
    hits = by.get("/api/search", q=word).body["hits"]
    return ["".join(it["text"] for it in hit["snippet"]) for hit in hits]


def keys(home: str = "files") -> list[str]:
    got = boto3.client("s3").list_objects_v2(Bucket=ENVIRONMENT["BUCKET_NAME"], Prefix=f"{home}/")
    return [it["Key"] for it in got.get("Contents", [])]


def test_old_file_is_shown_until_new_one_is_processed(crew: Crew, path: str) -> None:
    reply = start_replacement(crew.ben, path).body
    during, for_readers = crew.ben.get(path).body, crew.cleo.get(path).body
    crew.ben.stack.send(reply["form"], NEW)
    crew.ben.stack.settle()
    after = crew.cleo.get(path).body

    assert (during["file"]["name"], during["pending_file"]["name"]) == ("glazes.md", "glazes.pdf")
    assert (during["pending_file"]["state"], during["pending_file"]["by"]["name"]) == (
        "uploading",
        "Ben",
    )
    assert for_readers["pending_file"] is None
    assert (after["file"]["name"], after["file"]["state"]) == ("glazes.pdf", "ready")
    assert (after["file"]["pages"], after["title"], after["pending_file"]) == (2, "glazes", None)
    assert after["written_by"]["name"] == "Ben"


def test_pages_and_hits_never_mix_two_files(crew: Crew, path: str) -> None:
    assert snippets(crew.cleo, "cobalt")
    old = crew.cleo.get(path).body["file"]["id"]
    replace_file(crew.ben, path)

    assert snippets(crew.cleo, "cobalt") == []
    assert "Copper" in snippets(crew.cleo, "copper")[0]
    pages = crew.cleo.get(f"{path}/pages").body["items"]
    assert [it["text"] for it in pages] == [
        "Copper turns green at 1280 degrees.",
        "And red without air.",
    ]
    new = crew.cleo.get(path).body["file"]["id"]
    assert crew.cleo.get(f"{path}/pages", file=new).body["items"] == pages
    assert crew.cleo.get(f"{path}/pages", file=old).status == 404


def test_earlier_files_are_listed_downloaded_and_restored(crew: Crew, path: str) -> None:
    replace_file(crew.ada, path)
    [line] = crew.ben.get(f"{path}/versions").body["items"]
    saved = crew.ben.get(f"{path}/file-url", version=line["version"], download="true").body
    assert (line["by"]["name"], line["file"]["name"]) == ("Ben", "glazes.md")
    assert line["file"] == {
        "name": "glazes.md",
        "type": "text/markdown",
        "size": len(OLD),
        "pages": 1,
    }
    assert crew.ben.stack.fetch(saved["url"]) == OLD

    crew.ben.put(f"{path}/version", {"version": line["version"]})
    crew.ben.stack.settle()
    back = crew.cleo.get(path).body
    assert back["file"]["name"] == "glazes.md"
    assert "Cobalt" in crew.cleo.get(f"{path}/pages").body["items"][0]["text"]
    assert snippets(crew.cleo, "copper") == []
    assert snippets(crew.cleo, "cobalt")
    names = [it["file"]["name"] for it in crew.ben.get(f"{path}/versions").body["items"]]
    assert names == ["glazes.pdf", "glazes.md"]
    assert len(keys()) == 2


def test_replacing_and_earlier_files_require_edit_rights(crew: Crew, path: str) -> None:
    replace_file(crew.ben, path)

    assert start_replacement(crew.cleo, path).status == 403
    assert start_replacement(crew.eve, path).status == 404
    assert crew.cleo.get(f"{path}/file-url", version=1).status == 403
    assert crew.eve.get(f"{path}/file-url", version=1).status == 404
    assert crew.ben.get(f"{path}/file-url", version=99).status == 404


def test_unreadable_replacement_is_reported_and_old_file_stays(crew: Crew, path: str) -> None:
    replace_file(crew.ben, path, b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    item = crew.ben.get(path).body
    assert (item["file"]["name"], item["file"]["state"]) == ("glazes.md", "ready")
    assert item["pending_file"]["state"] == "refused"
    assert item["pending_file"]["problem"].endswith(".")
    assert snippets(crew.cleo, "cobalt")

    again = start_replacement(crew.ada, path)
    assert (again.status, "Ben" in again.body["detail"]) == (409, True)
    assert crew.ada.delete(f"/api/uploads/{item['id']}").status == 204
    assert crew.ben.get(path).body["pending_file"] is None
    assert len(keys()) == 1
    replace_file(crew.ada, path)
    assert crew.ben.get(path).body["file"]["name"] == "glazes.pdf"


def test_cancelled_replacement_leaves_the_old_file(crew: Crew, path: str) -> None:
    upload = start_replacement(crew.ben, path).body
    assert crew.ben.delete(f"/api/uploads/{upload['item']}").status == 204
    crew.ben.stack.send(upload["form"], NEW)  # the bytes were on their way
    crew.ben.stack.settle()

    item = crew.ben.get(path).body
    assert (item["file"]["name"], item["pending_file"]) == ("glazes.md", None)
    assert len(keys()) == 1
    assert crew.ben.delete(f"/api/uploads/{upload['item']}").status == 409


def test_replacement_with_same_key_starts_once(crew: Crew, path: str) -> None:
    key = new_ulid(datetime.now(UTC))
    first, second = (
        start_replacement(crew.ben, path, key=key),
        start_replacement(crew.ben, path, key=key),
    )
    assert first.body["form"]["fields"]["key"] == second.body["form"]["fields"]["key"]
    crew.ben.stack.send(second.body["form"], NEW)
    crew.ben.stack.settle()
    assert start_replacement(crew.ben, path, key=key).body["form"] is None
    replace_file(crew.ben, path, name="third.pdf")
    assert start_replacement(crew.ben, path, key=key).body["form"] is None

    assert crew.ben.get(path).body["file"]["name"] == "third.pdf"
    assert len(crew.ben.get(f"{path}/versions").body["items"]) == 2


def test_replacement_with_stale_version_is_rejected(crew: Crew, path: str) -> None:
    read = crew.ben.get(path).body["version"]
    crew.ada.patch(path, {"title": "Glazes"})
    body = {**PDF, "size": len(NEW)}
    headers = {"if-match": f'"{read}"'}
    reply = crew.ben.stack.request(
        "POST", f"{path}/file", as_=crew.ben.person, body=body, headers=headers
    )
    assert reply.status == 412, reply.body
    note = crew.ben.post("/api/items", {"kind": "note", "title": "Cobalt"}).body["id"]
    assert start_replacement(crew.ben, f"/api/items/{note}").status == 409


def test_replacement_without_bytes_stalls_and_is_retried(
    crew: Crew, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sharewell.reactions.service import reactions

    item = start_replacement(crew.ben, path).body["item"]
    later = datetime.now(UTC) + timedelta(minutes=61)
    monkeypatch.setattr(type(reactions), "now", lambda _: later, raising=False)
    stalled = crew.ben.get(path).body
    monkeypatch.undo()
    form = crew.ben.post(f"/api/uploads/{item}/retry").body["form"]
    crew.ben.stack.send(form, NEW)
    crew.ben.stack.settle()

    assert (stalled["file"]["state"], stalled["pending_file"]["state"]) == ("ready", "stalled")
    assert "arrive" in stalled["pending_file"]["problem"]
    assert crew.ben.get(path).body["file"]["name"] == "glazes.pdf"


def test_text_and_file_changes_share_one_history(crew: Crew, path: str) -> None:
    crew.ben.patch(path, {"title": "Glazes, old"})
    replace_file(crew.ada, path)
    crew.ben.patch(path, {"title": "Glazes, new"})

    lines = crew.ben.get(f"{path}/versions").body["items"]
    history = [(it["title"], it["file"]["name"], it["by"]["name"]) for it in lines]
    assert history == [
        ("Glazes, old", "glazes.pdf", "Ada"),
        ("Glazes, old", "glazes.md", "Ben"),
        ("glazes", "glazes.md", "Ben"),
    ]


def test_repeated_bucket_event_keeps_the_old_bytes(crew: Crew, path: str) -> None:
    [old] = keys()
    replace_file(crew.ben, path)
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


def test_hit_shows_no_text_of_old_file_while_index_lags(crew: Crew, path: str) -> None:
    upload = start_replacement(crew.ben, path).body
    crew.ben.stack.send(upload["form"], NEW)
    crew.ben.stack.settle()
    assert snippets(crew.cleo, "copper")
    crew.ben.put(f"{path}/version", {"version": 1})  # the index is not yet up to date

    assert not any("Copper" in it for it in snippets(crew.cleo, "copper"))
