"""Starts and stops the emulator; its data is in the place's state folder."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from urllib.error import URLError
from urllib.request import urlopen

from local_stack.workspace import EMULATOR_PYTHON, REGION, Workspace

KEYS = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
}

# Not with PYTHONPATH, which functions would inherit.
START = """
import runpy, sys
_, folder, module = sys.argv
sys.path.insert(0, folder)
sys.argv = ["ministack"]
runpy.run_module(module, run_name="__main__")
"""
PATCHED, UNPATCHED = "local_stack.emulator_patches", "ministack"


class Emulator:
    """A running emulator; passes the lines that it prints to `say`."""

    def __init__(
        self, place: Workspace, say: Callable[[str], None], *, module: str = PATCHED
    ) -> None:
        place.state.mkdir(parents=True, exist_ok=True)
        self._place = place
        self._process = subprocess.Popen(
            [EMULATOR_PYTHON, "-c", START, Path(__file__).parents[1], module],
            env=_environment(place),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # Ctrl-C must not stop it before the server in front of it
        )
        self._reader = Thread(target=self._read, args=(say,), daemon=True)
        self._reader.start()

    def wait(self, seconds: float = 30) -> None:
        """Waits until the emulator responds.

        Raises: RuntimeError, if it stops or does not respond in time.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError("The emulator stopped; see .local/logs.")
            try:
                with urlopen(f"{self._place.emulator}/_ministack/health", timeout=2):
                    return
            except (URLError, OSError):
                time.sleep(0.05)
        raise RuntimeError("The emulator did not respond in time; see .local/logs.")

    def kill(self) -> None:
        """Kills the emulator and the processes of its functions, as a power cut would."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._reader.join(2)

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    @property
    def left_well(self) -> bool:
        """Whether it saved its state and exited on request."""
        return self._process.returncode in (0, -2, 130)

    def stop(self) -> None:
        """Stops the emulator after it saved its state; kills it after 15 s."""
        if self.alive:
            self._process.send_signal(2)
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._reader.join(2)

    def _read(self, say: Callable[[str], None]) -> None:
        assert self._process.stdout
        with self._process.stdout as output:
            for line in output:
                say(line.rstrip("\n"))


def _environment(place: Workspace) -> dict[str, str]:
    # A developer's own AWS_PROFILE or endpoint must not reach the functions.
    given = {
        k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "PYTHON", "VIRTUAL_"))
    }
    return (
        given
        | KEYS
        | {
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(place.emulator_port),
            "MINISTACK_HOST": "localhost",
            "PERSIST_STATE": "1",
            "STATE_DIR": str(place.state / "services"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(place.state / "buckets"),
            "SFTP_ENABLED": "0",
            "IOT_MTLS_ENABLED": "0",
            "COGNITO_EMAIL_ENABLED": "false",
            "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "NO_COLOR": "1",
            "TMPDIR": str(_scratch(place)),
        }
    )


def _scratch(place: Workspace) -> Path:
    path = place.state / "tmp"
    path.mkdir(parents=True, exist_ok=True)
    return path
