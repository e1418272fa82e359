"""Pictures in texts: upload, access and retention."""

from contextlib import ExitStack
from datetime import timedelta
from unittest.mock import patch

import boto3
import pytest

from conftest import Crew, Someone
from local_stack.in_process import ENVIRONMENT, Stack
from resilience import invariants
from sharewell.core.clock import now
from sharewell.core.ids import new_ulid
from sharewell.pictures.service import PictureRetention
from sharewell.retention.groups import GroupRetention
from sharewell.retention.items import ItemRetention

DATA = b"\x89PNG and so on"


def test_picture_is_shown_in_its_organisation_only(crew: Crew, stack: Stack) -> None:
    reply = crew.ben.post("/api/pictures", {"size": len(DATA), "type": "image/png"})
    assert reply.status == 201
    key = reply.body["key"]
    stack.send(reply.body["form"], DATA)
    crew.ben.post("/api/items", {"kind": "note", "title": "Kiln", "body": f"![Kiln](/{key})"})

    url = crew.cleo.get("/api/pictures", key=key).body["urls"][key]
    assert stack.fetch(url) == DATA
    assert crew.eve.get("/api/pictures", key=key).body == {"urls": {}}


def test_picture_with_same_idempotency_key_is_announced_once(crew: Crew) -> None:
    once = {"idempotency-key": new_ulid(now())}
    body = {"size": 3, "type": "image/webp"}
    keys = [crew.ben.post("/api/pictures", body, **once).body["key"] for _ in range(2)]

    assert keys[0] == keys[1]
    assert crew.cleo.post("/api/pictures", body, **once).body["key"] != keys[0]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"type": "image/svg+xml"}, "type"), ({"size": 0}, "size"), ({"size": 11 * 1024**2}, "size")],
)
def test_picture_upload_limits_size_and_type(
    crew: Crew, wrong: dict[str, object], field: str
) -> None:
    reply = crew.ben.post("/api/pictures", {"size": 3, "type": "image/png", **wrong})

    assert (reply.status, reply.body["field"]) == (422, field)


def picture(by: Someone) -> str:
    """Uploads a picture; returns its key."""
    reply = by.post("/api/pictures", {"size": len(DATA), "type": "image/png"}).body
    by.stack.send(reply["form"], DATA)
    by.stack.settle()
    return str(reply["key"])


def publish(by: Someone, body: str) -> str:
    reply = by.post("/api/items", {"kind": "note", "title": "Kiln", "body": body})
    by.stack.settle()
    return str(reply.body["id"])


def delete(by: Someone, path: str) -> None:
    assert by.delete(path).status == 204
    by.stack.settle()


def purge_after(by: Someone, days: int) -> None:
    """Runs the purge with a clock that is `days` ahead."""
    at = now() + timedelta(days=days)
    with ExitStack() as ahead:
        for clock in (ItemRetention, GroupRetention, PictureRetention):
            ahead.enter_context(patch.object(clock, "now", lambda _: at))
        by.stack.invoke("workers.purge.handler", {})
    by.stack.settle()


def stored_pictures() -> set[str]:
    """Returns the keys of pictures of which any version remains."""
    client = boto3.client("s3")
    found = client.list_object_versions(Bucket=ENVIRONMENT["BUCKET_NAME"], Prefix="pictures/")
    return {it["Key"] for it in [*found.get("Versions", []), *found.get("DeleteMarkers", [])]}


def test_picture_is_purged_with_the_last_item_version_using_it(crew: Crew) -> None:
    shown, copied = picture(crew.ben), picture(crew.ben)
    item = publish(crew.ben, f"![Kiln](/{shown}) ![Ash](/{copied}#20x10)")
    other = publish(crew.ben, f"![Ash](/{copied})")
    for id in (item, other):
        crew.ben.patch(f"/api/items/{id}", {"body": "In words."})
    purge_after(crew.ben, 40)
    assert stored_pictures() == {shown, copied}

    delete(crew.ben, f"/api/items/{item}")
    purge_after(crew.ben, 29)
    assert stored_pictures() == {shown, copied}
    purge_after(crew.ben, 31)
    assert stored_pictures() == {copied}
    assert crew.ben.put(f"/api/items/{other}/version", {"version": 1}).status == 200

    delete(crew.ben, f"/api/items/{other}")
    purge_after(crew.ben, 31)
    assert stored_pictures() == set()
    assert [it for it in invariants.rows() if copied.partition("/")[2] in str(it)] == []


def test_unused_picture_is_purged_after_thirty_days(crew: Crew) -> None:
    key = picture(crew.ben)
    purge_after(crew.ben, 29)
    assert stored_pictures() == {key}
    purge_after(crew.ben, 31)
    assert stored_pictures() == set()


def test_picture_in_a_draft_lives_as_long_as_the_draft(crew: Crew) -> None:
    key, draft = picture(crew.ben), new_ulid(now())
    reply = crew.ben.put(f"/api/drafts/{draft}", {"title": "Kiln", "body": f"![Kiln](/{key})"})
    assert reply.status == 200
    for days in (31, 89):
        purge_after(crew.ben, days)
    assert stored_pictures() == {key}
    purge_after(crew.ben, 91)
    assert stored_pictures() == set()


def test_picture_in_a_post_lives_as_long_as_its_item(crew: Crew) -> None:
    in_post, edited = picture(crew.ben), picture(crew.ben)
    item = publish(crew.ben, "In words.")
    path = f"/api/discussions/{item}/posts"
    post = crew.cleo.post(path, {"text": f"![Kiln](/{in_post})"}).body["id"]
    crew.cleo.patch(f"{path}/{post}", {"text": f"![Kiln](/{edited})"})
    crew.ben.stack.settle()
    purge_after(crew.ben, 31)
    assert stored_pictures() == {in_post, edited}

    delete(crew.ben, f"/api/items/{item}")
    purge_after(crew.ben, 31)
    assert stored_pictures() == set()


def test_picture_of_a_group_is_purged_with_it(crew: Crew) -> None:
    first, second = picture(crew.ben), picture(crew.ben)
    body = {"name": "Board", "purpose": f"![Kiln](/{first})"}
    group = crew.ben.post("/api/groups", body).body["id"]
    crew.ben.patch(f"/api/groups/{group}", {"purpose": f"![Ash](/{second})"})
    crew.ben.stack.settle()
    purge_after(crew.ben, 31)
    assert stored_pictures() == {first, second}

    delete(crew.ben, f"/api/groups/{group}")
    purge_after(crew.ben, 31)
    assert stored_pictures() == set()


def test_cancelled_upload_releases_its_pictures(crew: Crew) -> None:
    key, data = picture(crew.ben), b"%PDF-1.7 and then nothing of the kind"
    file = {"name": "kiln.pdf", "size": len(data), "type": "application/pdf"}
    upload = crew.ben.post("/api/uploads", {**file, "body": f"![Kiln](/{key})"}).body
    crew.ben.stack.send(upload["form"], data)
    crew.ben.stack.settle()
    purge_after(crew.ben, 31)
    assert stored_pictures() == {key}

    delete(crew.ben, f"/api/uploads/{upload['item']}")
    purge_after(crew.ben, 31)
    assert stored_pictures() == set()
