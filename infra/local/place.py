"""Where things lie on this machine, and on which ports they answer.

`PORT` moves the three ports together; `SHAREWELL_STATE` gives a stack its own data, so that a
test's stack never meets the one somebody works on. Tools and built layers are shared by all.
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
    """Every template that is deployed: the root, and the stacks in infra/."""
    return [ROOT / "template.yaml", *sorted((ROOT / "infra").glob("*.yaml"))]


class Taken(Exception):
    """A port that somebody else already listens on."""


@dataclass(frozen=True, slots=True)
class Place:
    """One local stack: its first port and the folder that holds its data."""

    port: int
    state: Path

    @classmethod
    def here(cls) -> Self:
        """The stack that the environment speaks of."""
        state = Path(os.environ.get("SHAREWELL_STATE") or TOOLS / "state").resolve()
        return cls(int(os.environ.get("PORT") or 8000), state)

    @property
    def app(self) -> str:
        """Where people open the app, and where its API answers."""
        return f"http://localhost:{self.port}"

    @property
    def content(self) -> str:
        """The origin that everything uploaded is read from."""
        return f"http://localhost:{self.port + 1}"

    @property
    def emulator_port(self) -> int:
        """The emulator's own port."""
        return self.port + 2

    @property
    def emulator(self) -> str:
        """The emulator, for the AWS SDK; by address, which keeps buckets in the path."""
        return f"http://127.0.0.1:{self.emulator_port}"

    @property
    def sign_in(self) -> str:
        """The emulator as a browser names it, for the pool's sign-in page."""
        return f"http://localhost:{self.emulator_port}"

    @property
    def logs(self) -> Path:
        """The folder of log files."""
        return self.state / "logs" if "SHAREWELL_STATE" in os.environ else TOOLS / "logs"

    def claim(self) -> None:
        """Raise `Taken` when one of the ports is in use."""
        for port in (self.port, self.port + 1, self.port + 2):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError:
                    raise Taken(
                        f"Port {port} is taken. Stop what listens there, or choose another "
                        f"three in a row: make run PORT={self.port + 100}"
                    ) from None
