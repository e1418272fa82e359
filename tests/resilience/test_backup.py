"""Export and restore of an organisation in the in-memory AWS; both resume after interruptions."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import boto3
import pytest

from backup.deployed import Deployed
from backup.export import RefusedError, export
from backup.restore import Existing
from backup.wipe import wipe
from conftest import Crew, Someone
from helpers.snapshots import everything
from local_stack.in_process import ENVIRONMENT, REGION, Stack
from resilience.moto_snapshot import restore_snapshot, take_snapshot
from services.deployed import bring_back, held, in_memory

WORDS = ["steam", "kettle", "ben", "scale"]


class Cut(BaseException):
    """Simulates that the operator's machine goes off."""


@pytest.fixture
def deployed(crew: Crew) -> Deployed:
    """Returns the deployment that the operator works on."""
    boto3.client("sesv2").create_email_identity(EmailIdentity=ENVIRONMENT["MAIL_FROM"])
    return in_memory()


@pytest.fixture
def kettle(stack: Stack, crew: Crew, deployed: Deployed) -> str:
    """Returns the id of an organisation with one of everything, made once and restored."""
    if "laid" in _made:
        restore_snapshot(stack, _made["laid"])
    else:
        _seed(stack, crew)
        _made["laid"] = take_snapshot(stack)
    return str(crew.ada.get("/api/me").body["current"]["organisation"])


_made: dict[str, bytes] = {}


def _seed(stack: Stack, crew: Crew) -> None:
    for someone in (crew.ada, crew.eve):
        channel = someone.post("/api/channels", {"name": "Steam"}).body["id"]
        someone.put(f"/api/channels/{channel}/follow")
        for number in range(3):
            note = {
                "kind": "note",
                "title": f"Kettle {number}",
                "body": f"steam and scale {number}",
            }
            someone.post("/api/items", note | {"channels": [channel], "groups": []})
        someone.post("/api/uploads", {"name": "never.pdf", "size": 40_000_000, "channels": []})
        someone.post("/api/invitations", {"people": "dora@kettle.example", "role": "member"})
    _upload(stack, crew.ada, b"# Scale\n\nA kettle of hard water\n")
    scale = _upload(stack, crew.ada, b"# Scale\n\nA kettle of soft water\n")
    stack.settle()
    _upload(stack, crew.ada, b"# Scale\n\nSteam has no lime\n", of=scale)
    post = crew.ben.post(f"/api/discussions/{scale}/posts", {"text": "Which kettle?"}).body["id"]
    crew.ben.patch(f"/api/discussions/{scale}/posts/{post}", {"text": "Which kettle, Ada?"})
    group = crew.ben.post("/api/groups", {"name": "Night shift"}).body["id"]
    given = {"items": [scale], "group": group, "due": "2099-01-01", "zone": "UTC"}
    crew.ben.post("/api/assignments", given)
    crew.ben.put(f"/api/groups/{group}/members/{crew.cleo.member}")
    secret = {"kind": "note", "title": "Descaling at night", "body": "steam, quietly"}
    crew.cleo.post("/api/items", secret | {"channels": [], "groups": [group]})
    gone = crew.ben.post("/api/items", secret | {"channels": [], "groups": []}).body["id"]
    crew.ben.delete(f"/api/items/{gone}")
    stack.settle()


def _upload(stack: Stack, someone: Someone, data: bytes, of: str | None = None) -> str:
    """Returns the item of a file; with `of`, the file replaces that of an item."""
    new = {"name": "scale.md", "size": len(data), "type": "text/markdown"}
    upload = someone.post(f"/api/items/{of}/file" if of else "/api/uploads", new).body
    stack.send(upload["form"], data)
    return str(upload["item"])


def seen(crew: Crew) -> dict[str, dict[str, str]]:
    """Returns all answers that each member can get."""
    return {it.name: everything(_asking(it), WORDS, 9) for it in (crew.ada, crew.ben, crew.cleo)}


def _asking(someone: Someone) -> Any:
    def ask(address: str) -> tuple[int, Any]:
        parts = urlsplit(address)
        query: dict[str, Any] = {}
        for name, value in parse_qsl(parts.query):
            query[name] = [*query[name], value] if name in query else [value]
        reply = someone.get(parts.path, **query)
        return reply.status, reply.body

    return ask


def _forget_what_was_sent(deployed: Deployed) -> None:
    """Forgets sent mails, as after seven days: only the restore itself can prevent another."""
    for row in deployed.dynamodb.scan(TableName=deployed.table)["Items"]:
        if row["pk"]["S"] == "ONCE":
            key = {"pk": row["pk"], "sk": row["sk"]}
            deployed.dynamodb.delete_item(TableName=deployed.table, Key=key)


def mails() -> int:
    """Returns the number of sent mails."""
    from moto.ses.models import ses_backends

    return len(ses_backends["123456789012"][REGION].sent_messages)


def test_rows_belong_to_organisation_or_deployment(kettle: str, deployed: Deployed) -> None:
    whose = Counter(it.split()[0] for it in held(deployed))
    alone = {it.split()[1] for it in held(deployed) if it.startswith("None ")}

    assert len(whose) == 3
    assert kettle in whose
    assert alone == {"ORGS", "ONCE"}


def test_restored_organisation_is_identical(
    stack: Stack,
    crew: Crew,
    kettle: str,
    deployed: Deployed,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from sharewell.search import service, store

    monkeypatch.setattr(store, "REFRESH_INTERVAL", 0.0)  # no wait for readers
    before, answers, sent = held(deployed), seen(crew), mails()
    assert sum("200" in it[:3] for it in answers["Ada"].values()) > 40
    assert "Descaling" in str(answers["Ben"])
    assert "Descaling" not in str(answers["Ada"])
    file = tmp_path / "kettle.zip"

    export(deployed, kettle, file)
    wipe(deployed, kettle, "Kettle Works")
    stack.settle()

    assert held(deployed) == {at: it for at, it in before.items() if not at.startswith(kettle)}
    assert list(deployed.keys(f"index/{kettle}/")) == []
    assert crew.ada.get("/api/feed").status == 403
    assert crew.eve.get("/api/feed").body["items"]

    before = {at: it for at, it in before.items() if not at.startswith("None ONCE")}
    _forget_what_was_sent(deployed)
    bring_back(deployed, file)
    stack.settle()

    assert held(deployed) == before
    monkeypatch.setattr(service._store, "_readers", {})  # which would still serve the old index
    for name, reply in seen(crew).items():
        assert [it for it in reply if reply[it] != answers[name].get(it)] == [], name
    assert mails() == sent


@pytest.mark.parametrize("what", ["export", "wipe", "restore"])
def test_interrupted_backup_or_restore_can_be_repeated(
    stack: Stack,
    kettle: str,
    deployed: Deployed,
    tmp_path: Path,
    pytestconfig: pytest.Config,
    what: str,
) -> None:
    deployed = replace(
        deployed, reindex=lambda _: None
    )  # its own crashes are in test_index_protocol.py
    file, whole = tmp_path / "kettle.zip", held(deployed)
    others = {at: it for at, it in whole.items() if not at.startswith(kettle)}
    acts: dict[str, Callable[[], object]] = {
        "export": lambda: export(deployed, kettle, file),
        "wipe": lambda: wipe(deployed, kettle, "Kettle Works"),
        "restore": lambda: bring_back(deployed, file),
    }
    for before in list(acts)[: list(acts).index(what)]:
        acts[before]()
    stack.settle()
    kept = take_snapshot(stack)
    calls = _calls(deployed, acts[what])
    chosen = range(len(calls)) if pytestconfig.getoption("--whole") else _of_each_kind(calls)
    assert len(chosen) >= 4
    for number in chosen:
        restore_snapshot(stack, kept)
        if what == "export":
            file.unlink()
        assert _cut_off(deployed, number, acts[what]), calls[number]
        assert what != "export" or not file.exists(), "half an export looks whole"
        stack.settle()
        acts[what]()
        stack.settle()
        assert held(deployed) == (others if what == "wipe" else whole), calls[number]


def _of_each_kind(calls: list[str]) -> list[int]:
    """Returns the first, the middle and the last of each run of calls of one kind."""
    chosen: set[int] = set()
    for _, run in groupby(enumerate(calls), key=itemgetter(1)):
        numbers = [number for number, _ in run]
        chosen |= {numbers[0], numbers[len(numbers) // 2], numbers[-1]}
    return sorted(chosen)


def _calls(deployed: Deployed, act: Any) -> list[str]:
    """Runs it and returns the kind of each call."""
    calls: list[str] = []
    with _before_each_call(deployed, lambda model, **_: calls.append(model.name)):
        act()
    return calls


def _cut_off(deployed: Deployed, number: int, act: Any) -> bool:
    """Runs it and cuts it off after so many calls; returns whether it made as many."""
    calls = 0

    def count(**_: Any) -> None:
        nonlocal calls
        calls += 1
        if calls > number:
            raise Cut

    with _before_each_call(deployed, count):
        try:
            act()
        except Cut:
            return True
    return False


@contextmanager
def _before_each_call(deployed: Deployed, then: Callable[..., None]) -> Iterator[None]:
    clients = (deployed.dynamodb, deployed.s3)
    for client in clients:
        client.meta.events.register("provide-client-params", then, unique_id="cut")
    try:
        yield
    finally:
        for client in clients:
            client.meta.events.unregister("provide-client-params", unique_id="cut")


def test_restore_keeps_newer_changes_unless_forced(
    crew: Crew, kettle: str, deployed: Deployed, tmp_path: Path
) -> None:
    before, file = held(deployed), tmp_path / "kettle.zip"
    export(deployed, kettle, file)
    channel = crew.ada.get("/api/channels").body["items"][0]["id"]
    version = crew.ada.get(f"/api/channels/{channel}").body["version"]
    crew.ada.patch(f"/api/channels/{channel}", {"about": "All about steam"}, version)
    changed = held(deployed)
    assert changed != before

    with pytest.raises(RefusedError, match=r"existing rows differ from the export, the first CHAN"):
        bring_back(deployed, file)
    assert held(deployed) == changed
    bring_back(deployed, file, Existing.KEEP)
    assert held(deployed) == changed
    bring_back(deployed, file, Existing.OVERWRITE)
    assert held(deployed) == before
