"""Nothing leaves for a key of another organisation, even where our code gets it wrong."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest

from conftest import Crew, Someone
from local import template
from local.stack import CONTEXT, ENVIRONMENT, Stack
from sharewell import bucket, concurrency, table, tenant_guard
from sharewell.channels.store import ChannelStore, FollowerRow
from sharewell.content.places_store import PlaceRow
from sharewell.content.store import ItemRow
from sharewell.identity.store import MarkRow, MembershipRow
from sharewell.search.copies import Copy
from sharewell.tenant_guard import CrossTenantAccessError

OURS, THEIRS, ID = (letter * 26 for letter in "ABC")
KEY, OWN = (f"ITEM#{THEIRS}#{ID}", "ITEM"), (f"ITEM#{OURS}#{ID}", "ITEM")


@pytest.fixture
def at_work(stack: Stack) -> Iterator[None]:
    """Somebody of ours is at work."""
    with tenant_guard.clear_scope(), tenant_guard.tenant_scope(OURS):
        yield


def _together() -> None:
    with table.write() as write:
        write.put(PlaceRow(f"IN#{OURS}#{ID}", ID, kind="note", title="", author="", author_name=""))
        write.remove(PlaceRow(f"IN#{THEIRS}#{ID}", ID))


def _alone(change: Callable[[table.Write], None]) -> Callable[[], None]:
    def write() -> None:
        with table.write() as write:
            change(write)

    return write


def _note(pk: str) -> FollowerRow:
    return FollowerRow(pk, "FOLLOWER#x")


DOORS: dict[str, Callable[[], object]] = {
    "read a row": lambda: table.get(ItemRow, *KEY),
    "read some rows": lambda: table.get_many(ItemRow, [OWN, KEY]),
    "read a page": lambda: table.query(PlaceRow, f"IN#{THEIRS}#{ID}"),
    "read the newest": lambda: table.query(
        PlaceRow, f"IN#{THEIRS}#{ID}", table.KeyRange(lt=ID), reverse=True
    ),
    "read side by side": lambda: concurrency.run_concurrently(
        [lambda: None, lambda: table.get(ItemRow, *KEY)]
    ),
    "add": _alone(lambda write: write.add(_note(f"CHANNEL#{THEIRS}#{ID}"))),
    "remove": _alone(lambda write: write.remove(_note(f"CHANNEL#{THEIRS}#{ID}"))),
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
    "read a row that nobody knows": lambda: table.get(MarkRow, f"NOVELTY#{OURS}", "x"),
    "read an object": lambda: bucket.get(f"files/{THEIRS}/{ID}/{ID}"),
    "put an object": lambda: bucket.put(f"thumbs/{THEIRS}/{ID}/x.webp", b""),
    "delete objects": lambda: bucket.delete([f"files/{OURS}/a", f"files/{THEIRS}/a"]),
    "copy an object": lambda: bucket.touch(f"files/{THEIRS}/{ID}/{ID}", "text/plain"),
    "list objects": lambda: list(bucket.listing(f"index/{THEIRS}/")),
    "list everything": lambda: list(bucket.listing("index/")),
    "sign an address": lambda: bucket.address(f"files/{THEIRS}/{ID}/{ID}"),
    "sign a form": lambda: bucket.form(f"files/{THEIRS}/{ID}/{ID}", size=1, type="a/b"),
    "sign a part": lambda: bucket.part_address(f"files/{THEIRS}/{ID}/{ID}", "x", 1),
}


@pytest.mark.parametrize("door", DOORS)
def test_no_door_opens_on_another_organisation(at_work: None, door: str) -> None:
    with pytest.raises(CrossTenantAccessError):
        DOORS[door]()


def test_where_nobody_said_whose_work_it_is_nothing_opens(stack: Stack) -> None:
    with tenant_guard.clear_scope(), pytest.raises(CrossTenantAccessError):
        table.get(ItemRow, *OWN)


def test_ones_own_organisation_is_open(at_work: None) -> None:
    assert table.get(ItemRow, *OWN) is None
    assert table.get_many(ItemRow, [OWN]) == []
    assert bucket.get(f"files/{OURS}/{ID}/{ID}") is None
    assert concurrency.run_concurrently([lambda: table.get(ItemRow, *OWN)] * 3) == [None] * 3


def test_what_a_reader_fetches_side_by_side_is_looked_at(at_work: None, tmp_path: Any) -> None:
    copy = Copy(THEIRS, tmp_path / "copy")  # type: ignore[arg-type]  # an organisation's id
    with pytest.raises(CrossTenantAccessError):
        copy.follow()


def test_who_asks_gets_a_500_and_nothing_else_when_code_takes_the_wrong_organisation(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = crew.eve.post("/api/channels", {"name": "Zephyr"}).body["id"]
    wrong = _organisation(crew.eve)
    real = ChannelStore.channel

    def astray(store: ChannelStore, _: Any, id: Any, **more: Any) -> Any:
        return real(store, wrong, id, **more)  # type: ignore[arg-type]  # an organisation's id

    monkeypatch.setattr(ChannelStore, "channel", astray)
    said = crew.ada.get(f"/api/channels/{theirs}")

    assert (said.status, said.body["code"]) == (500, "internal")
    assert "Zephyr" not in str(said)


def test_a_row_that_says_an_event_of_another_organisation_is_not_relayed(crew: Crew) -> None:
    crew.ada.post("/api/channels", {"name": "Glazing"})
    rows = boto3.client("dynamodb").scan(TableName=ENVIRONMENT["TABLE_NAME"])["Items"]
    [said] = [it for it in rows if "said" in it and "Glazing" in str(it)]
    said["pk"]["S"] = said["pk"]["S"].replace(_organisation(crew.ada), _organisation(crew.eve))

    with tenant_guard.clear_scope(), pytest.raises(CrossTenantAccessError):
        template.entry("workers.relay.handler")(
            {"Records": [{"dynamodb": {"NewImage": said}}]}, CONTEXT
        )


def _organisation(of: Someone) -> str:
    return str(of.get("/api/me").body["current"]["organisation"])
