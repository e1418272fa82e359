"""The restore drill: an operator does what docs/runbook.md says, and everything is as it was."""

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

from e2e.person import fresh
from e2e.running import Stack
from helpers.snapshots import everything
from local import demo
from local.place import ROOT

RUNBOOK = (ROOT / "docs/runbook.md").read_text()
WORDS = ["steam crack", "wedding", "works council", "left back corner"]
OF_EACH = 12
"""Things of each kind that everybody asks for; lists are read to their end, rows all compared."""


def commands(section: str) -> list[str]:
    """What the runbook tells somebody to type in a section, line by line."""
    text = RUNBOOK.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]


class Operator:
    """Somebody at a shell in the project's folder, with what the runbook tells them to set."""

    def __init__(self, stack: Stack, file: Path) -> None:
        self._set = stack.environment | {"FILE": str(file)}
        for name in ("STAGE", "TABLE", "ORGANISATION", "CONFIRM", "EXISTING"):
            self._set.pop(name, None)

    def types(self, line: str) -> str:
        """One line; what it printed."""
        done = subprocess.run(
            ["/bin/sh", "-ec", line], cwd=ROOT, env=self._set, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def knows(self, **values: str) -> None:
        """What they filled in."""
        self._set |= values


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the export goes."""
    return tmp_path / "export.zip"


def asking(stack: Stack, token: str) -> Callable[[str], tuple[int, Any]]:
    """GETs as somebody."""

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
    """The whole table, without what rows made known."""
    pages = stack.deployment.client("dynamodb").get_paginator("scan")
    every = (it for page in pages.paginate(TableName=stack.deployment.outputs["TableName"])
             for it in page["Items"])  # fmt: skip
    return {
        (it["pk"]["S"], it["sk"]["S"]): {
            name: sorted(value["SS"]) if "SS" in value else value
            for name, value in it.items()
            if name != "said"
        }
        for it in every
    }


IN_PARTS = 8 * 1024**2
"""Bytes from which an object may have been put in parts; its ETag says how many they were."""


def objects(stack: Stack) -> dict[str, tuple[str, int]]:
    """ETag and size of every object; of the largest the size alone."""
    pages = stack.deployment.client("s3").get_paginator("list_objects_v2")
    listed = (it for page in pages.paginate(Bucket=stack.deployment.outputs["BucketName"])
              for it in page.get("Contents", []))  # fmt: skip
    # Of an index, whose files are new each time, what says that there is one.
    wanted = re.compile(r"(?!index/)|.*/manifest\.json")
    found = (it for it in listed if wanted.match(it["Key"]))
    return {
        it["Key"]: (it["ETag"] if it["Size"] < IN_PARTS else "in parts", it["Size"]) for it in found
    }


def mails(stack: Stack) -> int:
    """How many went out."""
    with urlopen(f"{stack.place.emulator}/_ministack/ses/messages", timeout=10) as answer:
        return len(json.load(answer)["messages"])


def test_runbook_restores_organisation(
    running: Stack, file: Path, figure: Callable[[str], None]
) -> None:
    people = {it.name: running.token(it.address) for it in demo.people()[:3]}
    other = running.sign_up(f"{fresh('olga').replace(' ', '-')}@elsewhere.example")
    running.ask("POST", "/api/organisations", other, {"name": fresh("Other"), "your_name": "Olga"})
    channel = running.ask("POST", "/api/channels", other, {"name": "Steam"})[1]["id"]
    note = {"kind": "note", "title": "Steam crack", "body": "elsewhere", "channels": [channel]}
    running.ask("POST", "/api/items", other, note | {"groups": []})
    asks = {name: asking(running, token) for name, token in (people | {"Olga": other}).items()}
    _settled(asks["Olga"])
    me = asks[demo.people()[0].name]("/api/me")[1]["current"]
    seen = partial(_seen, asks)
    before, kept, sent, answers = rows(running), objects(running), mails(running), seen()
    said = [it for one in answers.values() for it in one.values()]
    assert sum(it.startswith("200") for it in said) > 300
    operator = Operator(running, file)
    operator.knows(ID=me["organisation"], NAME=me["organisation_name"])

    listed = [operator.types(it) for it in commands("Export an organisation")]
    assert me["organisation"] in "".join(listed)
    began = time.monotonic()
    for line in commands("Wipe an organisation"):
        operator.types(line)
    assert not [key for key in rows(running) if me["organisation"] in "".join(key)]
    assert not [key for key in objects(running) if me["organisation"] in key]
    assert {asks[name]("/api/feed")[0] for name in people} == {403}
    for line in commands("Restore an organisation"):
        operator.types(line)
    seconds = time.monotonic() - began

    assert rows(running) == before
    assert objects(running).keys() == kept.keys()
    changed = {key for key, it in objects(running).items() if it != kept[key]}
    assert changed <= {f"index/{me['organisation']}/manifest.json"}
    _wait(lambda: asks[demo.people()[0].name](f"/api/search?q={WORDS[1]}")[1]["hits"])
    time.sleep(2.5)  # for so long other readers of the index may stay with the old one
    for name, one in seen().items():
        assert [it for it in one if one[it] != answers[name].get(it)] == [], name
        assert one.keys() == answers[name].keys()
    assert mails(running) == sent
    figure(
        f"restore drill: {len(before):,} rows and {len(kept):,} objects, wiped and back in "
        f"{seconds:.0f} s; {len(said):,} answers the same, {mails(running) - sent} mails"
    )


def _seen(asks: dict[str, Callable[[str], tuple[int, Any]]]) -> dict[str, dict[str, str]]:
    with ThreadPoolExecutor(4) as pool:
        read = {name: pool.submit(everything, ask, WORDS, OF_EACH) for name, ask in asks.items()}
        return {name: it.result() for name, it in read.items()}


def _settled(ask: Callable[[str], tuple[int, Any]]) -> None:
    """Until what was written last can be found."""
    _wait(lambda: len(ask("/api/search?q=steam")[1].get("hits", [])) >= 2)


def _wait(holds: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "still not so"
        time.sleep(0.3)
