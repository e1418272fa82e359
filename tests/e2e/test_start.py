"""Starting and stopping the stack, and its state afterwards."""

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
from local_stack.workspace import ROOT

TYPES = {"txt": "text/plain", "pdf": "application/pdf"}
QUICK = 5.0
KEPT_AFTER = 6.0  # seconds from a response until its data survive a power cut


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Returns a stack without the demo organisation, to be stopped and started."""
    stack = Stack(tmp_path_factory.mktemp("small"), demo=False)
    stack.start()
    yield stack
    stack.stop()


def test_greeting_names_address_and_accounts(running: Stack) -> None:
    greeting = "\n".join(running.output)
    assert running.url in greeting
    assert "nadia.osei@pellworth.example" in greeting


def test_api_is_healthy_when_stack_is_ready(small: Stack) -> None:
    status, health = small.ask("GET", "/api/health")
    assert (status, health["status"]) == (200, "ok")


def test_app_serves_deep_links_with_security_headers(small: Stack) -> None:
    with urlopen(f"{small.url}/channels/anything") as answer:
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert b"<div id=" in answer.read()


def test_request_without_token_is_rejected(small: Stack) -> None:
    assert small.ask("GET", "/api/me")[0] == 401
    assert small.ask("GET", "/api/me", token="not.a.token")[0] == 401


def test_taken_port_is_reported(small: Stack) -> None:
    command = [sys.executable, "-m", "local_stack", "run"]
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
    assert f"Port {small.place.port} is in use" in done.stdout


def test_stack_restarts_within_five_seconds(small: Stack) -> None:
    assert small.stop() == 0
    took = small.start()
    # On an idle machine; a busy one takes longer.
    busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    assert took < QUICK * busy


def test_data_survive_power_cut(small: Stack) -> None:
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
    file = _send_file(small, ada, "whistle.txt", text, channel["id"])
    assert _within(20, lambda: _state(small, ada, file) == "ready"), "the file was not read"
    assert _within(20, lambda: _search(small, ada, "whistle") == 1)
    assert _within(20, lambda: _search(small, ada, "valves") == 1)
    # Takes a while to process, and is being processed when the power fails.
    long = make.pdf(["Descale it monthly.", *["A page."] * 1500])
    late = _send_file(small, ada, "descaling.pdf", long, channel["id"])
    time.sleep(KEPT_AFTER)

    small.kill()
    small.start()

    status, again = small.ask("GET", f"/api/channels/{channel['id']}", ada)
    assert (status, again["name"]) == (200, "Steam")
    assert small.ask("GET", f"/api/items/{item['id']}", ada)[1]["body"] == "Turn left."
    assert _state(small, ada, file) == "ready"
    status, address = small.ask("GET", f"/api/items/{file}/file-url", ada)
    assert status == 200, address
    with urlopen(address["url"]) as answer:
        assert answer.read() == text
    assert _search(small, ada, "whistle") == 1
    assert _search(small, ada, "valves") == 1
    assert _within(30, lambda: _state(small, ada, late) == "ready")
    assert _within(30, lambda: _search(small, ada, "descale") == 1)
    assert small.token("ada@kettle.example")


def test_events_after_restart_are_delivered(small: Stack) -> None:
    ada = small.sign_up("eve@rival.example")
    small.ask("POST", "/api/organisations", ada, {"name": "Rivals", "your_name": "Eve"})
    small.ask("POST", "/api/invitations", ada, {"people": "ben@rival.example", "role": "member"})
    assert _within(10, lambda: "ben@rival.example" in _mails(small)), "no invitation was mailed"


def test_ctrl_c_stops_all_processes(tmp_path: Path) -> None:
    stack = Stack(tmp_path, demo=False)
    stack.start()
    emulator = stack._children()
    assert emulator
    assert stack.stop() == 0
    for pid in emulator:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def _send_file(stack: Stack, token: str, name: str, data: bytes, channel: str) -> str:
    """Uploads a file as the app does, and returns its item's id."""
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


def _search(stack: Stack, token: str, words: str) -> int:
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
