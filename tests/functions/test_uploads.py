"""Files, from the form that takes them to the page that shows them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from conftest import Crew, Someone
from local.stack import ENVIRONMENT

BUCKET = ENVIRONMENT["BUCKET_NAME"]
TEXT = b"# Glazes\n\nCobalt runs above 1240 degrees; copper does not.\n"


def begin(by: Someone, data: bytes, name: str = "glazes.md", type: str = "text/markdown") -> Any:
    said = by.post("/api/uploads", {"name": name, "size": len(data), "type": type})
    assert said.status == 201, said.body
    return said.body


def send(by: Someone, data: bytes, name: str = "glazes.md", type: str = "text/markdown") -> str:
    upload = begin(by, data, name, type)
    by.stack.send(upload["form"], data)
    by.stack.settle()
    return str(upload["item"])


def keys() -> list[str]:
    found = boto3.client("s3").list_objects_v2(Bucket=BUCKET, Prefix="files/")
    return [it["Key"] for it in found.get("Contents", [])]


def test_a_file_is_there_at_once_and_is_read_when_it_arrives(crew: Crew) -> None:
    upload = begin(crew.ben, TEXT)
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


def test_the_form_takes_exactly_what_was_announced(crew: Crew) -> None:
    form = begin(crew.ben, TEXT)["form"]

    assert form["fields"]["Content-Type"] == "text/markdown"
    assert form["fields"]["key"].startswith("files/")
    assert "policy" in form["fields"]


def test_bytes_are_read_from_an_origin_of_their_own_under_their_own_name(crew: Crew) -> None:
    path = f"/api/items/{send(crew.ben, TEXT)}/address"
    shown, saved = crew.cleo.get(path).body, crew.cleo.get(path, download="true").body

    for address in (shown, saved):
        assert address["url"].startswith(ENVIRONMENT["CONTENT_URL"])
        assert address["name"] == "glazes.md"
        assert crew.cleo.stack.fetch(address["url"]) == TEXT
    assert "attachment" in shown["url"]  # Markdown is never shown as it is
    assert "attachment" in saved["url"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<!doctype html><title>A page</title><script>alert(1)</script>"),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    ],
)
def test_what_could_run_is_only_ever_saved(crew: Crew, name: str, data: bytes) -> None:
    item = send(crew.ben, data, name, "text/html")

    assert "attachment" in crew.cleo.get(f"/api/items/{item}/address").body["url"]


def test_a_file_that_lies_about_its_type_says_so_and_is_kept(crew: Crew) -> None:
    id = send(crew.ben, b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "report.pdf", "application/pdf")
    file = crew.cleo.get(f"/api/items/{id}").body["file"]

    assert file["state"] == "refused"
    assert file["problem"].endswith(".")
    assert len(keys()) == 1
    assert crew.ben.get(f"/api/items/{id}/address", download="true").status == 200


def test_a_bad_file_does_not_hold_up_a_good_one(crew: Crew) -> None:
    bad, good = begin(crew.ben, b"x" * 9, "a.pdf", "application/pdf"), begin(crew.ben, TEXT)
    crew.ben.stack.send(bad["form"], b"x" * 9)
    crew.ben.stack.send(good["form"], TEXT)
    crew.ben.stack.settle()

    states = [crew.ben.get(f"/api/items/{it['item']}").body["file"]["state"] for it in (bad, good)]
    assert states == ["refused", "ready"]


def test_a_refused_file_can_be_read_again(crew: Crew) -> None:
    id = send(crew.ben, b"x" * 9, "a.pdf", "application/pdf")
    said = crew.ben.post(f"/api/uploads/{id}/retry")
    during = crew.ben.get(f"/api/items/{id}").body["file"]
    crew.ben.stack.settle()

    assert (said.status, said.body["form"], during["state"]) == (201, None, "processing")
    assert during["problem"] is None
    assert crew.ben.get(f"/api/items/{id}").body["file"]["state"] == "refused"


def test_bytes_that_never_come_are_said_to_be_missing_and_can_be_sent_again(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = begin(crew.ben, TEXT)
    path = f"/api/items/{upload['item']}"
    _an_hour_later(monkeypatch)
    stalled = crew.ben.get(path).body["file"]
    again = crew.ben.post(f"/api/uploads/{upload['item']}/retry").body
    crew.ben.stack.send(again["form"], TEXT)
    crew.ben.stack.settle()

    assert stalled["state"] == "stalled"
    assert "arrive" in stalled["problem"]
    assert crew.ben.get(path).body["file"]["state"] == "ready"


def test_a_cancelled_upload_leaves_nothing(crew: Crew) -> None:
    upload = begin(crew.ben, TEXT)
    assert crew.ben.delete(f"/api/uploads/{upload['item']}").status == 204
    crew.ben.stack.send(upload["form"], TEXT)  # the bytes were on their way
    crew.ben.stack.settle()

    assert crew.ben.get(f"/api/items/{upload['item']}").status == 404
    assert keys() == []
    assert crew.ben.get(f"/api/people/{crew.ben.member}/items").body["items"] == []


def test_a_big_file_goes_in_parts_and_is_taken_up_where_it_stopped(crew: Crew) -> None:
    size = 20 * 1024**2
    said = crew.ben.post("/api/uploads", {"name": "talk.bin", "size": size}).body
    item, parts = said["item"], said["parts"]
    assert (parts["count"], said["form"]) == (2, None)
    asked = crew.ben.post(f"/api/uploads/{item}/parts", {"numbers": [1, 2]}).body["parts"]
    assert [part["number"] for part in asked] == [1, 2]

    crew.ben.stack.send_part(asked[0]["url"], bytes(parts["size"]))
    early = crew.ben.post(f"/api/uploads/{item}/complete")
    assert (early.status, early.body["detail"]) == (409, "parts are missing: 2")
    arrived = crew.ben.get(f"/api/uploads/{item}/parts").body["parts"]
    assert arrived == [{"number": 1, "size": parts["size"]}]

    crew.ben.stack.send_part(asked[1]["url"], bytes(size - parts["size"]))
    for _ in range(2):  # the first answer may have been lost
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
def test_an_announcement_that_makes_no_sense_is_refused(
    crew: Crew, wrong: dict[str, object], field: str
) -> None:
    good = {"name": "a.txt", "size": 3, "type": "text/plain"}
    said = crew.ben.post("/api/uploads", good | wrong)

    assert (said.status, said.body["field"]) == (422, field)


def test_nobody_else_meddles_with_an_upload(crew: Crew) -> None:
    item = begin(crew.ben, TEXT)["item"]

    assert crew.cleo.delete(f"/api/uploads/{item}").status == 403
    assert crew.eve.delete(f"/api/uploads/{item}").status == 404
    assert crew.eve.post(f"/api/uploads/{item}/retry").status == 404
    assert crew.eve.get(f"/api/items/{item}/address").status == 404


def test_a_picture_has_a_thumbnail_that_only_insiders_reach(crew: Crew) -> None:
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
