"""The restore drill: follows docs/runbook.md and compares everything with the state before."""

import json
import re
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

import demo
from e2e.person import unique
from e2e.running import Stack
from helpers.snapshots import everything
from local_stack.workspace import ROOT

RUNBOOK = (ROOT / "docs/runbook.md").read_text()
WORDS = ["steam crack", "wedding", "works council", "left back corner"]
OF_EACH = 12
"""Things of each kind that each person reads; lists are read whole, and all rows are compared."""


def commands(section: str) -> list[str]:
    """Returns the commands of a section of the runbook, line by line."""
    text = RUNBOOK.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]


class Operator:
    """An operator at a shell in the project's folder, with the runbook's variables set."""

    def __init__(self, stack: Stack, file: Path) -> None:
        self._set = stack.environment | {"FILE": str(file)}
        for name in ("STAGE", "TABLE", "ORGANISATION", "CONFIRM", "EXISTING"):
            self._set.pop(name, None)

    def run_line(self, line: str) -> str:
        """Runs one line and returns its output."""
        done = subprocess.run(
            ["/bin/sh", "-ec", line], cwd=ROOT, env=self._set, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def set_variables(self, **values: str) -> None:
        """Sets the variables that the operator fills in."""
        self._set |= values


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Returns the path of the export."""
    return tmp_path / "export.zip"


def get_as(stack: Stack, token: str) -> Callable[[str], tuple[int, Any]]:
    """Returns a function that sends GETs as a person."""

    def ask(address: str) -> tuple[int, Any]:
        request = Request(stack.url + address, headers={"Authorization": f"Bearer {token}"})
        try:
            with urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except HTTPError as refusal:
            with refusal:
                return refusal.code, json.load(refusal)

    return ask


def rows(stack: Stack) -> dict[tuple[str, str], dict[str, Any]]:
    """Returns the whole table, without outboxes."""
    pages = stack.deployment.client("dynamodb").get_paginator("scan")
    every = (it for page in pages.paginate(TableName=stack.deployment.outputs["TableName"])
             for it in page["Items"])  # fmt: skip
    return {
        (it["pk"]["S"], it["sk"]["S"]): {
            name: sorted(value["SS"]) if "SS" in value else value
            for name, value in it.items()
            if name != "outbox"
        }
        for it in every
    }


IN_PARTS = 8 * 1024**2
"""Size in bytes from which an upload may have used parts, whose number is in its ETag."""


def objects(stack: Stack) -> dict[str, tuple[str, int]]:
    """Returns ETag and size of each object; of the largest only the size."""
    pages = stack.deployment.client("s3").get_paginator("list_objects_v2")
    listed = (it for page in pages.paginate(Bucket=stack.deployment.outputs["BucketName"])
              for it in page.get("Contents", []))  # fmt: skip
    # The files of an index have new names each time, so only its existence counts.
    wanted = re.compile(r"(?!index/)|.*/manifest\.json")
    found = (it for it in listed if wanted.match(it["Key"]))
    return {
        it["Key"]: (it["ETag"] if it["Size"] < IN_PARTS else "in parts", it["Size"]) for it in found
    }


def mails(stack: Stack) -> int:
    """Returns the number of sent mails."""
    with urlopen(f"{stack.place.emulator}/_ministack/ses/messages", timeout=10) as answer:
        return len(json.load(answer)["messages"])


def test_runbook_restores_organisation(
    running: Stack, file: Path, figure: Callable[[str], None]
) -> None:
    people = {it.name: running.token(it.address) for it in demo.people()[:3]}
    other = running.sign_up(f"{unique('olga').replace(' ', '-')}@elsewhere.example")
    running.ask("POST", "/api/organisations", other, {"name": unique("Other"), "your_name": "Olga"})
    channel = running.ask("POST", "/api/channels", other, {"name": "Steam"})[1]["id"]
    note = {"kind": "note", "title": "Steam crack", "body": "elsewhere", "channels": [channel]}
    running.ask("POST", "/api/items", other, note | {"groups": []})
    callers = {name: get_as(running, token) for name, token in (people | {"Olga": other}).items()}
    _settled(callers["Olga"])
    me = callers[demo.people()[0].name]("/api/me")[1]["current"]
    seen = partial(_seen, callers)
    before, kept, sent, answers = rows(running), objects(running), mails(running), seen()
    replies = [it for one in answers.values() for it in one.values()]
    assert sum(it.startswith("200") for it in replies) > 300
    operator = Operator(running, file)
    operator.set_variables(ID=me["organisation"], NAME=me["organisation_name"])

    listed = [operator.run_line(it) for it in commands("Export an organisation")]
    assert me["organisation"] in "".join(listed)
    began = time.monotonic()
    for line in commands("Wipe an organisation"):
        operator.run_line(line)
    assert not [key for key in rows(running) if me["organisation"] in "".join(key)]
    assert not [key for key in objects(running) if me["organisation"] in key]
    assert {callers[name]("/api/feed")[0] for name in people} == {403}
    for line in commands("Restore an organisation"):
        operator.run_line(line)
    seconds = time.monotonic() - began

    assert rows(running) == before
    assert objects(running).keys() == kept.keys()
    changed = {key for key, it in objects(running).items() if it != kept[key]}
    assert changed <= {f"index/{me['organisation']}/manifest.json"}
    _wait(lambda: callers[demo.people()[0].name](f"/api/search?q={WORDS[1]}")[1]["hits"])
    time.sleep(2.5)  # replicas may serve the old index for that long
    for name, one in seen().items():
        assert [it for it in one if one[it] != answers[name].get(it)] == [], name
        assert one.keys() == answers[name].keys()
    assert mails(running) == sent
    figure(
        f"restore drill: {len(before):,} rows and {len(kept):,} objects, wiped and back in "
        f"{seconds:.0f} s; {len(replies):,} answers the same, {mails(running) - sent} mails"
    )


def _seen(callers: dict[str, Callable[[str], tuple[int, Any]]]) -> dict[str, dict[str, str]]:
    with ThreadPoolExecutor(4) as pool:
        read = {name: pool.submit(everything, ask, WORDS, OF_EACH) for name, ask in callers.items()}
        return {name: it.result() for name, it in read.items()}


def _settled(ask: Callable[[str], tuple[int, Any]]) -> None:
    """Waits until the latest change can be found."""
    _wait(lambda: len(ask("/api/search?q=steam")[1].get("hits", [])) >= 2)


def _wait(holds: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "still not so"
        time.sleep(0.3)
