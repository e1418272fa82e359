"""Uploading files: forms, parts, processing, retries and access."""

from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from conftest import Crew, Someone
from local_stack.in_process import ENVIRONMENT

BUCKET = ENVIRONMENT["BUCKET_NAME"]
TEXT = b"# Glazes\n\nCobalt runs above 1240 degrees; copper does not.\n"


def announce(by: Someone, data: bytes, name: str = "glazes.md", type: str = "text/markdown") -> Any:
    reply = by.post("/api/uploads", {"name": name, "size": len(data), "type": type})
    assert reply.status == 201, reply.body
    return reply.body


def send(by: Someone, data: bytes, name: str = "glazes.md", type: str = "text/markdown") -> str:
    upload = announce(by, data, name, type)
    by.stack.send(upload["form"], data)
    by.stack.settle()
    return str(upload["item"])


def keys() -> list[str]:
    found = boto3.client("s3").list_objects_v2(Bucket=BUCKET, Prefix="files/")
    return [it["Key"] for it in found.get("Contents", [])]


def test_uploaded_file_is_processed_on_arrival(crew: Crew) -> None:
    upload = announce(crew.ben, TEXT)
    path = f"/api/items/{upload['item']}"
    before = crew.cleo.get(path).body
    crew.ben.stack.send(upload["form"], TEXT)
    crew.ben.stack.settle()
    after = crew.cleo.get(path).body

    assert (before["title"], before["file"]["state"]) == ("glazes", "uploading")
    assert (after["file"]["state"], after["file"]["size"]) == ("ready", len(TEXT))
    assert after["file"]["sha256"]
    [page] = crew.cleo.get(f"{path}/pages").body["items"]
    assert "copper does not" in page["text"]


def test_upload_form_fixes_the_announced_file(crew: Crew) -> None:
    form = announce(crew.ben, TEXT)["form"]

    assert form["fields"]["Content-Type"] == "text/markdown"
    assert form["fields"]["key"].startswith("files/")
    assert "policy" in form["fields"]


def test_file_is_served_from_the_content_origin_by_name(crew: Crew) -> None:
    path = f"/api/items/{send(crew.ben, TEXT)}/file-url"
    shown, saved = crew.cleo.get(path).body, crew.cleo.get(path, download="true").body

    for address in (shown, saved):
        assert address["url"].startswith(ENVIRONMENT["CONTENT_URL"])
        assert address["name"] == "glazes.md"
        assert crew.cleo.stack.fetch(address["url"]) == TEXT
    assert "attachment" in shown["url"]  # Markdown is always a download.
    assert "attachment" in saved["url"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<!doctype html><title>A page</title><script>alert(1)</script>"),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    ],
)
def test_active_content_is_always_a_download(crew: Crew, name: str, data: bytes) -> None:
    item = send(crew.ben, data, name, "text/html")

    assert "attachment" in crew.cleo.get(f"/api/items/{item}/file-url").body["url"]


def test_file_with_false_type_is_refused_and_stored(crew: Crew) -> None:
    id = send(crew.ben, b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "report.pdf", "application/pdf")
    file = crew.cleo.get(f"/api/items/{id}").body["file"]

    assert file["state"] == "refused"
    assert file["problem"].endswith(".")
    assert len(keys()) == 1
    assert crew.ben.get(f"/api/items/{id}/file-url", download="true").status == 200


def test_bad_file_does_not_delay_a_good_one(crew: Crew) -> None:
    bad, good = announce(crew.ben, b"x" * 9, "a.pdf", "application/pdf"), announce(crew.ben, TEXT)
    crew.ben.stack.send(bad["form"], b"x" * 9)
    crew.ben.stack.send(good["form"], TEXT)
    crew.ben.stack.settle()

    states = [crew.ben.get(f"/api/items/{it['item']}").body["file"]["state"] for it in (bad, good)]
    assert states == ["refused", "ready"]


def test_refused_file_is_retried(crew: Crew) -> None:
    id = send(crew.ben, b"x" * 9, "a.pdf", "application/pdf")
    reply = crew.ben.post(f"/api/uploads/{id}/retry")
    during = crew.ben.get(f"/api/items/{id}").body["file"]
    crew.ben.stack.settle()

    assert (reply.status, reply.body["form"], during["state"]) == (201, None, "processing")
    assert during["problem"] is None
    assert crew.ben.get(f"/api/items/{id}").body["file"]["state"] == "refused"


def test_upload_without_bytes_stalls_and_is_resent(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = announce(crew.ben, TEXT)
    path = f"/api/items/{upload['item']}"
    _an_hour_later(monkeypatch)
    stalled = crew.ben.get(path).body["file"]
    again = crew.ben.post(f"/api/uploads/{upload['item']}/retry").body
    crew.ben.stack.send(again["form"], TEXT)
    crew.ben.stack.settle()

    assert stalled["state"] == "stalled"
    assert "arrive" in stalled["problem"]
    assert crew.ben.get(path).body["file"]["state"] == "ready"


def test_cancelled_upload_leaves_nothing(crew: Crew) -> None:
    upload = announce(crew.ben, TEXT)
    assert crew.ben.delete(f"/api/uploads/{upload['item']}").status == 204
    crew.ben.stack.send(upload["form"], TEXT)  # the bytes were on their way
    crew.ben.stack.settle()

    assert crew.ben.get(f"/api/items/{upload['item']}").status == 404
    assert keys() == []
    assert crew.ben.get(f"/api/people/{crew.ben.member}/items").body["items"] == []


def test_large_upload_is_sent_in_parts_and_resumed(crew: Crew) -> None:
    size = 20 * 1024**2
    reply = crew.ben.post("/api/uploads", {"name": "talk.bin", "size": size}).body
    item, parts = reply["item"], reply["parts"]
    assert (parts["count"], reply["form"]) == (2, None)
    asked = crew.ben.post(f"/api/uploads/{item}/parts", {"numbers": [1, 2]}).body["parts"]
    assert [part["number"] for part in asked] == [1, 2]

    crew.ben.stack.send_part(asked[0]["url"], bytes(parts["size"]))
    early = crew.ben.post(f"/api/uploads/{item}/complete")
    assert (early.status, early.body["detail"]) == (409, "Parts are missing: 2.")
    arrived = crew.ben.get(f"/api/uploads/{item}/parts").body["parts"]
    assert arrived == [{"number": 1, "size": parts["size"]}]

    crew.ben.stack.send_part(asked[1]["url"], bytes(size - parts["size"]))
    for _ in range(2):  # The first answer may have been lost.
        assert crew.ben.post(f"/api/uploads/{item}/complete").status == 204
    crew.ben.stack.settle()
    file = crew.cleo.get(f"/api/items/{item}").body["file"]
    assert (file["state"], file["size"]) == ("ready", size)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"size": -1}, "size"),
        ({"size": 5 * 1024**3 + 1}, "size"),
        ({"name": "../etc/passwd"}, "name"),
        ({"name": "a\r\nb"}, "name"),
        ({"name": ""}, "name"),
        ({"type": "text"}, "type"),
        ({"type": "text/html\r\nX: y"}, "type"),
        ({"key": "files/theirs"}, "key"),
    ],
)
def test_invalid_upload_names_the_field(crew: Crew, wrong: dict[str, object], field: str) -> None:
    good = {"name": "a.txt", "size": 3, "type": "text/plain"}
    reply = crew.ben.post("/api/uploads", good | wrong)

    assert (reply.status, reply.body["field"]) == (422, field)


def test_upload_of_another_member_is_protected(crew: Crew) -> None:
    item = announce(crew.ben, TEXT)["item"]

    assert crew.cleo.delete(f"/api/uploads/{item}").status == 403
    assert crew.eve.delete(f"/api/uploads/{item}").status == 404
    assert crew.eve.post(f"/api/uploads/{item}/retry").status == 404
    assert crew.eve.get(f"/api/items/{item}/file-url").status == 404


def test_thumbnail_is_hidden_from_other_organisations(crew: Crew) -> None:
    from io import BytesIO

    from PIL import Image

    picture = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(picture, "PNG")
    id = send(crew.ben, picture.getvalue(), "kiln.png", "image/png")
    key = crew.cleo.get(f"/api/items/{id}").body["file"]["thumb"]

    assert key in crew.cleo.get("/api/pictures", key=key).body["urls"]
    assert crew.eve.get("/api/pictures", key=key).body["urls"] == {}


def _an_hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    from sharewell.content.service import items
    from sharewell.reactions.service import reactions

    later = datetime.now(UTC) + timedelta(minutes=61)
    for service in (items, reactions):
        monkeypatch.setattr(type(service), "now", lambda _: later, raising=False)
