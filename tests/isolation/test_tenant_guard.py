"""The tenant guard stops calls with keys of another organisation, even where our code is wrong."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest

from conftest import Crew, Someone
from local_stack import templates
from local_stack.in_process import CONTEXT, ENVIRONMENT, Stack
from sharewell.aws import bucket, concurrency, table, tenant_guard
from sharewell.aws.tenant_guard import CrossTenantAccessError
from sharewell.channels.store import ChannelStore, FollowerRow
from sharewell.content.list_entries_store import ListEntryRow
from sharewell.content.store import ItemRow
from sharewell.identity.store import MarkerRow, MembershipRow
from sharewell.search.replica import Replica

OURS, THEIRS, ID = (letter * 26 for letter in "ABC")
KEY, OWN = (f"ITEM#{THEIRS}#{ID}", "ITEM"), (f"ITEM#{OURS}#{ID}", "ITEM")


@pytest.fixture
def at_work(stack: Stack) -> Iterator[None]:
    """Sets the scope to an organisation."""
    with tenant_guard.clear_scope(), tenant_guard.tenant_scope(OURS):
        yield


def _together() -> None:
    with table.transaction() as tx:
        tx.put(
            ListEntryRow(f"IN#{OURS}#{ID}", ID, kind="note", title="", author="", author_name="")
        )
        tx.delete(ListEntryRow(f"IN#{THEIRS}#{ID}", ID))


def _alone(change: Callable[[table.Transaction], None]) -> Callable[[], None]:
    def write() -> None:
        with table.transaction() as tx:
            change(tx)

    return write


def _note(pk: str) -> FollowerRow:
    return FollowerRow(pk, "FOLLOWER#x")


DOORS: dict[str, Callable[[], object]] = {
    "read a row": lambda: table.get(ItemRow, *KEY),
    "read some rows": lambda: table.get_many(ItemRow, [OWN, KEY]),
    "read a page": lambda: table.query(ListEntryRow, f"IN#{THEIRS}#{ID}"),
    "read the newest": lambda: table.query(
        ListEntryRow, f"IN#{THEIRS}#{ID}", table.KeyRange(lt=ID), reverse=True
    ),
    "read side by side": lambda: concurrency.run_concurrently(
        [lambda: None, lambda: table.get(ItemRow, *KEY)]
    ),
    "add": _alone(lambda write: write.add(_note(f"CHANNEL#{THEIRS}#{ID}"))),
    "remove": _alone(lambda write: write.delete(_note(f"CHANNEL#{THEIRS}#{ID}"))),
    "update": _alone(
        lambda write: write.update(_note(f"CHANNEL#{THEIRS}#{ID}"), [FollowerRow.expires.remove()])
    ),
    "write together": _together,
    "fill": lambda: table.batch_put(
        [_note(f"CHANNEL#{OURS}#{ID}"), _note(f"CHANNEL#{THEIRS}#{ID}")]
    ),
    "scan": lambda: list(ItemRow.scan()),
    "let somebody into another organisation": lambda: table.get(
        MembershipRow, "PERSON#me", f"MEMBER#{THEIRS}"
    ),
    "list somebody else's memberships": lambda: table.query(
        MembershipRow, "PERSON#you", table.KeyRange(prefix="MEMBER#")
    ),
    "read a row that nobody knows": lambda: table.get(MarkerRow, f"NOVELTY#{OURS}", "x"),
    "read an object": lambda: bucket.get(f"files/{THEIRS}/{ID}/{ID}"),
    "put an object": lambda: bucket.put(f"thumbs/{THEIRS}/{ID}/x.webp", b""),
    "delete objects": lambda: bucket.delete([f"files/{OURS}/a", f"files/{THEIRS}/a"]),
    "copy an object": lambda: bucket.touch(f"files/{THEIRS}/{ID}/{ID}", "text/plain"),
    "list objects": lambda: list(bucket.list_objects(f"index/{THEIRS}/")),
    "list everything": lambda: list(bucket.list_objects("index/")),
    "sign an address": lambda: bucket.presign_download(f"files/{THEIRS}/{ID}/{ID}"),
    "sign a form": lambda: bucket.presign_upload(f"files/{THEIRS}/{ID}/{ID}", size=1, type="a/b"),
    "sign a part": lambda: bucket.presign_part(f"files/{THEIRS}/{ID}/{ID}", "x", 1),
}


@pytest.mark.parametrize("door", DOORS)
def test_tenant_guard_stops_foreign_key(at_work: None, door: str) -> None:
    with pytest.raises(CrossTenantAccessError):
        DOORS[door]()


def test_tenant_guard_stops_call_without_scope(stack: Stack) -> None:
    with tenant_guard.clear_scope(), pytest.raises(CrossTenantAccessError):
        table.get(ItemRow, *OWN)


def test_tenant_guard_allows_own_organisation(at_work: None) -> None:
    assert table.get(ItemRow, *OWN) is None
    assert table.get_many(ItemRow, [OWN]) == []
    assert bucket.get(f"files/{OURS}/{ID}/{ID}") is None
    assert concurrency.run_concurrently([lambda: table.get(ItemRow, *OWN)] * 3) == [None] * 3


def test_tenant_guard_checks_concurrent_fetches(at_work: None, tmp_path: Any) -> None:
    copy = Replica(THEIRS, tmp_path / "copy")  # type: ignore[arg-type]  # an organisation's id
    with pytest.raises(CrossTenantAccessError):
        copy.refresh()


def test_cross_tenant_access_returns_500_without_details(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = crew.eve.post("/api/channels", {"name": "Zephyr"}).body["id"]
    wrong = _organisation(crew.eve)
    real = ChannelStore.get

    def astray(store: ChannelStore, _: Any, id: Any, **more: Any) -> Any:
        return real(store, wrong, id, **more)  # type: ignore[arg-type]  # an organisation's id

    monkeypatch.setattr(ChannelStore, "get", astray)
    reply = crew.ada.get(f"/api/channels/{theirs}")

    assert (reply.status, reply.body["code"]) == (500, "internal")
    assert "Zephyr" not in str(reply)


def test_outbox_event_of_other_organisation_is_not_relayed(crew: Crew) -> None:
    crew.ada.post("/api/channels", {"name": "Glazing"})
    rows = boto3.client("dynamodb").scan(TableName=ENVIRONMENT["TABLE_NAME"])["Items"]
    [row] = [it for it in rows if "outbox" in it and "Glazing" in str(it)]
    row["pk"]["S"] = row["pk"]["S"].replace(_organisation(crew.ada), _organisation(crew.eve))

    with tenant_guard.clear_scope(), pytest.raises(CrossTenantAccessError):
        templates.entry("workers.relay.handler")(
            {"Records": [{"dynamodb": {"NewImage": row}}]}, CONTEXT
        )


def _organisation(of: Someone) -> str:
    return str(of.get("/api/me").body["current"]["organisation"])
