"""A whole stack: `python -m local run` on free ports, its data in a folder of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from local import accounts
from local.deploy import Deployment
from local.place import ROOT, Place

READY = "Ctrl-C stops it"  # the last line of the greeting


class Stack:
    """One running stack. `demo=False` leaves the demo organisation out, for a quick start."""

    def __init__(self, folder: Path, *, demo: bool = True) -> None:
        self.place = Place(_three_free_ports(), folder)
        self.said: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)
        if not demo:
            (folder / "seeded").touch()

    @property
    def url(self) -> str:
        """Where the app and its API are."""
        return self.place.app

    @property
    def deployment(self) -> Deployment:
        """What is deployed, and clients for it."""
        return Deployment(self.place)

    @property
    def environment(self) -> dict[str, str]:
        """What `make` would tell a command about this stack."""
        paths = [ROOT / it for it in ("infra", "functions", "layers/sharewell/python")]
        mine = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
        return mine | {
            "PORT": str(self.place.port),
            "SHAREWELL_STATE": str(self.place.state),
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
        }

    def start(self, seconds: float = 300) -> float:
        """Start, wait until it says that it is ready, and answer how long that took."""
        began = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", "local", "run"],
            env=self.environment,
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        lines: Queue[str | None] = Queue()
        Thread(target=self._read, args=(lines,), daemon=True).start()
        while time.monotonic() - began < seconds:
            try:
                line = lines.get(timeout=1)
            except Empty:
                continue
            if line is None:
                break
            if line.startswith(READY):
                return time.monotonic() - began
        self.stop()
        raise AssertionError("The stack did not start:\n" + "\n".join(self.said[-40:]))

    def stop(self) -> int:
        """What Ctrl-C does."""
        self._process.send_signal(signal.SIGINT)
        try:
            return self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise

    def kill(self) -> None:
        """What a power cut does."""
        children = self._children()
        for pid in [self._process.pid, *children]:
            os.kill(pid, signal.SIGKILL)
        self._process.wait()

    def token(self, address: str, password: str = accounts.PASSWORD) -> str:
        """An access token, by the pool's own page."""
        return accounts.token(self.place, self.deployment.outputs["ClientId"], address, password)

    def sign_up(self, address: str) -> str:
        """A new person in the pool, and their token."""
        pool, client = self.deployment.outputs["PoolId"], self.deployment.client("cognito-idp")
        client.admin_create_user(
            UserPoolId=pool,
            Username=address,
            MessageAction="SUPPRESS",
            UserAttributes=[
                {"Name": "email", "Value": address},
                {"Name": "email_verified", "Value": "true"},
            ],
        )
        client.admin_set_user_password(
            UserPoolId=pool, Username=address, Password=accounts.PASSWORD, Permanent=True
        )
        return self.token(address)

    def ask(self, method: str, path: str, token: str = "", body: Any = None) -> tuple[int, Any]:
        """One request of the API: status and JSON."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        data = json.dumps(body).encode() if body is not None else None
        request = Request(self.url + path, data=data, headers=headers, method=method)
        try:
            with urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or "null")
        except HTTPError as refusal:
            with refusal:
                return refusal.code, json.loads(refusal.read() or "null")

    def _children(self) -> list[int]:
        asked = ["pgrep", "-P", str(self._process.pid)]
        said = subprocess.run(asked, capture_output=True, text=True, check=False)
        return [int(pid) for pid in said.stdout.split()]

    def _read(self, lines: "Queue[str | None]") -> None:
        assert self._process.stdout
        with self._process.stdout as output:
            for line in output:
                self.said.append(line.rstrip())
                lines.put(line)
        lines.put(None)


def _three_free_ports() -> int:
    for first in range(8300, 9900, 10):
        try:
            for port in range(first, first + 3):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise AssertionError("no three free ports in a row")
