"""The paths and ports of a local stack.

`PORT` sets the first of three ports; `SHAREWELL_STATE` gives a stack its own data, so that a test's
stack is separate from a developer's. All stacks share the tools and the built layers.
"""

import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".local"
LAYERS = TOOLS / "layers"
EMULATOR_PYTHON = TOOLS / "emulator-venv/bin/python"
TOOLING_PYTHON = TOOLS / "tooling-venv/bin/python"
SCANNING_PYTHON = TOOLS / "scanning-venv/bin/python"
FUZZING_PYTHON = TOOLS / "fuzzing-venv/bin/python"
REGION = "us-east-1"
STACK = "sharewell"


def templates() -> list[Path]:
    """Returns the paths of all templates: the root, and the nested stacks in infra/."""
    return [ROOT / "template.yaml", *sorted((ROOT / "infra").glob("*.yaml"))]


class Taken(Exception):
    """Another process listens on a port."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A local stack: its first port and the folder of its data."""

    port: int
    state: Path

    @classmethod
    def from_environment(cls) -> Self:
        """Returns the stack that the environment variables name."""
        state = Path(os.environ.get("SHAREWELL_STATE") or TOOLS / "state").resolve()
        return cls(int(os.environ.get("PORT") or 8000), state)

    @property
    def app(self) -> str:
        """The origin of the app and its API."""
        return f"http://localhost:{self.port}"

    @property
    def content(self) -> str:
        """The origin of uploaded content."""
        return f"http://localhost:{self.port + 1}"

    @property
    def emulator_port(self) -> int:
        """The port of the emulator."""
        return self.port + 2

    @property
    def emulator(self) -> str:
        """The emulator's URL for the AWS SDK; by IP address, which implies path-style buckets."""
        return f"http://127.0.0.1:{self.emulator_port}"

    @property
    def sign_in(self) -> str:
        """The emulator's URL for browsers, for the pool's sign-in page."""
        return f"http://localhost:{self.emulator_port}"

    @property
    def logs(self) -> Path:
        """The folder of the log files."""
        return self.state / "logs" if "SHAREWELL_STATE" in os.environ else TOOLS / "logs"

    def claim(self) -> None:
        """Raises Taken if one of the ports is in use."""
        for port in (self.port, self.port + 1, self.port + 2):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError:
                    raise Taken(
                        f"Port {port} is in use. Stop the process there, or choose three other "
                        f"consecutive ports: make run PORT={self.port + 100}"
                    ) from None
