"""Starting, stopping, and what is still there afterwards."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from e2e.running import Stack
from local.place import ROOT

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
    status, _ = small.ask(
        "POST", "/api/organisations", ada, {"name": "Kettle Works", "your_name": "Ada"}
    )
    assert status == 201
    made = {"name": "Steam", "about": "What boils."}
    status, channel = small.ask("POST", "/api/channels", ada, made)
    assert status == 201, channel
    bucket = small.deployment.outputs["BucketName"]
    s3 = small.deployment.client("s3")
    s3.put_object(Bucket=bucket, Key="photos/kept", Body=b"kept", ContentType="image/png")
    time.sleep(KEPT_AFTER)

    small.kill()
    small.start()

    status, again = small.ask("GET", f"/api/channels/{channel['id']}", ada)
    assert (status, again["name"]) == (200, "Steam")
    found = s3.get_object(Bucket=bucket, Key="photos/kept")
    assert (found["Body"].read(), found["ContentType"]) == (b"kept", "image/png")
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
