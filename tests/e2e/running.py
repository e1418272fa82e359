"""Runs a whole stack: `python -m local_stack run` on free ports, with a folder of its own."""

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

from local_stack import demo_accounts
from local_stack.deploy import Deployment
from local_stack.workspace import ROOT, Workspace

READY = "Ctrl-C stops it"  # the last line of the greeting


class Stack:
    """One running stack; `demo=False` leaves the demo organisation out, for a quick start."""

    def __init__(self, folder: Path, *, demo: bool = True) -> None:
        self.place = Workspace(_three_free_ports(), folder)
        self.output: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)
        if not demo:
            (folder / "seeded").touch()

    @property
    def url(self) -> str:
        """Returns the address of the app and its API."""
        return self.place.app

    @property
    def deployment(self) -> Deployment:
        """Returns the deployment, with clients for it."""
        return Deployment(self.place)

    @property
    def environment(self) -> dict[str, str]:
        """Returns the environment variables that `make` sets for a command."""
        paths = [ROOT / it for it in ("devtools", "functions", "layers/sharewell/python")]
        mine = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
        return mine | {
            "PORT": str(self.place.port),
            "SHAREWELL_STATE": str(self.place.state),
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
        }

    def start(self, seconds: float = 300) -> float:
        """Starts the stack, waits until it is ready and returns the seconds that this took."""
        began = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", "local_stack", "run"],
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
        raise AssertionError("The stack did not start:\n" + "\n".join(self.output[-40:]))

    def stop(self) -> int:
        """Stops the stack as Ctrl-C does."""
        self._process.send_signal(signal.SIGINT)
        try:
            return self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise

    def kill(self) -> None:
        """Kills the stack as a power cut does."""
        children = self._children()
        for pid in [self._process.pid, *children]:
            os.kill(pid, signal.SIGKILL)
        self._process.wait()

    def token(self, address: str, password: str = demo_accounts.PASSWORD) -> str:
        """Returns an access token, by the pool's own page."""
        return demo_accounts.token(
            self.place, self.deployment.outputs["ClientId"], address, password
        )

    def sign_up(self, address: str) -> str:
        """Creates a person in the pool and returns their token."""
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
            UserPoolId=pool, Username=address, Password=demo_accounts.PASSWORD, Permanent=True
        )
        return self.token(address)

    def ask(self, method: str, path: str, token: str = "", body: Any = None) -> tuple[int, Any]:
        """Sends a request to the API; returns status and JSON."""
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
        command = ["pgrep", "-P", str(self._process.pid)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return [int(pid) for pid in done.stdout.split()]

    def _read(self, lines: "Queue[str | None]") -> None:
        assert self._process.stdout
        with self._process.stdout as output:
            for line in output:
                self.output.append(line.rstrip())
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
