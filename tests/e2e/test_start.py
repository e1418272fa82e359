"""Starting, stopping, and what is still there afterwards."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
import requests

from e2e.running import Stack
from files import make
from local.place import ROOT

TYPES = {"txt": "text/plain", "pdf": "application/pdf"}
QUICK = 5.0
KEPT_AFTER = 6.0  # seconds from an answer until it outlives a power cut


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack without the demo organisation, to be stopped and started."""
    stack = Stack(tmp_path_factory.mktemp("small"), demo=False)
    stack.start()
    yield stack
    stack.stop()


def test_a_newcomer_reads_where_to_go_and_as_whom(running: Stack) -> None:
    said = "\n".join(running.said)
    assert running.url in said
    assert "nadia.osei@pellworth.example" in said


def test_the_api_is_well_as_soon_as_the_stack_says_so(small: Stack) -> None:
    status, said = small.ask("GET", "/api/health")
    assert (status, said["status"]) == (200, "ok")


def test_the_app_answers_deep_links_and_says_what_it_may_not_do(small: Stack) -> None:
    with urlopen(f"{small.url}/channels/anything") as answer:
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert b"<div id=" in answer.read()


def test_nobody_without_a_token_gets_in(small: Stack) -> None:
    assert small.ask("GET", "/api/me")[0] == 401
    assert small.ask("GET", "/api/me", token="not.a.token")[0] == 401


def test_a_taken_port_is_said(small: Stack) -> None:
    command = [sys.executable, "-m", "local", "run"]
    done = subprocess.run(
        command,
        env=small.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 1
    assert f"Port {small.place.port} is taken" in done.stdout


def test_after_a_stop_it_starts_within_five_seconds(small: Stack) -> None:
    assert small.stop() == 0
    took = small.start()
    # On a machine that does nothing else; whoever builds six things at once waits their turn.
    busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    assert took < QUICK * busy


def test_nothing_is_gone_after_a_power_cut(small: Stack) -> None:
    ada = small.sign_up("ada@kettle.example")
    organisation = {"name": "Kettle Works", "your_name": "Ada"}
    assert small.ask("POST", "/api/organisations", ada, organisation)[0] == 201
    made = {"name": "Steam", "about": "What boils."}
    status, channel = small.ask("POST", "/api/channels", ada, made)
    assert status == 201, channel
    note = {"kind": "note", "title": "Valves", "body": "Turn left.", "channels": [channel["id"]]}
    status, item = small.ask("POST", "/api/items", ada, note)
    assert status == 201, item
    text = b"The whistle goes at half past."
    file = _sends(small, ada, "whistle.txt", text, channel["id"])
    assert _within(20, lambda: _state(small, ada, file) == "ready"), "the file was not read"
    assert _within(20, lambda: _finds(small, ada, "whistle") == 1)
    assert _within(20, lambda: _finds(small, ada, "valves") == 1)
    # Takes a while to read, and is being read when the power goes.
    long = make.pdf(["Descale it monthly.", *["A page."] * 1500])
    late = _sends(small, ada, "descaling.pdf", long, channel["id"])
    time.sleep(KEPT_AFTER)

    small.kill()
    small.start()

    status, again = small.ask("GET", f"/api/channels/{channel['id']}", ada)
    assert (status, again["name"]) == (200, "Steam")
    assert small.ask("GET", f"/api/items/{item['id']}", ada)[1]["body"] == "Turn left."
    assert _state(small, ada, file) == "ready"
    status, address = small.ask("GET", f"/api/items/{file}/address", ada)
    assert status == 200, address
    with urlopen(address["url"]) as answer:
        assert answer.read() == text
    assert _finds(small, ada, "whistle") == 1
    assert _finds(small, ada, "valves") == 1
    assert _within(30, lambda: _state(small, ada, late) == "ready")
    assert _within(30, lambda: _finds(small, ada, "descale") == 1)
    assert small.token("ada@kettle.example")


def test_what_happens_after_a_restart_still_reaches_everyone(small: Stack) -> None:
    ada = small.sign_up("eve@rival.example")
    small.ask("POST", "/api/organisations", ada, {"name": "Rivals", "your_name": "Eve"})
    small.ask("POST", "/api/invitations", ada, {"people": "ben@rival.example", "role": "member"})
    assert _within(10, lambda: "ben@rival.example" in _mails(small)), "no invitation was mailed"


def test_ctrl_c_leaves_nothing_running(tmp_path: Path) -> None:
    stack = Stack(tmp_path, demo=False)
    stack.start()
    emulator = stack._children()
    assert emulator
    assert stack.stop() == 0
    for pid in emulator:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def _sends(stack: Stack, token: str, name: str, data: bytes, channel: str) -> str:
    """As the app does: announce it, then send it to the bucket; the item's id."""
    new = {"name": name, "size": len(data), "type": TYPES[name[-3:]], "channels": [channel]}
    status, upload = stack.ask("POST", "/api/uploads", token, new)
    assert status == 201, upload
    form = upload["form"]
    sent = requests.post(form["url"], form["fields"], files={"file": data}, timeout=30)
    assert sent.ok, sent.text
    return str(upload["item"])


def _state(stack: Stack, token: str, item: str) -> str:
    status, it = stack.ask("GET", f"/api/items/{item}", token)
    assert status == 200, it
    return str(it["file"]["state"])


def _finds(stack: Stack, token: str, words: str) -> int:
    status, answer = stack.ask("GET", f"/api/search?q={words}", token)
    assert status == 200, answer
    return int(answer["total"])


def _mails(stack: Stack) -> str:
    with urlopen(f"{stack.place.emulator}/_ministack/ses/messages") as answer:
        return str(answer.read().decode())


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.2)
    return False
