"""Deleted items and groups are restorable for 30 days, then purged everywhere."""

import json
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import boto3

from conftest import Crew, Someone
from files.make import pdf
from local_stack.in_process import ENVIRONMENT
from resilience import invariants
from sharewell.core.clock import now
from sharewell.core.ids import OrganisationId
from sharewell.groups.admin import GroupAdmin
from sharewell.retention.groups import GroupRetention
from sharewell.retention.items import ItemRetention, item_retention

BOARD = {"name": "Board"}
NOTE = {"kind": "note", "title": "Cobalt runs", "body": "Above 1240 °C it runs."}


def publish(by: Someone, **more: Any) -> str:
    return str(by.post("/api/items", NOTE | more).body["id"])


def deleted(who: Someone) -> list[str]:
    return [it["item"]["id"] for it in who.get("/api/deleted-items").body["items"]]


def purge(crew: Crew, days: int) -> None:
    at = now() + timedelta(days=days)
    with (
        patch.object(ItemRetention, "now", lambda _: at),
        patch.object(GroupRetention, "now", lambda _: at),
    ):
        crew.ada.stack.invoke("workers.purge.handler", {})
    crew.ada.stack.settle()


def test_deleted_item_is_listed_until_restored(crew: Crew) -> None:
    item = publish(crew.ben)
    crew.ben.delete(f"/api/items/{item}")

    [listed] = crew.ben.get("/api/deleted-items").body["items"]
    assert (listed["item"]["id"], listed["item"]["title"]) == (item, "Cobalt runs")
    assert listed["restorable_until"][:10] == (now() + timedelta(days=30)).date().isoformat()
    assert deleted(crew.cleo) == []

    crew.ben.post(f"/api/items/{item}/restore")
    assert deleted(crew.ben) == []


def test_deleted_list_includes_items_deleted_by_others(crew: Crew) -> None:
    item = publish(crew.ben)
    crew.ada.delete(f"/api/items/{item}")

    assert deleted(crew.ada) == deleted(crew.ben) == [item]
    assert deleted(crew.cleo) == deleted(crew.eve) == []


def test_purging_item_deletes_its_rows_and_objects(crew: Crew) -> None:
    s3 = boto3.client("s3")
    bucket = ENVIRONMENT["BUCKET_NAME"]
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    data = pdf(["The kiln rests.", "Nobody opens it."])
    body = {"name": "kiln.pdf", "size": len(data), "type": "application/pdf"}
    upload = crew.ben.post("/api/uploads", body).body
    for _ in range(2):  # writes an older version of the same bytes
        crew.ben.stack.send(upload["form"], data)
    crew.ben.stack.settle()
    item = upload["item"]
    other = pdf(["The kiln is lit."])
    another = crew.ben.post(f"/api/items/{item}/file", body | {"size": len(other)}).body
    crew.ben.stack.send(another["form"], other)
    crew.ben.stack.settle()
    crew.ben.post(f"/api/items/{item}/file", body)  # a replacement whose bytes never arrive
    crew.ben.put(f"/api/items/{item}/verification", {"verifier": crew.ben.member, "interval": 30})
    crew.ben.put(f"/api/items/{item}/reactions", {"reactions": ["helped"]})
    crew.cleo.put(f"/api/items/{item}/saved")
    crew.ben.stack.settle()
    crew.ben.delete(f"/api/items/{item}")
    crew.ben.stack.settle()
    purge(crew, 31)

    left = [row for row in invariants.rows() if item in json.dumps(row, default=str)]
    # The tombstone remains for a day.
    assert [(row["pk"].partition("#")[0], row["sk"]) for row in left] == [("ITEM", "TOMBSTONE")], (
        left
    )
    for prefix in ("files", "thumbs"):
        place = f"{prefix}/{_organisation(crew)}/{item}/"
        found = s3.list_object_versions(Bucket=bucket, Prefix=place)
        assert {"Versions", "DeleteMarkers"}.isdisjoint(found)
    assert deleted(crew.ben) == []
    assert crew.ben.post(f"/api/items/{item}/restore").status == 404
    assert crew.cleo.get("/api/search", q="kiln").body["hits"] == []
    assert crew.cleo.get("/api/items", id=[item]).body["items"] == []


def test_purge_without_search_index_leaves_only_tombstone(crew: Crew) -> None:
    item = publish(crew.ben)
    crew.ben.delete(f"/api/items/{item}")
    crew.ben.stack.settle()
    s3 = boto3.resource("s3")
    s3.Bucket(ENVIRONMENT["BUCKET_NAME"]).objects.filter(Prefix="index/").delete()
    purge(crew, 31)

    left = [row["sk"] for row in invariants.rows() if item in json.dumps(row, default=str)]
    assert left == ["TOMBSTONE"]


def test_versions_of_deleted_post_expire_unless_restored(crew: Crew) -> None:
    item = publish(crew.ben)
    path = f"/api/discussions/{item}/posts"
    post = crew.cleo.post(path, {"text": "A secret."}).body["id"]
    crew.cleo.patch(f"{path}/{post}", {"text": "Half a secret."})
    crew.cleo.delete(f"{path}/{post}")
    crew.ben.stack.settle()
    deleted = [
        it.get("expires") for it in invariants.rows() if it["pk"].startswith("POST_VERSIONS#")
    ]
    crew.cleo.post(f"{path}/{post}/restore")
    crew.ben.stack.settle()
    restored = [
        it.get("expires") for it in invariants.rows() if it["pk"].startswith("POST_VERSIONS#")
    ]

    month = (now() + timedelta(days=30)).timestamp()
    assert [abs(float(str(it)) - month) < 100 for it in deleted] == [True, True]
    assert restored == [None]


def _organisation(crew: Crew) -> str:
    return str(crew.ben.get("/api/me").body["current"]["organisation"])


def test_deleted_item_is_restorable_before_thirty_days(crew: Crew) -> None:
    item = publish(crew.ben)
    crew.ben.stack.settle()
    crew.ben.delete(f"/api/items/{item}")
    purge(crew, 29)

    assert crew.ben.post(f"/api/items/{item}/restore").status == 200


def test_restored_item_is_not_purged(crew: Crew) -> None:
    item = publish(crew.ben)
    crew.ben.stack.settle()
    crew.ben.delete(f"/api/items/{item}")
    crew.ben.post(f"/api/items/{item}/restore")
    purge(crew, 31)

    assert crew.cleo.get(f"/api/items/{item}").status == 200


def test_deleted_group_is_listed_for_its_lead_for_30_days(crew: Crew) -> None:
    board = crew.ben.post("/api/groups", BOARD | {"members": [crew.cleo.member]}).body["id"]
    crew.ben.delete(f"/api/groups/{board}")

    def listed(who: Someone) -> list[tuple[str, str]]:
        found = who.get("/api/deleted-groups").body["items"]
        return [(it["id"], it["restorable_until"][:10]) for it in found]

    until = (now() + timedelta(days=30)).date().isoformat()
    assert listed(crew.ben) == [(board, until)]
    assert listed(crew.cleo) == listed(crew.ada) == listed(crew.eve) == []
    ahead = now() + timedelta(days=31)
    with patch.object(GroupAdmin, "now", lambda _: ahead):
        assert listed(crew.ben) == []
        assert crew.ben.post(f"/api/groups/{board}/restore").status == 410
    assert crew.ben.post(f"/api/groups/{board}/restore").status == 200
    assert listed(crew.ben) == []


def test_item_restored_during_purge_is_not_purged(crew: Crew) -> None:
    item = publish(crew.ben)
    crew.ben.delete(f"/api/items/{item}")
    crew.ben.stack.settle()
    organisation, at = OrganisationId(_organisation(crew)), now() + timedelta(days=31)

    def restored_meanwhile() -> bool:
        return crew.ben.post(f"/api/items/{item}/restore").status == 200

    with patch.object(ItemRetention, "now", lambda _: at):
        item_retention.purge_due_items(organisation, restored_meanwhile)

    assert crew.cleo.get(f"/api/items/{item}").status == 200


def test_purging_group_deletes_its_rows_and_keeps_items(crew: Crew) -> None:
    board = str(crew.ada.post("/api/groups", BOARD | {"members": [crew.ben.member]}).body["id"])
    shift = str(crew.ada.post("/api/groups", BOARD).body["id"])
    crew.ada.put(f"/api/groups/{board}/invitations/{crew.cleo.member}")
    rule = {"condition": {"field": "department", "among": ["Sales"]}}
    crew.ada.put(f"/api/groups/{board}/rule", {"rule": rule})
    alone, both = publish(crew.ben, groups=[board]), publish(crew.ada, groups=[board, shift])
    due = (now() + timedelta(days=3)).date().isoformat()
    asked = {"items": [alone], "group": board, "due": due, "zone": "UTC"}
    assert crew.ada.post("/api/assignments", asked).status < 300
    talk = f"/api/discussions/{board}/posts"
    post = crew.ben.post(talk, {"text": "xylograph"}).body["id"]
    crew.ben.patch(f"{talk}/{post}", {"text": "xylographs"})
    crew.ada.stack.settle()

    crew.ada.delete(f"/api/groups/{board}")
    purge(crew, days=29)
    assert crew.ada.post(f"/api/groups/{board}/restore").status == 200
    crew.ada.delete(f"/api/groups/{board}")
    purge(crew, days=31)

    elsewhere = ("NOTIFICATIONS#", "CHANNEL#", "FIRST_POST#")
    left = [row for row in invariants.rows() if board in json.dumps(row, default=str)]
    places = [(row["pk"], row["sk"]) for row in left if not row["pk"].startswith(elsewhere)]
    assert [(pk.partition("#")[0], sk) for pk, sk in places] == [("GROUP", "TOMBSTONE")], places
    own = crew.ben.get(f"/api/people/{crew.ben.member}/items").body["items"]
    assert [it["id"] for it in own] == [alone]
    assert crew.ben.get(f"/api/items/{alone}").status == 200
    for other in (crew.ada, crew.cleo, crew.eve):
        assert other.get(f"/api/items/{alone}").status == 404
    assert crew.ada.get(f"/api/items/{both}").body["groups"] == [shift]
    assert crew.ben.get(f"/api/items/{both}").status == 404
    assert crew.ben.get("/api/search", q="cobalt").body["total"] == 1
    invariants.lines_are_those_of_items()
