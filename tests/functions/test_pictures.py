"""Pictures in texts: sent by a form, shown to whoever holds their key."""

from contextlib import ExitStack
from datetime import timedelta
from unittest.mock import patch

import boto3
import pytest

from conftest import Crew, Someone
from local.stack import ENVIRONMENT, Stack
from resilience import invariants
from sharewell.clock import now
from sharewell.ids import new_ulid
from sharewell.pictures.service import Kept
from sharewell.retention.groups import GroupPurging
from sharewell.retention.items import Purging

DATA = b"\x89PNG and so on"


def test_a_picture_in_a_text_is_shown_to_whoever_sees_the_text(crew: Crew, stack: Stack) -> None:
    said = crew.ben.post("/api/pictures", {"size": len(DATA), "type": "image/png"})
    assert said.status == 201
    key = said.body["key"]
    stack.send(said.body["form"], DATA)
    crew.ben.post("/api/items", {"kind": "note", "title": "Kiln", "body": f"![Kiln](/{key})"})

    url = crew.cleo.get("/api/pictures", key=key).body["urls"][key]
    assert stack.fetch(url) == DATA
    assert crew.eve.get("/api/pictures", key=key).body == {"urls": {}}


def test_a_picture_is_announced_once_however_often_it_is_asked_for(crew: Crew) -> None:
    once = {"idempotency-key": new_ulid(now())}
    body = {"size": 3, "type": "image/webp"}
    keys = [crew.ben.post("/api/pictures", body, **once).body["key"] for _ in range(2)]

    assert keys[0] == keys[1]
    assert crew.cleo.post("/api/pictures", body, **once).body["key"] != keys[0]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"type": "image/svg+xml"}, "type"), ({"size": 0}, "size"), ({"size": 11 * 1024**2}, "size")],
)
def test_only_pictures_of_a_sensible_size_are_taken(
    crew: Crew, wrong: dict[str, object], field: str
) -> None:
    said = crew.ben.post("/api/pictures", {"size": 3, "type": "image/png", **wrong})

    assert (said.status, said.body["field"]) == (422, field)


def picture(by: Someone) -> str:
    """A picture that was sent; the key that stands for it."""
    said = by.post("/api/pictures", {"size": len(DATA), "type": "image/png"}).body
    by.stack.send(said["form"], DATA)
    by.stack.settle()
    return str(said["key"])


def publish(by: Someone, body: str) -> str:
    said = by.post("/api/items", {"kind": "note", "title": "Kiln", "body": body})
    by.stack.settle()
    return str(said.body["id"])


def delete(by: Someone, path: str) -> None:
    assert by.delete(path).status == 204
    by.stack.settle()


def later(by: Someone, days: int) -> None:
    """Some days go by, and whatever was due to go by then has gone."""
    at = now() + timedelta(days=days)
    with ExitStack() as ahead:
        for clock in (Purging, GroupPurging, Kept):
            ahead.enter_context(patch.object(clock, "now", lambda _: at))
        by.stack.invoke("workers.purge.handler", {})
    by.stack.settle()


def here() -> set[str]:
    """Every picture that any version of is left."""
    client = boto3.client("s3")
    found = client.list_object_versions(Bucket=ENVIRONMENT["BUCKET_NAME"], Prefix="pictures/")
    return {it["Key"] for it in [*found.get("Versions", []), *found.get("DeleteMarkers", [])]}


def test_a_picture_goes_with_the_last_item_that_shows_it_or_did(crew: Crew) -> None:
    shown, copied = picture(crew.ben), picture(crew.ben)
    item = publish(crew.ben, f"![Kiln](/{shown}) ![Ash](/{copied}#20x10)")
    other = publish(crew.ben, f"![Ash](/{copied})")
    for id in (item, other):
        crew.ben.patch(f"/api/items/{id}", {"body": "In words."})
    later(crew.ben, 40)
    assert here() == {shown, copied}

    delete(crew.ben, f"/api/items/{item}")
    later(crew.ben, 29)
    assert here() == {shown, copied}
    later(crew.ben, 31)
    assert here() == {copied}
    assert crew.ben.put(f"/api/items/{other}/words", {"version": 1}).status == 200

    delete(crew.ben, f"/api/items/{other}")
    later(crew.ben, 31)
    assert here() == set()
    assert [it for it in invariants.rows() if copied.partition("/")[2] in str(it)] == []


def test_a_picture_that_came_into_no_text_goes_after_thirty_days(crew: Crew) -> None:
    key = picture(crew.ben)
    later(crew.ben, 29)
    assert here() == {key}
    later(crew.ben, 31)
    assert here() == set()


def test_a_picture_in_a_draft_stays_for_as_long_as_the_draft(crew: Crew) -> None:
    key, draft = picture(crew.ben), new_ulid(now())
    said = crew.ben.put(f"/api/drafts/{draft}", {"title": "Kiln", "body": f"![Kiln](/{key})"})
    assert said.status == 200
    for days in (31, 89):
        later(crew.ben, days)
    assert here() == {key}
    later(crew.ben, 91)
    assert here() == set()


def test_a_picture_that_somebody_said_stays_where_it_was_said(crew: Crew) -> None:
    in_post, edited = picture(crew.ben), picture(crew.ben)
    item = publish(crew.ben, "In words.")
    path = f"/api/discussions/{item}/posts"
    post = crew.cleo.post(path, {"text": f"![Kiln](/{in_post})"}).body["id"]
    crew.cleo.patch(f"{path}/{post}", {"text": f"![Kiln](/{edited})"})
    crew.ben.stack.settle()
    later(crew.ben, 31)
    assert here() == {in_post, edited}

    delete(crew.ben, f"/api/items/{item}")
    later(crew.ben, 31)
    assert here() == set()


def test_a_picture_of_a_group_goes_with_it(crew: Crew) -> None:
    first, second = picture(crew.ben), picture(crew.ben)
    body = {"name": "Board", "purpose": f"![Kiln](/{first})"}
    group = crew.ben.post("/api/groups", body).body["id"]
    crew.ben.patch(f"/api/groups/{group}", {"purpose": f"![Ash](/{second})"})
    crew.ben.stack.settle()
    later(crew.ben, 31)
    assert here() == {first, second}

    delete(crew.ben, f"/api/groups/{group}")
    later(crew.ben, 31)
    assert here() == set()


def test_an_upload_that_is_given_up_lets_its_pictures_go(crew: Crew) -> None:
    key, data = picture(crew.ben), b"%PDF-1.7 and then nothing of the kind"
    file = {"name": "kiln.pdf", "size": len(data), "type": "application/pdf"}
    upload = crew.ben.post("/api/uploads", {**file, "body": f"![Kiln](/{key})"}).body
    crew.ben.stack.send(upload["form"], data)
    crew.ben.stack.settle()
    later(crew.ben, 31)
    assert here() == {key}

    delete(crew.ben, f"/api/uploads/{upload['item']}")
    later(crew.ben, 31)
    assert here() == set()
